import type { BenchResult } from '../bench.js';
import type { InstanceResult } from '../judge/result.js';
import { quartiles } from '../judge/statistics.js';

const percent = (value: number) => `${(100 * value).toFixed(2)} %`;
const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
const tableOf = (head: readonly string[], rows: readonly (readonly string[])[]) =>
  [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');

/** The recorded result as a page: targets, rivals, instances. Every number comes from the result. */
export function page(result: BenchResult, plots: readonly string[]): string {
  const { protocol, machine, summaries, instances } = result;
  const head = [
    '# PGSAM beside other optimisers',
    '',
    `${instances.length} instances, ${protocol.seeds} paired seeds, budgets of ${protocol.budgets.join(' and ')} evaluations (${protocol.note}).`,
    `Hypervolumes are shares of the reference front’s, exact, with the reference point ${protocol.hypervolumeReference} in each scaled objective.`,
    `A tie is a difference below ${protocol.tie}. p: Wilcoxon signed-rank, Holm over all rivals and instances of a budget.`,
    `${machine.cpu}, ${machine.threads} threads, Node ${machine.node}; the machine did other work, so milliseconds are noisy.`,
    '`npm run bench:pgsam` repeats it; `results.json` beside this page has every seed.',
  ];
  return [
    ...head,
    ...summaries.flatMap((summary) => ['', ...summaryLines(summary)]),
    ...protocol.budgets.flatMap((budget) => [
      '',
      `## Median hypervolume at ${budget} evaluations`,
      '',
      hypervolumeTable(instances, budget),
    ]),
    '',
    '## Instances',
    '',
    instanceTable(instances),
    '',
    '## Attainment',
    '',
    ...plots.map((file) => `![Median attainment surfaces](${file})`),
    '',
  ].join('\n');
}

function summaryLines(summary: BenchResult['summaries'][number]): string[] {
  const { budget, bestOrTied, bestOrTied2, leastOnExact, byRival } = summary;
  return [
    `## At ${budget} evaluations`,
    '',
    `PGSAM is best or tied with every rival in ${percent(bestOrTied)} of the pairs of instance and seed (target: 90 %); with energy and latency alone in ${percent(bestOrTied2)}.`,
    leastOnExact === null
      ? ''
      : `Its least median share of an exact front’s hypervolume is ${percent(leastOnExact)} (target: 99.9 %).`,
    '',
    tableOf(
      ['PGSAM against', 'wins', 'ties', 'losses', 'instances better, p < 0.05', 'worse, p < 0.05'],
      byRival.map(({ rival, wins, ties, losses, better, worse }) => [
        rival,
        ...[wins, ties, losses, better, worse].map(String),
      ]),
    ),
  ];
}

function hypervolumeTable(instances: readonly InstanceResult[], budget: number): string {
  const arms = instances[0]?.cells.filter((cell) => cell.budget === budget).map(({ arm }) => arm) ?? [];
  return tableOf(
    ['instance', ...arms],
    instances.map(({ name, cells }) => [
      name,
      ...cells
        .filter((cell) => cell.budget === budget)
        .map(({ hypervolume }) => percent(quartiles(hypervolume).median)),
    ]),
  );
}

function instanceTable(instances: readonly InstanceResult[]): string {
  const rho = (value: number | null) => (value === null ? '–' : value.toFixed(2));
  return tableOf(
    [
      'instance',
      'stages',
      'devices',
      'reference',
      'plans, 3 objectives',
      '2 objectives',
      'ρ energy, latency',
      'ρ energy, idle',
      'ρ latency, idle',
    ],
    instances.map(({ name, stages, devices, reference, correlation }) => [
      name,
      String(stages),
      String(devices),
      reference.kind,
      String(reference.size3),
      String(reference.size2),
      rho(correlation.energyLatency),
      rho(correlation.energyIdle),
      rho(correlation.latencyIdle),
    ]),
  );
}
