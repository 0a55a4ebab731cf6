// `npm run bench:pgsam`: set up, then compare PGSAM with other optimisers. Arguments go to the bench.
import path from 'node:path';
import { root, run, setup } from './setup.mjs';

setup();
const main = path.join(root, 'bench/pgsam/dist/main.js');
process.exit(run(process.execPath, [main, ...process.argv.slice(2)], { stdio: 'inherit' }));
