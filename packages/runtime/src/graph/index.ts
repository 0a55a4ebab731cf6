export {
  type CacheSite,
  type DecoderLayer,
  type DecoderStructure,
  findDecoder,
  UnknownStructure,
} from './find-layers.js';
export { encodeOnnxModel, type OnnxModel, readOnnxModel } from './onnx-model.js';
export { externalDataOptions, type Stage, splitStages } from './split-stages.js';
