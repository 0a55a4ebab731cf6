import type { SessionOptions } from './open-session.js';

/** What a command's options say about its session. */
export function sessionOptions(values: {
  readonly model: string;
  readonly dtype: SessionOptions['dtype'];
  readonly device: string | undefined;
  readonly strict: boolean;
  readonly budget: number;
}): SessionOptions {
  const { model, dtype, device, strict, budget } = values;
  return { model, dtype, device, strict, budgetS: budget };
}
