import { z } from 'zod';
import { type ChildOutcome, runChild } from '../child-process/run-child.js';
import type { DeviceAbsence, ExecutionProvider } from './device.js';

/** Loading a GPU stack cold can take several seconds; a hang is not waited for longer. */
const PROBE_TIMEOUT_S = 20;

/**
 * Largest error a provider may make on the probe's product, relative to the largest element. TensorFloat-32 rounds its operands
 * to 10 bits (2⁻¹¹ ≈ 5e-4 each); a wrong kernel is off by far more.
 */
const TOLERANCE = 5e-3;

export type ProbeOutcome = { readonly usable: true } | { readonly usable: false; readonly absence: DeviceAbsence };

/** Runs one probe; replaced in tests. */
export type ProbeRunner = (request: { list: true } | { provider: string }) => Promise<ChildOutcome>;

export const runProbe: ProbeRunner = (request) =>
  runChild(new URL('./probe-child.js', import.meta.url), request, { timeoutS: PROBE_TIMEOUT_S });

const listSchema = z.object({ providers: z.array(z.string()) });
const answerSchema = z.union([
  z.object({ error: z.string() }),
  z.object({ difference: z.number(), magnitude: z.number() }),
]);

/** Providers this platform's onnxruntime-node was built with; undefined, with the reason, when it cannot even be loaded. */
export async function listProviders(run: ProbeRunner): Promise<{ providers?: readonly string[]; reason?: string }> {
  const outcome = await run({ list: true });
  if (!outcome.ok) return { reason: outcome.reason };
  const parsed = listSchema.safeParse(outcome.value);
  return parsed.success
    ? { providers: parsed.data.providers }
    : { reason: JSON.stringify(outcome.value).slice(0, 300) };
}

/**
 * Whether a provider really computes here: a session is made and a product compared with the CPU's, in a child process that may
 * crash. Being in the build's list says only that ONNX Runtime knows the name.
 */
export async function probeProvider(provider: ExecutionProvider, run: ProbeRunner): Promise<ProbeOutcome> {
  const absent = (reason: string): ProbeOutcome => ({
    usable: false,
    absence: { provider, reason, ...withRemedy(provider) },
  });
  const outcome = await run({ provider });
  if (!outcome.ok) return absent(`the ${provider} probe failed: ${outcome.reason}`);
  const parsed = answerSchema.safeParse(outcome.value);
  if (!parsed.success) return absent(`the ${provider} probe gave no usable answer`);
  if ('error' in parsed.data) return absent(oneLine(parsed.data.error));
  const { difference, magnitude } = parsed.data;
  if (difference <= TOLERANCE * magnitude) return { usable: true };
  return absent(
    `${provider} computes wrong numbers: off by ${difference.toPrecision(3)} where the largest is ${magnitude}`,
  );
}

/** An absence for a provider that the build does not contain. */
export function notInBuild(provider: ExecutionProvider): DeviceAbsence {
  return { provider, reason: `onnxruntime-node for ${process.platform}/${process.arch} has no ${provider} provider` };
}

function withRemedy(provider: ExecutionProvider): { remedy?: string } {
  switch (provider) {
    case 'webgpu':
      return {
        remedy: 'install a Vulkan driver for the GPU (Mesa, or the vendor’s) and check it with `vulkaninfo --summary`',
      };
    case 'cuda':
      return {
        remedy:
          'install the CUDA 12 runtime and cuDNN 9, then the provider library: `node node_modules/onnxruntime-node/script/install.js`',
      };
    default:
      return {};
  }
}

/** ONNX Runtime's own words, without the C++ source location and failed condition in front of them. */
function oneLine(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.replace(/^\S+\.(?:cc|h):\d+ .*? was false\. /, '').slice(0, 300);
}
