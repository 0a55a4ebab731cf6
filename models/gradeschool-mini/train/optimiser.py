"""Muon for the matrices, AdamW for the embedding and the gains."""

from __future__ import annotations

import torch
from torch import nn

MUON_RATE, ADAM_RATE = 0.02, 4e-3


class Optimiser:
    """Both optimisers under one learning-rate factor."""

    def __init__(self, model: nn.Module) -> None:
        named = list(model.named_parameters())
        matrices = [p for name, p in named if p.ndim == 2 and "embed" not in name]
        others = [p for name, p in named if p.ndim != 2 or "embed" in name]
        self.parts = (
            torch.optim.Muon(matrices, lr=MUON_RATE, momentum=0.95, weight_decay=0.01),
            torch.optim.AdamW(others, lr=ADAM_RATE, betas=(0.9, 0.98), weight_decay=0.0),
        )
        self.rates = (MUON_RATE, ADAM_RATE)

    def step(self, factor: float) -> None:
        """One update with every learning rate scaled by ``factor``; clears gradients."""
        for part, rate in zip(self.parts, self.rates):
            for group in part.param_groups:
                group["lr"] = rate * factor
            part.step()
            part.zero_grad(set_to_none=True)


def schedule(progress: float, step: int, warmup_steps: int = 60) -> float:
    """Learning-rate factor: short warmup, flat until 30 %, then linearly to zero."""
    return min(1.0, (step + 1) / warmup_steps) * min(1.0, (1.0 - progress) / 0.7)
