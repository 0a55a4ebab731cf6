import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { evaluatePlacement, type PlacementProblem } from '@qeil/model';
import { z } from 'zod';
import { cpuPoints } from '../devices/cpu-points.js';
import type { Device, Machine } from '../devices/device.js';
import { checkSplitPlan } from '../engine/split-plan.js';
import type { Placement } from '../engine/wave.js';
import { QeilError } from '../errors/qeil-error.js';
import type { ExecutablePlan } from './executable-plan.js';
import { placementOfSplit } from './split-placement.js';

const name = z.string().min(1).max(64);
const placementSchema = z.strictObject({ device: name, point: name.optional() });

/**
 * A plan as a file: devices of the user's own making, and which layers run where. Without pieces it only declares devices, and the
 * planner decides.
 */
const planFileSchema = z.strictObject({
  schema: z.literal('qeil.plan-file/1'),
  /** CPU devices held to the given logical CPUs. They take the place of this machine's CPU devices. */
  devices: z
    .array(z.strictObject({ id: name, cpus: z.array(z.number().int().nonnegative()).min(1) }))
    .min(1)
    .optional(),
  waveSize: z.number().int().positive().max(4096).optional(),
  microBatches: z.number().int().positive().max(4096).default(1),
  /** `layers` is [first, last], both included. `prefill` is where prompts are read: where the layers decode, unless told. */
  pieces: z
    .array(
      z.strictObject({
        layers: z.tuple([z.number().int().nonnegative(), z.number().int().nonnegative()]),
        decode: placementSchema,
        prefill: placementSchema.optional(),
      }),
    )
    .min(1)
    .optional(),
});
export type PlanFile = z.infer<typeof planFileSchema>;
/** A plan file that says which layers run where. */
export type WrittenPlan = PlanFile & {
  pieces: NonNullable<PlanFile['pieces']>;
  waveSize: NonNullable<PlanFile['waveSize']>;
};

/** Whether a file holds a plan, and not devices only. */
export function isWrittenPlan(file: PlanFile): file is WrittenPlan {
  return file.pieces !== undefined && file.waveSize !== undefined;
}

const REMEDY = 'See docs/execution.md for the format of plan files.';

/**
 * Read a hand-written plan.
 *
 * @throws {QeilError} `file-unreadable`, or `input-invalid` naming the field
 */
export async function readPlanFile(path: string): Promise<PlanFile> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw new QeilError(`${path}: cannot be read`, { kind: 'file-unreadable', remedy: 'Check the path.', cause });
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new QeilError(`${path}: is not JSON`, { kind: 'input-invalid', remedy: REMEDY, cause });
  }
  const parsed = planFileSchema.safeParse(value);
  if (parsed.success) {
    const { pieces, waveSize, devices } = parsed.data;
    if ((pieces === undefined) === (waveSize === undefined) && (pieces ?? devices) !== undefined) return parsed.data;
    throw new QeilError(`${path}: holds ${pieces === undefined ? 'no pieces' : 'no waveSize'}, which go together`, {
      kind: 'input-invalid',
      remedy: `Give pieces and waveSize, or devices alone to have the planner decide. ${REMEDY}`,
    });
  }
  const [issue] = parsed.error.issues;
  throw new QeilError(`${path}: ${issue?.path.join('.') || 'the file'}: ${issue?.message ?? 'breaks the schema'}`, {
    kind: 'input-invalid',
    remedy: REMEDY,
  });
}

/**
 * The machine with the devices a plan file asks for: the CPU devices it declares instead of this machine's own, and of all devices
 * those its pieces name.
 *
 * @throws {QeilError} `input-invalid` where CPUs are not there or shared; `device-unavailable` where a piece names an unknown device
 */
export function machineForPlanFile(machine: Machine, file: PlanFile): Machine {
  const own = declaredDevices(machine, file);
  const devices = [...own, ...machine.devices.filter(({ provider }) => own.length === 0 || provider !== 'cpu')];
  const named = new Set(
    file.pieces?.flatMap(({ decode, prefill }) => [decode.device, (prefill ?? decode).device]) ??
      devices.map(({ id }) => id),
  );
  for (const id of named) {
    if (devices.some((device) => device.id === id)) continue;
    throw new QeilError(
      `the plan file names the device ${id}; there are ${devices.map((each) => each.id).join(', ')}`,
      {
        kind: 'device-unavailable',
        remedy: 'Declare it under "devices", or name one that is here.',
      },
    );
  }
  const used = devices.filter(({ id }) => named.has(id));
  // A pool that no device draws on has no measured bandwidth, and no say in the plan.
  const memoryPools = machine.memoryPools.filter(({ id }) => used.some((device) => device.memoryPool === id));
  // Other devices are calibrated anew, beside those of the machine and not in their place.
  const fingerprint = own.length === 0 ? machine.fingerprint : digestOf([machine.fingerprint, used]);
  return { ...machine, devices: used, memoryPools, fingerprint };
}

function digestOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}

function declaredDevices(machine: Machine, { devices = [] }: PlanFile): readonly Device[] {
  const here = new Set(machine.devices.flatMap(({ cpus = [] }) => cpus));
  const taken = new Map<number, string>();
  return devices.map(({ id, cpus }) => {
    for (const cpu of cpus) {
      const other = taken.get(cpu);
      const why = !here.has(cpu) ? 'is not one of this machine’s' : `belongs to ${other} already`;
      if (!here.has(cpu) || other !== undefined) {
        throw new QeilError(`the plan file gives CPU ${cpu} to ${id}; it ${why}`, {
          kind: 'input-invalid',
          remedy: `Share out the CPUs ${[...here].join(', ')} between the devices.`,
        });
      }
      taken.set(cpu, id);
    }
    return {
      id,
      name: `${machine.cpuModel}, CPU ${cpus.join(', ')}`,
      provider: 'cpu',
      cpus,
      points: cpuPoints(cpus.length),
      memoryPool: 'system',
    };
  });
}

/**
 * A plan file as a plan for the engine, with what it is predicted to cost.
 *
 * @throws {QeilError} `input-invalid` where the pieces are not the model's layers in order, or a point is not the device's
 */
export function planOfFile(file: WrittenPlan, machine: Machine, problem: PlacementProblem): ExecutablePlan {
  const layers = problem.stages.length - 2;
  const place = ({ device: id, point }: z.infer<typeof placementSchema>): Placement => {
    const device = machine.devices.find((candidate) => candidate.id === id);
    const pointName = point ?? device?.points.at(-1)?.name;
    if (device !== undefined && pointName !== undefined && device.points.some((each) => each.name === pointName)) {
      return { deviceId: id, pointName };
    }
    const there = device?.points.map((each) => each.name).join(', ') ?? 'none';
    throw new QeilError(`the plan file runs ${id} at "${point}"; it has ${there}`, {
      kind: 'input-invalid',
      remedy: REMEDY,
    });
  };
  const pieces = file.pieces.map(({ layers: [first, last], decode, prefill = decode }) => ({
    firstLayer: first,
    endLayer: last + 1,
    prefill: place(prefill),
    decode: place(decode),
  }));
  const split = { pieces, microBatches: file.microBatches };
  checkSplitPlan(split, layers);
  const waveSize = Math.min(file.waveSize, problem.request.neededSamples.length);
  const plan = placementOfSplit(split, machine, waveSize);
  const [firstPiece] = pieces;
  const lastPiece = pieces.at(-1);
  if (firstPiece === undefined || lastPiece === undefined) throw new RangeError('planOfFile: a plan without pieces');
  return {
    name: 'hand-written',
    prefill: firstPiece.prefill,
    decode: lastPiece.decode,
    split,
    waveSize,
    keepPrompt: true,
    predicted: evaluatePlacement(problem, plan),
    plan,
    certificate: { kind: 'baseline' },
  };
}

/**
 * A plan as a file that `qeil run --plan` executes.
 *
 * @param devices - those that the plan's machine was declared with, if it was
 */
export function planFileOf(
  { prefill, decode, split, waveSize }: ExecutablePlan,
  layers: number,
  devices: PlanFile['devices'],
): WrittenPlan {
  const place = ({ deviceId: device, pointName: point }: Placement) => ({ device, point });
  const pieces = split?.pieces ?? [{ firstLayer: 0, endLayer: layers, prefill, decode }];
  return {
    schema: 'qeil.plan-file/1',
    ...(devices === undefined ? {} : { devices }),
    waveSize,
    microBatches: split?.microBatches ?? 1,
    pieces: pieces.map((piece) => ({
      layers: [piece.firstLayer, piece.endLayer - 1],
      decode: place(piece.decode),
      prefill: place(piece.prefill),
    })),
  };
}
