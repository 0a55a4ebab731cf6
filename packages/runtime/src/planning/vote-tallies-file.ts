import { join } from 'node:path';
import { z } from 'zod';
import { voteTallySchema } from '../cascade/knowledge/vote-tally-schema.js';
import { readLearntFile } from '../model-bundle/read-learnt-file.js';

/** Content of `qeil-votes.json` in a model's directory: how the votes of earlier questions fell, for the rule `value`. */
export const voteTalliesFileSchema = z.object({
  schema: z.literal('qeil.vote-tallies/1'),
  /** What they were drawn on: data set, weight format, sampling. */
  detail: z.string(),
  tallies: z.array(voteTallySchema).min(1).max(100_000),
});
export type VoteTalliesFile = z.infer<typeof voteTalliesFileSchema>;

export const VOTE_TALLIES_FILE = 'qeil-votes.json';

/**
 * The tallies shipped in a model's directory; undefined when there are none.
 * @throws {QeilError} `model-invalid` when the file is there and broken; `file-unreadable`
 */
export async function shippedTallies(directory: string): Promise<VoteTalliesFile | undefined> {
  return readLearntFile(
    join(directory, VOTE_TALLIES_FILE),
    voteTalliesFileSchema,
    'delete the file, or learn it anew with a run under --rule none',
  );
}
