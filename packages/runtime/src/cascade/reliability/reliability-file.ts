import { join } from 'node:path';
import { z } from 'zod';
import type { ModelBundle, WeightFormat } from '../../model-bundle/bundle.js';
import { readLearntFile } from '../../model-bundle/read-learnt-file.js';
import { LEAST_QUESTIONS, Reliability } from './reliability.js';
import { type ReliabilityRecord, reliabilityRecordSchema } from './reliability-record.js';

export const RELIABILITY_FILE = 'qeil-reliability.json';

const REMEDY = 'delete the file to start without it, or learn it anew with `qeil eval --rule none`';

const fileSchema = z.object({
  schema: z.literal('qeil.reliability/1'),
  entries: z.array(
    z.object({
      weightFormat: z.enum(['fp32', 'fp16', 'int8', 'q4']),
      /** Data set, sampling: what it was learnt on. */
      detail: z.string(),
      ...reliabilityRecordSchema.shape,
    }),
  ),
});
export type ReliabilityFile = z.infer<typeof fileSchema>;

/** The content of a {@link RELIABILITY_FILE} about one weight format. */
export function reliabilityFile(
  record: ReliabilityRecord,
  weightFormat: WeightFormat,
  detail: string,
): ReliabilityFile {
  return { schema: 'qeil.reliability/1', entries: [{ weightFormat, detail, ...record }] };
}

/**
 * What is known of the model's reliability before a run: what earlier runs learnt on the same model and task, else what is shipped
 * in its directory for the same weight format. Undefined when neither knows enough questions.
 *
 * @throws {QeilError} `model-invalid` when the file is there and broken; `file-unreadable`
 */
export async function reliabilityOf(
  bundle: Pick<ModelBundle, 'directory' | 'weightFormat'>,
  earlier: ReliabilityRecord,
): Promise<Reliability | undefined> {
  if (earlier.questions >= LEAST_QUESTIONS) {
    return new Reliability(
      earlier,
      `learnt from ${earlier.questions} questions of earlier runs on this model and task`,
    );
  }
  const path = join(bundle.directory, RELIABILITY_FILE);
  const file = await readLearntFile(path, fileSchema, REMEDY);
  const entry = file?.entries.find(({ weightFormat }) => weightFormat === bundle.weightFormat);
  if (entry === undefined || entry.questions < LEAST_QUESTIONS) return undefined;
  return new Reliability(entry, `shipped with the model, learnt from ${entry.detail}`);
}
