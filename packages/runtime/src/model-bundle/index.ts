export { type LoadModelBundleOptions, loadModelBundle } from './load-model-bundle.js';
