import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { type ChildOutcome, runChild } from '../../child-process/run-child.js';
import { onnxRuntimeVersion } from '../../devices/runtime-versions.js';
import type { ModelBundle } from '../../model-bundle/bundle.js';
import { type DriverProbeAnswer, type DriverProbeRequest, driverProbeAnswerSchema } from './driver-probe-messages.js';
import { DRIVER_NAMES, type DriverName } from './session-driver.js';

/** Which driver runs a model on the CPU here, and why. */
export interface DriverChoice {
  readonly driver: DriverName;
  readonly why: string;
  /** Median decode step of each driver on eight rows, one thread (s), where both were measured. */
  readonly stepS?: Readonly<Record<DriverName, number>>;
}

const choiceSchema = z.strictObject({
  driver: z.enum(DRIVER_NAMES),
  why: z.string(),
  stepS: z.strictObject({ 'c-api': z.number(), 'node-binding': z.number() }).optional(),
});

export interface ChooseDriverOptions {
  /** Where choices are remembered; nowhere when absent. */
  readonly cacheDirectory?: string;
  /** Runs one probe; a child process unless a test says otherwise. */
  readonly probe?: (request: DriverProbeRequest) => Promise<ChildOutcome>;
}

/** Prompt lengths proved equal: 31 | 32 and 64 | 127 lie on both sides of the tile sizes where wrong kernels were seen. */
const GOLDEN_LENGTHS = [1, 31, 32, 64, 127];
/** Steps the probe takes after each prompt. */
const PROBE_STEPS = 9;
/** Loading a large model from a slow disk takes minutes; a hang is not waited for longer. */
const PROBE_TIMEOUT_S = 300;

const runProbe = (request: DriverProbeRequest): Promise<ChildOutcome> =>
  runChild(new URL('./driver-probe-child.js', import.meta.url), request, { timeoutS: PROBE_TIMEOUT_S });

/**
 * The driver for a model on the CPU: the C API when it computes the binding's golden vectors bit for bit and is not slower, else the
 * binding. Each driver is tried in a child process of its own, so a crash is a reason and not the end.
 *
 * What was found is kept under a digest of model, versions and platform. A choice that failed to be made is not kept.
 */
export async function chooseDriver(bundle: ModelBundle, options: ChooseDriverOptions = {}): Promise<DriverChoice> {
  const { cacheDirectory } = options;
  const path = cacheDirectory === undefined ? undefined : pathOf(bundle, cacheDirectory);
  const known = path === undefined ? undefined : await readChoice(path);
  if (known !== undefined) return known;
  const choice = await probeDrivers(bundle, options.probe ?? runProbe);
  if (path !== undefined && choice.stepS !== undefined) await writeChoice(path, choice);
  return choice;
}

/** The choice made for this model before, where one is remembered. Runs nothing. */
export function rememberedDriver(bundle: ModelBundle, cacheDirectory: string): Promise<DriverChoice | undefined> {
  return readChoice(pathOf(bundle, cacheDirectory));
}

function pathOf(bundle: ModelBundle, cacheDirectory: string): string {
  return join(cacheDirectory, 'drivers', `${keyOf(bundle)}.json`);
}

async function probeDrivers(
  bundle: ModelBundle,
  probe: (request: DriverProbeRequest) => Promise<ChildOutcome>,
): Promise<DriverChoice> {
  const { onnxPath, shape, maxPositions } = bundle;
  const { layers, kvHeads, headSize, vocabulary } = shape;
  const lengths = GOLDEN_LENGTHS.filter((length) => length + PROBE_STEPS <= maxPositions);
  const ask = async (driver: DriverName): Promise<DriverProbeAnswer> => {
    const request = { driver, onnxPath, layers, kvHeads, headSize, vocabulary, lengths };
    const outcome = await probe(request);
    if (!outcome.ok) return { error: outcome.reason };
    const parsed = driverProbeAnswerSchema.safeParse(outcome.value);
    return parsed.success ? parsed.data : { error: 'it gave no usable answer' };
  };
  const binding = (why: string): DriverChoice => ({ driver: 'node-binding', why });
  if (lengths.length === 0) return binding('the model has too few positions for the golden vectors');
  const fast = await ask('c-api');
  if ('error' in fast) return binding(`the C API cannot be used: ${fast.error}`);
  const portable = await ask('node-binding');
  if ('error' in portable)
    return binding(`nothing proves the C API right: the binding's probe failed: ${portable.error}`);
  const stepS = { 'c-api': fast.stepS, 'node-binding': portable.stepS };
  const wrong = lengths.filter((_, index) => fast.digests[index] !== portable.digests[index]);
  if (wrong.length > 0) {
    return {
      ...binding(`the C API gives other numbers than the binding at prompts of ${wrong.join(', ')} tokens`),
      stepS,
    };
  }
  const ratio = portable.stepS / fast.stepS;
  const compared = `equal outputs at prompts of ${lengths.join(', ')} tokens; a step on 8 rows takes ${milliseconds(fast.stepS)} by the C API, ${milliseconds(portable.stepS)} by the binding (${ratio.toFixed(2)} ×)`;
  return { driver: ratio >= 1 ? 'c-api' : 'node-binding', why: compared, stepS };
}

function milliseconds(value: number): string {
  return `${(value * 1000).toPrecision(3)} ms`;
}

function keyOf(bundle: ModelBundle): string {
  const parts = {
    model: bundle.digest,
    onnxRuntime: onnxRuntimeVersion(),
    node: process.versions.node,
    platform: `${process.platform}/${process.arch}`,
  };
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

async function readChoice(path: string): Promise<DriverChoice | undefined> {
  try {
    const parsed = choiceSchema.safeParse(JSON.parse(await readFile(path, 'utf8')));
    if (!parsed.success) return undefined;
    const { stepS, ...choice } = parsed.data;
    return stepS === undefined ? choice : { ...choice, stepS };
  } catch {
    return undefined; // whatever is wrong with the file, the probe can be repeated
  }
}

async function writeChoice(path: string, choice: DriverChoice): Promise<void> {
  const beside = `${path}.${process.pid}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    await mkdir(join(path, '..'), { recursive: true });
    await writeFile(beside, `${JSON.stringify(choice)}\n`, { flag: 'wx' });
    await rename(beside, path);
  } catch {
    await rm(beside, { force: true }); // a cache that cannot be written only costs the next start a probe
  }
}
