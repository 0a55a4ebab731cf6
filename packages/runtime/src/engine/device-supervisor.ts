import { setTimeout as pause } from 'node:timers/promises';
import type { Device, DevicePoint } from '../devices/device.js';
import { QeilError } from '../errors/qeil-error.js';
import type { ModelBundle } from '../model-bundle/bundle.js';
import { DeathRecord } from './death-record.js';
import { DeviceProcessHandle, ProcessDeath } from './device-process-handle.js';
import type { DriverName } from './driver/session-driver.js';
import type { FaultEvent } from './fault-event.js';
import type { KvStrategy } from './kv-strategy.js';
import { launcherFor } from './pinning.js';
import type { PoisonList } from './poison-list.js';
import type { LoadCommand } from './protocol.js';
import type { SupervisorSettings } from './supervisor-settings.js';

export interface SupervisorParts {
  readonly device: Device;
  readonly point: DevicePoint;
  readonly bundle: ModelBundle;
  /** The way into ONNX Runtime that this device's processes use. */
  readonly driver: () => Promise<DriverName>;
  /** False: models run as they were exported. */
  readonly sharePrompt: boolean;
  /** Where device processes keep what they proved of the model; nowhere when absent. */
  readonly cacheDirectory?: string;
  readonly settings: SupervisorSettings;
  readonly poison: PoisonList;
  readonly onFault: (event: FaultEvent) => void;
  /** Load these pieces of the model; all of it when absent. */
  readonly split?: NonNullable<LoadCommand['split']>;
}

/** A result, and what it took beyond the work itself. */
export interface WorkDone<T> {
  readonly value: T;
  readonly restarts: number;
  readonly lostS: number;
}

const nowS = (): number => performance.now() / 1000;

/**
 * Keeps one device process at one operating point: starts it when it is first needed, gives it one piece of work at a time,
 * restarts it with back-off when it dies or hangs, and has the interrupted work done again. Work must be repeatable.
 */
export class DeviceSupervisor {
  private process: DeviceProcessHandle | undefined;
  private turn: Promise<unknown> = Promise.resolve();
  private readonly own = new WeakSet<DeviceProcessHandle>();
  private closed = false;
  private loaded: KvStrategy | undefined;
  private readonly closing = new AbortController();
  private readonly deaths: DeathRecord;

  constructor(private readonly parts: SupervisorParts) {
    this.deaths = new DeathRecord(parts.settings);
  }

  /** How keys and values are kept in the process that was loaded last; undefined before any was. */
  get kvStrategy(): KvStrategy | undefined {
    return this.loaded;
  }

  get processId(): number | undefined {
    return this.process?.processId;
  }

  holdsPrompt(questionId: string, key: string): boolean {
    return this.process?.alive === true && this.process.keptPrompts.get(questionId) === key;
  }

  /**
   * Do work in the device process, again in a new one if it dies.
   *
   * @returns the work's result, how many restarts it took, and the seconds processes worked on it before they died
   * @throws {QeilError} `question-poisoned`, `device-quarantined`, `cancelled`, or what the work throws
   */
  run<T>(
    questionId: string,
    work: (process: DeviceProcessHandle) => Promise<T>,
    signal?: AbortSignal,
  ): Promise<WorkDone<T>> {
    const result = this.turn.then(() => this.runUntilDone(questionId, work, signal));
    this.turn = result.catch(() => {});
    return result;
  }

  /** Do work only if a process is there; for tidying up. */
  async runIfStarted(work: (process: DeviceProcessHandle) => Promise<void>): Promise<void> {
    const result = this.turn.then(async () => {
      if (this.process?.alive) await work(this.process);
    });
    this.turn = result.catch(() => {});
    await this.turn;
  }

  /** Stop the process, if there is one, after the work it has; the next work starts another. */
  async rest(): Promise<void> {
    const result = this.turn.then(async () => {
      const { process } = this;
      this.process = undefined;
      await process?.close(this.parts.settings.closeGraceS);
    });
    this.turn = result.catch(() => {});
    await result;
  }

  async close(): Promise<void> {
    this.closed = true;
    this.closing.abort();
    await this.process?.close(this.parts.settings.closeGraceS);
  }

  private async runUntilDone<T>(
    questionId: string,
    work: (process: DeviceProcessHandle) => Promise<T>,
    signal: AbortSignal | undefined,
  ): Promise<WorkDone<T>> {
    let lostS = 0;
    for (let restarts = 0; ; restarts += 1) {
      let workingSinceS: number | undefined;
      try {
        const process = await this.ready(questionId, signal);
        workingSinceS = nowS();
        return { value: await work(process), restarts, lostS };
      } catch (error) {
        // The death of another supervisor's process is that one's to mend.
        if (!(error instanceof ProcessDeath) || (error.process !== undefined && !this.own.has(error.process))) {
          if (!(error instanceof ProcessDeath)) this.report(error, questionId);
          throw error;
        }
        if (this.closed) throw this.closedError();
        this.process = undefined;
        if (workingSinceS !== undefined) lostS += nowS() - workingSinceS;
        this.recordDeath(error, questionId, workingSinceS !== undefined);
      }
    }
  }

  private recordDeath(death: ProcessDeath, questionId: string, working: boolean): void {
    const { device, poison, onFault } = this.parts;
    onFault({ kind: death.kind, deviceId: device.id, detail: death.message, questionId });
    const quarantined = this.deaths.died(nowS());
    if (quarantined) {
      const detail = `device ${device.id} is left alone for ${Math.ceil(this.deaths.quarantineLeftS(nowS()))} s: ${this.parts.settings.deathsBeforeQuarantine} of its processes died within ${this.parts.settings.deathWindowS} s`;
      onFault({ kind: 'device-quarantined', deviceId: device.id, detail, questionId });
    }
    // A process that dies while idle or loading says nothing about the question.
    if (working && poison.blame(questionId)) {
      const detail = `question ${questionId} is set aside: it ended ${this.parts.settings.deathsBeforePoison} device processes`;
      onFault({ kind: 'question-poisoned', deviceId: device.id, detail, questionId });
    }
  }

  private async ready(questionId: string, signal: AbortSignal | undefined): Promise<DeviceProcessHandle> {
    this.parts.poison.refuse(questionId);
    this.refuseQuarantine();
    if (signal?.aborted) throw cancelledError(questionId);
    if (this.process?.alive) return this.process;
    // It died between two pieces of work: that is a death like any other, to be told and counted.
    if (this.process?.death !== undefined) throw this.process.death;
    const waitS = this.deaths.backoffS(nowS());
    const signals = signal === undefined ? this.closing.signal : AbortSignal.any([signal, this.closing.signal]);
    if (waitS > 0) await pause(waitS * 1000, undefined, { signal: signals }).catch(() => {});
    if (this.closed) throw this.closedError();
    if (signal?.aborted) throw cancelledError(questionId);
    return this.start();
  }

  private async start(): Promise<DeviceProcessHandle> {
    const { device, point, bundle, settings } = this.parts;
    const driver = await this.parts.driver();
    const { split, cacheDirectory } = this.parts;
    if (this.closed) throw this.closedError();
    const process = new DeviceProcessHandle(device.id, launcherFor(device), settings);
    this.own.add(process);
    this.process = process;
    const { directory, onnxPath, digest, weightByte, maxPositions, stopTokenIds, shape } = bundle;
    try {
      const { kv } = await process.command(
        {
          type: 'load',
          directory,
          onnxPath,
          digest,
          sharePrompt: this.parts.sharePrompt,
          ...(cacheDirectory === undefined ? {} : { cacheDirectory }),
          driver,
          provider: device.provider,
          threads: point.threads,
          layers: shape.layers,
          heads: shape.heads,
          kvHeads: shape.kvHeads,
          headSize: shape.headSize,
          vocabulary: shape.vocabulary,
          weightByte,
          maxPositions,
          stopTokenIds: [...stopTokenIds],
          ...(split === undefined ? {} : { split }),
        },
        'loaded',
        settings.loadDeadlineS,
      );
      this.loaded = kv;
      return process;
    } catch (error) {
      // A process without a model is of no use; the error says why it has none.
      process.kill();
      this.process = undefined;
      if (error instanceof ProcessDeath || !QeilError.isInstance(error)) throw error;
      throw new QeilError(`device ${device.id} cannot load ${onnxPath}: ${error.message}`, {
        kind: error.kind,
        remedy: LOAD_REMEDIES[error.kind] ?? 'Run `qeil doctor` for what this machine can do.',
        cause: error,
      });
    }
  }

  private refuseQuarantine(): void {
    const leftS = this.deaths.quarantineLeftS(nowS());
    if (leftS === 0) return;
    throw new QeilError(`device ${this.parts.device.id} is quarantined for another ${Math.ceil(leftS)} s`, {
      kind: 'device-quarantined',
      remedy: 'Plan without this device, or wait. Its last words are in the fault report.',
    });
  }

  private report(error: unknown, questionId: string): void {
    if (!QeilError.isInstance(error) || SILENT_KINDS.has(error.kind)) return;
    this.parts.onFault({ kind: error.kind, deviceId: this.parts.device.id, detail: error.message, questionId });
  }

  private closedError(): QeilError {
    return new QeilError(`the engine was closed while device ${this.parts.device.id} worked`, { kind: 'cancelled' });
  }
}

/** Kinds that are answers to the caller or were reported when they arose. */
const SILENT_KINDS: ReadonlySet<string> = new Set(['cancelled', 'question-poisoned', 'device-quarantined']);

const LOAD_REMEDIES: Partial<Record<QeilError['kind'], string>> = {
  'model-invalid': 'Download the file again and compare its size and digest with the published ones.',
  'file-missing': 'Download the model again, with all its files.',
  'model-unsupported': 'Use an export for opset 21 or lower with the operators of ONNX Runtime.',
  'device-unavailable': 'Plan without this device; `qeil doctor` shows what it lacks.',
  'out-of-memory': 'Use a smaller weight format, or close other programs.',
};

export function cancelledError(questionId: string): QeilError {
  return new QeilError(`question ${questionId} was cancelled before anything was drawn`, { kind: 'cancelled' });
}
