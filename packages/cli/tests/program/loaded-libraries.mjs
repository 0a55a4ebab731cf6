// Preloaded by a test: on exit, say which shared libraries and which packages this process has loaded.

import { writeSync } from 'node:fs';
import { register } from 'node:module';
import { MessageChannel } from 'node:worker_threads';

process.env.ORT_DISABLE_TELEMETRY = '1';
const { port1, port2 } = new MessageChannel();
const hook = `
let port;
export function initialize(data) { port = data.port; }
export async function load(url, context, next) { port.postMessage(url); return next(url, context); }
`;
register(`data:text/javascript,${encodeURIComponent(hook)}`, { data: { port: port2 }, transferList: [port2] });
port1.unref();

const { receiveMessageOnPort } = await import('node:worker_threads');
process.on('exit', () => {
  const urls = [];
  for (let message = receiveMessageOnPort(port1); message !== undefined; message = receiveMessageOnPort(port1)) {
    urls.push(message.message);
  }
  const { sharedObjects } = process.report.getReport();
  writeSync(2, `\nLOADED ${JSON.stringify({ sharedObjects, urls })}\n`);
});
