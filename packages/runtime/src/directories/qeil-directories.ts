import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/** Where qeil keeps things. None of them need exist. */
export interface QeilDirectories {
  readonly config: string;
  /** Can be deleted at any time: calibrations, rewritten graphs. */
  readonly cache: string;
  readonly data: string;
  readonly state: string;
}

/**
 * The XDG base directories with the application's name appended.
 *
 * A variable that is unset, empty or relative is ignored, as the specification asks.
 * Source: XDG Base Directory Specification 0.8.
 */
export function qeilDirectories(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): QeilDirectories {
  const home = environment.HOME || homedir();
  const base = (variable: string, fallback: readonly string[]) => {
    const value = environment[variable];
    return join(value && isAbsolute(value) ? value : join(home, ...fallback), 'qeil');
  };
  return {
    config: base('XDG_CONFIG_HOME', ['.config']),
    cache: base('XDG_CACHE_HOME', ['.cache']),
    data: base('XDG_DATA_HOME', ['.local', 'share']),
    state: base('XDG_STATE_HOME', ['.local', 'state']),
  };
}
