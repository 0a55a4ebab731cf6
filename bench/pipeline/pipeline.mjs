// A two-device pipeline on two pinned cores beside one pinned core: tokens per second of the same greedy waves, in turns within one
// run. Usage: node bench/pipeline/pipeline.mjs [model directory] [-o json]
import { fileURLToPath } from 'node:url';
import { discoverMachine, loadModelBundle, startEngine } from '@qeil/runtime';

const words = process.argv.slice(2).filter((word) => word !== '-o' && word !== 'json');
const asJson = process.argv.includes('json');
const model = words[0] ?? fileURLToPath(new URL('../../models/gradeschool-mini', import.meta.url));
const BATCHES = [1, 8, 16, 32];
const ROUNDS = 7;

const bundle = await loadModelBundle(model);
const machine = await discoverMachine({ probeProviders: false });
const [first, second] = machine.devices.flatMap(({ cpus = [] }) => cpus);
if (first === undefined || second === undefined) {
  throw new Error('this benchmark needs two CPUs: this process may use fewer');
}
const pinned = (cpu) => ({
  id: `cpu-${cpu}`,
  name: `CPU ${cpu}`,
  provider: 'cpu',
  cpus: [cpu],
  points: [{ name: '1-thread', threads: 1 }],
  memoryPool: 'system',
});
const at = (cpu) => ({ deviceId: `cpu-${cpu}`, pointName: '1-thread' });
const engine = await startEngine({ bundle, devices: [pinned(first), pinned(second)] });
const promptTokenIds = bundle.tokenizer.encodePrompt('Tom has 12 apples and buys 5 more. How many does he have?');
const sampling = { ...bundle.defaultSampling, temperature: 0, topK: 0, topP: 1, maxNewTokens: 64 };
// Tokens are given, not drawn, so that every row runs to the end and both do the same work.
const forced = Array.from({ length: 64 }, (_, index) => 10 + (index % 50));
const { layers } = bundle.shape;
// The head weighs about a layer here, so the second device gets the smaller half.
const cut = Math.ceil(layers / 2);

const splitOf = (microBatches) => ({
  microBatches,
  pieces: [
    { firstLayer: 0, endLayer: cut, prefill: at(first), decode: at(first) },
    { firstLayer: cut, endLayer: layers, prefill: at(second), decode: at(second) },
  ],
});

async function wave(rows, split, round) {
  const startedMs = performance.now();
  const result = await engine.sampleWave({
    questionId: `${rows}`,
    promptTokenIds,
    sampleIndices: Array.from({ length: rows }, (_, index) => index),
    runSeed: round,
    sampling,
    forced: Array.from({ length: rows }, () => forced),
    prefill: at(first),
    decode: split === undefined ? at(first) : at(second),
    keepPrompt: true,
    ...(split === undefined ? {} : { split }),
  });
  const wallS = (performance.now() - startedMs) / 1000;
  const busy = result.activity.filter(({ phase }) => phase === 'decode');
  return {
    wallS,
    busyS: busy.map(({ busyS }) => busyS),
    cpuS: busy.map(({ cpuS }) => cpuS),
    logProbabilities: result.samples.map((sample) => sample.logProbabilities),
  };
}

const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];
const spread = (values) => (Math.max(...values) - Math.min(...values)) / median(values);

const results = [];
for (const rows of BATCHES) {
  for (const microBatches of rows === 1 ? [1] : [2, 4]) {
    const split = splitOf(microBatches);
    const [one, two] = [[], []];
    for (let round = 0; round < ROUNDS + 1; round += 1) {
      const single = await wave(rows, undefined, round);
      const pair = await wave(rows, split, round);
      let difference = 0;
      single.logProbabilities.forEach((row, index) => {
        row.forEach((value, position) => {
          difference = Math.max(difference, Math.abs(value - pair.logProbabilities[index][position]));
        });
      });
      if (difference > 1e-4) throw new Error(`the pipeline computes other numbers: off by ${difference}`);
      if (round === 0) continue; // processes start, prompts are read
      one.push(single);
      two.push(pair);
    }
    const tokens = rows * forced.length;
    const rate = (waves) => tokens / median(waves.map(({ wallS }) => wallS));
    const ratios = one.map(({ wallS }, index) => wallS / two[index].wallS);
    results.push({
      rows,
      microBatches,
      oneCoreTokensPerS: rate(one),
      twoCoresTokensPerS: rate(two),
      speedUp: median(ratios),
      speedUpSpread: spread(ratios),
      // CPU time of one core's wave over that of the busier process of the pipeline: the speed-up an idle machine could reach at most.
      cpuBound: median(one.map(({ cpuS: [all] }, index) => all / Math.max(...two[index].cpuS))),
      // What a one-device wave takes beyond the time its process was busy.
      orchestrationShare: median(
        one.map(({ wallS, busyS }) => 1 - busyS.reduce((sum, value) => sum + value, 0) / wallS),
      ),
      busyShare: median(two.map(({ wallS, busyS }) => busyS.reduce((sum, value) => sum + value, 0) / (2 * wallS))),
    });
  }
}
await engine.close();

const record = {
  schema: 'qeil.bench-pipeline/1',
  model: bundle.name,
  cpu: machine.cpuModel,
  layers: [cut, layers - cut],
  rounds: ROUNDS,
  results,
};
if (asJson) console.log(JSON.stringify(record, null, 2));
else {
  console.log(`${record.model} on ${record.cpu}: layers ${cut} | ${layers - cut}, ${ROUNDS} rounds in turns`);
  for (const row of results) {
    console.log(
      `b ${row.rows}, ${row.microBatches} micro-batches: ${row.oneCoreTokensPerS.toFixed(0)} → ${row.twoCoresTokensPerS.toFixed(0)} tokens/s, ` +
        `${row.speedUp.toFixed(2)} × (spread ${(100 * row.speedUpSpread).toFixed(0)} %), orchestration ${(100 * row.orchestrationShare).toFixed(1)} %, ` +
        `cores busy ${(100 * row.busyShare).toFixed(0)} %, at most ${row.cpuBound.toFixed(2)} × by CPU time`,
    );
  }
}
