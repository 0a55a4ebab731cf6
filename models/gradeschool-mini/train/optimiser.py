"""Muon for the matrices, AdamW for the embedding and the gains."""

from __future__ import annotations

import torch
import torch.distributed as dist
from torch import nn

from parallel import share

MUON_RATE, ADAM_RATE = 0.02, 4e-3
WARMUP_STEPS, FLAT_UNTIL = 60, 0.3


class Optimiser:
    """Both optimisers under one learning-rate factor.

    Orthogonalising the matrices is the dear part of Muon, so each process does it
    for its own share of them and sends the result to the others.
    """

    def __init__(self, model: nn.Module) -> None:
        named = list(model.named_parameters())
        matrices = [p for name, p in named if p.ndim == 2 and "embed" not in name]
        others = [p for name, p in named if p.ndim != 2 or "embed" in name]
        self.model = model
        self.shares = [matrices[owner :: dist.get_world_size()] for owner in range(dist.get_world_size())]
        self.parts = (
            torch.optim.Muon(self.shares[dist.get_rank()], lr=MUON_RATE, momentum=0.95, weight_decay=0.01),
            torch.optim.AdamW(others, lr=ADAM_RATE, betas=(0.9, 0.98), weight_decay=0.0),
        )
        self.rates = (MUON_RATE, ADAM_RATE)

    @torch.no_grad()
    def step(self, factor: float) -> None:
        """One update with every learning rate scaled by ``factor``; clears gradients."""
        for part, rate in zip(self.parts, self.rates):
            for group in part.param_groups:
                group["lr"] = rate * factor
            part.step()
        for owner, tensors in enumerate(self.shares):
            share([p.data for p in tensors], owner)
        self.model.zero_grad(set_to_none=True)


def schedule(progress: float, step: int) -> float:
    """Learning-rate factor: short warmup, a flat part, then linearly to zero."""
    warmup = min(1.0, (step + 1) / WARMUP_STEPS)
    return warmup * max(0.0, min(1.0, (1.0 - progress) / (1.0 - FLAT_UNTIL)))
