// Writes docs/schemas/*.schema.json from the built package. A test fails when they are stale.
import { mkdirSync, writeFileSync } from 'node:fs';
import { jsonSchemaFiles } from '../dist/schemas/json-schemas.js';

const directory = new URL('../../../docs/schemas/', import.meta.url);
mkdirSync(directory, { recursive: true });
for (const [name, text] of Object.entries(jsonSchemaFiles())) writeFileSync(new URL(name, directory), text);
