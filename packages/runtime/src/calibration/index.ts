export { type CalibrateOptions, type CalibrateResult, calibrateMachine } from './calibrate-machine.js';
export type { Calibration, LearntTime, ModelCalibration, PointCalibration, PowerCoefficients } from './calibration.js';
export { type CalibrationKey, writeCachedCalibration } from './calibration-cache.js';
export { learnTimes, type TimedWork } from './learn-times.js';
