"""Stories put together from independent parts.

A world (goods, money, trips ...) has sources, which set up a quantity, events,
which change it, and endings, which ask about it. Any source can meet any event
and any ending, so one sentence appears in many plans and one plan in many
wordings: the model has to read a story rather than recognise it.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass

from problem import Problem, Rejected, evaluate, worked
from story import article, cast, substitute

MOST_STEPS = 4
_PLURAL_OF_ONE = re.compile(r"\b1 ")


@dataclass(frozen=True)
class Part:
    """One sentence, its numbers and its worked steps.

    As in a Template, except that ``now`` is the quantity so far (the value of the
    last step) and ``n=divisor`` draws a small divisor of it. ``{Who}`` becomes a
    name or a pronoun. ``after``: the only parts this one may follow.
    """

    name: str
    numbers: str
    says: tuple[str, ...]
    steps: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


@dataclass(frozen=True)
class World:
    """Parts that fit together; ``held_out`` plans are told in the test set only.

    ``rename`` points word slots at others: ``{"xs": "fs"}`` makes things foods.
    """

    name: str
    sources: tuple[Part, ...]
    events: tuple[Part, ...]
    endings: tuple[Part, ...]
    event_counts: tuple[int, ...] = (0, 1, 1, 2)
    held_out: frozenset[str] = frozenset()
    rename: tuple[tuple[str, str], ...] = ()


def draw(spec: str, now: int, rng: random.Random) -> dict[str, int]:
    """Numbers of one part, in order; bounds and derived numbers may use ``now``."""
    values = {"now": now}
    for item in spec.split():
        name, source = item.split("=", 1)
        if source == "divisor":
            choices = [d for d in range(2, 13) if now > d and now % d == 0]
            if not choices:
                raise Rejected
            values[name] = rng.choice(choices)
        elif ".." in source:
            low, high = (evaluate(substitute(bound, values)) for bound in source.split(".."))
            if high < low:
                raise Rejected
            values[name] = rng.randint(low, high)
        else:
            values[name] = evaluate(substitute(source, values))
    return values


def _plan(world: World, rng: random.Random) -> list[Part]:
    """Random parts in which every ``after`` holds."""
    events = rng.sample(world.events, min(rng.choice(world.event_counts), len(world.events)))
    parts = [rng.choice(world.sources), *events, rng.choice(world.endings)]
    for before, part in zip(parts, parts[1:]):
        if part.after and before.name not in part.after:
            raise Rejected
    return parts


def _compose(world: World, rng: random.Random) -> Problem:
    """One attempt; Rejected when the parts or their numbers do not fit."""
    parts = _plan(world, rng)
    plan = ".".join(part.name for part in parts)
    if plan in world.held_out:
        raise Rejected
    slots = cast(rng)
    slots |= {slot: slots[other] for slot, other in world.rename}
    now, told, lines, numbers = 1, [], [], []
    for part in parts:
        values = draw(part.numbers, now, rng)
        numbers += [value for name, value in values.items() if name != "now"]
        for step in part.steps:
            target, rest = step.split("=", 1)
            expression, text = rest.split("; ", 1)
            values[target], line = worked(substitute(expression, values), text)
            lines.append(line.format_map(slots | {k: str(v) for k, v in values.items()}))
        now = list(values.values())[-1]
        named = rng.random() < 0.3
        filled = slots | {k: str(v) for k, v in values.items()}
        filled |= {"Who": slots["P"], "who": slots["P"]} if named else {"Who": slots["He"], "who": slots["he"]}
        told.append(rng.choice(part.says).format_map(filled))
    if not 1 <= len(lines) <= MOST_STEPS or _PLURAL_OF_ONE.search(" ".join(told)):
        raise Rejected
    answer = article("\n".join(lines)) + f"\n#### {now}"
    return Problem(f"{world.name}.{plan}", tuple(numbers), article(" ".join(told)), answer)


def tell_world(world: World, rng: random.Random) -> Problem:
    """One story of this world; retries until parts and numbers work out."""
    while True:
        try:
            return _compose(world, rng)
        except Rejected:
            continue
