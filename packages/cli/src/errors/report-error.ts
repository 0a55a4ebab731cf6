import { EXIT_CODES, exitCodeOf, QeilError } from '@qeil/runtime/errors';
import type { OutputStream } from '../command/context.js';
import { sanitise } from '../output/sanitise.js';

function oneLine(text: string): string {
  return sanitise(text)
    .replace(/\s*\n\s*/g, ' ')
    .trim();
}

function stackOf(error: unknown): string {
  const lines: string[] = [];
  for (let current = error; current !== undefined; ) {
    lines.push(current instanceof Error ? (current.stack ?? current.message) : String(current));
    current = current instanceof Error ? current.cause : undefined;
  }
  return sanitise(lines.join('\ncaused by: '));
}

/** Print what went wrong on one line, what to do on the next, and return the exit code. The stack only on request. */
export function reportError(stderr: OutputStream, error: unknown, debug: boolean): number {
  const known = QeilError.isInstance(error) && error.kind !== 'internal';
  const message = error instanceof Error ? error.message : String(error);
  if (known) {
    stderr.write(`qeil: ${oneLine(message)}\n`);
    if (error.remedy !== undefined) stderr.write(`  try: ${oneLine(error.remedy)}\n`);
  } else {
    stderr.write(`qeil: this is our bug, please report it: ${oneLine(message)}\n`);
    if (!debug) stderr.write('  try: the same command with --debug, and send what it prints\n');
  }
  if (debug) stderr.write(`${stackOf(error)}\n`);
  return known ? exitCodeOf(error.kind) : EXIT_CODES.bug;
}
