"""Checks generated problems with an evaluator that shares nothing with the generator.

    python check.py 10000
"""

from __future__ import annotations

import ast
import operator
import re
import sys
from collections import Counter
from fractions import Fraction

from generator import evaluation_set, training_stream

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


def main() -> None:
    """Checks N training problems and both evaluation sets."""
    count = int(sys.argv[1])
    stream = training_stream(12345)
    problems = [next(stream) for _ in range(count)]
    rows = [row for part in ("dev", "test") for row in evaluation_set(part)]
    pairs = [(p.question, p.answer) for p in problems] + [(r["question"], r["answer"]) for r in rows]
    bad = [(q, a, f) for q, a in pairs if (f := faults(q, a))]
    for question, answer, found in bad[:10]:
        print(found, question, answer, sep="\n")
    trained = {p.template for p in problems}
    leaked = trained & {r["template"] for r in rows if r["split"] == "templates"}
    steps = Counter(p.answer.count("<<") for p in problems)
    print(f"{len(pairs)} problems, {len(bad)} faulty, {len(trained)} training templates, {len(leaked)} leaked")
    print("steps per problem:", dict(sorted(steps.items())))
    if bad or leaked:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
