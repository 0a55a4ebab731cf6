"""What a problem is, and how a worked step is written.

Answers follow GSM8K: each step shows ``expr=<<expr=result>>result`` and the
last line is ``#### N``. Everything is an exact integer, so a checker needs
nothing but integer arithmetic.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from fractions import Fraction
import re

LARGEST = 999
_TOKEN = re.compile(r"\d+|[-+*/]")


class Rejected(Exception):
    """These numbers do not make a clean problem; draw others."""


def evaluate(expression: str) -> int:
    """Value of a flat expression, ``*`` and ``/`` before ``+`` and ``-``.

    Raises Rejected unless the value is a whole number in 1..LARGEST: stories
    with fractions, negatives or large numbers are not worth the tokens here.
    """
    parts = _TOKEN.findall(expression)
    terms = [Fraction(int(parts[0]))]
    for sign, digits in zip(parts[1::2], parts[2::2]):
        number = Fraction(int(digits))
        if sign == "*":
            terms[-1] *= number
        elif sign == "/":
            if number == 0:
                raise Rejected
            terms[-1] /= number
        else:
            terms.append(number if sign == "+" else -number)
    value = sum(terms)
    if value.denominator != 1 or not 1 <= value <= LARGEST:
        raise Rejected
    return int(value)


def worked(expression: str, text: str) -> tuple[int, str]:
    """The value of ``expression`` and ``text`` with ``#`` replaced by the worked step.

    ``$#`` puts the dollar sign in front of the result, as GSM8K does.
    """
    value = evaluate(expression)
    plain = f"{expression}=<<{expression}={value}>>{value}"
    money = f"{expression}=$<<{expression}={value}>>{value}"
    return value, text.replace("$#", money).replace("#", plain)


@dataclass(frozen=True)
class Problem:
    """One question with its worked answer and where it came from."""

    template: str
    numbers: tuple[int, ...]
    question: str
    answer: str

    @property
    def result(self) -> str:
        """The final number, as text."""
        return self.answer.rsplit("#### ", 1)[1]


def bucket(text: str, buckets: int) -> int:
    """A stable hash: the same on every machine and Python version."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:6], "big") % buckets


def reserved_for(problem: Problem) -> str:
    """Which part of the data may use this number combination: train, dev or test.

    Decided by a hash of (template, numbers), so training can never produce a
    combination that the test set asks about, whatever the seed.
    """
    slot = bucket(f"{problem.template}|{problem.numbers}", 20)
    return {0: "test", 1: "dev"}.get(slot, "train")
