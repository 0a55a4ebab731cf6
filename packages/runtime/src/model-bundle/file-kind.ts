import { QeilError } from '../errors/qeil-error.js';

const LFS_FIRST_LINE = 'version https://git-lfs.github.com/spec/';

/**
 * Refuse the few lines Git LFS leaves in place of a file that was not fetched.
 *
 * Format: git-lfs specification, "The Pointer": the first line is the version URL.
 */
export function refuseLfsPointer(path: string, start: string): void {
  if (!start.startsWith(LFS_FIRST_LINE)) return;
  throw new QeilError(`${path} is a Git LFS pointer, not the file itself`, {
    kind: 'model-invalid',
    remedy: 'Run `git lfs pull` in the model directory, or download the file itself.',
  });
}

/** Refuse a file whose first bytes say it is something else than ONNX. */
export function refuseOtherKinds(path: string, head: Uint8Array): void {
  refuseLfsPointer(path, Buffer.from(head).toString('latin1'));
  if (Buffer.from(head.subarray(0, 4)).toString('latin1') === 'GGUF') {
    throw new QeilError(`${path} is a GGUF file (llama.cpp); this engine runs ONNX`, {
      kind: 'model-invalid',
      remedy:
        'Use the ONNX export of the same model: `onnx/model.onnx` in many repositories, or export one with optimum.',
    });
  }
  const text = Buffer.from(head.subarray(8, 9)).toString('latin1');
  if (text === '{' && Buffer.from(head.subarray(4, 8)).every((byte) => byte === 0)) {
    throw new QeilError(`${path} is a safetensors file; this engine runs ONNX`, {
      kind: 'model-invalid',
      remedy: 'Export the model to ONNX, for example with optimum.',
    });
  }
}
