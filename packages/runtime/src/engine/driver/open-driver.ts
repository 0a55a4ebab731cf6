import type { DriverName, SessionDriver } from './session-driver.js';

/** Load one driver, and nothing native of the other. */
export async function openDriver(name: DriverName): Promise<SessionDriver> {
  if (name === 'c-api') return (await import('./c-api-driver.js')).cApiDriver;
  return (await import('./node-binding-driver.js')).nodeBindingDriver;
}
