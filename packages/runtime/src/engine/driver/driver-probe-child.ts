import { createHash } from 'node:crypto';
import { answerRequest } from '../../child-process/answer-request.js';
import { DecoderSession } from '../decoder-session.js';
import { driverProbeRequestSchema } from './driver-probe-messages.js';
import { openDriver } from './open-driver.js';

const STEPS = 9;
const ROWS = 8;

/** Golden token ids: they follow from length and place alone, and visit the vocabulary. */
function goldenTokens(length: number, vocabulary: number): number[] {
  return Array.from({ length }, (_, index) => (index * 7919 + length * 31) % vocabulary);
}

function bytesOf(values: Float32Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

await answerRequest(async (message) => {
  const request = driverProbeRequestSchema.parse(message);
  const { onnxPath, vocabulary, lengths } = request;
  const driver = await openDriver(request.driver);
  const session = await driver.open(onnxPath, { provider: 'cpu', threads: 1, spinUs: 0 });
  const decoder = new DecoderSession(session, onnxPath, request);
  const digests: string[] = [];
  let stepS = Number.POSITIVE_INFINITY;
  for (const length of lengths) {
    const digest = createHash('sha256');
    const prompt = await decoder.prefill(goldenTokens(length, vocabulary));
    digest.update(bytesOf(prompt.logits));
    for (const { bytes } of prompt.cache) digest.update(bytes);
    const three = await decoder.wave(prompt, 3);
    for (const token of [1, 2]) {
      const { logits } = await three.step([token, token + 1, token + 2].map((id) => id % vocabulary));
      digest.update(bytesOf(logits));
    }
    digests.push(digest.digest('hex'));
    const wave = await decoder.wave(prompt, ROWS);
    const times: number[] = [];
    for (let step = 0; step < STEPS; step += 1) {
      const startMs = performance.now();
      await wave.step(goldenTokens(ROWS, vocabulary));
      times.push(performance.now() - startMs);
    }
    // The first steps make buffers and warm the pool.
    stepS = (times.slice(2).sort((a, b) => a - b)[(STEPS - 2) >> 1] ?? 0) / 1000;
  }
  await session.release();
  return { digests, stepS };
});
