// `npm run bench:engine`: tokens per second, CPU time and distance to the roofline of the engine beside a plain session.run loop and
// transformers.js, on the same models, in turns within one run.
import { cpus } from 'node:os';
import { onnxRuntimeVersion, qeilDirectories } from '@qeil/runtime';
import { ARMS } from './arm.js';
import { ArmProcess } from './arm-process.js';
import { type BenchModel, prepareModel } from './bench-model.js';
import { type CaseResult, measureCase, promptOf } from './measure-case.js';
import { benchOptions } from './options.js';
import { type Machine, measureMachine } from './roofline.js';
import { table } from './table.js';

const GREEDY_TOKENS = 16;
const GREEDY_PROMPT = 33;

const options = benchOptions();
const say = (text: string): void => void process.stderr.write(`${text}\n`);

/** How many greedy tokens each arm has in common with the first before they part: proof that they run the same model. */
async function sameTokens(model: BenchModel, processes: readonly ArmProcess[]) {
  const generation = {
    promptTokenIds: promptOf(GREEDY_PROMPT, model.vocabulary),
    rows: 2,
    newTokens: GREEDY_TOKENS,
    temperature: 0,
    seed: 0,
  };
  let expected: readonly number[] = [];
  const same: { arm: string; tokens: number }[] = [];
  for (const process of processes) {
    const [ids = []] = (await process.generate(generation)).tokenIds;
    if (same.length === 0) expected = ids;
    const parted = ids.findIndex((id, index) => id !== expected[index]);
    same.push({ arm: process.arm.name, tokens: parted < 0 ? ids.length : parted });
  }
  return { of: GREEDY_TOKENS, arms: same };
}

const machines: (Machine & { model: string })[] = [];
const equality: (Awaited<ReturnType<typeof sameTokens>> & { model: string })[] = [];
const cases: CaseResult[] = [];
for (const name of options.models) {
  say(`${name}: preparing`);
  const model = await prepareModel(name, qeilDirectories(process.env).cache);
  const machine = await measureMachine(model);
  machines.push({ model: name, ...machine });
  const processes: ArmProcess[] = [];
  for (const arm of ARMS) processes.push(await ArmProcess.start(arm, model));
  equality.push({ model: name, ...(await sameTokens(model, processes)) });
  for (const promptTokens of options.prompts) {
    for (const rows of options.batches) {
      say(`${name}: prompt ${promptTokens}, ${rows} rows`);
      const { newTokens, rounds } = options;
      cases.push(await measureCase({ model, machine, processes, promptTokens, rows, newTokens, rounds }));
    }
  }
  await Promise.all(processes.map((process) => process.close()));
}

const record = {
  schema: 'qeil.bench-engine/1',
  cpu: cpus()[0]?.model ?? null,
  onnxRuntime: onnxRuntimeVersion(),
  rounds: options.rounds,
  machines,
  sameGreedyTokens: equality,
  cases,
  noise:
    'Arms take turns within a round and ratios are taken within the round; ranges are least and most of the rounds. Load of other programs is in the times.',
};
process.stdout.write(options.output === 'json' ? `${JSON.stringify(record, null, 2)}\n` : table(record));
