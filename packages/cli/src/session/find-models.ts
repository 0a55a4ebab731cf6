import { readdir, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

export interface FoundModel {
  readonly name: string;
  readonly directory: string;
}

async function names(directory: string): Promise<string[]> {
  return (await readdir(directory).catch(() => [])).sort();
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined;
}

async function isModel(directory: string): Promise<boolean> {
  if (!(await exists(join(directory, 'config.json')))) return false;
  const files = [...(await names(join(directory, 'onnx'))), ...(await names(directory))];
  return files.some((file) => file.endsWith('.onnx'));
}

function huggingFaceCache(environment: Readonly<Record<string, string | undefined>>): string {
  if (environment.HF_HUB_CACHE) return environment.HF_HUB_CACHE;
  if (environment.HF_HOME) return join(environment.HF_HOME, 'hub');
  const cache = environment.XDG_CACHE_HOME || join(environment.HOME || homedir(), '.cache');
  return join(cache, 'huggingface', 'hub');
}

/** ONNX models in the shipped folder and in the Hugging Face cache. Nothing is loaded, let alone fetched. */
export async function findModels(
  modelsDirectory: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<FoundModel[]> {
  const candidates: FoundModel[] = [];
  for (const name of await names(modelsDirectory)) candidates.push({ name, directory: join(modelsDirectory, name) });
  const hub = huggingFaceCache(environment);
  for (const entry of await names(hub)) {
    if (!entry.startsWith('models--')) continue;
    for (const revision of await names(join(hub, entry, 'snapshots'))) {
      const name = entry.slice('models--'.length).replaceAll('--', '/');
      candidates.push({ name, directory: join(hub, entry, 'snapshots', revision) });
    }
  }
  const found: FoundModel[] = [];
  for (const candidate of candidates) if (await isModel(candidate.directory)) found.push(candidate);
  return found;
}
