import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const FILE_NAMES: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  linux: 'libonnxruntime.so.1',
  darwin: 'libonnxruntime.1.dylib',
  win32: 'onnxruntime.dll',
};

/** The shared library that onnxruntime-node ships for this platform; undefined when it ships none. */
export function ortLibraryPath(platform = process.platform, arch = process.arch): string | undefined {
  const file = FILE_NAMES[platform];
  if (file === undefined) return undefined;
  const root = dirname(createRequire(import.meta.url).resolve('onnxruntime-node/package.json'));
  const path = join(root, 'bin', 'napi-v6', platform, arch, file);
  return existsSync(path) ? path : undefined;
}
