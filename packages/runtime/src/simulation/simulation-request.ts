/** What a question asks of a simulated machine. */
export interface SimulationRequest {
  /** Tokens of the prompt. */
  readonly promptTokens: number;
  /** New tokens of a sample; all samples are equally long. */
  readonly newTokens: number;
  /** Most samples drawn per question, k. */
  readonly samples: number;
  /** Mean number of samples a question needs before sampling may stop, 1 … k; k means that it never stops early. */
  readonly meanSamples: number;
  /** The samples of a wave read one copy of the prompt's KV. This project's engine keeps a copy each. */
  readonly sharedPromptKv: boolean;
}

/** Bytes of a cached number and of an activation: fp16, whatever the weights are stored in. */
export const NUMBER_BYTE = 2;
