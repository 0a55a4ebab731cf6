"""Turns a training checkpoint into a transformers model folder."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import torch
from transformers import LlamaConfig, LlamaForCausalLM

from model import Shape, SmallLlama
from tokenizer import BOS, EOS, PAD
from tokenizers import Tokenizer

TOKENIZER_FILES = ("tokenizer.json", "tokenizer_config.json", "special_tokens_map.json")


def config_for(shape: Shape, tokenizer: Tokenizer) -> LlamaConfig:
    """The transformers configuration of our shape."""
    return LlamaConfig(
        architectures=["LlamaForCausalLM"], vocab_size=shape.vocabulary, hidden_size=shape.width,
        intermediate_size=shape.hidden, num_hidden_layers=shape.layers, num_attention_heads=shape.heads,
        num_key_value_heads=shape.kv_heads, head_dim=shape.head_width, rms_norm_eps=shape.epsilon,
        rope_theta=shape.theta, max_position_embeddings=shape.positions, tie_word_embeddings=True,
        bos_token_id=tokenizer.token_to_id(BOS), eos_token_id=tokenizer.token_to_id(EOS),
        pad_token_id=tokenizer.token_to_id(PAD),
    )


def to_transformers(checkpoint: Path, model_folder: Path, temperature: float, out: Path) -> int:
    """Writes weights, configuration and tokenizer to ``out``; returns the parameter count.

    Refuses to go on if transformers computes other scores than the model trained.
    """
    tokenizer = Tokenizer.from_file(str(model_folder / "tokenizer.json"))
    shape = Shape()
    state = torch.load(checkpoint, weights_only=True)["weights"]
    trained = SmallLlama(shape).eval()
    trained.load_state_dict(state)
    shipped = LlamaForCausalLM(config_for(shape, tokenizer)).eval()
    shipped.load_state_dict(state | {"lm_head.weight": state["model.embed_tokens.weight"]})
    ids = torch.randint(3, shape.vocabulary, (2, 40))
    with torch.no_grad():
        torch.testing.assert_close(shipped(ids).logits, trained.logits(trained(ids)), atol=1e-3, rtol=1e-3)
    out.mkdir(parents=True, exist_ok=True)
    shipped.save_pretrained(out)
    _write_generation_config(tokenizer, temperature, out)
    for name in TOKENIZER_FILES:
        shutil.copy(model_folder / name, out / name)
    return sum(p.numel() for p in trained.parameters())


def _write_generation_config(tokenizer: Tokenizer, temperature: float, out: Path) -> None:
    """How the model is meant to be sampled."""
    content = {
        "do_sample": True, "temperature": temperature, "top_p": 1.0, "top_k": 0, "max_new_tokens": 128,
        "bos_token_id": tokenizer.token_to_id(BOS), "eos_token_id": tokenizer.token_to_id(EOS),
        "pad_token_id": tokenizer.token_to_id(PAD),
    }
    (out / "generation_config.json").write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
