"""Measures an exported model on a JSONL file of problems.

    python evaluate.py --model ../onnx/model_q4.onnx --data ../data/test.jsonl --temperature 1.0
    python evaluate.py --model ../onnx/model.onnx --data ../data/test.jsonl --temperature 0 --samples 1
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

import numpy as np

from sampler import Sampler, Sampling, final_number
from scoring import interval, score

MODEL_FOLDER = Path(__file__).resolve().parent.parent
ROWS_PER_BATCH = 256


def read_rows(file: Path, limit: int | None) -> list[dict[str, str]]:
    """Problems of a JSONL file; without a limit, all. A limit takes an even spread."""
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    return rows if limit is None else rows[:: max(1, len(rows) // limit)][:limit]


def sample_finals(
    sampler: Sampler, questions: list[str], samples: int, sampling: Sampling
) -> tuple[list[list[str]], list[list[str | None]]]:
    """Answers and their final numbers, ``[problem][sample]``.

    Similar lengths share a batch, so padding and waiting stay small.
    """
    order = sorted((len(q), i) for i, q in enumerate(questions) for _ in range(samples))
    answers: list[list[str]] = [[] for _ in questions]
    for start in range(0, len(order), ROWS_PER_BATCH):
        indices = [i for _, i in order[start : start + ROWS_PER_BATCH]]
        part = Sampling(sampling.temperature, sampling.seed * 100_003 + start, sampling.max_new_tokens)
        for index, answer in zip(indices, sampler.answer([questions[i] for i in indices], part)):
            answers[index].append(answer)
    return answers, [[final_number(a) for a in row] for row in answers]


def report(rows: list[dict[str, str]], finals: list[list[str | None]]) -> dict[str, dict[str, tuple[float, float, float]]]:
    """Single-sample, majority and pass rates, for all problems and per split."""
    scores = score(finals, [final_number(row["answer"]) or "" for row in rows])
    kinds = np.array([row.get("split", "all") for row in rows])
    groups = {"all": np.ones(len(rows), bool)} | {kind: kinds == kind for kind in sorted(set(kinds)) if kind != "all"}
    return {
        name: {
            "single": interval(scores.single[chosen]), "majority": interval(scores.majority[chosen]),
            "pass": interval(scores.any_right[chosen]),
        }
        for name, chosen in groups.items()
    }


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--temperature", type=float, required=True)
    parser.add_argument("--samples", type=int, default=16)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--limit", type=int)
    parser.add_argument("--show", type=int, default=0, help="print this many wrong answers")
    options = parser.parse_args()
    rows = read_rows(options.data, options.limit)
    sampler = Sampler(options.model, MODEL_FOLDER / "tokenizer.json")
    started = time.monotonic()
    sampling = Sampling(options.temperature, options.seed)
    answers, finals = sample_finals(sampler, [row["question"] for row in rows], options.samples, sampling)
    print(f"{options.model.name} {options.data.name} T={options.temperature} k={options.samples} {time.monotonic() - started:.0f} s")
    for group, rates in report(rows, finals).items():
        print(f"  {group:9}", "  ".join(f"{name} {m:.1f} [{low:.1f}, {high:.1f}]" for name, (m, low, high) in rates.items()))
    wrong = [
        (row, a) for row, tried in zip(rows, answers) for a in tried[:1] if final_number(a) != final_number(row["answer"])
    ]
    for row, answer in wrong[: options.show]:
        print(f"\n[{row['template']}] {row['question']}\n{answer}\n(right: {final_number(row['answer'])})")


if __name__ == "__main__":
    main()
