import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import type { ImmediateCheck, Verdict } from '../check.js';
import { answerLine } from '../extract-answer.js';
import { CheckSpecProblem } from './check-spec-problem.js';

const FENCED = /```(?:json)?\s*\n([\s\S]*?)```/gu;

/**
 * The answer is JSON that a schema (draft 2020-12) accepts: `schema:file.json`. Read from behind `####`, else from the last
 * fenced block, else the whole text.
 */
export function schemaCheck(argument: string, workingDirectory: string): ImmediateCheck {
  const name = `schema:${argument}`;
  const validate = validatorOf(resolve(workingDirectory, argument));
  return {
    name,
    exact: true,
    readAnswer: (text) => {
      const parsed = jsonIn(text);
      return parsed === undefined ? undefined : JSON.stringify(sorted(parsed.value));
    },
    run(sample) {
      const result = (verdict: Verdict, detail: string) => ({ check: name, exact: true, verdict, detail });
      const parsed = jsonIn(sample.text);
      if (parsed === undefined) return result('reject', 'the answer is not JSON');
      if (validate(parsed.value)) return result('accept', 'the answer satisfies the schema');
      const [first] = validate.errors ?? [];
      return result('reject', `${first?.instancePath || 'the value'} ${first?.message ?? 'breaks the schema'}`);
    },
  };
}

function validatorOf(path: string): ValidateFunction {
  try {
    return new Ajv2020({ strict: false, validateFormats: false }).compile(JSON.parse(readFileSync(path, 'utf8')));
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new CheckSpecProblem(`${path} is no JSON schema that can be used: ${why}`, { cause });
  }
}

function jsonIn(text: string): { readonly value: unknown } | undefined {
  const fenced = [...text.matchAll(FENCED)].at(-1)?.[1];
  for (const candidate of [answerLine(text), fenced, text]) {
    if (candidate === undefined) continue;
    try {
      return { value: JSON.parse(candidate) };
    } catch {
      // The next place may hold it.
    }
  }
  return undefined;
}

/** Keys in one order, so that equal values vote together. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}
