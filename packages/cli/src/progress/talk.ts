import type { CliContext } from '../command/context.js';
import { sanitise } from '../output/sanitise.js';

/** Says something on stderr, one line, unless the user asked for quiet. */
export type Talk = (text: string) => void;

export function talkTo(context: CliContext, quiet: boolean): Talk {
  return (text) => {
    if (!quiet) context.stderr.write(`${sanitise(text)}\n`);
  };
}
