import { decimal, text, textList } from './kinds.js';

/** On every command that can spend more or less on being right. */
export const EAC_OPTIONS = {
  check: textList({
    placeholder: 'name[:args]',
    description: 'check candidates; may be repeated (default: format, arithmetic, grounding, usage)',
  }),
  'joules-per-answer': decimal({
    minimum: 0,
    maximum: 1e12,
    description: 'worth of a correct answer (J): checks, and with --rule value samples, are drawn only if they pay',
  }),
  'max-joules': decimal({ minimum: 0, maximum: 1e12, description: 'most energy for one question (J)' }),
  prune: decimal({
    minimum: 0.01,
    maximum: 1,
    description: 'end shaky traces early; keep this share of the first wave’s, e.g. 0.9',
  }),
  'escalate-to': text({
    placeholder: 'model',
    description: 'larger model asked when the first leaves doubt that pays',
  }),
};

export interface EacValues {
  readonly check: readonly string[] | undefined;
  readonly 'joules-per-answer': number | undefined;
  readonly 'max-joules': number | undefined;
  readonly prune: number | undefined;
  readonly 'escalate-to': string | undefined;
  readonly rule: string;
  readonly alpha: number;
}
