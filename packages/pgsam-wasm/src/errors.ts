/** `Symbol.for` is shared by every copy of the package in one process; `instanceof` is not. */
const PGSAM_ERROR = Symbol.for('qeil.pgsam.error');

/** What went wrong, for callers that switch on it. */
export type PgsamErrorKind = 'problem' | 'plan' | 'options' | 'points' | 'not-loaded' | 'crashed';

/** Base of every error this package throws by itself; invalid problems and plans are mostly refused by `@qeil/model` before. */
export class PgsamError extends Error {
  override readonly name: string = 'PgsamError';
  readonly [PGSAM_ERROR] = true;

  constructor(
    readonly kind: PgsamErrorKind,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }

  /** True for an error of this package, also when another copy of it threw. */
  static isInstance(value: unknown): value is PgsamError {
    return typeof value === 'object' && value !== null && (value as Record<symbol, unknown>)[PGSAM_ERROR] === true;
  }
}

/** The flat problem was refused: a number breaks its rule, or there are more of something than the search accepts. */
export class PgsamProblemError extends PgsamError {
  override readonly name: string = 'PgsamProblemError';
  constructor(message: string, options?: ErrorOptions) {
    super('problem', message, options);
  }
}

/** The flat plan does not belong to its problem. */
export class PgsamPlanError extends PgsamError {
  override readonly name: string = 'PgsamPlanError';
  constructor(message: string, options?: ErrorOptions) {
    super('plan', message, options);
  }
}

/** An option of a search is out of its range. */
export class PgsamOptionsError extends PgsamError {
  override readonly name: string = 'PgsamOptionsError';
  constructor(message: string, options?: ErrorOptions) {
    super('options', message, options);
  }
}

/** Points of which no hypervolume can be computed. */
export class PgsamPointsError extends PgsamError {
  override readonly name: string = 'PgsamPointsError';
  constructor(message: string, options?: ErrorOptions) {
    super('points', message, options);
  }
}

/** A synchronous function was called where the module first has to be fetched. */
export class PgsamNotLoadedError extends PgsamError {
  override readonly name: string = 'PgsamNotLoadedError';
  constructor(message: string, options?: ErrorOptions) {
    super('not-loaded', message, options);
  }
}

/** The compiled module trapped: a defect of this package, never of its input. */
export class PgsamCrashedError extends PgsamError {
  override readonly name: string = 'PgsamCrashedError';
  constructor(message: string, options?: ErrorOptions) {
    super('crashed', message, options);
  }
}
