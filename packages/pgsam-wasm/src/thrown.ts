import { PgsamCrashedError, PgsamOptionsError, PgsamPlanError, PgsamPointsError, PgsamProblemError } from './errors.js';

/** By the kind that the compiled module writes before the colon; `src/wasm.rs` has the same list. */
const ERRORS = {
  problem: PgsamProblemError,
  plan: PgsamPlanError,
  options: PgsamOptionsError,
  points: PgsamPointsError,
} as const;

/** Calls into the compiled module, turning what it throws, `"<kind>: <message>"` or a trap, into this package's errors. */
export function translatingErrors<Result>(call: () => Result): Result {
  try {
    return call();
  } catch (thrown) {
    throw translated(thrown);
  }
}

function translated(thrown: unknown): unknown {
  if (thrown instanceof WebAssembly.RuntimeError) {
    return new PgsamCrashedError('The placement search crashed; please report it with the problem and the seed', {
      cause: thrown,
    });
  }
  if (typeof thrown !== 'string') return thrown;
  const [, kind, message] = /^(problem|plan|options|points): (.*)$/s.exec(thrown) ?? [];
  if (kind === undefined || message === undefined) return new PgsamCrashedError(thrown);
  return new ERRORS[kind as keyof typeof ERRORS](message, { cause: thrown });
}
