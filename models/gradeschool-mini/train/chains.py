"""Stories made of a random chain of events.

A chain is a start, one to three events and one ending. The order of events is
the template, so there are hundreds of them, and whole orders can be held out:
answering those needs the events composed anew rather than a plan remembered.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field

from problem import Problem, Rejected, bucket, worked
from story import article, cast


@dataclass
class Chain:
    """A story under construction: ``now`` is how many there are at this point."""

    rng: random.Random
    words: dict[str, str]
    now: int
    numbers: list[int] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    steps: list[str] = field(default_factory=list)

    def draw(self, low: int, high: int) -> int:
        """A number the reader will see."""
        if high < low:
            raise Rejected
        number = self.rng.randint(low, high)
        self.numbers.append(number)
        return number

    def divisor(self) -> int:
        """A small number that divides what there is now."""
        choices = [d for d in range(2, 10) if self.now % d == 0 and self.now > d]
        if not choices:
            raise Rejected
        self.numbers.append(self.rng.choice(choices))
        return self.numbers[-1]

    def say(self, *phrasings: str, **numbers: int) -> None:
        """Adds one sentence to the question."""
        self.told.append(self.rng.choice(phrasings).format_map(self.words | numbers))

    def step(self, expression: str, text: str) -> int:
        """Adds one worked step and returns its value."""
        value, line = worked(expression, text.format_map(self.words))
        self.steps.append(line)
        return value


def gain(c: Chain) -> None:
    b = c.draw(2, 60)
    c.say("{He} buys {b} more.", "{He} finds {b} more.", "Then {he} gets {b} more.", "{Q} gives {him} {b} more.", b=b)
    c.now = c.step(f"{c.now}+{b}", "{He} has # {xs}.")


def lose(c: Chain) -> None:
    b = c.draw(2, min(c.now - 1, 80))
    c.say("{He} gives {b} to {Q}.", "{He} loses {b}.", "{He} sells {b} of them.", "Then {he} gives away {b}.", b=b)
    c.now = c.step(f"{c.now}-{b}", "{He} has # {xs} left.")


def packs(c: Chain) -> None:
    n, k = c.draw(2, 9), c.draw(2, 20)
    c.say("{He} buys {n} {bs} of {k} {xs}.", "{He} gets {n} {bs} with {k} {xs} in each.", n=n, k=k)
    more = c.step(f"{n}*{k}", "{He} gets # {xs}.")
    c.now = c.step(f"{c.now}+{more}", "{He} has # {xs}.")


def gifts(c: Chain) -> None:
    n, k = c.draw(2, 9), c.draw(2, 9)
    c.say("{He} gives {k} {xs} to each of {n} friends.", "{n} friends take {k} {xs} each.", n=n, k=k)
    gone = c.step(f"{n}*{k}", "The friends get # {xs}.")
    c.now = c.step(f"{c.now}-{gone}", "{He} has # {xs} left.")


def half(c: Chain) -> None:
    c.say("{He} gives half of them to {Q}.", "{He} loses half of them.", "Then {he} sells half of them.")
    c.now = c.step(f"{c.now}/2", "{He} has # {xs} left.")


def double(c: Chain) -> None:
    c.say("Then {he} doubles the number.", "{Q} doubles the number of {xs}.")
    c.now = c.step(f"{c.now}*2", "{He} has # {xs}.")


def ask_now(c: Chain) -> None:
    c.say("How many {xs} does {P} have now?", "How many {xs} does {he} have now?")


def ask_price(c: Chain) -> None:
    p = c.draw(2, 9)
    c.say("{He} sells the rest for ${p} each. How much money does {he} get?",
          "{He} sells them all for ${p} each. How much does {P} get?", p=p)
    c.step(f"{c.now}*{p}", "{He} gets $#.")


def ask_share(c: Chain) -> None:
    n = c.divisor()
    c.say("{He} shares them equally among {n} friends. How many {xs} does each friend get?",
          "Then {n} friends share them equally. How many {xs} does each get?", n=n)
    c.step(f"{c.now}/{n}", "Each friend gets # {xs}.")


def ask_boxes(c: Chain) -> None:
    n = c.divisor()
    c.say("{He} puts them into {bs} of {n}. How many {bs} does {he} need?",
          "Each {b1} holds {n} {xs}. How many {bs} does {P} need?", n=n)
    c.step(f"{c.now}/{n}", "{He} needs # {bs}.")


def ask_goal(c: Chain) -> None:
    t = c.draw(c.now + 2, c.now + 99)
    c.say("{He} wants {t} {xs}. How many more does {he} need?", "How many more {xs} does {P} need to have {t}?", t=t)
    c.step(f"{t}-{c.now}", "{He} needs # more {xs}.")


def ask_twice(c: Chain) -> None:
    c.say("{R} has twice as many. How many {xs} does {R} have?", "{R} has twice as many {xs} as {P} now. How many does {R} have?")
    c.step(f"{c.now}*2", "{R} has # {xs}.")


def ask_together(c: Chain) -> None:
    b = c.draw(2, 60)
    c.say("{R} has {b} more than {P}. How many {xs} do they have together?", "{R} has {b} more {xs} than {P}. How many do they have in total?", b=b)
    other = c.step(f"{c.now}+{b}", "{R} has # {xs}.")
    c.step(f"{c.now}+{other}", "Together they have # {xs}.")


EVENTS: tuple[Callable[[Chain], None], ...] = (gain, lose, packs, gifts, half, double)
ENDINGS: tuple[Callable[[Chain], None], ...] = (
    ask_now, ask_now, ask_now, ask_price, ask_share, ask_boxes, ask_goal, ask_twice, ask_together,
)


def name_of(events: list[Callable[[Chain], None]], ending: Callable[[Chain], None]) -> str:
    """The template name: the order of events and the ending."""
    return "chain." + "+".join(e.__name__ for e in events) + "." + ending.__name__.removeprefix("ask_")


def is_held_out(name: str) -> bool:
    """One order of events in six is never trained on; single events always are."""
    return "+" in name and bucket(name, 6) == 0


def tell_chain(rng: random.Random, held_out: bool) -> Problem:
    """One chain story from the trained orders, or from the held-out ones."""
    while True:
        events = [rng.choice(EVENTS) for _ in range(rng.choice((1, 2, 2, 3)))]
        ending = rng.choice(ENDINGS)
        name = name_of(events, ending)
        if is_held_out(name) != held_out:
            continue
        chain = Chain(rng, cast(rng), rng.randint(5, 120))
        chain.numbers.append(chain.now)
        chain.say("{P} has {a} {xs}.", "{P} had {a} {xs}.", a=chain.now)
        try:
            for event in events:
                event(chain)
            ending(chain)
        except Rejected:
            continue
        if len(chain.steps) > 4:
            continue
        result = chain.steps[-1].rsplit(">>", 1)[1].split()[0].rstrip(".")
        question, answer = " ".join(chain.told), "\n".join(chain.steps)
        return Problem(name, tuple(chain.numbers), article(question), article(answer) + f"\n#### {result}")
