import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Arm, Generated, Generation } from './arm.js';
import type { BenchModel } from './bench-model.js';
import { processCpuS } from './process-cpu.js';
import type { ArmCommand } from './serve-arm.js';

/** How long threads are watched after a generation (ms): ONNX Runtime's own spin on for tens of ms. */
const AFTER_MS = 100;

export interface Timed extends Generated {
  /** CPU time of all processes of the arm; null where the system does not tell. */
  readonly cpuS: number | null;
  /** CPU time spent in the 100 ms after the answer: threads that spin for work that does not come. */
  readonly afterCpuS: number | null;
}

/** The process of an arm, from outside. */
export class ArmProcess {
  private readonly child: ChildProcess;
  private others: readonly number[] = [];

  private constructor(readonly arm: Arm) {
    this.child = fork(fileURLToPath(new URL('./serve-arm.js', import.meta.url)), { serialization: 'advanced' });
  }

  static async start(arm: Arm, model: BenchModel): Promise<ArmProcess> {
    const process = new ArmProcess(arm);
    await process.command({ load: { arm, model } });
    return process;
  }

  async generate(generation: Generation): Promise<Timed> {
    const before = this.cpuS();
    const generated = (await this.command({ generate: generation })) as Generated;
    const started = this.others.length === 0 && (generated.processIds?.length ?? 0) > 0;
    this.others = generated.processIds ?? [];
    const after = this.cpuS();
    await new Promise((resolve) => setTimeout(resolve, AFTER_MS));
    const later = this.cpuS();
    const drawn = generated.tokenIds.reduce((sum, ids) => sum + ids.length, 0);
    if (drawn !== generation.rows * generation.newTokens) {
      throw new Error(`${this.arm.name} drew ${drawn} tokens, not ${generation.rows} times ${generation.newTokens}`);
    }
    return {
      ...generated,
      // Of the run that started them the other processes' time before is not known.
      cpuS: before === null || after === null || started ? null : after - before,
      afterCpuS: after === null || later === null ? null : later - after,
    };
  }

  async close(): Promise<void> {
    await this.command({ close: true });
    this.child.disconnect();
  }

  private cpuS(): number | null {
    const { pid } = this.child;
    if (pid === undefined) return null;
    return [pid, ...this.others].reduce<number | null>((sum, id) => {
      const used = processCpuS(id);
      return sum === null || used === null ? null : sum + used;
    }, 0);
  }

  private command(command: ArmCommand): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const { child, arm } = this;
      const onExit = (code: number | null, signal: string | null): void =>
        reject(new Error(`the process of ${arm.name} ended: ${signal ?? code}`));
      child.once('exit', onExit);
      child.once('message', (reply: { value?: unknown; error?: string }) => {
        child.off('exit', onExit);
        if (reply.error === undefined) resolve(reply.value);
        else reject(new Error(`${arm.name}: ${reply.error}`));
      });
      child.send(command);
    });
  }
}
