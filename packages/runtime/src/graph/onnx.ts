/** ONNX files as protobufs, for programs that make models. */
export { numberOf, type OnnxModel, readOnnxModel } from './onnx-model.js';
export { ELEMENT, type GraphProto, MODEL_PROTO, type TensorProto } from './onnx-schema.js';
