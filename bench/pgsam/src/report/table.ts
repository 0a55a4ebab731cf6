import type { BenchResult } from '../bench.js';

const percent = (value: number) => `${(100 * value).toFixed(2)} %`;

/** The result for a terminal. */
export function table({ instances, summaries, protocol }: BenchResult): string {
  const lines: string[] = [];
  for (const { budget, bestOrTied, bestOrTied2, leastOnExact, byRival } of summaries) {
    lines.push(`Budget ${budget}, ${protocol.seeds} paired seeds`);
    lines.push(
      `  PGSAM best or tied with every rival: ${percent(bestOrTied)} of pairs (two objectives: ${percent(bestOrTied2)})`,
    );
    if (leastOnExact !== null)
      lines.push(`  least median share of an exact front's hypervolume: ${percent(leastOnExact)}`);
    for (const { rival, wins, ties, losses, better, worse } of byRival) {
      lines.push(
        `  against ${rival.padEnd(18)} ${wins} wins, ${ties} ties, ${losses} losses; significantly better on ${better} instances, worse on ${worse}`,
      );
    }
    lines.push('');
    for (const { name, reference, cells } of instances) {
      lines.push(
        `  ${name}: reference ${reference.kind}, ${reference.size3} plans (two objectives: ${reference.size2})`,
      );
      for (const cell of cells.filter((other) => other.budget === budget)) {
        const sorted = [...cell.hypervolume].sort((a, b) => a - b);
        const reached = cell.evaluationsTo99.filter((value) => value !== null).length;
        lines.push(
          `    ${cell.arm.padEnd(18)} HV ${percent(sorted[sorted.length >> 1]).padStart(9)} (worst ${percent(sorted[0]).padStart(9)})  ` +
            `IGD+ ${cell.igdPlus.median.toExponential(1)}  ε ${cell.epsilon.median.toExponential(1)}  to 99 %: ${reached}/${sorted.length}  ${cell.wallMs.toFixed(0)} ms`,
        );
      }
    }
    lines.push('');
  }
  return lines.join('\n');
}
