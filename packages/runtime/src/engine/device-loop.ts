import { readFileSync } from 'node:fs';
import { QeilError } from '../errors/qeil-error.js';
import { Cancellation } from './cancellation.js';
import { DeviceWorker } from './device-worker.js';
import { startHeart } from './heart.js';
import type { KvStrategy } from './kv-strategy.js';
import { faultOfOrtMessage } from './ort-fault.js';
import { type ChildMessage, type ParentMessage, parentMessageSchema } from './protocol.js';
import { StageWorker } from './stage-worker.js';
import { LogitsNotFinite } from './token-sampler.js';

/** Pieces run as they were cut from the exported graph. */
const IN_PIECES: KvStrategy = { name: 'plain', why: 'the model runs in pieces, and those run as exported' };

function faultOf(error: unknown): { kind: QeilError['kind']; message: string } {
  if (QeilError.isInstance(error)) return { kind: error.kind, message: error.message };
  const message = error instanceof Error ? error.message : String(error);
  return { kind: error instanceof LogitsNotFinite ? 'output-invalid' : faultOfOrtMessage(message), message };
}

/** The logical CPUs this process may use, where the system says so. */
function allowedCpus(): string | null {
  try {
    return /^Cpus_allowed_list:\s*(.+)$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? null;
  } catch {
    return null; // no procfs on this system
  }
}

/** Serve commands one after the other until the parent goes. */
export function serveDevice(): void {
  const heart = startHeart();
  let worker: DeviceWorker | undefined;
  let stages: StageWorker | undefined;
  const cancellation = new Cancellation(() => (stages ?? worker)?.terminate());
  let queue = Promise.resolve();

  const send = (message: ChildMessage): void => {
    if (process.connected) process.send?.(message);
  };

  const staged = (): StageWorker => {
    if (stages !== undefined) return stages;
    throw new QeilError('a command came before the pieces were loaded', { kind: 'internal' });
  };

  const loaded = (): DeviceWorker => {
    if (worker !== undefined) return worker;
    throw new QeilError('a command came before the model was loaded', { kind: 'internal' });
  };

  const execute = async (message: ParentMessage): Promise<void> => {
    const { commandId } = message;
    switch (message.type) {
      case 'load': {
        const start = process.hrtime.bigint();
        if (message.split === undefined) worker = await DeviceWorker.load(message);
        else stages = await StageWorker.load(message);
        const loadS = Number(process.hrtime.bigint() - start) / 1e9;
        const telemetryDisabled = process.env.ORT_DISABLE_TELEMETRY === '1';
        return send({
          type: 'loaded',
          commandId,
          loadS,
          telemetryDisabled,
          allowedCpus: allowedCpus(),
          kv: worker?.strategy ?? IN_PIECES,
        });
      }
      case 'prefill':
        return send({ type: 'prefilled', commandId, ...(await loaded().prefill(message.promptTokenIds)) });
      case 'wave': {
        const result = await loaded().wave(message, {
          isCancelled: () => cancellation.has(commandId),
          onProgress: heart.progress,
          onTokens: (events) => send({ type: 'tokens', commandId, events }),
        });
        return send({ type: 'drawn', commandId, ...result });
      }
      case 'open':
        staged().open(message);
        return send({ type: 'opened', commandId });
      case 'read':
        return send({
          type: 'read',
          commandId,
          ...(await staged().read(message.questionId, message.piece, message.input)),
        });
      case 'take':
        return send({ type: 'taken', commandId, cache: staged().take(message.questionId, message.piece) });
      case 'give':
        staged().give(message.questionId, message.piece, message.cache);
        return send({ type: 'given', commandId });
      case 'giveLogits':
        staged().giveLogits(message.questionId, message.logits);
        return send({ type: 'given', commandId });
      case 'draw':
        return send({ type: 'stepped', commandId, drawn: await staged().draw(message.batch, message.samples) });
      case 'step': {
        const { piece, batch, keep, input } = message;
        return send({ type: 'stepped', commandId, ...(await staged().step(piece, batch, keep, input)) });
      }
      case 'collect':
        return send({ type: 'collected', commandId, ...staged().collect() });
      case 'forget':
        (stages ?? loaded()).forget(message.questionId);
        return send({ type: 'forgotten', commandId });
      case 'cancel':
        return;
    }
  };

  const run = async (message: ParentMessage): Promise<void> => {
    heart.busy(true);
    try {
      await cancellation.run(message.commandId, () => execute(message));
    } catch (error) {
      send({ type: 'fault', commandId: message.commandId, ...faultOf(error) });
    } finally {
      heart.busy(false);
    }
  };

  process.on('message', (value: unknown) => {
    const message = parentMessageSchema.parse(value);
    // Cancelling must overtake the wave it ends. It is heard in mid-pass where the driver leaves the event loop free.
    if (message.type === 'cancel') cancellation.cancel(message.commandId);
    else queue = queue.then(() => run(message));
  });
  process.on('disconnect', () => process.exit(0));
  // A terminal sends Ctrl-C to parent and children alike; the parent decides what becomes of the work.
  process.on('SIGINT', () => {});
  process.on('SIGHUP', () => {});
}
