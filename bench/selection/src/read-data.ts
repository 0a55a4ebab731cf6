import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Recording, readRecording } from '@qeil/runtime';

export const FILES = [
  'date_gpt35_np_k10',
  'cruxeval_output_codellama7b_t02_k10',
  'cruxeval_input_codellama7b_t02_k10',
  'game24_gpt4_cot_k100',
  'game24_gpt4_io_k100',
  'gradeschool_mini_dev_k16',
] as const;
export type FileName = (typeof FILES)[number];

function pathOf(name: FileName): string {
  return fileURLToPath(new URL(`../data/${name}.jsonl`, import.meta.url));
}

export async function readData(name: FileName): Promise<Recording> {
  return readRecording(pathOf(name));
}

/** What log-probabilities say of each sample of a question. */
export interface Confidence {
  readonly meanLogProbability: readonly number[];
  /** Per sample, how the lowest mean over a window fell: tokens drawn, and the lowest by then. */
  readonly lowestWindow: readonly (readonly (readonly [number, number])[])[];
}

/** By question; only our own recording has log-probabilities. */
export function readConfidence(name: 'gradeschool_mini_dev_k16'): Map<string, Confidence> {
  const lines = readFileSync(pathOf(name), 'utf8').trim().split('\n');
  const rows = lines.map((line): Confidence & { readonly id: string } => JSON.parse(line));
  return new Map(rows.map(({ id, ...confidence }) => [id, confidence]));
}
