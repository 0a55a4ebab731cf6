import type { ExecutablePlan, PlanVerification } from '@qeil/runtime';
import { QeilError } from '@qeil/runtime/errors';
import type { SingleRunRecord } from '../schemas/run-record.js';
import type { Session } from './open-session.js';

export interface VerifyOptions {
  readonly prompt: string;
  readonly maxNewTokens: number;
  readonly signal: AbortSignal;
}

/** Compare a plan's greedy tokens with those of one device: the first CPU device of the session, or its first device. */
export async function verifySessionPlan(
  { services, engine, machine, bundle }: Session,
  plan: ExecutablePlan,
  { prompt, maxNewTokens, signal }: VerifyOptions,
): Promise<NonNullable<SingleRunRecord['verification']>> {
  const device = machine.devices.find(({ provider }) => provider === 'cpu') ?? machine.devices[0];
  const point = device?.points[0];
  if (device === undefined || point === undefined) throw new QeilError('no device to verify on', { kind: 'internal' });
  const verification: PlanVerification = await services.verifyPlan({
    engine,
    plan,
    reference: { deviceId: device.id, pointName: point.name },
    questions: [{ id: 'prompt', promptTokenIds: bundle.tokenizer.encodePrompt(prompt) }],
    maxNewTokens,
    signal,
  });
  // The reference's process is of no use to the plan any more.
  await engine.keepOnly([plan]);
  return verification;
}
