import {
  type Catalogue,
  type CatalogueMachine,
  findMachine,
  type MachineParts,
  type MissingValue,
  machineToDevices,
  type PriorName,
  type UsedValue,
} from '@qeil/model/catalogue';
import { QeilError } from '../errors/qeil-error.js';

export interface SimulatedMachineOptions {
  readonly catalogue: Catalogue;
  readonly machineId: string;
  /** Fill in marked priors where nothing is known. */
  readonly withPriors: boolean;
  /** Values that replace shipped priors. */
  readonly priorValues?: Readonly<Partial<Record<PriorName, number>>>;
}

/** A catalogue machine with all numbers the planner needs, and where each comes from. */
export interface SimulatedMachine {
  readonly entry: CatalogueMachine;
  readonly parts: MachineParts;
  readonly used: readonly UsedValue[];
}

/** Weights of any format are computed with in fp16; of a format, a machine's numbers depend on nothing else. */
const FORMAT = { name: 'fp16 arithmetic', bitsPerParameter: 16, arithmetic: 'fp16' } as const;

/** The numbers that keep a machine from being simulated; none when it can be. */
export function missingValues({ catalogue, machineId, withPriors }: SimulatedMachineOptions): readonly MissingValue[] {
  const result = machineToDevices(findMachine(catalogue, machineId), FORMAT, { withPriors, catalogue });
  return result.kind === 'blocked' ? result.missing : [];
}

/**
 * @throws {QeilError} `usage` naming every number that is missing
 * @throws {InvalidValueError} if the catalogue has no such machine or a replaced prior is negative
 */
export function simulatedMachine(options: SimulatedMachineOptions): SimulatedMachine {
  const { catalogue, machineId, withPriors, priorValues = {} } = options;
  const entry = findMachine(catalogue, machineId);
  const result = machineToDevices(entry, FORMAT, { withPriors, priorValues, catalogue });
  if (result.kind === 'ready') return { entry, parts: result.machine, used: result.used };
  const withoutPrior = withPriors ? result.missing : missingValues({ ...options, withPriors: true });
  const list = result.missing.map(
    ({ path, what, note }) => `${path}, ${what}${note === undefined ? '' : ` [${note}]`}`,
  );
  const kind = withPriors ? 'have no prior' : 'are unknown';
  const remedy =
    withoutPrior.length === 0
      ? 'add --priors to fill them with labelled priors, or give your own numbers with --machine-file'
      : `give ${withoutPrior.map(({ path }) => path).join(', ')} with --machine-file: no prior exists for them`;
  throw new QeilError(`machine ${machineId}: ${result.missing.length} numbers ${kind}: ${list.join('; ')}`, {
    kind: 'usage',
    remedy,
  });
}
