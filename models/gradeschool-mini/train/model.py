"""A small Llama, written out so that training needs no framework around it.

Parameter names equal those of transformers' LlamaForCausalLM, so the trained
weights load there unchanged for export.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F


@dataclass(frozen=True)
class Shape:
    """Sizes of the model; the defaults are the ones we ship."""

    vocabulary: int = 1024
    width: int = 192
    layers: int = 5
    heads: int = 6
    kv_heads: int = 2
    hidden: int = 512
    positions: int = 256
    theta: float = 10_000.0
    epsilon: float = 1e-5

    @property
    def head_width(self) -> int:
        """Width of one attention head."""
        return self.width // self.heads


def rotations(shape: Shape) -> tuple[Tensor, Tensor]:
    """Cosines and sines of the rotary embedding, halves layout as in Llama."""
    half = shape.head_width // 2
    frequencies = shape.theta ** (-torch.arange(half).float() / half)
    angles = torch.outer(torch.arange(shape.positions).float(), frequencies)
    angles = torch.cat([angles, angles], dim=-1)
    return angles.cos(), angles.sin()


def rotate(x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    """Applies the rotary embedding to [batch, heads, length, head width]."""
    left, right = x.chunk(2, dim=-1)
    return x * cos + torch.cat([-right, left], dim=-1) * sin


class Norm(nn.Module):
    """RMS norm with a gain."""

    def __init__(self, width: int, epsilon: float) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))
        self.epsilon = epsilon

    def forward(self, x: Tensor) -> Tensor:
        return F.rms_norm(x, (x.shape[-1],), self.weight.to(x.dtype), self.epsilon)


class Attention(nn.Module):
    """Causal attention with fewer key/value heads than query heads."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        inner, kv = shape.heads * shape.head_width, shape.kv_heads * shape.head_width
        self.q_proj = nn.Linear(shape.width, inner, bias=False)
        self.k_proj = nn.Linear(shape.width, kv, bias=False)
        self.v_proj = nn.Linear(shape.width, kv, bias=False)
        self.o_proj = nn.Linear(inner, shape.width, bias=False)

    def forward(self, x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
        batch, length, _ = x.shape
        kv_heads, wide = self.shape.kv_heads, self.shape.head_width
        q, k, v = (
            project(x).view(batch, length, -1, wide).transpose(1, 2)
            for project in (self.q_proj, self.k_proj, self.v_proj)
        )
        # Plain products: on CPU the fused attention's backward takes longer than
        # everything else together. Query heads of one group share their keys.
        q = rotate(q, cos, sin).to(v.dtype).reshape(batch * kv_heads, -1, wide)
        k = rotate(k, cos, sin).to(v.dtype).reshape(batch * kv_heads, length, wide)
        scores = torch.bmm(q * wide**-0.5, k.transpose(1, 2)).view(batch * kv_heads, -1, length, length)
        future = torch.ones(length, length, dtype=torch.bool, device=x.device).triu(1)
        weights = scores.float().masked_fill(future, float("-inf")).softmax(dim=-1).to(v.dtype)
        mixed = torch.bmm(weights.view(batch * kv_heads, -1, length), v.reshape(batch * kv_heads, length, wide))
        mixed = mixed.view(batch, -1, length, wide).transpose(1, 2).reshape(batch, length, -1)
        return self.o_proj(mixed)


class Feedforward(nn.Module):
    """SwiGLU."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.gate_proj = nn.Linear(shape.width, shape.hidden, bias=False)
        self.up_proj = nn.Linear(shape.width, shape.hidden, bias=False)
        self.down_proj = nn.Linear(shape.hidden, shape.width, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        return self.down_proj(F.silu(self.gate_proj(x)) * self.up_proj(x))


class Layer(nn.Module):
    """Attention and feedforward, each on a normalised residual."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.input_layernorm = Norm(shape.width, shape.epsilon)
        self.self_attn = Attention(shape)
        self.post_attention_layernorm = Norm(shape.width, shape.epsilon)
        self.mlp = Feedforward(shape)

    def forward(self, x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
        x = x + self.self_attn(self.input_layernorm(x), cos, sin)
        return x + self.mlp(self.post_attention_layernorm(x))


class Trunk(nn.Module):
    """Everything but the output head."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.embed_tokens = nn.Embedding(shape.vocabulary, shape.width)
        self.layers = nn.ModuleList(Layer(shape) for _ in range(shape.layers))
        self.norm = Norm(shape.width, shape.epsilon)
        cos, sin = rotations(shape)
        self.register_buffer("cos", cos, persistent=False)
        self.register_buffer("sin", sin, persistent=False)

    def forward(self, ids: Tensor) -> Tensor:
        length = ids.shape[1]
        cos, sin = self.cos[:length], self.sin[:length]
        x = self.embed_tokens(ids)
        for layer in self.layers:
            x = layer(x, cos, sin)
        return self.norm(x)


class SmallLlama(nn.Module):
    """The trunk with a head tied to the embedding."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.model = Trunk(shape)
        for name, weight in self.named_parameters():
            if weight.ndim == 2:
                scale = 0.02 if "embed" in name else 0.5 * weight.shape[1] ** -0.5
                # Residual branches start at zero, so depth costs nothing at first.
                nn.init.normal_(weight, std=0.0 if name.endswith(("o_proj.weight", "down_proj.weight")) else scale)

    def forward(self, ids: Tensor) -> Tensor:
        return self.model(ids)

    def logits(self, hidden: Tensor) -> Tensor:
        """Scores over the vocabulary."""
        return F.linear(hidden, self.model.embed_tokens.weight)
