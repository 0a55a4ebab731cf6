"""Trains the model on an endless stream of fresh problems, from nothing or onward.

    python train.py --seconds 2640 --out RUN      # by wall clock, as we did
    python train.py --steps 2360 --out RUN        # the same schedule, by steps
    python train.py --steps N --seed 2 --stage 2 --peak 0.4 --start RUN/checkpoint.pt --out RUN2

With --seconds the learning rate follows elapsed time, so the run ends when it
must whatever else the machine does; the realised number of steps is logged.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import torch
import torch.multiprocessing as multiprocessing
from torch.nn import functional as F

from data import Batch, background_batches
from model import Shape, SmallLlama
from optimiser import Optimiser, schedule
from parallel import average, join

#: The question is scored too, lightly: it shapes the embedding early on.
QUESTION_WEIGHT = 0.02
PROCESSES = 2
LOG_EVERY_STEPS, SAVE_EVERY_SECONDS = 25, 240


@dataclass
class Run:
    """What was asked for and how far it is."""

    seconds: float | None
    steps: int | None
    seed: int
    tokenizer: Path
    out: Path
    stage: int = 1
    peak: float = 1.0
    start: Path | None = None
    step: int = 0
    elapsed: float = 0.0
    tokens: float = 0.0

    @property
    def progress(self) -> float:
        """0 at the start, 1 when the run must end."""
        return self.step / self.steps if self.steps else self.elapsed / (self.seconds or 1.0)


def losses(model: SmallLlama, batch: Batch) -> tuple[torch.Tensor, float]:
    """The loss to minimise and, for the log, the mean loss on answer tokens."""
    ids = torch.from_numpy(batch.ids)
    target, answer = ids[:, 1:], torch.from_numpy(batch.is_answer)[:, 1:]
    real = target != 0
    with torch.autocast("cpu", dtype=torch.bfloat16):
        logits = model.logits(model(ids[:, :-1])[real])
    each = F.cross_entropy(logits.float(), target[real], reduction="none")
    on_answer = answer[real]
    on_answers, on_questions = each[on_answer], each[~on_answer]
    loss = (on_answers.sum() + QUESTION_WEIGHT * on_questions.sum()) / on_answers.numel()
    return loss, on_answers.mean().item()


def train(rank: int, meeting_file: str, run: Run) -> None:
    """One of the processes; they stay in step and end together."""
    join(rank, PROCESSES, meeting_file)
    torch.manual_seed(run.seed)
    model = SmallLlama(Shape())
    if run.start:
        model.load_state_dict(torch.load(run.start, weights_only=True)["weights"])
    optimiser = Optimiser(model)
    stream = background_batches(run.tokenizer, run.seed * PROCESSES + rank, run.stage)
    started, recent, saved = time.monotonic(), 0.0, 0.0
    while run.progress < 1.0:
        batch = next(stream)
        loss, answer_loss = losses(model, batch)
        loss.backward()
        gradients = [p.grad for p in model.parameters()]
        seen = float((batch.ids != 0).sum())
        run.elapsed, seen, answer_loss = average(gradients, [time.monotonic() - started, seen, answer_loss])
        optimiser.step(run.peak * schedule(run.progress, run.step))
        run.step, run.tokens, recent = run.step + 1, run.tokens + PROCESSES * seen, recent + answer_loss
        if rank == 0 and run.step % LOG_EVERY_STEPS == 0:
            mean = recent / LOG_EVERY_STEPS
            print(f"step {run.step} seconds {run.elapsed:.0f} tokens {run.tokens:.0f} loss {mean:.4f}", flush=True)
            recent = 0.0
        if rank == 0 and (run.elapsed - saved > SAVE_EVERY_SECONDS or run.progress >= 1.0):
            saved = run.elapsed
            save(model, run)


def save(model: SmallLlama, run: Run) -> None:
    """Writes the weights and what they took, replacing the file in one move."""
    state = {"weights": model.state_dict(), "step": run.step, "seconds": run.elapsed, "tokens": run.tokens}
    torch.save(state, run.out / "checkpoint.tmp")
    (run.out / "checkpoint.tmp").replace(run.out / "checkpoint.pt")


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    length = parser.add_mutually_exclusive_group(required=True)
    length.add_argument("--seconds", type=float)
    length.add_argument("--steps", type=int)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--tokenizer", type=Path, default=Path("../tokenizer.json"))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--stage", type=int, choices=(1, 2), default=1, help="which mix of problems")
    parser.add_argument("--peak", type=float, default=1.0, help="factor on every learning rate")
    parser.add_argument("--start", type=Path, help="a checkpoint whose weights to go on from")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    run = Run(
        options.seconds, options.steps, options.seed, options.tokenizer, options.out,
        options.stage, options.peak, options.start,
    )
    with tempfile.TemporaryDirectory() as folder:
        multiprocessing.spawn(train, (f"{folder}/meet", run), nprocs=PROCESSES, daemon=False)


if __name__ == "__main__":
    main()
