import { DECODER_FAMILIES } from '@qeil/model';
import { findMachine } from '@qeil/model/catalogue';
import { EXIT_CODES } from '@qeil/runtime/errors';
import type { CliContext } from '../../command/context.js';
import { printView } from '../../output/print-view.js';
import type { FamilyRecord } from '../../schemas/simulation-record.js';
import { cancelledError } from '../../session/cancelled.js';
import { assumptionsOf } from './assumptions.js';
import { listRecord, listView } from './list-machines.js';
import { readCatalogue } from './read-catalogue.js';
import { familiesFor, machineFor, requestFor } from './simulate-choices.js';
import type { SimulateValues } from './simulate-command.js';
import { simulateView } from './simulate-view.js';
import { familyRecord, machineRecord, valueRecords } from './simulated-records.js';
import { sweepRecord } from './sweep-record.js';

export async function runSimulate(context: CliContext, values: SimulateValues): Promise<number> {
  try {
    return await simulate(context, values);
  } catch (error) {
    if (context.signal.aborted) throw cancelledError();
    throw error;
  }
}

async function simulate(context: CliContext, values: SimulateValues): Promise<number> {
  const read = await readCatalogue(values['machine-file'], context.workingDirectory);
  const { catalogue } = read;
  if (values.list) {
    printView(context, listView(listRecord(await context.loadServices(), catalogue)), values.output);
    return EXIT_CODES.done;
  }
  const machineId = machineFor(values.machine, read);
  const families = familiesFor(values.family);
  const request = requestFor(values);
  const services = await context.loadServices();
  const { scenario: described } = findMachine(catalogue, machineId);
  const withPriors = values.priors || described !== undefined;
  const machine = services.simulatedMachine({ catalogue, machineId, withPriors });
  const { 'max-joules': energyJ, 'max-seconds': latencyS, 'max-watts': powerW, objective, seed, evaluations } = values;
  const bounds = {
    ...(energyJ === undefined ? {} : { energyJ }),
    ...(latencyS === undefined ? {} : { latencyS }),
    ...(powerW === undefined ? {} : { powerW }),
  };
  const records: FamilyRecord[] = [];
  for (const name of families) {
    const simulation = await services.simulateFamily({
      parts: machine.parts,
      family: DECODER_FAMILIES[name],
      request,
      objective,
      bounds,
      seed,
      evaluations,
      signal: context.signal,
    });
    records.push(familyRecord(name, simulation));
  }
  const isPaper = machineId === services.PAPER_CLAIMS.machineId;
  const { source, energyChange, latencyChange, ipwRatio, meanPowerW } = services.PAPER_CLAIMS;
  const scenario = { request, objective, standard: services.USUAL_STANDARD, maxPowerW: powerW, priorValues: {} };
  const record = {
    schema: 'qeil.simulate/1' as const,
    kind: 'simulation' as const,
    version: context.version,
    machine: machineRecord(machine),
    request,
    objective,
    bounds: { energyJ: energyJ ?? null, latencyS: latencyS ?? null, powerW: powerW ?? null },
    seed,
    assumptions: assumptionsOf(machine, request),
    values: valueRecords(machine),
    families: records,
    paper: isPaper ? { source, energyChange, latencyChange, ipwRatio, meanPowerW } : null,
    sweep:
      isPaper || values.sweep
        ? await sweepRecord(context, services, {
            catalogue,
            machineId,
            families,
            seed,
            evaluations,
            base: scenario,
            quiet: values.quiet,
          })
        : null,
  };
  printView(context, simulateView(record), values.output);
  return records.some(({ noPlan }) => noPlan === null) ? EXIT_CODES.done : EXIT_CODES.nothingUsable;
}
