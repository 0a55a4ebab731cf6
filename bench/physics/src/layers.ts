import { readArchitectures } from './architecture.js';
import { known } from './known.js';

/** Decoder layers of models that the sources name by an Ollama tag; deepseek-r1:14b is Qwen2.5-14B. From the publishers' configurations. */
const BY_TAG: ReadonlyMap<string, number> = new Map([
  ['llama3.2:3b', 28],
  ['deepseek-r1:14b', 48],
  ['llama3.1:70b', 80],
]);

export function layersOf(model: string): number {
  return known(readArchitectures().get(model)?.layers ?? BY_TAG.get(model), `layers of ${model}`);
}
