/** `Symbol.for` is shared by every copy of the package in one process; `instanceof` is not. */
const MODEL_ERROR = Symbol.for('qeil.model.error');
const INVALID_VALUE_ERROR = Symbol.for('qeil.model.error.invalid-value');
const UNSUPPORTED_MODEL_ERROR = Symbol.for('qeil.model.error.unsupported-model');

/** Base of every error this package throws. */
export class QeilModelError extends RangeError {
  override readonly name: string = 'QeilModelError';
  readonly [MODEL_ERROR] = true;

  /** True for an error of this package, also when another copy of it threw. */
  static isInstance(value: unknown): value is QeilModelError {
    return isMarked(value, MODEL_ERROR);
  }
}

/** What an {@link InvalidValueError} reports, in the order its message gives it. */
export interface InvalidValue {
  /** Function that refused the value. */
  readonly where: string;
  /** The value's place, as one would write it in code: `problem.stages[3].weightByte`. */
  readonly path: string;
  readonly value: unknown;
  /** What it must be: completes "must …". */
  readonly rule: string;
  /** What the caller can do about it. */
  readonly remedy: string;
}

/** An argument is outside its domain. */
export class InvalidValueError extends QeilModelError {
  override readonly name: string = 'InvalidValueError';
  readonly [INVALID_VALUE_ERROR] = true;
  readonly where: string;
  readonly path: string;
  readonly value: unknown;
  readonly rule: string;
  readonly remedy: string;

  constructor({ where, path, value, rule, remedy }: InvalidValue) {
    super(`${where}: ${path} is ${describe(value)} but must ${rule}; ${remedy}`);
    this.where = where;
    this.path = path;
    this.value = value;
    this.rule = rule;
    this.remedy = remedy;
  }

  static override isInstance(value: unknown): value is InvalidValueError {
    return isMarked(value, INVALID_VALUE_ERROR);
  }
}

/** A model configuration describes blocks whose work this package cannot count. */
export class UnsupportedModelError extends QeilModelError {
  override readonly name: string = 'UnsupportedModelError';
  readonly [UNSUPPORTED_MODEL_ERROR] = true;
  /** `model_type` of the configuration. */
  readonly modelType: string;
  /** What it asks for that is not supported. */
  readonly feature: string;

  constructor(modelType: string, feature: string, remedy: string) {
    super(`decoderShapeFromConfig: model_type ${describe(modelType)} with ${feature} is not supported; ${remedy}`);
    this.modelType = modelType;
    this.feature = feature;
  }

  static override isInstance(value: unknown): value is UnsupportedModelError {
    return isMarked(value, UNSUPPORTED_MODEL_ERROR);
  }
}

function isMarked(value: unknown, marker: symbol): boolean {
  return typeof value === 'object' && value !== null && (value as Record<symbol, unknown>)[marker] === true;
}

/** Short: an error message is one line, whatever was passed. */
function describe(value: unknown): string {
  if (typeof value === 'string')
    return value.length > 40 ? `${JSON.stringify(value.slice(0, 40))}…` : JSON.stringify(value);
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  if (typeof value === 'function') return 'a function';
  return String(value);
}
