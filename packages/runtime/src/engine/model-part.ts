/** What the configuration says the model looks like; its inputs are checked against it. */
export interface ExpectedShape {
  readonly layers: number;
  readonly kvHeads: number;
  readonly headSize: number;
}

/**
 * The part of a model that one graph computes, and what its inputs and outputs are called: the whole model, or some of its layers
 * with the embedding before the first or the head after the last.
 */
export interface ModelPart {
  /** Token ids, or the hidden states that the part before leaves. */
  readonly input: { readonly kind: 'tokens' | 'hidden'; readonly name: string };
  /** Logits, or the hidden states for the part after. */
  readonly output: { readonly kind: 'logits' | 'hidden'; readonly name: string };
  /** K and V of each layer of the part, in order: what is known before a pass and after it. */
  readonly cacheInputs: readonly string[];
  readonly cacheOutputs: readonly string[];
}

/** A whole model as `optimum` exports it. */
export function wholeModel(layers: number): ModelPart {
  const parts = Array.from({ length: layers }, (_, layer) => [`${layer}.key`, `${layer}.value`]).flat();
  return {
    input: { kind: 'tokens', name: 'input_ids' },
    output: { kind: 'logits', name: 'logits' },
    cacheInputs: parts.map((part) => `past_key_values.${part}`),
    cacheOutputs: parts.map((part) => `present.${part}`),
  };
}
