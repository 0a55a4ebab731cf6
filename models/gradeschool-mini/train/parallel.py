"""Two single-threaded processes that train one model together.

On two cores this beats one process with two threads: the matrices are too small
to split, and a busy machine stalls every barrier between threads. Here the
processes meet once per update.
"""

from __future__ import annotations

import os

import torch
import torch.distributed as dist
from torch import Tensor


def join(rank: int, ranks: int, meeting_file: str) -> None:
    """Meets the other processes through a file; one thread each."""
    torch.set_num_threads(1)
    os.environ.setdefault("GLOO_SOCKET_IFNAME", "lo")
    dist.init_process_group("gloo", init_method=f"file://{meeting_file}", rank=rank, world_size=ranks)


def average(tensors: list[Tensor], extra: list[float]) -> list[float]:
    """Averages ``tensors`` in place and returns the averaged ``extra`` numbers.

    One flat message per update. Averaging the clock too makes every process see
    the same progress, so they stop at the same step.
    """
    flat = torch.cat([t.reshape(-1) for t in tensors] + [torch.tensor(extra)])
    dist.all_reduce(flat)
    flat /= dist.get_world_size()
    at = 0
    for tensor in tensors:
        tensor.copy_(flat[at : at + tensor.numel()].view_as(tensor))
        at += tensor.numel()
    return flat[at:].tolist()


def share(tensors: list[Tensor], owner: int) -> None:
    """Copies ``tensors`` from the process that owns them to all others."""
    flat = torch.cat([t.reshape(-1) for t in tensors])
    dist.broadcast(flat, src=owner)
    if dist.get_rank() != owner:
        at = 0
        for tensor in tensors:
            tensor.copy_(flat[at : at + tensor.numel()].view_as(tensor))
            at += tensor.numel()
