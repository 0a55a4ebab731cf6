/**
 * Entry of a device process: one ONNX Runtime session on one device at one operating point, commanded over Node's channel.
 *
 * ONNX Runtime reports usage over the network unless told otherwise before it loads, so nothing that loads it is imported here.
 */
process.env.ORT_DISABLE_TELEMETRY = '1';
const { serveDevice } = await import('./device-loop.js');
serveDevice();
