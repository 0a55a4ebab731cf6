import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

const candidateRecord = z.object({
  type: z.literal('candidate'),
  candidate: z.object({ questionId: z.string(), sampleIndex: z.number(), tokenIds: z.array(z.number()) }),
});

/** The tokens of every candidate in a ledger, by `question/sample`. A candidate recorded twice is an error. */
export function candidateTokens(directory: string): Map<string, string> {
  const tokens = new Map<string, string>();
  for (const line of readFileSync(path.join(directory, 'ledger.jsonl'), 'utf8').split('\n')) {
    if (!line.includes('"type":"candidate"')) continue;
    const { candidate } = candidateRecord.parse(JSON.parse(line));
    const key = `${candidate.questionId}/${candidate.sampleIndex}`;
    if (tokens.has(key)) throw new Error(`candidate ${key} stands twice in ${directory}`);
    tokens.set(key, candidate.tokenIds.join(' '));
  }
  return tokens;
}

/** Lines of a ledger so far; 0 when there is none yet. */
export function ledgerLines(directory: string): number {
  try {
    return readFileSync(path.join(directory, 'ledger.jsonl'), 'utf8').split('\n').length - 1;
  } catch {
    return 0;
  }
}
