import { describe, expect, it } from 'vitest';
import { ActivityClock } from '../../src/engine/activity-clock.js';
import { Cancellation } from '../../src/engine/cancellation.js';
import { emptyTensor } from '../../src/engine/driver/host-tensor.js';
import { TokenSampler } from '../../src/engine/token-sampler.js';
import { runWave } from '../../src/engine/wave-runner.js';
import { BUNDLE } from '../support/calibrations.js';
import { GREEDY } from '../support/tiny-llama.js';

describe('cancelling a command', () => {
  it('ends the pass of the one that runs, and says that it was cancelled', async () => {
    let ended: (error: Error) => void = () => {};
    const cancellation = new Cancellation(() => ended(new Error('Exiting due to terminate flag')));
    const running = cancellation.run(1, () => {
      return new Promise((_, reject) => {
        ended = reject;
      });
    });
    cancellation.cancel(1);
    expect(cancellation.has(1)).toBe(true);
    await expect(running).rejects.toMatchObject({ kind: 'cancelled' });
    expect(cancellation.has(1)).toBe(false);
  });

  it('leaves the pass of another alone', async () => {
    let terminated = 0;
    const cancellation = new Cancellation(() => {
      terminated += 1;
    });
    await cancellation.run(1, async () => cancellation.cancel(2));
    expect(terminated).toBe(0);
    expect(cancellation.has(2)).toBe(true);
    await expect(
      cancellation.run(1, async () => {
        throw new Error('a fault of its own');
      }),
    ).rejects.toThrow('a fault of its own');
  });
});

describe('a wave whose pass is ended', () => {
  const vocabulary = 8;
  const logits = Float32Array.from({ length: vocabulary }, (_, index) => index);
  const wave = (step: () => Promise<never>, isCancelled: () => boolean) =>
    runWave({
      command: {
        type: 'wave',
        commandId: 1,
        questionId: 'q',
        promptTokenIds: [1, 2],
        keepPrompt: false,
        samples: [0, 1].map((sampleIndex) => ({ sampleIndex, seed: sampleIndex })),
        sampling: { ...GREEDY, stop: [] },
        stream: false,
      },
      prompt: { tokenIds: [1, 2], cache: [emptyTensor('float32', [1, 1, 2, 1])], logits },
      session: { wave: async () => ({ step, keep: () => {}, stepCacheByte: 0 }) },
      sampler: new TokenSampler(vocabulary),
      tokenizer: BUNDLE.tokenizer,
      clock: new ActivityClock('decode'),
      weightByte: 1,
      maxPositions: 64,
      stopTokenIds: [],
      isCancelled,
      onStep: () => {},
    });

  it('keeps the tokens drawn before', async () => {
    let cancelled = false;
    const step = async (): Promise<never> => {
      cancelled = true;
      throw new Error('Exiting due to terminate flag');
    };
    const samples = await wave(step, () => cancelled);
    expect(samples.map(({ tokenIds, finishReason }) => [tokenIds, finishReason])).toEqual([
      [[7], 'cancelled'],
      [[7], 'cancelled'],
    ]);
  });

  it('fails when nobody asked for it', async () => {
    const step = async (): Promise<never> => {
      throw new Error('bad allocation');
    };
    await expect(wave(step, () => false)).rejects.toThrow('bad allocation');
  });
});
