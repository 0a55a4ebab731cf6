import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** An own empty directory. */
export function emptyDirectory(): string {
  return mkdtempSync(join(tmpdir(), 'qeil-cli-test-'));
}

/** A data set of `count` questions whose right answer is 17, as a file. */
export function dataSet(directory: string, count: number): string {
  const path = join(directory, 'questions.jsonl');
  const lines = Array.from({ length: count }, (_, index) =>
    JSON.stringify({
      id: `q${index}`,
      question: `Tom ${index} has 12 apples and buys 5 more. How many?`,
      answer: '#### 17',
    }),
  );
  writeFileSync(path, `${lines.join('\n')}\n`);
  return path;
}
