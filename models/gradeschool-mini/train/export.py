"""Exports a checkpoint to the folder transformers.js reads.

    python export.py --checkpoint RUN/checkpoint.pt --temperature 1.0
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from pathlib import Path

import onnx
from optimum.exporters.onnx import main_export

from checkpoint import to_transformers
from quantise import to_int8, to_q4

MODEL_FOLDER = Path(__file__).resolve().parent.parent


def export_fp32(folder: Path, target: Path) -> None:
    """optimum's exporter, with the cache as inputs and outputs, in one inline file."""
    with tempfile.TemporaryDirectory() as scratch:
        main_export(str(folder), output=scratch, task="text-generation-with-past", device="cpu", do_validation=True)
        model = onnx.load(str(Path(scratch) / "model.onnx"))
        onnx.save_model(model, str(target), save_as_external_data=False)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--temperature", type=float, required=True)
    options = parser.parse_args()
    onnx_folder = MODEL_FOLDER / "onnx"
    onnx_folder.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        parameters = to_transformers(options.checkpoint, MODEL_FOLDER, options.temperature, folder)
        export_fp32(folder, onnx_folder / "model.onnx")
        for name in ("config.json", "generation_config.json"):
            shutil.copy(folder / name, MODEL_FOLDER / name)
    to_int8(onnx_folder / "model.onnx", onnx_folder / "model_quantized.onnx")
    to_q4(onnx_folder / "model.onnx", onnx_folder / "model_q4.onnx")
    print("parameters:", parameters)
    for file in sorted(onnx_folder.iterdir()):
        print(file.name, file.stat().st_size)


if __name__ == "__main__":
    main()
