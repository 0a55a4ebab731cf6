import { fileURLToPath } from 'node:url';
import { seededRandom } from '@qeil/model';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { externalDataOptions, readOnnxModel, splitStages } from '../../src/graph/index.js';
import { bytesOfTensor, chunk, emptyCaches, tensorOf } from '../support/decoder-run.js';
import { TINY_LLAMA } from '../support/tiny-llama.js';

const MINI = fileURLToPath(new URL('../../../../models/gradeschool-mini/onnx', import.meta.url));

describe('splitStages', () => {
  it.each([
    [`${TINY_LLAMA}/onnx/model.onnx`, [1]],
    [`${MINI}/model.onnx`, [2, 4]],
    [`${MINI}/model_quantized.onnx`, [1]],
    [`${MINI}/model_q4.onnx`, [3]],
  ])('%s cut before %j computes the same bits', async (path, cuts) => {
    const stages = splitStages(await readOnnxModel(path), cuts);
    expect(stages).toHaveLength(cuts.length + 1);
    const whole = await InferenceSession.create(path);
    const parts = await Promise.all(
      stages.map((stage) => InferenceSession.create(stage.bytes, { extra: externalDataOptions(stage.directory) })),
    );
    const random = seededRandom(11);
    let wholeCache = emptyCaches(whole, 2);
    let partCache = emptyCaches(whole, 2);
    let past = 0;
    for (const columns of [9, 1, 3]) {
      const ids = [0, 1].map(() => Array.from({ length: columns }, () => Math.floor(random.uniform() * 250)));
      const { ids: input_ids, mask: attention_mask, positions: position_ids } = chunk(ids, past);
      const expected = await whole.run({ input_ids, attention_mask, position_ids, ...Object.fromEntries(wholeCache) });
      wholeCache = new Map(
        [...wholeCache.keys()].map((name) => [name, tensorOf(expected, name.replace('past_key_values', 'present'))]),
      );
      const nextCache = new Map<string, Tensor>();
      let activation: Tensor = new Tensor('float32', [0], [1]);
      for (const [index, stage] of stages.entries()) {
        const feeds: Record<string, Tensor> = {};
        const give = (name: string | undefined, tensor: Tensor) => {
          if (name !== undefined) feeds[name] = tensor;
        };
        give(stage.inputIds, input_ids);
        give(stage.attentionMask, attention_mask);
        give(stage.positionIds, position_ids);
        give(stage.activationInput, activation);
        for (const name of stage.pasts) give(name, partCache.get(name) ?? activation);
        const outputs = await parts[index]?.run(feeds);
        if (outputs === undefined) throw new Error('a stage has no session');
        activation = tensorOf(outputs, stage.activationOutput ?? stage.logits ?? '');
        stage.presents.forEach((name, at) => {
          nextCache.set(stage.pasts[at] ?? '', tensorOf(outputs, name));
        });
      }
      expect(bytesOfTensor(activation).equals(bytesOfTensor(tensorOf(expected, 'logits')))).toBe(true);
      partCache = nextCache;
      past += columns;
    }
    await Promise.all([whole, ...parts].map((session) => session.release()));
  });

  it('keeps weights in the file: the stages together are smaller than the model', async () => {
    const stages = splitStages(await readOnnxModel(`${MINI}/model.onnx`), [2]);
    for (const { bytes } of stages) expect(bytes.length).toBeLessThan(400_000);
  });

  it.each([[[0]], [[2, 2]], [[5]], [[1.5]]])('refuses cuts %j', async (cuts) => {
    const model = await readOnnxModel(`${MINI}/model.onnx`);
    expect(() => splitStages(model, cuts)).toThrow(RangeError);
  });

  it('takes one stage for no cut', async () => {
    const [stage] = splitStages(await readOnnxModel(`${TINY_LLAMA}/onnx/model.onnx`), []);
    expect(stage).toMatchObject({ layers: [0, 2], logits: 'logits', inputIds: 'input_ids' });
    expect(stage?.activationInput).toBeUndefined();
  });
});
