import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { jsonSchemaFiles } from '../../src/schemas/json-schemas.js';

const directory = fileURLToPath(new URL('../../../../docs/schemas/', import.meta.url));

describe('docs/schemas', () => {
  it('holds exactly the schemas of what is printed (else run `pnpm --filter qeil schemas` after a build)', () => {
    const files = jsonSchemaFiles();
    expect(readdirSync(directory).sort()).toEqual(Object.keys(files).sort());
    // Compared as values: the formatter lays the files out in its own way.
    for (const [name, text] of Object.entries(files)) {
      expect(JSON.parse(readFileSync(`${directory}${name}`, 'utf8')), name).toEqual(JSON.parse(text));
    }
  });
});
