import type { ModelBundle, SamplingOptions } from '@qeil/runtime';

/** The model's own sampling with what the user set instead. */
export function samplingFor(
  bundle: ModelBundle,
  values: { readonly 'max-tokens': number | undefined; readonly temperature: number | undefined },
): SamplingOptions {
  const { defaultSampling } = bundle;
  return {
    ...defaultSampling,
    maxNewTokens: values['max-tokens'] ?? defaultSampling.maxNewTokens,
    temperature: values.temperature ?? defaultSampling.temperature,
  };
}
