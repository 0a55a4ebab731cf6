/** One worked step as GSM8K writes it: `<<48/2=24>>24`. */
export interface WorkedStep {
  /** The step as written, for messages. */
  readonly source: string;
  readonly expression: string;
  readonly value: string;
  /** The number that stands directly behind `>>`, if there is one. */
  readonly restated: string | undefined;
}

export interface WorkedSteps {
  readonly steps: readonly WorkedStep[];
  /** Number of `<<` that open no readable step. */
  readonly broken: number;
}

const STEP = /<<([^<>=]*)=([^<>=]*)>>([$€£¥]?-?(?:(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?|\.\d+)%?)?/gu;

/** Read the worked steps of a text in order. */
export function workedSteps(text: string): WorkedSteps {
  const steps = [...text.matchAll(STEP)].map(([, expression = '', value = '', restated]) => ({
    source: `<<${expression}=${value}>>`,
    expression,
    value,
    restated,
  }));
  return { steps, broken: text.split('<<').length - 1 - steps.length };
}
