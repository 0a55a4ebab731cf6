import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { listenForInterrupt } from './process/interrupt.js';
import { runCli } from './program.js';

// Before anything can load onnxruntime: some of its versions otherwise write an id and try to reach the network.
process.env.ORT_DISABLE_TELEMETRY = '1';

function ownVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest ? String(manifest.version) : '?';
}

// A reader that goes away (`qeil devices | head -1`) is no fault.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

const interrupt = listenForInterrupt(
  process,
  () => process.stderr.write('\nqeil: stopping; saving what is done (Ctrl-C again stops at once)\n'),
  (code) => process.exit(code),
);

const code = await runCli(process.argv.slice(2), {
  stdout: process.stdout,
  stderr: process.stderr,
  environment: process.env,
  workingDirectory: process.cwd(),
  modelsDirectory: fileURLToPath(new URL('../../../models', import.meta.url)),
  version: ownVersion(),
  now: () => Date.now(),
  signal: interrupt.signal,
  loadServices: async () => (await import('./services/runtime-services.js')).runtimeServices,
});

interrupt.stopListening();
// Wait for a slow pipe to take what was written, then leave whatever handles a device process may have left behind.
await new Promise<void>((resolve) => process.stdout.write('', () => resolve()));
process.exit(interrupt.exitCode() ?? code);
