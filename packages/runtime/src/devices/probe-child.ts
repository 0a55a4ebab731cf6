import { InferenceSession, listSupportedBackends, Tensor } from 'onnxruntime-node';
import { z } from 'zod';
import { answerRequest } from '../child-process/answer-request.js';
import { matMulGraph } from './tiny-graph.js';

const requestSchema = z.union([z.object({ list: z.literal(true) }), z.object({ provider: z.string() })]);

/** Not a multiple of any tile or subgroup size, so that edge handling is exercised. */
const SIZE = 67;

/** Y = A·B on one provider, with operands that follow from the indices alone. */
async function multiply(provider: string): Promise<Float32Array> {
  const session = await InferenceSession.create(matMulGraph(), {
    executionProviders: [provider],
    logSeverityLevel: 3,
  });
  const operand = (step: number) => Float32Array.from({ length: SIZE * SIZE }, (_, i) => ((i * step) % 17) / 8 - 1);
  const feeds = {
    A: new Tensor('float32', operand(7), [SIZE, SIZE]),
    B: new Tensor('float32', operand(5), [SIZE, SIZE]),
  };
  const { Y } = await session.run(feeds);
  if (Y === undefined || !(Y.data instanceof Float32Array)) throw new Error(`${provider} returned no fp32 result`);
  return Y.data;
}

/** List the providers of this build, or try one: largest difference to the CPU's result and that result's largest magnitude. */
await answerRequest(async (message) => {
  const request = requestSchema.parse(message);
  if ('list' in request) return { providers: listSupportedBackends().map(({ name }) => name) };
  const result = await multiply(request.provider);
  const reference = await multiply('cpu');
  let difference = 0;
  let magnitude = 0;
  reference.forEach((expected, index) => {
    const found = result[index];
    const gap = found === undefined || !Number.isFinite(found) ? Number.MAX_VALUE : Math.abs(found - expected);
    difference = Math.max(difference, gap);
    magnitude = Math.max(magnitude, Math.abs(expected));
  });
  return { difference, magnitude };
});
