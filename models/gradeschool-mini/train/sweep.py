"""Tries temperatures on the dev set, to choose the one that ships.

    python sweep.py --model ../onnx/model.onnx --temperatures 0.8 1.0 1.2 1.4
"""

from __future__ import annotations

import argparse
from pathlib import Path

from evaluate import MODEL_FOLDER, read_rows, report, sample_finals
from sampler import Sampler, Sampling


def main() -> None:
    """Command line; never reads the test set."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--temperatures", type=float, nargs="+", required=True)
    parser.add_argument("--samples", type=int, default=16)
    parser.add_argument("--limit", type=int)
    options = parser.parse_args()
    rows = read_rows(MODEL_FOLDER / "data" / "dev.jsonl", options.limit)
    sampler = Sampler(options.model, MODEL_FOLDER / "tokenizer.json")
    questions = [row["question"] for row in rows]
    for temperature in options.temperatures:
        _, finals = sample_finals(sampler, questions, options.samples, Sampling(temperature))
        rates = report(rows, finals)
        line = "  ".join(
            f"{group} " + "/".join(f"{rates[group][kind][0]:.1f}" for kind in ("single", "majority", "pass"))
            for group in rates
        )
        print(f"T={temperature:.2f}  single/majority/pass: {line}", flush=True)


if __name__ == "__main__":
    main()
