import type { PromptState } from './decoder.js';
import { tensorOfBytes } from './driver/host-tensor.js';
import type { WirePrompt } from './protocol.js';

/** A prompt's state for the way to another process. */
export function wireOfPrompt(prompt: PromptState): WirePrompt {
  return {
    tokenIds: [...prompt.tokenIds],
    cache: prompt.cache.map(({ type, dims, bytes }) => {
      if (type !== 'float32' && type !== 'float16') throw new TypeError(`cache of type ${type}`);
      return { type, dims: [...dims], bytes };
    }),
    logits: prompt.logits,
  };
}

/** A prompt's state as it came from another process. */
export function promptOfWire(wire: WirePrompt): PromptState {
  return {
    tokenIds: wire.tokenIds,
    // Bytes that crossed processes may start anywhere; numbers may not.
    cache: wire.cache.map(({ type, bytes, dims }) => tensorOfBytes(type, bytes, dims)),
    logits: wire.logits,
  };
}
