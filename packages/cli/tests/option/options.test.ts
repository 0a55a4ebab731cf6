import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { QeilError } from '@qeil/runtime/errors';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { choice, decimal, duration, integer, text, toggle } from '../../src/option/kinds.js';
import { OptionProblem } from '../../src/option/option.js';
import { readOptions } from '../../src/option/read-options.js';
import { emptyDirectory } from '../support/data-set.js';
import { fakeContext } from '../support/fake-context.js';

const options = {
  samples: integer({ minimum: 1, maximum: 100, fallback: 16, description: '' }),
  rule: choice({ names: ['lock', 'bayes'] as const, fallback: 'bayes', description: '' }),
  budget: duration({ minimum: 1, maximum: 3600, fallback: 20, description: '' }),
  out: text({ description: '' }),
  resume: toggle({ description: '' }),
  config: text({ description: '' }),
};

function read(flags: Record<string, unknown>, config?: unknown) {
  const directory = emptyDirectory();
  if (config !== undefined) {
    writeFileSync(join(directory, 'c.json'), typeof config === 'string' ? config : JSON.stringify(config));
  }
  const { context } = fakeContext({ workingDirectory: directory });
  const given = config === undefined ? flags : { ...flags, config: 'c.json' };
  return readOptions({ name: 'test', options }, context, given);
}

async function refusal(flags: Record<string, unknown>, config?: unknown): Promise<QeilError> {
  const error: unknown = await read(flags, config).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!QeilError.isInstance(error)) throw new Error(`expected a refusal, got ${String(error)}`);
  expect(error.kind).toBe('usage');
  return error;
}

describe('precedence', () => {
  it('flag over config file over default, for each option alone', async () => {
    expect(await read({})).toMatchObject({ samples: 16, rule: 'bayes', budget: 20, out: undefined, resume: false });
    expect(await read({}, { samples: 8, resume: true })).toMatchObject({ samples: 8, resume: true, rule: 'bayes' });
    expect(await read({ samples: '4' }, { samples: 8, rule: 'lock' })).toMatchObject({ samples: 4, rule: 'lock' });
  });

  it('takes from a config file what the same flag takes', async () => {
    const number = fc.integer({ min: 1, max: 100 });
    await fc.assert(
      fc.asyncProperty(number, fc.constantFrom('lock', 'bayes'), async (samples, rule) => {
        const fromFlags = await read({ samples: String(samples), rule });
        const fromFile = await read({}, { samples, rule });
        expect(fromFile).toEqual({ ...fromFlags, config: 'c.json' });
      }),
      { numRuns: 20 },
    );
  });
});

describe('what a config file may not be', () => {
  it.each([
    [{ sampels: 8 }, /c\.json: "sampels" is not an option of `qeil test` \(did you mean "samples"\?\)/],
    [{ config: 'other.json' }, /"config" is not an option/],
    [{ samples: 0 }, /c\.json: "samples": expected a whole number from 1 to 100, got 0/],
    [{ resume: 'yes' }, /"resume": expected true or false, got "yes"/],
    [[1], /does not hold a JSON object/],
    ['{"samples":', /is not JSON/],
    [{ toString: 1 }, /"toString" is not an option/],
    ['{"__proto__": 1}', /"__proto__" is not an option/],
  ])('%j', async (config, message) => {
    expect((await refusal({}, config)).message).toMatch(message);
  });

  it('missing', async () => {
    const { context } = fakeContext({ workingDirectory: emptyDirectory() });
    const reading = readOptions({ name: 'test', options }, context, { config: 'none.json' });
    await expect(reading).rejects.toThrow(/config file none\.json cannot be read \(ENOENT\)/);
  });
});

describe('values', () => {
  it('suggests the name meant', async () => {
    expect((await refusal({ rule: 'bays' })).message).toBe(
      '--rule: expected lock, bayes, got "bays" (did you mean bayes?)',
    );
  });

  it('reads every whole number of its range and refuses everything else', () => {
    const option = integer({ minimum: -5, maximum: 5, description: '' });
    fc.assert(
      fc.property(fc.integer({ min: -5, max: 5 }), (value) => {
        expect(option.read(String(value))).toBe(value);
      }),
    );
    const wrong = fc.oneof(
      fc.integer({ min: 6 }),
      fc.integer({ max: -6 }),
      fc.double({ min: -5, max: 5, noNaN: true }).filter((value) => !Number.isInteger(value)),
      fc.constantFrom('', ' ', 'three', '1e', '0x', null, true, [], {}, Number.NaN, Number.POSITIVE_INFINITY),
    );
    fc.assert(
      fc.property(wrong, (value) => {
        expect(() => option.read(value)).toThrow(OptionProblem);
      }),
    );
  });

  it('reads durations with and without unit', () => {
    const option = duration({ minimum: 1, maximum: 3600, fallback: 20, description: '' });
    expect([option.read('20'), option.read('20s'), option.read('1.5m'), option.read(20)]).toEqual([20, 20, 90, 20]);
    for (const wrong of ['', 's', '20h', '-3', '0', '2 m s', '1..5'])
      expect(() => option.read(wrong)).toThrow(OptionProblem);
  });

  it('decimals keep their range, ends included', () => {
    const option = decimal({ minimum: 0, maximum: 1, description: '' });
    expect([option.read('0'), option.read('1'), option.read('0.25')]).toEqual([0, 1, 0.25]);
    for (const wrong of ['-0.1', '1.1', 'NaN', 'Infinity']) expect(() => option.read(wrong)).toThrow(OptionProblem);
  });
});
