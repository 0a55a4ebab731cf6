import type { PlacementProblem } from '@qeil/model';
import { QeilError } from '../errors/qeil-error.js';

/** What a user says about where stages may run: `layer0-3=npu`, `decode:all=gpu`, or (to forbid) a device alone. */
export interface PlacementRules {
  /** These stages run on this device and no other. */
  readonly pins?: readonly string[];
  /** These stages never run on this device. */
  readonly forbids?: readonly string[];
}

interface Rule {
  readonly phases: readonly (0 | 1)[];
  readonly stages: readonly number[];
  readonly device: number;
}

const FORM = 'write [prefill:|decode:]STAGES=DEVICE, with STAGES one of all, embedding, head, layer7 or layer0-3';

/**
 * The problem with pins and prohibitions inside it: the search never looks at a plan that breaks one.
 *
 * Where an engine runs whole phases on one device, pinning a part of a phase leaves the whole of it no other device.
 *
 * @throws {QeilError} `usage` for a rule that cannot be read, names an unknown stage or device, or leaves a stage no device
 */
export function withPlacementRules(
  problem: PlacementProblem,
  { pins = [], forbids = [] }: PlacementRules,
): PlacementProblem {
  const allowed = problem.allowed.map((phase) => phase.map((row) => [...row]));
  const apply = (option: string, text: string, keep: (device: number, named: number) => boolean) => {
    const { phases, stages, device: named } = readRule(problem, option, text);
    for (const phase of phases) {
      for (const stage of stages) {
        const row = allowed[phase]?.[stage];
        row?.forEach((may, device) => {
          row[device] = may && keep(device, named);
        });
      }
    }
  };
  for (const pin of pins) apply('--pin', pin, (device, named) => device === named);
  for (const forbid of forbids) apply('--forbid', forbid, (device, named) => device !== named);
  const [prefill = [], decode = []] = allowed;
  refuseStranded(problem, [prefill, decode]);
  return { ...problem, allowed: [prefill, decode] };
}

function refuseStranded(problem: PlacementProblem, allowed: PlacementProblem['allowed']): void {
  allowed.forEach((phase, index) => {
    const where = index === 0 ? 'prefill' : 'decode';
    const common = problem.devices.some((_, device) => phase.every((row) => row[device]));
    const stage = phase.findIndex((row) => !row.includes(true));
    if (stage === -1 && (common || !problem.wholePhases)) return;
    const what =
      stage === -1
        ? `no device may run all of ${where}, and this engine keeps a phase on one device`
        : `no device may run ${problem.stages[stage]?.name} in ${where}`;
    throw new QeilError(`--pin and --forbid together leave no plan: ${what}`, {
      kind: 'usage',
      remedy: 'take back a pin or a prohibition',
    });
  });
}

function readRule(problem: PlacementProblem, option: string, text: string): Rule {
  const wrong = (why: string) => new QeilError(`${option} ${text}: ${why}`, { kind: 'usage', remedy: FORM });
  const match = /^(?:(?:(prefill|decode):)?([^=:]+)=)?([^=]+)$/.exec(text.trim());
  const [, phase, stages, name] = match ?? [];
  if (name === undefined) throw wrong('is not understood');
  if (stages === undefined && option === '--pin') throw wrong('which stages are to be pinned?');
  const device = deviceNamed(problem, name);
  if (device === undefined) {
    throw wrong(`there is no device ${name}, only ${problem.devices.map((each) => each.name).join(', ')}`);
  }
  const chosen = stagesNamed(problem, stages ?? 'all');
  if (chosen.length === 0) throw wrong(`no stage is called ${stages}; the last is layer${problem.stages.length - 3}`);
  return { phases: phase === undefined ? [0, 1] : [phase === 'prefill' ? 0 : 1], stages: chosen, device };
}

/** The device of that name, or the only one whose name has it as a part: `npu` for `ai-boost-npu-258v`. */
function deviceNamed({ devices }: PlacementProblem, name: string): number | undefined {
  const exact = devices.findIndex((device) => device.name === name);
  if (exact !== -1) return exact;
  const parts = devices.flatMap((device, index) => (device.name.split(/[-:]/).includes(name) ? [index] : []));
  return parts.length === 1 ? parts[0] : undefined;
}

function stagesNamed({ stages }: PlacementProblem, text: string): number[] {
  const everyStage = stages.map((_, index) => index);
  if (text === 'all') return everyStage;
  const range = /^layer ?(\d+)(?:-(\d+))?$/.exec(text);
  if (range === null) return everyStage.filter((index) => stages[index]?.name === text);
  const [first, last] = [Number(range[1]), Number(range[2] ?? range[1])];
  const found = everyStage.filter((index) => {
    const layer = /^layer (\d+)$/.exec(stages[index]?.name ?? '')?.[1];
    return layer !== undefined && Number(layer) >= first && Number(layer) <= last;
  });
  // A range that ends beyond the model is a mistake, not a wish for what there is of it.
  return found.length === last - first + 1 ? found : [];
}
