import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { encodePlacementProblem } from '@qeil/model';
import type { SpeedCase } from './cases.js';
import type { Sample } from './sample.js';

const MANIFEST = fileURLToPath(new URL('../../../../packages/pgsam-wasm/crate/Cargo.toml', import.meta.url));

/** The native bench of the crate, answering one round at a time. */
export interface NativeArm {
  evaluate(name: string): Promise<Sample>;
  search(name: string, seed: number, budget: number): Promise<Sample>;
  close(): Promise<void>;
}

/** Why there is no native arm. */
export interface NativeAbsent {
  readonly absent: string;
}

/** Builds the crate's bench and starts it on the given cases. Without a Rust toolchain there is no such arm. */
export async function startNative(cases: readonly SpeedCase[]): Promise<NativeArm | NativeAbsent> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'qeil-speed-'));
  for (const { name, problem, flatPlans } of cases) {
    writeFileSync(path.join(folder, `${name}.problem`), Buffer.from(encodePlacementProblem(problem).buffer));
    writeFileSync(path.join(folder, `${name}.plans`), Buffer.from(flatPlans.buffer));
  }
  const child = spawn(
    'cargo',
    ['bench', '--locked', '--quiet', '--manifest-path', MANIFEST, '--bench', 'speed', '--', '--serve', folder],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  const arm = new NativeProcess(child, folder);
  const [problem] = await Promise.race([once(child, 'spawn').then(() => []), once(child, 'error')]);
  if (problem === undefined) return arm;
  rmSync(folder, { recursive: true, force: true });
  return { absent: `cargo could not be started: ${problem.message}` };
}

class NativeProcess implements NativeArm {
  readonly #child: ChildProcessByStdio<Writable, Readable, null>;
  readonly #folder: string;
  readonly #lines: AsyncIterator<string>;

  constructor(child: ChildProcessByStdio<Writable, Readable, null>, folder: string) {
    this.#child = child;
    this.#folder = folder;
    this.#lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  }

  evaluate(name: string): Promise<Sample> {
    return this.#ask(`evaluate ${name}`);
  }

  search(name: string, seed: number, budget: number): Promise<Sample> {
    return this.#ask(`search ${name} ${seed} ${budget}`);
  }

  async close(): Promise<void> {
    const exited = this.#child.exitCode === null ? once(this.#child, 'exit') : Promise.resolve();
    this.#child.stdin.end();
    await exited;
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #ask(request: string): Promise<Sample> {
    this.#child.stdin.write(`${request}\n`);
    const { value, done } = await this.#lines.next();
    if (done) throw new Error(`cargo bench ended instead of answering “${request}”; its own message is above`);
    return JSON.parse(value) as Sample;
  }
}
