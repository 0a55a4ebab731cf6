// `npm run validate:physics`: set up, then judge the physics by published measurements. Arguments go to the bench.
import path from 'node:path';
import { root, run, setup } from './setup.mjs';

setup();
const main = path.join(root, 'bench/physics/dist/main.js');
process.exit(run(process.execPath, [main, ...process.argv.slice(2)], { stdio: 'inherit' }));
