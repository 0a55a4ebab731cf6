export { type CalibrateOptions, type CalibrateResult, calibrateMachine } from './calibrate-machine.js';
export type { Calibration, ModelCalibration, PointCalibration, PowerCoefficients } from './calibration.js';
