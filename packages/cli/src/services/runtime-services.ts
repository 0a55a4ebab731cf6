import * as runtime from '@qeil/runtime';
import type { Services } from './services.js';

/** The real thing. Imported only by a command that needs it. */
export const runtimeServices: Services = runtime;
