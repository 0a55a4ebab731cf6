"""Batched sampling with a key/value cache from the exported ONNX model.

Evaluation runs on the files that ship, not on the training weights.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from tokenizer import BOS, EOS, PAD, prompt


@dataclass(frozen=True)
class Sampling:
    """How to draw tokens; temperature 0 takes the most likely one."""

    temperature: float
    seed: int = 0
    max_new_tokens: int = 128


class Sampler:
    """One ONNX session and the tokenizer."""

    def __init__(self, model_file: Path, tokenizer_file: Path, threads: int = 1) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self.session = onnxruntime.InferenceSession(str(model_file), options, providers=["CPUExecutionProvider"])
        self.tokenizer = Tokenizer.from_file(str(tokenizer_file))
        self.eos, self.pad = (self.tokenizer.token_to_id(t) for t in (EOS, PAD))
        assert self.tokenizer.token_to_id(BOS) is not None
        self.inputs = {i.name: i for i in self.session.get_inputs()}
        self.outputs = [o.name for o in self.session.get_outputs()]

    def _empty_cache(self, rows: int) -> dict[str, np.ndarray]:
        """A cache of past length 0."""
        return {
            name: np.zeros((rows, info.shape[1], 0, info.shape[3]), np.float32)
            for name, info in self.inputs.items() if name.startswith("past_key_values")
        }

    def _run(
        self, ids: np.ndarray, mask: np.ndarray, positions: np.ndarray, cache: dict[str, np.ndarray]
    ) -> tuple[np.ndarray, dict[str, np.ndarray]]:
        """Logits at the last position and the grown cache."""
        feeds = {"input_ids": ids, "attention_mask": mask, "position_ids": positions, **cache}
        results = dict(zip(self.outputs, self.session.run(None, feeds)))
        grown = {k.replace("present", "past_key_values"): v for k, v in results.items() if k.startswith("present")}
        return results["logits"][:, -1], grown

    def answer(self, questions: list[str], sampling: Sampling) -> list[str]:
        """One answer per question; prompts are padded on the left."""
        rng = np.random.default_rng(sampling.seed)
        prompts = [self.tokenizer.encode(prompt(q)).ids for q in questions]
        width = max(map(len, prompts))
        ids = np.array([[self.pad] * (width - len(p)) + p for p in prompts], np.int64)
        mask = np.array([[0] * (width - len(p)) + [1] * len(p) for p in prompts], np.int64)
        positions = np.maximum(mask.cumsum(1) - 1, 0)
        rows = np.arange(len(prompts))
        drawn: list[list[int]] = [[] for _ in prompts]
        logits, cache = self._run(ids, mask, positions, self._empty_cache(len(prompts)))
        position = positions[:, -1]
        for _ in range(sampling.max_new_tokens):
            token = _draw(logits, sampling.temperature, rng)
            for row, value in zip(rows, token):
                if value != self.eos:
                    drawn[row].append(int(value))
            # Finished rows leave the batch, so late steps stay cheap.
            going = np.flatnonzero(token != self.eos)
            if going.size == 0:
                break
            rows, token, position = rows[going], token[going], position[going] + 1
            mask = np.concatenate([mask[going], np.ones((going.size, 1), np.int64)], axis=1)
            if going.size < len(logits):
                cache = {key: value[going] for key, value in cache.items()}
            logits, cache = self._run(token[:, None], mask, position[:, None], cache)
        return self.tokenizer.decode_batch(drawn)


def _draw(logits: np.ndarray, temperature: float, rng: np.random.Generator) -> np.ndarray:
    """One token per row, by inverting the cumulative distribution."""
    if temperature == 0:
        return logits.argmax(-1)
    weights = np.exp((logits - logits.max(-1, keepdims=True)) / temperature, dtype=np.float64)
    cumulative = weights.cumsum(-1)
    threshold = rng.random((len(logits), 1)) * cumulative[:, -1:]
    # The clip covers a threshold rounded up to the very end of the line.
    return np.minimum((cumulative <= threshold).sum(-1), logits.shape[-1] - 1)


def final_number(answer: str) -> str | None:
    """What follows the last ####, without commas; None if there is none."""
    if "####" not in answer:
        return None
    return answer.rsplit("####", 1)[1].strip().replace(",", "") or None
