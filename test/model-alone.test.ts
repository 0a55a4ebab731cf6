import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { repository, withHome } from './support/qeil.js';

const run = promisify(execFile);
const { resolve } = createRequire(import.meta.url);

/** Each entry point once, with values that follow from closed forms: a queue of one place, one success in two samples. */
const EXAMPLE = `
import { erlangB, InvalidValueError, passAtK, seededRandom } from '@qeil/model';
import { catalogue, type Catalogue } from '@qeil/model/catalogue';
import { between } from '@qeil/model/testing';
import { median } from '@qeil/model/validation';

const facts: Catalogue = catalogue;
let refused = '';
try {
  erlangB(-1, 1);
} catch (error) {
  if (error instanceof InvalidValueError) refused = error.message;
}
declare const console: { log(line: string): void };
console.log(
  JSON.stringify({
    blocking: erlangB(1, 1),
    pass: passAtK({ samples: 2, correct: 1 }, 1),
    machines: facts.machines.length,
    drawn: between(seededRandom(1), 3, 3),
    middle: median([3, 1, 2]),
    refused,
  }),
);
`;

test('@qeil/model packs, installs and runs alone, with types that ask for nothing else', async () => {
  await withHome(async (home) => {
    const model = path.join(repository, 'packages', 'model');
    await run(path.join(repository, 'node_modules', '.bin', 'pnpm'), ['pack', '--pack-destination', home], {
      cwd: model,
    });
    const [tarball, ...others] = readdirSync(home).filter((name) => name.endsWith('.tgz'));
    expect(others).toEqual([]);
    const analyst = path.join(home, 'analyst');
    mkdirSync(analyst);
    writeFileSync(path.join(analyst, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
    // Offline and with an empty cache: a dependency would have to be fetched, and fail.
    const npm = ['install', '--offline', '--ignore-scripts', '--no-audit', '--no-fund', `../${tarball}`];
    await run('npm', npm, {
      cwd: analyst,
      env: { PATH: process.env.PATH, HOME: home, npm_config_cache: path.join(home, 'npm') },
    });
    expect(readdirSync(path.join(analyst, 'node_modules')).filter((name) => !name.startsWith('.'))).toEqual(['@qeil']);
    const installed = path.join(analyst, 'node_modules', '@qeil', 'model');
    expect(readdirSync(installed).sort()).toEqual(['LICENSE', 'README.md', 'dist', 'package.json']);

    writeFileSync(path.join(analyst, 'example.ts'), EXAMPLE);
    const strict = ['--strict', '--skipLibCheck', 'false', '--lib', 'es2023', '--target', 'es2022'];
    const tsc = [resolve('typescript/bin/tsc'), ...strict, '--module', 'nodenext', 'example.ts'];
    const compiled = await run(process.execPath, tsc, { cwd: analyst }).catch((error: unknown) => error);
    expect(compiled).toMatchObject({ stdout: '' });
    const { stdout } = await run(process.execPath, ['example.js'], { cwd: analyst });
    const { machines, refused, ...values } = z
      .object({
        blocking: z.number(),
        pass: z.number(),
        machines: z.number(),
        drawn: z.number(),
        middle: z.number(),
        refused: z.string(),
      })
      .parse(JSON.parse(stdout));
    expect(values).toEqual({ blocking: 0.5, pass: 0.5, drawn: 3, middle: 2 });
    expect(machines).toBeGreaterThan(10);
    expect(refused).toContain('-1');
  });
});
