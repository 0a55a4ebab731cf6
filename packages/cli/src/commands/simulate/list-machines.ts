import { DECODER_FAMILIES, WEIGHT_FORMATS } from '@qeil/model';
import type { Catalogue, MissingValue } from '@qeil/model/catalogue';
import { significant } from '../../format/quantity.js';
import type { View } from '../../output/view.js';
import type { SimulateListRecord } from '../../schemas/simulation-record.js';
import type { Services } from '../../services/services.js';

const shown = (missing: readonly MissingValue[]) =>
  missing.map(({ path, what, note }) => ({ path, what, note: note ?? null }));

export function listRecord(services: Services, catalogue: Catalogue): SimulateListRecord {
  return {
    schema: 'qeil.simulate-list/1',
    machines: catalogue.machines.map(({ id, name, devices, notes, scenario }) => {
      const missing = (withPriors: boolean) => shown(services.missingValues({ catalogue, machineId: id, withPriors }));
      return {
        id,
        name,
        devices: devices.map(({ device }) => device),
        missing: missing(false),
        missingWithPriors: missing(true),
        scenario: scenario ?? null,
        notes: [...notes],
      };
    }),
    families: Object.entries(DECODER_FAMILIES).map(([id, { checkpoint, parameters, weightFormat, source }]) => ({
      id,
      checkpoint,
      parameters,
      weightFormat,
      bitsPerParameter: WEIGHT_FORMATS[weightFormat].bitsPerParameter,
      source,
    })),
  };
}

function needs({ missing, missingWithPriors, scenario }: SimulateListRecord['machines'][number]): string {
  if (missing.length === 0) return 'nothing: all is known';
  if (scenario !== null) return `nothing: a scenario (${missing.length} priors)`;
  if (missingWithPriors.length === 0) return `--priors (${missing.length} unknown)`;
  return `a file with ${missingWithPriors.map(({ what }) => what).join('; ')}`;
}

export function listView(record: SimulateListRecord): View {
  return {
    record,
    rows: record.machines.map(({ id, name, devices, missing, missingWithPriors }) => ({
      id,
      name,
      devices: devices.join(' '),
      missing: missing.length,
      missingWithPriors: missingWithPriors.length,
    })),
    sections: [
      {
        kind: 'table',
        title: 'Machines',
        columns: [{ title: 'id' }, { title: 'name' }, { title: 'needs' }],
        rows: record.machines.map((machine) => [machine.id, machine.name, needs(machine)]),
      },
      {
        kind: 'table',
        title: 'Families',
        columns: [
          { title: 'id' },
          { title: 'checkpoint' },
          { title: 'parameters\nM', align: 'right' },
          { title: 'format' },
          { title: 'bits per\nparameter', align: 'right' },
        ],
        rows: record.families.map((family) => [
          family.id,
          family.checkpoint,
          significant(family.parameters / 1e6, 4),
          family.weightFormat,
          significant(family.bitsPerParameter),
        ]),
      },
    ],
  };
}
