// `npm test`: set up, then every test that needs no special hardware. Arguments go to vitest.
import { run, setup } from './setup.mjs';

setup();
process.exit(run('vitest', ['run', ...process.argv.slice(2)], { stdio: 'inherit' }));
