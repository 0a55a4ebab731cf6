import { expect } from 'vitest';
import { InvalidValueError } from '../src/errors.js';

/** Function, the place it names, the rule it gives (a part), and a call that breaks it. */
export type Refusal = readonly [where: string, path: string, rule: string, call: () => unknown];

/** For values the types do not allow, as a caller without types may pass. */
export const wrong = (value: unknown) => value as never;

/** The call is refused with an error that says who refuses what, by which rule, and what to do, on one line. */
export function expectRefused(where: string, path: string, rule: string, call: () => unknown): void {
  let caught: unknown;
  try {
    call();
  } catch (error) {
    caught = error;
  }
  expect(InvalidValueError.isInstance(caught), `${where} refuses ${path}`).toBe(true);
  if (!InvalidValueError.isInstance(caught)) return;
  expect(caught.name).toBe('InvalidValueError');
  expect(caught).toBeInstanceOf(RangeError);
  expect(caught.where).toBe(where);
  expect(caught.path).toBe(path);
  expect(caught.rule).toContain(rule);
  expect(caught.remedy.length).toBeGreaterThan(8);
  expect(caught.message.startsWith(`${where}: ${path} is `)).toBe(true);
  expect(caught.message.endsWith(`but must ${caught.rule}; ${caught.remedy}`)).toBe(true);
  expect(caught.message).not.toContain('\n');
}
