// Sets up, then runs the bench whose built entry, relative to `bench/`, is the first argument. The other arguments go to the bench.
import path from 'node:path';
import { root, run, setup } from './setup.mjs';

const [entry, ...options] = process.argv.slice(2);
if (entry === undefined) {
  console.error('usage: node scripts/bench.mjs <entry under bench/> [options]');
  process.exit(2);
}
setup();
process.exit(run(process.execPath, [path.join(root, 'bench', entry), ...options], { stdio: 'inherit' }));
