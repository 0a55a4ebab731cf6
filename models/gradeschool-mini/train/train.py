"""Trains the model from nothing on an endless stream of fresh problems.

    python train.py --seconds 2900 --out RUN      # by wall clock, as we did
    python train.py --steps 3000 --out RUN        # the same schedule, by steps

With --seconds the learning rate follows elapsed time, so the run ends when it
must whatever else the machine does; the realised number of steps is logged.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import dataclass
from pathlib import Path

import torch
from torch.nn import functional as F

from data import Batch, background_batches
from model import Shape, SmallLlama
from optimiser import Optimiser, schedule

#: Batches of about 4096 tokens in one update.
BATCHES_PER_STEP = 2
#: The question is scored too, lightly: it shapes the embedding early on.
QUESTION_WEIGHT = 0.02
SAVE_EVERY_SECONDS = 240


@dataclass
class Clock:
    """How far the run is, by time or by steps."""

    seconds: float | None
    steps: int | None
    started: float
    step: int = 0

    @property
    def elapsed(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self.started

    @property
    def progress(self) -> float:
        """0 at the start, 1 when the run must end."""
        return self.step / self.steps if self.steps else self.elapsed / (self.seconds or 1.0)


def weighted_loss(model: SmallLlama, trunk: torch.nn.Module, batch: Batch) -> tuple[torch.Tensor, float, int]:
    """Summed weighted loss, summed answer loss and number of answer tokens."""
    ids = torch.from_numpy(batch.ids)
    answer = torch.from_numpy(batch.is_answer)[:, 1:]
    target = ids[:, 1:]
    real = target != 0
    with torch.autocast("cpu", dtype=torch.bfloat16):
        logits = model.logits(trunk(ids[:, :-1])[real])
    losses = F.cross_entropy(logits.float(), target[real], reduction="none")
    on_answer = answer[real]
    answer_loss = losses[on_answer].sum()
    total = answer_loss + QUESTION_WEIGHT * losses[~on_answer].sum()
    return total, answer_loss.item(), int(on_answer.sum())


def train(clock: Clock, tokenizer_file: Path, seed: int, out: Path, compiled: bool) -> None:
    """Runs until the clock is at 1; writes a checkpoint now and then."""
    torch.manual_seed(seed)
    model = SmallLlama(Shape())
    trunk = torch.compile(model.model, dynamic=False) if compiled else model.model
    optimiser = Optimiser(model)
    stream = background_batches(tokenizer_file, seed)
    tokens, answers, loss_sum, saved = 0, 0, 0.0, 0.0
    while clock.progress < 1.0:
        group = [next(stream) for _ in range(BATCHES_PER_STEP)]
        scored = sum(int(b.is_answer.sum()) for b in group)
        for batch in group:
            loss, answer_loss, count = weighted_loss(model, trunk, batch)
            (loss / scored).backward()
            tokens, answers, loss_sum = tokens + int((batch.ids != 0).sum()), answers + count, loss_sum + answer_loss
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step(schedule(min(clock.progress, 1.0), clock.step))
        clock.step += 1
        if clock.step % 25 == 0:
            print(f"step {clock.step} s {clock.elapsed:.0f} tokens {tokens} loss {loss_sum / answers:.4f}", flush=True)
            answers, loss_sum = 0, 0.0
        if clock.elapsed - saved > SAVE_EVERY_SECONDS:
            saved = clock.elapsed
            save(model, clock, tokens, out)
    save(model, clock, tokens, out)


def save(model: SmallLlama, clock: Clock, tokens: int, out: Path) -> None:
    """Writes the weights and how long they took, replacing the file in one move."""
    state = {"weights": model.state_dict(), "step": clock.step, "seconds": clock.elapsed, "tokens": tokens}
    torch.save(state, out / "checkpoint.tmp")
    (out / "checkpoint.tmp").replace(out / "checkpoint.pt")


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    length = parser.add_mutually_exclusive_group(required=True)
    length.add_argument("--seconds", type=float)
    length.add_argument("--steps", type=int)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--tokenizer", type=Path, default=Path("../tokenizer.json"))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--compile", action="store_true", dest="compiled")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    options.out.mkdir(parents=True, exist_ok=True)
    clock = Clock(options.seconds, options.steps, time.monotonic())
    train(clock, options.tokenizer, options.seed, options.out, options.compiled)


if __name__ == "__main__":
    main()
