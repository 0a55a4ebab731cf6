// The only file that names the artifact. It is built by scripts/build-wasm.mjs and checked in.

import initialise, { evaluatePlan, hypervolume3, initSync, PlacementEvaluator, PlacementSearch } from '../pkg/pgsam.js';
import { PgsamNotLoadedError } from './errors.js';

/** The compiled module's functions, unchecked and untranslated. */
export interface CompiledPgsam {
  readonly PlacementEvaluator: typeof PlacementEvaluator;
  readonly PlacementSearch: typeof PlacementSearch;
  readonly evaluatePlan: typeof evaluatePlan;
  readonly hypervolume3: typeof hypervolume3;
}

const functions: CompiledPgsam = { PlacementEvaluator, PlacementSearch, evaluatePlan, hypervolume3 };

let loaded = false;
let loading: Promise<CompiledPgsam> | undefined;

/** Loads the compiled module once. In Node nothing needs to call this; in a browser the synchronous functions wait for it. */
export function loadPgsam(): Promise<CompiledPgsam> {
  if (loaded || loadFromDisk()) return Promise.resolve(functions);
  loading ??= initialise().then(
    () => {
      loaded = true;
      return functions;
    },
    (cause: unknown) => {
      loading = undefined;
      throw new PgsamNotLoadedError('pgsam_bg.wasm could not be fetched from beside pgsam.js', { cause });
    },
  );
  return loading;
}

/** @throws {PgsamNotLoadedError} outside Node, until `loadPgsam` has resolved */
export function compiledPgsam(): CompiledPgsam {
  if (loaded || loadFromDisk()) return functions;
  throw new PgsamNotLoadedError('The compiled search is not loaded yet: await loadPgsam() first');
}

/** True where there is a file system. The built-in is asked for at run time, so that no bundler tries to follow an import. */
function loadFromDisk(): boolean {
  const fileSystem = globalThis.process?.getBuiltinModule?.('node:fs');
  if (fileSystem === undefined) return false;
  initSync({ module: fileSystem.readFileSync(new URL('../pkg/pgsam_bg.wasm', import.meta.url)) });
  loaded = true;
  return true;
}
