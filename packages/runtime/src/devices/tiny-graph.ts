import protobuf from 'protobufjs';

/** The part of the public ONNX schema (onnx/onnx.proto3, field numbers unchanged) that one-operator graphs need. */
const ONNX_SUBSET = `
syntax = "proto3";
package onnx;
message ModelProto { int64 ir_version = 1; string producer_name = 2; GraphProto graph = 7; repeated OperatorSetIdProto opset_import = 8; }
message OperatorSetIdProto { string domain = 1; int64 version = 2; }
message GraphProto {
  repeated NodeProto node = 1; string name = 2; repeated TensorProto initializer = 5; repeated ValueInfoProto input = 11; repeated ValueInfoProto output = 12;
}
message TensorProto { repeated int64 dims = 1; int32 data_type = 2; string name = 8; bytes raw_data = 9; }
message NodeProto { repeated string input = 1; repeated string output = 2; string name = 3; string op_type = 4; }
message ValueInfoProto { string name = 1; TypeProto type = 2; }
message TypeProto {
  message Tensor { int32 elem_type = 1; TensorShapeProto shape = 2; }
  oneof value { Tensor tensor_type = 1; }
}
message TensorShapeProto {
  message Dimension { oneof value { int64 dim_value = 1; string dim_param = 2; } }
  repeated Dimension dim = 1;
}`;

/** IR 8 and opset 17 are read by every ONNX Runtime since 1.12. */
const IR_VERSION = 8;
const OPSET_VERSION = 17;
const FLOAT = 1;

const MODEL = protobuf.parse(ONNX_SUBSET, { keepCase: true }).root.lookupType('onnx.ModelProto');

/** A weight matrix held by the graph instead of fed to it. */
export interface ConstantMatrix {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float32Array;
}

/**
 * Serialised ONNX model `Y = MatMul(A, B)` in fp32, A [m, k] and B [k, n] of any size.
 *
 * @param constant - B as a constant; an input when absent
 */
export function matMulGraph(constant?: ConstantMatrix): Uint8Array {
  const message = {
    ir_version: IR_VERSION,
    producer_name: 'qeil',
    opset_import: [{ domain: '', version: OPSET_VERSION }],
    graph: {
      name: 'product',
      node: [{ input: ['A', 'B'], output: ['Y'], name: 'product', op_type: 'MatMul' }],
      initializer: constant === undefined ? [] : [floatConstant('B', constant)],
      input: [floatValue('A', ['m', 'k']), ...(constant === undefined ? [floatValue('B', ['k', 'n'])] : [])],
      output: [floatValue('Y', ['m', 'n'])],
    },
  };
  const invalid = MODEL.verify(message);
  if (invalid !== null) throw new TypeError(`matMulGraph: the message breaks the ONNX schema: ${invalid}`);
  return MODEL.encode(MODEL.create(message)).finish();
}

function floatValue(name: string, dimensions: readonly string[]) {
  const shape = { dim: dimensions.map((dimension) => ({ dim_param: dimension })) };
  return { name, type: { tensor_type: { elem_type: FLOAT, shape } } };
}

function floatConstant(name: string, { rows, columns, values }: ConstantMatrix) {
  const raw = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return { name, dims: [rows, columns], data_type: FLOAT, raw_data: raw };
}
