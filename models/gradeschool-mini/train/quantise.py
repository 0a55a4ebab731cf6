"""Makes the int8 and 4-bit files from the fp32 one."""

from __future__ import annotations

import logging
from pathlib import Path

import onnx
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.matmul_nbits_quantizer import DefaultWeightOnlyQuantConfig, MatMulNBitsQuantizer


# The quantiser logs a line per node.
logging.getLogger().setLevel(logging.WARNING)
logging.getLogger("onnxruntime.quantization").setLevel(logging.WARNING)


def to_int8(source: Path, target: Path) -> None:
    """Weights to int8 per channel, activations to int8 at run time."""
    quantize_dynamic(
        str(source), str(target), weight_type=QuantType.QInt8, per_channel=True,
        op_types_to_quantize=["MatMul", "Gemm"], extra_options={"MatMulConstBOnly": True},
    )


def to_q4(source: Path, target: Path) -> None:
    """Weights to 4 bits in blocks of 32, with int8 activations (accuracy level 4)."""
    config = DefaultWeightOnlyQuantConfig(block_size=32, is_symmetric=False, accuracy_level=4)
    quantizer = MatMulNBitsQuantizer(onnx.load(str(source)), algo_config=config)
    quantizer.process()
    onnx.save_model(quantizer.model.model, str(target))
