"""Batches of fresh problems, made in a background process.

Problems are grouped by length class, one problem a row: attention never sees a
neighbour, positions start at 0 as they do at inference, and padding stays small.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from generator import training_stream
from tokenizer import BOS, EOS, PAD, prompt

LENGTH_CLASSES = (48, 64, 80, 96, 112, 128, 144, 168)
TOKENS_PER_BATCH = 4096


@dataclass(frozen=True)
class Batch:
    """Token ids [rows, length] and, per token, whether it is part of an answer."""

    ids: np.ndarray
    is_answer: np.ndarray


def batches(tokenizer_file: Path, seed: int, stage: int = 1) -> Iterator[Batch]:
    """Endless batches; each is yielded as soon as its length class is full."""
    tokenizer = Tokenizer.from_file(str(tokenizer_file))
    eos, pad = tokenizer.token_to_id(EOS), tokenizer.token_to_id(PAD)
    assert tokenizer.token_to_id(BOS) is not None
    waiting: dict[int, list[tuple[list[int], int]]] = {length: [] for length in LENGTH_CLASSES}
    for problem in training_stream(seed, stage):
        question = tokenizer.encode(prompt(problem.question)).ids
        ids = question + tokenizer.encode(problem.answer).ids + [eos]
        length = next((size for size in LENGTH_CLASSES if len(ids) <= size), None)
        if length is None:
            continue
        rows = waiting[length]
        rows.append((ids, len(question)))
        if len(rows) == TOKENS_PER_BATCH // length:
            yield _pack(rows, length, pad)
            rows.clear()


def _pack(rows: list[tuple[list[int], int]], length: int, pad: int) -> Batch:
    """Pads the rows of one length class into arrays."""
    ids = np.full((len(rows), length), pad, dtype=np.int64)
    is_answer = np.zeros((len(rows), length), dtype=bool)
    for index, (tokens, question) in enumerate(rows):
        ids[index, : len(tokens)] = tokens
        is_answer[index, question : len(tokens)] = True
    return Batch(ids, is_answer)


def _produce(queue: multiprocessing.Queue, tokenizer_file: Path, seed: int, stage: int) -> None:
    for batch in batches(tokenizer_file, seed, stage):
        queue.put(batch)


def background_batches(tokenizer_file: Path, seed: int, stage: int = 1) -> Iterator[Batch]:
    """The same batches in the same order, made ahead by another process."""
    queue: multiprocessing.Queue = multiprocessing.Queue(maxsize=32)
    worker = multiprocessing.Process(target=_produce, args=(queue, tokenizer_file, seed, stage), daemon=True)
    worker.start()
    while True:
        yield queue.get()
