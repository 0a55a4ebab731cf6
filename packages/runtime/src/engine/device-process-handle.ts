import { type ChildProcess, fork } from 'node:child_process';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { FaultKind } from '../errors/fault-kind.js';
import { QeilError } from '../errors/qeil-error.js';
import { BEAT_BYTE, HEARTBEAT_FD } from './heartbeat-layout.js';
import type { Launcher } from './pinning.js';
import { isStopped } from './process-state.js';
import { type ChildMessage, childMessageSchema, type ParentMessage, type TokensMessage } from './protocol.js';
import type { SupervisorSettings } from './supervisor-settings.js';
import { Watchdog } from './watchdog.js';

const CHECK_EVERY_S = 0.02;
const OUTPUT_TAIL = 2000;

/** The process ended or had to be ended while it worked. The supervisor restarts it and replays. */
export class ProcessDeath extends QeilError {
  /** The process that ended. Work that spans processes fails with the death of any of them. */
  process: DeviceProcessHandle | undefined;
}

interface PendingCommand {
  readonly commandId: number;
  readonly watchdog: Watchdog;
  readonly timer: NodeJS.Timeout;
  readonly onTokens: ((events: TokensMessage['events']) => void) | undefined;
  readonly resolve: (reply: ChildMessage) => void;
  readonly reject: (error: Error) => void;
}

/** A command without the number the handle gives it. */
export type Command = ParentMessage extends infer M
  ? M extends { commandId: number }
    ? Omit<M, 'commandId'>
    : never
  : never;

/** One device process seen from the engine: sends a command at a time, watches it, and knows how it ended. */
export class DeviceProcessHandle {
  /** Questions whose prompt this process holds, by a key of the prompt's tokens. Lost with the process. */
  readonly keptPrompts = new Map<string, string>();
  /** Settles when the process is gone. */
  readonly exited: Promise<void>;

  private readonly child: ChildProcess;
  private pending: PendingCommand | undefined;
  private nextCommandId = 1;
  private output = '';
  private ended: ProcessDeath | undefined;
  private hasBeaten = false;
  private beatRest: Buffer<ArrayBufferLike> = Buffer.alloc(0);

  constructor(
    readonly deviceId: string,
    launcher: Launcher,
    private readonly settings: SupervisorSettings,
  ) {
    this.child = fork(fileURLToPath(settings.processScript), [], {
      execPath: launcher.execPath,
      execArgv: [...launcher.execArgv],
      serialization: 'advanced',
      stdio: ['ignore', 'pipe', 'pipe', 'ipc', 'pipe'],
      // ONNX Runtime reads this as it loads; see device-process.ts.
      env: { ...process.env, ORT_DISABLE_TELEMETRY: '1' },
    });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        this.output = (this.output + chunk.toString('utf8')).slice(-OUTPUT_TAIL);
      });
    }
    const heartbeat = this.child.stdio[HEARTBEAT_FD] as Readable | null | undefined;
    heartbeat?.on('data', (chunk: Buffer) => this.takeBeats(chunk));
    heartbeat?.on('error', () => {}); // the exit event says the same
    this.child.on('message', (value: unknown) => this.receive(value));
    this.exited = new Promise((resolve) => {
      this.child.once('exit', (code, signal) => {
        const how = signal === null ? `exit code ${code}` : `signal ${signal}`;
        this.end('device-died', `the process of device ${deviceId} ended with ${how}`);
        resolve();
      });
      this.child.once('error', (error) => {
        this.end('device-died', `the process of device ${deviceId} failed: ${error.message}`);
        if (this.child.pid === undefined) resolve();
      });
    });
  }

  get processId(): number | undefined {
    return this.ended === undefined ? this.child.pid : undefined;
  }

  get alive(): boolean {
    return this.ended === undefined;
  }

  /** How the process ended, once it has. */
  get death(): ProcessDeath | undefined {
    return this.ended;
  }

  /**
   * Run one command and await its reply. One at a time.
   *
   * @param passDeadlineS - longest time the process may go without progress
   * @throws {ProcessDeath} when it ends or hangs; {@link QeilError} with the kind the process reports
   */
  command<T extends ChildMessage['type']>(
    command: Command,
    replyType: T,
    passDeadlineS: number,
    hooks: { onTokens?: (events: TokensMessage['events']) => void; signal?: AbortSignal } = {},
  ): Promise<Extract<ChildMessage, { type: T }>> {
    if (this.ended !== undefined) return Promise.reject(this.ended);
    if (this.pending !== undefined) {
      return Promise.reject(new QeilError('a device process got two commands at once', { kind: 'internal' }));
    }
    const commandId = this.nextCommandId;
    this.nextCommandId += 1;
    const cancel = (): void => this.send({ type: 'cancel', commandId });
    return new Promise<ChildMessage>((resolve, reject) => {
      const watchdog = new Watchdog(this.settings, CHECK_EVERY_S, passDeadlineS, this.hasBeaten);
      let checkedAtMs = performance.now();
      const timer = setInterval(() => {
        const nowMs = performance.now();
        this.judge(watchdog, (nowMs - checkedAtMs) / 1000);
        checkedAtMs = nowMs;
      }, CHECK_EVERY_S * 1000);
      this.pending = { commandId, watchdog, timer, onTokens: hooks.onTokens, resolve, reject };
      this.send({ ...command, commandId });
      hooks.signal?.addEventListener('abort', cancel, { once: true });
    })
      .then((reply) => {
        if (reply.type === replyType) return reply as Extract<ChildMessage, { type: T }>;
        throw new QeilError(`device ${this.deviceId} answered "${reply.type}" instead of "${replyType}"`, {
          kind: 'internal',
        });
      })
      .finally(() => hooks.signal?.removeEventListener('abort', cancel));
  }

  /** End the process now. */
  kill(): void {
    this.child.kill('SIGKILL');
  }

  /** Let the process leave by itself, and make it after the grace period. */
  async close(graceS: number): Promise<void> {
    this.end('cancelled', `the engine closed the process of device ${this.deviceId}`);
    if (this.child.connected) this.child.disconnect();
    const timer = setTimeout(() => this.kill(), graceS * 1000);
    await this.exited;
    clearTimeout(timer);
  }

  private send(message: ParentMessage): void {
    // A process that is going away refuses messages; its exit event settles the command.
    if (this.child.connected) this.child.send(message, () => {});
  }

  private receive(value: unknown): void {
    const parsed = childMessageSchema.safeParse(value);
    const { pending } = this;
    if (!parsed.success) {
      this.end('device-died', `device ${this.deviceId} sent a message that is not part of the protocol`);
      this.kill();
      return;
    }
    const message = parsed.data;
    if (pending === undefined || message.commandId !== pending.commandId) return;
    pending.watchdog.moved();
    if (message.type === 'tokens') this.passOn(pending, message.events);
    else if (message.type === 'fault') this.settle()?.reject(new QeilError(message.message, { kind: message.kind }));
    else this.settle()?.resolve(message);
  }

  /** A listener that throws ends its own wave, not this process. */
  private passOn(pending: PendingCommand, events: TokensMessage['events']): void {
    try {
      pending.onTokens?.(events);
    } catch (error) {
      this.send({ type: 'cancel', commandId: pending.commandId });
      this.settle()?.reject(error instanceof Error ? error : new Error(String(error)));
    }
  }

  private takeBeats(chunk: Buffer): void {
    const bytes = this.beatRest.length === 0 ? chunk : Buffer.concat([this.beatRest, chunk]);
    const whole = bytes.length - (bytes.length % BEAT_BYTE);
    this.beatRest = bytes.subarray(whole);
    if (whole === 0) return;
    this.hasBeaten = true;
    this.pending?.watchdog.beat(bytes.readUInt32LE(whole - BEAT_BYTE));
  }

  private judge(watchdog: Watchdog, elapsedS: number): void {
    const vitality = watchdog.check(elapsedS);
    const stopped = vitality === 'suspect' && this.child.pid !== undefined && isStopped(this.child.pid) === true;
    if (vitality === 'well' || (vitality === 'suspect' && !stopped)) return;
    const why = {
      suspect: 'it is stopped',
      silent: `no heartbeat for ${this.settings.heartbeatDeadlineS} s`,
      stuck: 'its heart beats, but a forward pass does not end',
    }[vitality];
    this.end('device-hung', `the process of device ${this.deviceId} hangs: ${why}`);
    this.kill();
  }

  private settle(): PendingCommand | undefined {
    const { pending } = this;
    if (pending !== undefined) clearInterval(pending.timer);
    this.pending = undefined;
    return pending;
  }

  /** Remember the first reason, and fail what waits. */
  private end(kind: FaultKind, detail: string): void {
    if (this.ended !== undefined) return;
    const words = this.output.trim();
    this.ended = new ProcessDeath(words === '' ? detail : `${detail}; it last wrote: ${words}`, { kind });
    this.ended.process = this;
    this.settle()?.reject(this.ended);
  }
}
