import path from 'node:path';
import { AutoModelForCausalLM, env, Tensor } from '@huggingface/transformers';
import type { LoadArm } from '../arm.js';

/** transformers.js's own `generate` on a batch that holds the prompt once per row, with its default session options. */
export const load: LoadArm = async ({ directory }) => {
  env.allowRemoteModels = false;
  env.localModelPath = path.dirname(directory);
  const model = await AutoModelForCausalLM.from_pretrained(path.basename(directory), { dtype: 'fp32', device: 'cpu' });
  return {
    async generate({ promptTokenIds, rows, newTokens, temperature }) {
      const startMs = performance.now();
      const columns = promptTokenIds.length;
      const ids = BigInt64Array.from({ length: rows * columns }, (_, index) =>
        BigInt(promptTokenIds[index % columns] ?? 0),
      );
      const output = await model.generate({
        inputs: new Tensor('int64', ids, [rows, columns]),
        attention_mask: new Tensor('int64', new BigInt64Array(rows * columns).fill(1n), [rows, columns]),
        max_new_tokens: newTokens,
        ...(temperature === 0 ? { do_sample: false } : { do_sample: true, temperature, top_k: 0 }),
      });
      const wallS = (performance.now() - startMs) / 1000;
      if (!(output instanceof Tensor)) throw new TypeError('generate returned no tensor');
      const rowsOut = output.tolist() as bigint[][];
      return { tokenIds: rowsOut.map((row) => row.slice(columns).map(Number)), wallS };
    },
    close: async () => void (await model.dispose()),
  };
};
