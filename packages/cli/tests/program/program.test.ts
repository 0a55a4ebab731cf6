import { EXIT_CODES, exitCodeOf, FAULT_KINDS, QeilError } from '@qeil/runtime/errors';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nearest } from '../../src/command/nearest.js';
import { COMMANDS } from '../../src/commands/index.js';
import { reportError } from '../../src/errors/report-error.js';
import { runCli } from '../../src/program.js';
import { fakeContext } from '../support/fake-context.js';
import { fakeServices } from '../support/fake-services.js';

async function cli(...argv: string[]) {
  const fake = fakeContext();
  const code = await runCli(argv, fake.context);
  return { code, out: fake.out(), err: fake.err(), loaded: fake.servicesLoaded() };
}

describe('version, help and usage errors', () => {
  it('prints the version alone', async () => {
    expect(await cli('--version')).toEqual({ code: 0, out: '1.2.3\n', err: '', loaded: 0 });
  });

  it.each(COMMANDS.map((command) => command.name))(
    '%s: two examples first, all of them understood, 80 columns',
    async (name) => {
      for (const argv of [
        [name, '--help'],
        [name, '-h'],
        ['help', name],
      ]) {
        const { code, out, err, loaded } = await cli(...argv);
        expect([code, err, loaded]).toEqual([0, '', 0]);
        const lines = out.split('\n');
        expect(lines[0]).toBe('Examples:');
        expect(lines.slice(1, 3).every((line) => line.startsWith(`  qeil ${name}`))).toBe(true);
        expect(lines[3]).toBe('');
        for (const line of lines.slice(3)) expect(line.length).toBeLessThanOrEqual(80);
      }
    },
  );

  it.each(COMMANDS.flatMap((command) => command.examples))('the example `%s` parses', async (example) => {
    const argv = [...example.matchAll(/"([^"]*)"|(\S+)/g)].map((match) => match[1] ?? match[2] ?? '').slice(1);
    // The context has no runtime: getting as far as asking for it means that every flag was understood.
    const { code, err } = await cli(...argv, '--quiet');
    expect(err).toContain('this test did not expect the runtime to be used');
    expect(code).toBe(EXIT_CODES.bug);
  });

  it.each([
    [['dcotor'], "qeil: unknown command 'dcotor' (did you mean doctor?)\n  try: qeil --help\n"],
    [
      ['plan', '--sampels', '3'],
      "qeil: unknown option '--sampels' (did you mean --samples?)\n  try: qeil plan --help\n",
    ],
    [['plan', '--samples'], "qeil: option '--samples <k>' argument missing\n  try: qeil plan --help\n"],
    [['run'], "qeil: missing required argument 'prompt'\n  try: qeil run --help\n"],
    [
      ['doctor', '-o', 'jsno'],
      'qeil: --output: expected table, json, jsonl, csv, md, got "jsno" (did you mean json?)\n  try: see `qeil doctor --help`\n',
    ],
    [['eval'], 'qeil: --data is missing: the file of questions\n  try: qeil eval --help\n'],
    [
      ['eval', '--data', 'x', '--resume'],
      'qeil: --resume needs --out: the directory of the run to go on with\n  try: qeil eval --help\n',
    ],
    [['run', ' '], 'qeil: the prompt is empty\n  try: qeil run "your question"\n'],
  ])('%j is a usage error of one line and a way out', async (argv, message) => {
    expect(await cli(...argv)).toEqual({ code: 2, out: '', err: message, loaded: 0 });
  });

  it('without a command shows help on stderr and exits 2', async () => {
    const { code, out, err } = await cli();
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain('Usage: qeil');
  });

  it('any arguments end in an exit code, never in an exception', async () => {
    const word = fc.oneof(fc.string(), fc.constantFrom('doctor', 'run', '--', '-o', '--help', 'help', '--config', '-'));
    await fc.assert(
      fc.asyncProperty(fc.array(word, { maxLength: 4 }), async (argv) => {
        expect(Number.isInteger((await cli(...argv)).code)).toBe(true);
      }),
    );
  });
});

describe('errors', () => {
  const report = (error: unknown, debug = false) => {
    const fake = fakeContext();
    const code = reportError(fake.context.stderr, error, debug);
    return { code, err: fake.err() };
  };

  it.each(FAULT_KINDS.filter((kind) => kind !== 'internal'))(
    '%s: its documented code, one line, a remedy, no stack',
    (kind) => {
      const { code, err } = report(new QeilError('what and where', { kind, remedy: 'do this' }));
      expect(code).toBe(exitCodeOf(kind));
      expect(code).toBeGreaterThan(EXIT_CODES.bug);
      expect(err).toBe('qeil: what and where\n  try: do this\n');
    },
  );

  it.each([new TypeError('x is undefined'), 'a thrown text', new QeilError('broken', { kind: 'internal' })])(
    '%s is our bug',
    (error) => {
      const { code, err } = report(error);
      expect(code).toBe(EXIT_CODES.bug);
      expect(err).toMatch(/^qeil: this is our bug, please report it: .+\n {2}try: .+--debug.+\n$/);
    },
  );

  it('shows stack and causes only with --debug', () => {
    const error = new QeilError('outer', { kind: 'usage', cause: new Error('inner') });
    expect(report(error).err).not.toContain('    at ');
    expect(report(error, true).err).toMatch(/QeilError: outer\n {4}at [\s\S]+caused by: Error: inner\n {4}at /);
  });

  it('keeps a hostile message on one harmless line', () => {
    const { err } = report(new QeilError('file \u001b[2Jx\nqeil: all fine', { kind: 'usage' }));
    expect(err).toBe('qeil: file x qeil: all fine\n');
  });

  it('an error of a command becomes the exit code of the program', async () => {
    const failing = fakeServices({
      discoverMachine: async () => {
        throw new QeilError('no sysfs', { kind: 'device-unavailable', remedy: 'mount it' });
      },
    });
    const fake = fakeContext({ services: failing });
    expect(await runCli(['devices'], fake.context)).toBe(3);
    expect(fake.err()).toBe('qeil: no sysfs\n  try: mount it\n');
    expect(fake.out()).toBe('');
  });
});

describe('nearest', () => {
  const names = COMMANDS.map((command) => command.name);
  it('finds a name again after one edit of a long one', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('doctor', 'devices', 'calibrate'),
        fc.nat(),
        fc.constantFrom('drop', 'double', 'swap'),
        (name, at, edit) => {
          const index = at % (name.length - 1);
          const [a, b] = [name[index] ?? '', name[index + 1] ?? ''];
          const middle = { drop: b, double: a + a + b, swap: b + a }[edit];
          expect(nearest(name.slice(0, index) + middle + name.slice(index + 2), names)).toBe(name);
        },
      ),
    );
  });

  it('does not guess from far away', () => {
    expect(nearest('frobnicate', names)).toBeUndefined();
    expect(nearest('x', names)).toBeUndefined();
  });
});
