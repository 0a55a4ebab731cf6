import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import {
  calibrateMachine,
  discoverMachine,
  loadModelBundle,
  loadQuestions,
  NO_RELIABILITY,
  openEnergyMeter,
  planRequest,
  qeilDirectories,
  reliabilityOf,
  startEngine,
  taskProfileOf,
} from '@qeil/runtime';

export const BUDGET = 16;
export const SEED = 1;

const models = fileURLToPath(new URL('../../../models', import.meta.url));

/** Options of both benches: `--split dev|test`, `--limit n`, `--dtype name`, `-o json|table`. */
export function benchOptions(limit: string) {
  const { values } = parseArgs({
    options: {
      split: { type: 'string', default: 'dev' },
      limit: { type: 'string', default: limit },
      dtype: { type: 'string', default: 'fp32' },
      output: { type: 'string', short: 'o', default: 'table' },
    },
  });
  const { split, dtype, output } = values;
  const most = Number(values.limit);
  if (split !== 'dev' && split !== 'test') throw new Error(`--split ${split}: dev or test`);
  if (dtype !== 'fp32' && dtype !== 'int8' && dtype !== 'q4') throw new Error(`--dtype ${dtype}: fp32, int8 or q4`);
  if (!(Number.isInteger(most) && most > 0)) throw new Error(`--limit ${values.limit}: an integer above 0`);
  if (output !== 'json' && output !== 'table') throw new Error(`-o ${output}: json or table`);
  return { split, dtype, output, limit: most } as const;
}

export type Bench = Awaited<ReturnType<typeof openBench>>;

/** The shipped model on this machine, calibrated, planned for the rule `verified`, its device processes up. */
export async function openBench({ split, dtype, limit }: ReturnType<typeof benchOptions>) {
  const bundle = await loadModelBundle('gradeschool-mini', { weightFormat: dtype, searchDirectories: [models] });
  const { questions: all } = await loadQuestions(`${bundle.directory}/data/${split}.jsonl`);
  const wanted = Math.min(limit, all.length);
  const questions = Array.from({ length: wanted }, (_, index) => all[Math.floor((index * all.length) / wanted)]).filter(
    (question) => question !== undefined,
  );
  const machine = await discoverMachine();
  const engine = await startEngine({ bundle, devices: machine.devices });
  try {
    const { calibration } = await calibrateMachine({
      machine,
      bundle,
      engine,
      budgetS: 20,
      cacheDirectory: qeilDirectories(process.env).cache,
    });
    const rule = 'verified' as const;
    const profile = await taskProfileOf(bundle, { rule, selection: 'arde', budget: BUDGET });
    const { promptTokens, sampleLengths, neededSamples } = profile;
    const planned = await planRequest({
      machine,
      calibration,
      bundle,
      promptTokens,
      sampleLengths,
      neededSamples,
      seed: SEED,
      objective: 'energy',
    });
    const reliability = await reliabilityOf(bundle, NO_RELIABILITY);
    const meter = openEnergyMeter({ machine, calibration });
    return { bundle, questions, machine, engine, meter, planned, reliability, rule, cpuModel: machine.cpuModel };
  } catch (error) {
    await engine.close();
    throw error;
  }
}
