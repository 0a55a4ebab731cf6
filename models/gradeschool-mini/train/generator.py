"""Seeded streams of problems: endless for training, fixed for dev and test.

    python generator.py --print 30           # look at training problems
    python generator.py --print 30 --stage 2 # ... of the second stage
    python generator.py --write ../data      # write dev.jsonl and test.jsonl
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path

from chains import tell_chain
from problem import Problem, reserved_for
from story import tell
from templates import DRILLS, HELD_OUT, STORIES
from worlds import tell_composed

#: Shares of the training stream; the rest are stories.
CHAIN_SHARE, DRILL_SHARE = 0.30, 0.14
#: Share of composed stories in the second stage; the rest is the first stage's mix.
COMPOSED_SHARE = 0.65
DEV_SEED, TEST_SEED = 7001, 7002
#: (problems of kind "numbers", problems of kind "templates")
DEV_SIZE, TEST_SIZE = (140, 60), (350, 150)


def _seen(rng: random.Random) -> Problem:
    """A story whose template is trained on."""
    if rng.random() < CHAIN_SHARE / (1 - DRILL_SHARE):
        return tell_chain(rng, held_out=False)
    return tell(rng.choice(STORIES), rng)


def _unseen(rng: random.Random) -> Problem:
    """A story whose template is held out: half chains, half written stories."""
    if rng.random() < 0.5:
        return tell_chain(rng, held_out=True)
    return tell(rng.choice(HELD_OUT), rng)


def training_stream(seed: int, stage: int = 1) -> Iterator[Problem]:
    """Endless training problems; reserved number combinations never appear.

    Stage 1 is the mix that dev, test and the tokenizer come from and never changes;
    stage 2 adds composed stories.
    """
    rng = random.Random(seed)
    while True:
        if stage == 2 and rng.random() < COMPOSED_SHARE:
            problem = tell_composed(rng)
        else:
            problem = tell(rng.choice(DRILLS), rng) if rng.random() < DRILL_SHARE else _seen(rng)
        if reserved_for(problem) == "train":
            yield problem


def evaluation_set(part: str) -> list[dict[str, str]]:
    """The fixed dev or test rows; number combinations are reserved for ``part``."""
    rng = random.Random(DEV_SEED if part == "dev" else TEST_SEED)
    sizes = DEV_SIZE if part == "dev" else TEST_SIZE
    rows: list[dict[str, str]] = []
    for split, source, size in (("numbers", _seen, sizes[0]), ("templates", _unseen, sizes[1])):
        rows += _unique_rows(rng, part, split, source, size)
    return rows


def _unique_rows(
    rng: random.Random, part: str, split: str, source: Callable[[random.Random], Problem], size: int
) -> list[dict[str, str]]:
    """``size`` distinct rows of one split."""
    rows: dict[tuple[str, tuple[int, ...]], dict[str, str]] = {}
    while len(rows) < size:
        problem = source(rng)
        key = (problem.template, problem.numbers)
        if reserved_for(problem) != part or key in rows:
            continue
        rows[key] = {
            "id": f"{part}-{split}-{len(rows):03d}", "question": problem.question,
            "answer": problem.answer, "split": split, "template": problem.template,
        }
    return list(rows.values())


def main() -> None:
    """Prints training problems or writes the evaluation files."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--print", type=int, default=0, dest="count")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--stage", type=int, choices=(1, 2), default=1)
    parser.add_argument("--write", type=Path)
    options = parser.parse_args()
    stream = training_stream(options.seed, options.stage)
    for _ in range(options.count):
        problem = next(stream)
        print(f"[{problem.template}] {problem.question}\n{problem.answer}\n")
    if options.write:
        for part in ("dev", "test"):
            lines = [json.dumps(row) + "\n" for row in evaluation_set(part)]
            (options.write / f"{part}.jsonl").write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
