// `npm run bench:cascade`: what the rule `verified` keeps of pass@k and of the joules of the whole budget, on the shipped model.
import { askAll, joulesOf, sumOf } from './ask.js';
import { BUDGET, benchOptions, openBench, SEED } from './open-bench.js';
import { pairedInterval } from './paired-interval.js';

const options = benchOptions('200');
const bench = await openBench(options);
try {
  const { planned, rule } = bench;
  const whole = { budget: BUDGET, rule: 'none', selection: 'arde' } as const;
  const arms = [
    { name: 'one-batch', plan: planned.baselines.standardBatched, ...whole },
    { name: 'all-waves', plan: planned.chosen, ...whole },
    { name: 'cascade', plan: planned.chosen, budget: BUDGET, rule, selection: 'arde' as const },
  ];
  const outcomes = await askAll(bench, arms);
  const of = (name: string) => outcomes.get(name) ?? [];
  const questions = bench.questions.length;
  const passed = of('one-batch').map(({ gold, candidates }) => candidates.some(({ answer }) => answer === gold));
  const right = of('cascade').map(({ correct }) => correct === true);
  const joules = Object.fromEntries(arms.map(({ name }) => [name, joulesOf(of(name))]));
  const total = (values: readonly number[] | undefined, indices: readonly number[]) =>
    indices.reduce((sum, index) => sum + (values?.[index] ?? 0), 0);
  // Questions are drawn anew, each with all it was asked: what is compared stays paired.
  const paired = (statistic: (indices: readonly number[]) => number) => pairedInterval(questions, SEED, statistic);
  const share = (against: string) =>
    paired((indices) => total(joules.cascade, indices) / total(joules[against], indices));
  const points = paired(
    (indices) =>
      (100 * indices.reduce((sum, index) => sum + Number(right[index]) - Number(passed[index]), 0)) / indices.length,
  );
  const record = {
    schema: 'qeil.bench-cascade/1',
    cpu: bench.cpuModel,
    split: options.split,
    weightFormat: options.dtype,
    questions,
    budget: BUDGET,
    rule,
    reliability: bench.reliability?.detail ?? null,
    waveSize: planned.chosen.waveSize,
    energySource: bench.meter.source,
    selectedAccuracy: right.filter(Boolean).length / questions,
    passAtK: passed.filter(Boolean).length / questions,
    selectedMinusPassPoints: points,
    joulesShareOfOneBatch: share('one-batch'),
    joulesShareOfAllWaves: share('all-waves'),
    arms: arms.map(({ name, plan }) => ({
      name,
      waveSize: plan.waveSize,
      accuracy: sumOf(of(name), ({ correct }) => Number(correct === true)) / questions,
      samplesPerQuestion: sumOf(of(name), ({ candidates }) => candidates.length) / questions,
      joulesPerQuestion: (joules[name] ?? []).reduce((sum, value) => sum + value, 0) / questions,
      secondsPerQuestion: sumOf(of(name), ({ wallS }) => wallS) / questions,
    })),
    noise:
      'Arms turn question by question. Intervals are 95 % paired bootstrap over questions; load of other programs is in the joules.',
  };
  if (options.output === 'json') process.stdout.write(`${JSON.stringify(record, null, 2)}\n`);
  else {
    console.table(record.arms);
    process.stdout.write(
      `selected ${(100 * record.selectedAccuracy).toFixed(1)} %, pass@${BUDGET} ${(100 * record.passAtK).toFixed(1)} %; joules ` +
        `${(100 * record.joulesShareOfAllWaves.value).toFixed(1)} % of all waves, ${(100 * record.joulesShareOfOneBatch.value).toFixed(1)} % of one batch (${record.energySource})\n`,
    );
  }
} finally {
  await bench.engine.close();
}
process.exit(0);
