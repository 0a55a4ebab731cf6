"""Checks generated problems with an evaluator that shares nothing with the generator.

    python check.py 10000             # stage 1
    python check.py 10000 --stage 2
"""

from __future__ import annotations

import argparse
import ast
import operator
import re
from collections import Counter
from fractions import Fraction

from generator import evaluation_set, training_stream
from templates import HELD_OUT

_OPERATORS = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv}
_STEP = re.compile(r"([\d+\-*/]+)=\$?<<([\d+\-*/]+)=(\d+)>>(\d+)")


def value(node: ast.AST) -> Fraction:
    """Value of a Python expression tree over whole numbers."""
    if isinstance(node, ast.BinOp):
        return _OPERATORS[type(node.op)](value(node.left), value(node.right))
    assert isinstance(node, ast.Constant)
    return Fraction(node.value)


def faults(question: str, answer: str) -> list[str]:
    """What is wrong with a worked answer; empty if nothing is."""
    found = []
    lines = answer.split("\n")
    known = set(re.findall(r"\d+", question)) | {"2", "4", "7", "12", "60"}
    if re.search(r"\bthird\b", question):
        known.add("3")
    last = ""
    for line in lines[:-1]:
        steps = _STEP.findall(line)
        if len(steps) != 1:
            found.append(f"{len(steps)} steps in a line")
            continue
        shown, inside, result, after = steps[0]
        last = result
        if shown != inside or result != after or value(ast.parse(inside, mode="eval").body) != int(result):
            found.append(f"wrong step {line}")
        if not set(re.findall(r"\d+", inside)) <= known:
            found.append(f"number from nowhere in {line}")
        known.add(result)
    if lines[-1] != f"#### {last}":
        found.append("final line is not the last result")
    if re.search(r"[{}]|  ", question + answer):
        found.append("unfilled slot or double space")
    return found


def held_out_stories() -> list[re.Pattern[str]]:
    """What a held-out story looks like, whatever its names, things and numbers."""
    patterns = []
    for ask in (ask for template in HELD_OUT for ask in template.asks):
        pieces = re.split(r"\{\w+\}", ask)
        patterns.append(re.compile(r"[\w ]+?".join(map(re.escape, pieces))))
    return patterns


def main() -> None:
    """Checks N training problems and both evaluation sets."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", type=int)
    parser.add_argument("--stage", type=int, choices=(1, 2), default=1)
    options = parser.parse_args()
    stream = training_stream(12345, options.stage)
    problems = [next(stream) for _ in range(options.count)]
    rows = [row for part in ("dev", "test") for row in evaluation_set(part)]
    pairs = [(p.question, p.answer) for p in problems] + [(r["question"], r["answer"]) for r in rows]
    bad = [(q, a, f) for q, a in pairs if (f := faults(q, a))]
    for question, answer, found in bad[:10]:
        print(found, question, answer, sep="\n")
    trained = {p.template for p in problems}
    leaked = trained & {r["template"] for r in rows if r["split"] == "templates"}
    stories = held_out_stories()
    told = [p.question for p in problems if any(story.fullmatch(p.question) for story in stories)]
    asked = {r["question"] for r in rows}
    told += [p.question for p in problems if p.question in asked]
    print(*told[:10], sep="\n")
    steps = Counter(p.answer.count("<<") for p in problems)
    print(f"{len(pairs)} problems, {len(bad)} faulty, {len(trained)} training templates, {len(leaked)} leaked")
    print(f"{len(told)} training questions that are, or are worded as, held-out ones")
    print("steps per problem:", dict(sorted(steps.items())))
    if bad or leaked or told:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
