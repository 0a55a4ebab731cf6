import { arithmeticCheck } from '../arithmetic-check.js';
import type { Check } from '../check.js';
import { formatCheck } from '../format-check.js';
import { groundingCheck } from '../grounding-check.js';
import { usageCheck } from '../usage-check.js';
import { CheckSpecProblem } from './check-spec-problem.js';
import { choiceCheck } from './choice-check.js';
import { commandCheck } from './command-check.js';
import { numericCheck } from './numeric-check.js';
import { schemaCheck } from './schema-check.js';
import { exactCheck, regexCheck } from './text-checks.js';

type Maker = (argument: string, workingDirectory: string) => Check;

const withoutArgument =
  (check: Check): Maker =>
  (argument) => {
    if (argument !== '') throw new CheckSpecProblem(`${check.name} takes no argument, got "${argument}"`);
    return check;
  };

const MAKERS: Readonly<Record<string, Maker>> = {
  format: withoutArgument(formatCheck),
  arithmetic: withoutArgument(arithmeticCheck),
  grounding: withoutArgument(groundingCheck),
  usage: withoutArgument(usageCheck),
  numeric: numericCheck,
  choice: choiceCheck,
  exact: exactCheck,
  regex: regexCheck,
  schema: schemaCheck,
  command: commandCheck,
};

/**
 * The check that `name[:arguments]` means. Paths and commands are taken relative to `workingDirectory`.
 *
 * @throws {CheckSpecProblem} naming what cannot be meant
 */
export function parseCheck(spec: string, workingDirectory: string): Check {
  const colon = spec.indexOf(':');
  const name = colon < 0 ? spec : spec.slice(0, colon);
  const make = Object.hasOwn(MAKERS, name) ? MAKERS[name] : undefined;
  if (make === undefined) {
    throw new CheckSpecProblem(`there is no check "${name}"; there are ${Object.keys(MAKERS).join(', ')} and self`);
  }
  return make(colon < 0 ? '' : spec.slice(colon + 1), workingDirectory);
}
