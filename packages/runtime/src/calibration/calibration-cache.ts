import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Machine } from '../devices/device.js';
import type { Calibration } from './calibration.js';
import { calibrationSchema } from './calibration-schema.js';

/** Which calibration: this machine's, with this model or without one. */
export interface CalibrationKey {
  readonly machine: Machine;
  readonly modelDigest: string | undefined;
}

/** A usable calibration, or why an older one is not used, or neither. */
export interface CacheAnswer {
  readonly calibration?: Calibration;
  readonly invalidated?: string;
}

/** Nothing this package writes comes near; a larger file is not read into memory (B). */
const LONGEST_FILE = 4_000_000;

/** Look up a calibration. Never throws: whatever is wrong with a file is a reason not to use it. */
export async function readCachedCalibration(directory: string, key: CalibrationKey): Promise<CacheAnswer> {
  const path = join(directory, fileName(key));
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code !== 'ENOENT') return { invalidated: `${path} cannot be read (${String(code ?? error)})` };
    return noFileReason(directory, key);
  }
  if (text.length > LONGEST_FILE) return { invalidated: `${path} is too large to be a calibration` };
  const calibration = parseCalibration(text);
  if (typeof calibration === 'string') return { invalidated: `${path} is not a calibration: ${calibration}` };
  const mismatch = findMismatch(calibration, key);
  return mismatch === undefined ? { calibration } : { invalidated: `${path} ${mismatch}` };
}

/**
 * Save a calibration for the next run. The file appears whole or not at all: written beside and renamed.
 *
 * @returns its path
 * @throws what the file system says
 */
export async function writeCachedCalibration(
  directory: string,
  key: CalibrationKey,
  calibration: Calibration,
): Promise<string> {
  await mkdir(directory, { recursive: true });
  const path = join(directory, fileName(key));
  const beside = `${path}.${process.pid}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    await writeFile(beside, `${JSON.stringify(calibration, null, 2)}\n`, { flag: 'wx' });
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
  return path;
}

/** A calibration from the text of a file, or what is wrong with it. */
export function parseCalibration(text: string): Calibration | string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return error instanceof Error ? error.message : 'not JSON';
  }
  const parsed = calibrationSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  return issue === undefined ? 'breaks the schema' : `${issue.path.join('.') || 'the value'}: ${issue.message}`;
}

function findMismatch(calibration: Calibration, { machine, modelDigest }: CalibrationKey): string | undefined {
  if (calibration.fingerprint !== machine.fingerprint) return 'was measured on other hardware or versions';
  if (modelDigest !== undefined && machine.devices.length > 1 && calibration.crossing === undefined) {
    return 'does not say what a crossing between devices costs';
  }
  for (const device of machine.devices) {
    if (calibration.power[device.id] === undefined) return `knows no power of ${device.id}`;
    for (const { name } of device.points) {
      const point = calibration.points.find((found) => found.deviceId === device.id && found.pointName === name);
      if (point === undefined) return `lacks ${device.id} at ${name}`;
      if (point.model?.modelDigest !== modelDigest) return `was measured with another model at ${device.id}, ${name}`;
    }
  }
  return undefined;
}

/** Tells a machine that changed from one never calibrated, by the files that lie there. */
async function noFileReason(directory: string, key: CalibrationKey): Promise<CacheAnswer> {
  const names = await readdir(directory).catch(() => []);
  const suffix = `-${modelPart(key)}.json`;
  if (!names.some((name) => name.startsWith('calibration-') && name.endsWith(suffix))) return {};
  return { invalidated: 'hardware, Node, ONNX Runtime or the set of devices changed since the last calibration' };
}

function fileName(key: CalibrationKey): string {
  return `calibration-${key.machine.fingerprint.slice(0, 16)}-${modelPart(key)}.json`;
}

/** Hashed once more: a digest from elsewhere is not trusted to be a file name. */
function modelPart({ modelDigest }: CalibrationKey): string {
  return modelDigest === undefined ? 'machine' : createHash('sha256').update(modelDigest).digest('hex').slice(0, 16);
}
