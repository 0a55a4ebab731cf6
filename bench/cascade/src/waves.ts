// `npm run bench:waves`: real joules of every wave size under the rule `verified`, beside the size the planner chooses.
import { evaluatePlacement } from '@qeil/model';
import type { ExecutablePlan } from '@qeil/runtime';
import { askAll, joulesOf, sumOf } from './ask.js';
import { BUDGET, benchOptions, openBench, SEED } from './open-bench.js';
import { pairedInterval } from './paired-interval.js';

const SIZES = [1, 2, 3, 4, 6, 8, 16];

const options = benchOptions('60');
const bench = await openBench(options);
try {
  const { planned, rule, questions } = bench;
  const { chosen, problem } = planned;
  const sized = (waveSize: number): ExecutablePlan => {
    const plan = { ...chosen.plan, waveSize };
    return { ...chosen, waveSize, plan, predicted: evaluatePlacement(problem, plan) };
  };
  const sizes = [...new Set([...SIZES, chosen.waveSize])].sort((left, right) => left - right);
  const arms = sizes.map((size) => ({
    name: String(size),
    plan: sized(size),
    budget: BUDGET,
    rule,
    selection: 'arde' as const,
  }));
  const outcomes = await askAll(bench, arms);
  const joules = new Map(arms.map(({ name }) => [name, joulesOf(outcomes.get(name) ?? [])]));
  const total = (name: string) => (joules.get(name) ?? []).reduce((sum, value) => sum + value, 0);
  const best = arms.reduce((least, arm) => (total(arm.name) < total(least.name) ? arm : least));
  const own = joules.get(String(chosen.waveSize)) ?? [];
  const least = joules.get(best.name) ?? [];
  const ratio = (drawn: readonly number[]) =>
    drawn.reduce((sum, index) => sum + (own[index] ?? 0), 0) /
    drawn.reduce((sum, index) => sum + (least[index] ?? 0), 0);
  const record = {
    schema: 'qeil.bench-waves/1',
    cpu: bench.cpuModel,
    split: options.split,
    weightFormat: options.dtype,
    questions: questions.length,
    rule,
    energySource: bench.meter.source,
    placement: chosen.decode,
    chosen: chosen.waveSize,
    best: best.plan.waveSize,
    chosenOverBest: pairedInterval(questions.length, SEED, ratio),
    sizes: arms.map(({ name, plan }) => {
      const asked = outcomes.get(name) ?? [];
      const measuredJ = total(name) / asked.length;
      return {
        waveSize: plan.waveSize,
        joulesPerQuestion: measuredJ,
        predictedJoulesPerQuestion: plan.predicted.energyJ,
        predictedOverMeasured: plan.predicted.energyJ / measuredJ,
        secondsPerQuestion: sumOf(asked, ({ wallS }) => wallS) / asked.length,
        samplesPerQuestion: sumOf(asked, ({ candidates }) => candidates.length) / asked.length,
        accuracy: sumOf(asked, ({ correct }) => Number(correct === true)) / asked.length,
      };
    }),
    noise:
      'Sizes turn question by question. The interval is 95 % paired bootstrap over questions; load of other programs is in the joules.',
  };
  if (options.output === 'json') process.stdout.write(`${JSON.stringify(record, null, 2)}\n`);
  else {
    console.table(record.sizes);
    process.stdout.write(
      `planner: ${record.chosen}; measured best: ${record.best}; joules of the chosen over the best ${record.chosenOverBest.value.toFixed(3)} (${record.energySource})\n`,
    );
  }
} finally {
  await bench.engine.close();
}
process.exit(0);
