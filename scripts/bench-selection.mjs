// `npm run bench:selection`: set up, then judge stopping rules on recorded samples. Arguments go to the bench.
import path from 'node:path';
import { root, run, setup } from './setup.mjs';

setup();
const main = path.join(root, 'bench/selection/dist/main.js');
process.exit(run(process.execPath, [main, ...process.argv.slice(2)], { stdio: 'inherit' }));
