import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { InvalidValueError } from '@qeil/model';
import { type Catalogue, catalogue, extendCatalogue } from '@qeil/model/catalogue';
import { QeilError } from '@qeil/runtime/errors';

const REMEDY = 'write the file as docs/catalogue.md shows under "Your own devices"';

export interface ReadCatalogue {
  readonly catalogue: Catalogue;
  /** Ids of the machines the file gives. */
  readonly ownMachines: readonly string[];
}

/**
 * The shipped catalogue, extended by a user's file when there is one.
 *
 * @throws {QeilError} `file-missing` or `file-unreadable`; `input-invalid` when it is not JSON or breaks the catalogue's schema
 */
export async function readCatalogue(path: string | undefined, workingDirectory: string): Promise<ReadCatalogue> {
  if (path === undefined) return { catalogue, ownMachines: [] };
  const extension = parse(path, await read(path, workingDirectory));
  try {
    const extended = extendCatalogue(catalogue, extension);
    const shipped = new Set(catalogue.machines);
    return {
      catalogue: extended,
      ownMachines: extended.machines.filter((machine) => !shipped.has(machine)).map(({ id }) => id),
    };
  } catch (cause) {
    if (!InvalidValueError.isInstance(cause)) throw cause;
    const { path: place, rule, value } = cause;
    const shown = JSON.stringify(value) ?? String(value);
    throw new QeilError(`${path}: ${place} is ${shown} but must ${rule}`, {
      kind: 'input-invalid',
      remedy: REMEDY,
      cause,
    });
  }
}

async function read(path: string, workingDirectory: string): Promise<string> {
  try {
    return await readFile(resolve(workingDirectory, path), 'utf8');
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? String(cause);
    const kind = code === 'ENOENT' ? 'file-missing' : 'file-unreadable';
    throw new QeilError(`machine file ${path} cannot be read (${code})`, { kind, remedy: 'check the path', cause });
  }
}

function parse(path: string, content: string): unknown {
  try {
    return JSON.parse(content);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new QeilError(`${path} is not JSON: ${reason}`, { kind: 'input-invalid', remedy: REMEDY, cause });
  }
}
