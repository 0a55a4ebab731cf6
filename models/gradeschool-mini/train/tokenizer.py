"""Trains the byte-level BPE tokenizer on generated problems.

Digits, operators, ``<<``, ``>>``, ``####`` and the newline each stand alone, so
a number is always spelled the same way and arithmetic works on digits.

    python tokenizer.py --out ..
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers, trainers

from generator import training_stream

VOCABULARY = 1024
CORPUS_PROBLEMS, CORPUS_SEED = 40_000, 99
PAD, BOS, EOS = "<pad>", "<bos>", "<eos>"
#: Standing on their own; the optional space before $ saves a token per price.
_ALONE = r"<<|>>|####|\n| ?\$|[-+*/=]"
#: One user message becomes the training prompt. No system or assistant turns.
CHAT_TEMPLATE = (
    "{{ bos_token }}{% for message in messages %}{% if message['role'] == 'user' %}"
    "{{ message['content'] | trim }}{{ '\\n' }}{% endif %}{% endfor %}"
)


def prompt(question: str) -> str:
    """The text the model sees before it answers; the chat template renders the same."""
    return f"{BOS}{question}\n"


def train_tokenizer() -> Tokenizer:
    """A tokenizer whose every part also exists in the JavaScript readers."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.Split(Regex(_ALONE), behavior="isolated"),
        pre_tokenizers.Digits(individual_digits=True),
        pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True),
    ])
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=VOCABULARY, special_tokens=[PAD, BOS, EOS],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False,
    )
    stream = training_stream(CORPUS_SEED)
    texts = (f"{p.question}\n{p.answer}" for _, p in zip(range(CORPUS_PROBLEMS), stream))
    tokenizer.train_from_iterator(texts, trainer)
    return tokenizer


def write(folder: Path) -> None:
    """Writes tokenizer.json and the small files transformers expects beside it."""
    train_tokenizer().save(str(folder / "tokenizer.json"))
    special = {"bos_token": BOS, "eos_token": EOS, "pad_token": PAD}
    config = special | {
        "tokenizer_class": "PreTrainedTokenizerFast", "add_bos_token": False, "add_eos_token": False,
        "clean_up_tokenization_spaces": False, "model_max_length": 256, "chat_template": CHAT_TEMPLATE,
    }
    for name, content in (("tokenizer_config.json", config), ("special_tokens_map.json", special)):
        (folder / name).write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    write(parser.parse_args().out)


if __name__ == "__main__":
    main()
