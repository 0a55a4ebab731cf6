// `npm run bench:cascade`: set up, then measure the cascade on the shipped model. Arguments go to the bench.
import path from 'node:path';
import { root, run, setup } from './setup.mjs';

setup();
const main = path.join(root, 'bench/cascade/dist/main.js');
process.exit(run(process.execPath, [main, ...process.argv.slice(2)], { stdio: 'inherit' }));
