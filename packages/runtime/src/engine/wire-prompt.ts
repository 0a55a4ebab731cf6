import type { PromptState } from './decoder.js';
import { bytesOf, tensorOfBytes } from './kv-rows.js';
import type { WirePrompt } from './protocol.js';

/** A prompt's state for the way to another process. */
export function wireOfPrompt(prompt: PromptState): WirePrompt {
  return {
    tokenIds: [...prompt.tokenIds],
    cache: prompt.cache.map((tensor) => {
      if (tensor.type !== 'float32' && tensor.type !== 'float16') throw new TypeError(`cache of type ${tensor.type}`);
      return { type: tensor.type, dims: [...tensor.dims], bytes: bytesOf(tensor) };
    }),
    logits: prompt.logits,
  };
}

/** A prompt's state as it came from another process. */
export function promptOfWire(wire: WirePrompt): PromptState {
  return {
    tokenIds: wire.tokenIds,
    cache: wire.cache.map(({ type, bytes, dims }) => tensorOfBytes(type, bytes, dims)),
    logits: wire.logits,
  };
}
