"""Fills the slots of a declarative template with words and numbers.

A template is data, not code: number ranges, phrasings of the question, and
steps. That keeps eighty of them readable and makes each step's arithmetic
checkable by construction.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass

import words
from problem import Problem, Rejected, evaluate, worked

_NAME = re.compile(r"[a-z]\w*")


@dataclass(frozen=True)
class Template:
    """A family of problems that differ only in words, phrasing and numbers.

    ``numbers``: ``"a=2..99 n=2..9 t=n*a"``; a range is drawn, an expression is
    derived (for totals that must divide exactly). ``steps``: ``"c=a+b; text #"``.
    """

    name: str
    numbers: str
    asks: tuple[str, ...]
    steps: tuple[str, ...]


def cast(rng: random.Random) -> dict[str, str]:
    """Words for every slot a template may use; people and things are distinct."""
    people = rng.sample([(n, "he") for n in words.BOYS] + [(n, "she") for n in words.GIRLS], 3)
    he = people[0][1]
    slots = {"P": people[0][0], "Q": people[1][0], "R": people[2][0], "he": he, "He": he.capitalize()}
    slots["his"] = "his" if he == "he" else "her"
    slots["him"] = "him" if he == "he" else "her"
    slots["His"] = slots["his"].capitalize()
    for slot, group, count in (
        ("xyz", words.THINGS, 3), ("f", words.FOODS, 1), ("b", words.BOXES, 1), ("m", words.ANIMALS, 2),
    ):
        chosen = rng.sample(group, count)
        for index, (plural, single) in enumerate(chosen):
            key = slot[index] if len(slot) > 1 else slot + ("" if index == 0 else str(index + 1))
            slots[f"{key}s"], slots[f"{key}1"] = plural, single
    colors = rng.sample(words.COLORS, 2)
    days = rng.sample(words.DAYS, 3)
    slots |= {"col": colors[0], "col2": colors[1], "day": days[0], "day2": days[1], "day3": days[2]}
    slots["ing"], slots["ing2"] = rng.sample(words.INGREDIENTS, 2)
    slots["does"], slots["jobs"] = rng.choice(words.JOBS)
    for key, group in (
        ("shop", words.SHOPS), ("vehicle", words.VEHICLES), ("prize", words.PRIZES), ("kin", words.RELATIVES),
    ):
        slots[key] = rng.choice(group)
    return slots


def substitute(expression: str, values: dict[str, int]) -> str:
    """Replaces variable names by their values; constants stay."""
    return _NAME.sub(lambda match: str(values[match.group()]), expression)


def draw_numbers(spec: str, rng: random.Random) -> dict[str, int]:
    """Draws the ranges and computes the derived numbers of a template, in order."""
    values: dict[str, int] = {}
    for part in spec.split():
        name, source = part.split("=", 1)
        if ".." in source:
            low, high = source.split("..")
            values[name] = rng.randint(int(low), int(high))
        else:
            values[name] = evaluate(substitute(source, values))
    return values


def article(text: str) -> str:
    """Mends "a apple" and the plural after a 1, which slot filling cannot see."""
    return re.sub(r"\b([Aa]) (?=[aeio])", r"\1n ", text)


def tell(template: Template, rng: random.Random) -> Problem:
    """One problem of this template; retries until the numbers work out."""
    while True:
        try:
            values = draw_numbers(template.numbers, rng)
            drawn = tuple(values.values())
            slots = cast(rng)
            lines = []
            for step in template.steps:
                target, rest = step.split("=", 1)
                expression, text = rest.split("; ", 1)
                value, line = worked(substitute(expression, values), text)
                values[target] = value
                lines.append(line)
        except Rejected:
            continue
        filled = slots | {key: str(value) for key, value in values.items()}
        question = article(rng.choice(template.asks).format_map(filled))
        answer = article("\n".join(lines).format_map(filled)) + f"\n#### {value}"
        return Problem(template.name, drawn, question, answer)
