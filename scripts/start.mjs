// `npm start`: set up, then the product's main job. Arguments go to `qeil demo`: npm start -- -o json
import path from 'node:path';
import { root, run, setup } from './setup.mjs';

setup();
const status = run(process.execPath, [path.join(root, 'packages/cli/bin/qeil.js'), 'demo', ...process.argv.slice(2)], {
  stdio: 'inherit',
});
process.exit(status);
