// `npm run build`: what `npm start` and `npm test` do before their job.
import { setup } from './setup.mjs';

setup();
