import type { PlacementRules } from '@qeil/runtime';

/** What `--pin` and `--forbid` said. */
export function rulesOf(values: {
  readonly pin?: readonly string[] | undefined;
  readonly forbid?: readonly string[] | undefined;
}): PlacementRules {
  return { pins: values.pin ?? [], forbids: values.forbid ?? [] };
}
