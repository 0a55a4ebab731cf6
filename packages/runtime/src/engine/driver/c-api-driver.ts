import { CApiSession, type OrtEnvironment } from './c-api-session.js';
import { loadOrtApi } from './ort-api.js';
import { ortLibraryPath } from './ort-library.js';
import { check, taken } from './ort-status.js';
import {
  type DriverSession,
  type DriverSessionOptions,
  type GraphSource,
  type SessionDriver,
  WEIGHTS_FOLDER_KEY,
} from './session-driver.js';

/** ORT_LOGGING_LEVEL_ERROR, OrtDeviceAllocator and OrtMemTypeDefault of onnxruntime_c_api.h. */
const ERRORS_ONLY = 3;
const DEVICE_ALLOCATOR = 0;
const DEFAULT_MEMORY = 0;

// One library and one environment per process; ONNX Runtime shares what it can between the sessions of one environment.
let shared: OrtEnvironment | undefined;

function openEnvironment(): OrtEnvironment {
  if (shared !== undefined) return shared;
  const path = ortLibraryPath();
  if (path === undefined) {
    throw new Error(`onnxruntime-node ships no shared library for ${process.platform}/${process.arch}`);
  }
  const api = loadOrtApi(path);
  const environment = taken<bigint>(api, (out) => api.createEnv(ERRORS_ONLY, 'qeil', out));
  check(api, api.disableTelemetryEvents(environment));
  const allocator = taken<bigint>(api, (out) => api.getAllocatorWithDefaultOptions(out));
  const memoryInfo = taken<bigint>(api, (out) => api.createCpuMemoryInfo(DEVICE_ALLOCATOR, DEFAULT_MEMORY, out));
  shared = { api, environment, allocator, memoryInfo };
  return shared;
}

/** ONNX Runtime's C API by foreign function calls, for the CPU. Only for isolated device processes: a mistake here is a crash. */
export const cApiDriver: SessionDriver = {
  name: 'c-api',
  async open(source: GraphSource, { provider, threads, spinUs }: DriverSessionOptions): Promise<DriverSession> {
    if (provider !== 'cpu') throw new Error(`the C API driver runs models on the CPU, not on ${provider}`);
    const environment = openEnvironment();
    const { api } = environment;
    const options = taken<bigint>(api, (out) => api.createSessionOptions(out));
    try {
      check(api, api.setIntraOpNumThreads(options, threads));
      check(api, api.setInterOpNumThreads(options, 1));
      check(api, api.addSessionConfigEntry(options, 'session.intra_op.spin_duration_us', String(spinUs)));
      const session = taken<bigint>(api, (out) => {
        if (typeof source === 'string') return api.createSession(environment.environment, source, options, out);
        const { bytes, directory } = source;
        check(api, api.addSessionConfigEntry(options, `session.${WEIGHTS_FOLDER_KEY}`, directory));
        return api.createSessionFromArray(environment.environment, bytes, bytes.byteLength, options, out);
      });
      return new CApiSession(environment, session);
    } finally {
      api.releaseSessionOptions(options);
    }
  },
};
