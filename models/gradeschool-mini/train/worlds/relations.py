"""Who has, does or costs how much more than whom: one frame, many plans.

Two or three actors (people, days or goods) are told by their relations, in any
order of sentences. The question picks one of them, all, a difference, or what
comes after; the frame alone never says which.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass

from problem import Problem, Rejected, worked
from story import article, cast

#: An actor such as "A pen" inside a sentence.
_INNER_ARTICLE = re.compile(r"(?<=[a-z,] )A (?=[a-z])")
#: name: (low, high, worked expression, words)
_RELATIONS = {
    "more": (2, 40, "{old}+{n}"), "fewer": (2, 40, "{old}-{n}"), "twice": (2, 2, "{old}*2"),
    "times": (3, 6, "{old}*{n}"), "half": (2, 2, "{old}/2"),
}


@dataclass(frozen=True)
class Setting:
    """How one kind of amount is told; ``{A}`` and ``{B}`` are actors, ``{n}`` a number.

    ``later``: (name, low, high, which question it extends, asks, step, text).
    """

    name: str
    actors: tuple[str, ...]
    base: tuple[str, ...]
    told: dict[str, tuple[str, ...]]
    one: tuple[str, ...]
    every: tuple[str, ...]
    difference: tuple[str, ...]
    answers: tuple[str, str, str]
    later: tuple[tuple[str, int, int, str, tuple[str, ...], str, str], ...] = ()


def tell_relation(settings: tuple[Setting, ...], held_out: frozenset[str], rng: random.Random) -> Problem:
    """One story; retries until the numbers work out and the plan is a trained one."""
    while True:
        try:
            return _tell(rng.choice(settings), held_out, rng)
        except Rejected:
            continue


def _tell(setting: Setting, held_out: frozenset[str], rng: random.Random) -> Problem:
    slots = cast(rng)
    names = [actor.format_map(slots) for actor in setting.actors]
    count = rng.choice((2, 2, 3)) if len(names) > 2 else 2
    values, numbers, lines, plan = [rng.randint(4, 90)], [], [], []
    numbers.append(values[0])
    told = [rng.choice(setting.base).format_map(slots | {"A": names[0], "n": values[0]})]
    for index in range(1, count):
        kind = rng.choice(tuple(setting.told))
        low, high, expression = _RELATIONS[kind]
        other = rng.randrange(index)
        n = rng.randint(low, high)
        if low != high:
            numbers.append(n)
        value, line = worked(expression.format(old=values[other], n=n), setting.answers[0])
        named = slots | {"A": names[index], "B": names[other], "n": n}
        lines.append(line.format_map(named))
        told.append(rng.choice(setting.told[kind]).format_map(named))
        values.append(value)
        plan.append(f"{kind}{other}")
    order = rng.choice((told, told, told[::-1]))
    question = rng.choice(("one", "one", "every", "every", "difference"))
    last = slots | {"A": names[count - 1], "B": names[0], "C": names[1]}
    if question == "every":
        result, line = worked("+".join(map(str, values)), setting.answers[1])
        lines.append(line.format_map(last))
        asks = setting.every if count == 2 else tuple(a for a in setting.every if "{C}" not in a)
    elif question == "difference":
        if values[-1] == values[0]:
            raise Rejected
        if values[-1] < values[0]:
            last |= {"A": names[0], "B": names[count - 1]}
        result, line = worked(f"{max(values[-1], values[0])}-{min(values[-1], values[0])}", setting.answers[2])
        lines.append(line.format_map(last))
        asks = setting.difference
        if plan in (["more0"], ["fewer0"]):
            raise Rejected
    else:
        result, asks = values[-1], setting.one
    later = [entry for entry in setting.later if entry[3] == question]
    if later and rng.random() < 0.5:
        question, low, high, _, asks, expression, text = rng.choice(later)
        n = rng.randint(low, high)
        numbers.append(n)
        last |= {"n": n}
        result, line = worked(expression.format(now=result, n=n), text)
        lines.append(line.format_map(last))
    name = f"{setting.name}.{'+'.join(plan)}.{question}"
    if name in held_out or len(lines) > 4:
        raise Rejected
    text = _INNER_ARTICLE.sub("a ", " ".join([*order, rng.choice(asks).format_map(last)]))
    lines = [_INNER_ARTICLE.sub("a ", line) for line in lines]
    return Problem(name, tuple(numbers), article(text), article("\n".join(lines)) + f"\n#### {result}")
