import type { CliContext } from '../command/context.js';
import { seconds, significant } from '../format/quantity.js';
import { sanitise } from '../output/sanitise.js';

/** A plain line this often where no bar can be drawn. */
const PLAIN_INTERVAL_MS = 30_000;

/** How far a long job is. */
export interface ProgressState {
  readonly done: number;
  /** J so far; null when unknown. */
  readonly energyJ: number | null;
  /** Mean power of the work now going on (W); null when unknown. */
  readonly meanPowerW: number | null;
}

export interface Progress {
  update(state: ProgressState): void;
  stop(): void;
}

function describe(state: ProgressState, total: number, elapsedS: number): string {
  const rate = elapsedS > 0 ? state.done / elapsedS : 0;
  const left = rate > 0 ? seconds((total - state.done) / rate) : '?';
  const energy = state.energyJ === null ? '' : `, ${significant(state.energyJ)} J, ${significant(state.meanPowerW)} W`;
  return `${significant(rate)}/s, ${left} left${energy}`;
}

/** A bar on a terminal (redrawn at most 10 times a second), else one plain line per 30 s, else nothing. Always on stderr. */
export async function startProgress(
  context: CliContext,
  label: string,
  total: number,
  quiet: boolean,
): Promise<Progress> {
  const startedMs = context.now();
  const elapsedS = () => (context.now() - startedMs) / 1000;
  const name = sanitise(label);
  if (quiet) return { update() {}, stop() {} };
  if (context.stderr.isTTY !== true || context.environment.TERM === 'dumb') {
    let lastMs = startedMs;
    return {
      update(state) {
        if (context.now() - lastMs < PLAIN_INTERVAL_MS) return;
        lastMs = context.now();
        context.stderr.write(`${name}: ${state.done}/${total}, ${describe(state, total, elapsedS())}\n`);
      },
      stop() {},
    };
  }
  const { SingleBar } = await import('cli-progress');
  const bar = new SingleBar({
    format: `${name} {bar} {value}/{total}  {note}`,
    barsize: 16,
    fps: 10,
    stream: context.stderr as NodeJS.WritableStream,
    clearOnComplete: true,
    hideCursor: false,
    linewrap: false,
    gracefulExit: false,
  });
  bar.start(total, 0, { note: '' });
  return {
    update: (state) => bar.update(state.done, { note: describe(state, total, elapsedS()) }),
    stop: () => bar.stop(),
  };
}
