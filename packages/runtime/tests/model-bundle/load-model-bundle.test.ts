import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { loadModelBundle, QeilError } from '@qeil/runtime';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TINY_LLAMA } from '../support/tiny-llama.js';

let directory: string;
let onnxPath: string;
beforeEach(async () => {
  directory = join(await mkdtemp(join(tmpdir(), 'qeil-bundle-')), 'tiny');
  await cp(TINY_LLAMA, directory, { recursive: true });
  onnxPath = join(directory, 'onnx', 'model.onnx');
});
afterEach(() => rm(dirname(directory), { recursive: true }));

const edit = async (name: string, change: (value: Record<string, unknown>) => void): Promise<void> => {
  const path = join(directory, name);
  const value = JSON.parse(await readFile(path, 'utf8'));
  change(value);
  await writeFile(path, JSON.stringify(value));
};

describe('a model directory', () => {
  it('is read whole', async () => {
    const bytes = await readFile(onnxPath);
    const bundle = await loadModelBundle(directory);
    expect(bundle).toMatchObject({
      name: 'tiny',
      directory,
      weightFormat: 'fp32',
      onnxPath,
      digest: createHash('sha256').update(bytes).digest('hex'),
      weightByte: bytes.length,
      shape: {
        layers: 2,
        width: 32,
        heads: 4,
        kvHeads: 2,
        headSize: 8,
        mlpWidth: 64,
        gatedMlp: true,
        vocabulary: 300,
        tiedHead: true,
      },
      maxPositions: 256,
      stopTokenIds: [1],
      defaultSampling: {
        temperature: 0.9,
        topK: 20,
        topP: 1,
        minP: 0,
        repetitionPenalty: 1,
        maxNewTokens: 24,
        stop: [],
      },
    });
  });

  it('is found by name', async () => {
    const bundle = await loadModelBundle('tiny', { searchDirectories: ['nowhere', dirname(directory)] });
    expect(bundle.directory).toBe(directory);
  });

  it('is found by its ONNX file', async () => {
    expect((await loadModelBundle(onnxPath)).directory).toBe(directory);
  });

  it('may have its weights at the top and in several formats; full precision is preferred and the choice is told', async () => {
    for (const suffix of ['_q4', '_quantized', '_fp16']) await cp(onnxPath, join(directory, `model${suffix}.onnx`));
    const bundle = await loadModelBundle(directory);
    expect(bundle.weightFormat).toBe('fp32');
    expect(bundle.notes?.join()).toMatch(/fp32 from model.onnx; also there: fp16 .*int8 .*q4/);
    expect((await loadModelBundle(directory, { weightFormat: 'int8' })).onnxPath).toBe(
      join(directory, 'model_quantized.onnx'),
    );
    await rm(onnxPath);
    expect((await loadModelBundle(directory)).weightFormat).toBe('fp16');
    await expect(loadModelBundle(directory, { weightFormat: 'fp32' })).rejects.toMatchObject({ kind: 'file-missing' });
  });

  it('without a chat template takes plain text and says so', async () => {
    await rm(join(directory, 'chat_template.jinja'));
    const bundle = await loadModelBundle(directory);
    expect(bundle.notes?.join()).toContain('no chat template');
    expect(bundle.tokenizer.encodePrompt('3 apples')).toEqual(bundle.tokenizer.encode('3 apples'));
  });

  it('without generation settings gets neutral ones', async () => {
    await rm(join(directory, 'generation_config.json'));
    const { defaultSampling, stopTokenIds } = await loadModelBundle(directory);
    expect(defaultSampling).toEqual({
      temperature: 1,
      topK: 0,
      topP: 1,
      minP: 0,
      repetitionPenalty: 1,
      maxNewTokens: 256,
      stop: [],
    });
    expect(stopTokenIds).toEqual([1]);
  });

  it('counts external data into digest and size', async () => {
    const before = await loadModelBundle(directory);
    // A minimal ONNX file whose only initialiser lies outside: ir_version 8, graph { initializer { external_data } }.
    const field = (number: number, content: Uint8Array): Buffer =>
      Buffer.concat([Buffer.from([number * 8 + 2, content.length]), content]);
    const entry = (key: string, value: string): Buffer =>
      field(13, Buffer.concat([field(1, Buffer.from(key)), field(2, Buffer.from(value))]));
    const model = (location: string): Buffer =>
      Buffer.concat([
        Buffer.from([8, 8]),
        field(7, field(5, Buffer.concat([entry('location', location), entry('offset', '0')]))),
      ]);
    await writeFile(onnxPath, model('model.onnx_data'));
    await expect(loadModelBundle(directory)).rejects.toMatchObject({ kind: 'file-missing' });
    await writeFile(join(directory, 'onnx', 'model.onnx_data'), Buffer.alloc(1000, 1));
    const one = await loadModelBundle(directory);
    await writeFile(join(directory, 'onnx', 'model.onnx_data'), Buffer.alloc(1000, 2));
    const two = await loadModelBundle(directory);
    expect(new Set([before.digest, one.digest, two.digest]).size).toBe(3);
    expect(one.weightByte).toBe(1000 + model('model.onnx_data').length);
    for (const location of ['../../secret', '/etc/hostname', 'linked']) {
      await writeFile(join(dirname(directory), 'secret'), 'x');
      await rm(join(directory, 'onnx', 'linked'), { force: true });
      await symlink(join(dirname(directory), 'secret'), join(directory, 'onnx', 'linked'));
      await writeFile(onnxPath, model(location));
      await expect(loadModelBundle(directory)).rejects.toMatchObject({ kind: 'model-invalid' });
    }
  });
});

describe('a broken model', () => {
  it.each([
    ['missing', () => rm(onnxPath), 'file-missing', 'no ONNX file'],
    ['empty', () => truncate(onnxPath, 0), 'model-invalid', 'is empty'],
    [
      'a directory',
      async () => {
        await rm(onnxPath);
        await mkdir(onnxPath);
      },
      'model-invalid',
      'is a directory',
    ],
    [
      'a Git LFS pointer',
      () => writeFile(onnxPath, 'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n'),
      'model-invalid',
      'Git LFS pointer',
    ],
    ['a GGUF file', () => writeFile(onnxPath, 'GGUF\u0003\u0000\u0000\u0000'), 'model-invalid', 'GGUF'],
    ['cut off', () => truncate(onnxPath, 200_000), 'model-invalid', 'not a whole ONNX file'],
    ['text', () => writeFile(onnxPath, '<html>404</html>'), 'model-invalid', 'not a whole ONNX file'],
    ['without config.json', () => rm(join(directory, 'config.json')), 'file-missing', 'config.json is missing'],
    [
      'without tokenizer.json',
      () => rm(join(directory, 'tokenizer.json')),
      'file-missing',
      'tokenizer.json is missing',
    ],
    [
      'with a config that is not JSON',
      () => writeFile(join(directory, 'config.json'), '{'),
      'model-invalid',
      'not valid JSON',
    ],
    [
      'with a tokenizer that is an LFS pointer',
      () => writeFile(join(directory, 'tokenizer.json'), 'version https://git-lfs.github.com/spec/v1\n'),
      'model-invalid',
      'Git LFS pointer',
    ],
    [
      'of another architecture',
      () =>
        edit('config.json', (config) => {
          config.model_type = 'mamba';
          config.architectures = ['MambaForCausalLM'];
        }),
      'model-unsupported',
      'mamba',
    ],
    [
      'with half a layer',
      () =>
        edit('config.json', (config) => {
          config.num_hidden_layers = 1.5;
        }),
      'model-invalid',
      'num_hidden_layers',
    ],
    [
      'with heads that do not divide',
      () =>
        edit('config.json', (config) => {
          config.num_key_value_heads = 3;
        }),
      'model-invalid',
      'do not fit',
    ],
    [
      'with a chat template that cannot be read',
      () => writeFile(join(directory, 'chat_template.jinja'), '{% for %}'),
      'model-invalid',
      'chat template',
    ],
  ])('%s: a typed error with a way out', async (_, breakIt, kind, words) => {
    await breakIt();
    const error: unknown = await loadModelBundle(directory).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ kind, remedy: expect.any(String) });
    expect(String(error)).toContain(words);
    expect(String(error)).toContain(directory);
  });

  it('is told apart from one that is nowhere', async () => {
    await expect(loadModelBundle('no-such-model', { searchDirectories: ['a', 'b'] })).rejects.toMatchObject({
      kind: 'file-missing',
      message: expect.stringMatching(/no-such-model.*a\/no-such-model.*b\/no-such-model/),
    });
  });

  it('never gives anything but a typed error, whatever the bytes', async () => {
    const whole = await readFile(onnxPath);
    const anyBytes = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.nat(whole.length - 1).map((length) => whole.subarray(0, length)),
      fc.tuple(fc.nat(2000), fc.nat(255)).map(([position, byte]) => {
        const copy = Buffer.from(whole);
        copy[position] = byte;
        return copy;
      }),
    );
    await fc.assert(
      fc.asyncProperty(anyBytes, async (bytes) => {
        await writeFile(onnxPath, bytes);
        const outcome: unknown = await loadModelBundle(directory).catch((reason: unknown) => reason);
        if (outcome instanceof Error) expect(QeilError.isInstance(outcome)).toBe(true);
      }),
    );
  });
});
