import type * as runtime from '@qeil/runtime';

/** What the commands use of the runtime. Tests put fakes in its place. */
export type Services = Pick<
  typeof runtime,
  | 'answerQuestion'
  | 'buildPlacementProblem'
  | 'calibrateMachine'
  | 'defaultChecks'
  | 'describeMeters'
  | 'discoverMachine'
  | 'loadModelBundle'
  | 'loadQuestions'
  | 'onnxRuntimeVersion'
  | 'openEnergyMeter'
  | 'openLedger'
  | 'planRequest'
  | 'qeilDirectories'
  | 'runArm'
  | 'startEngine'
  | 'runProvenance'
  | 'stoppingRule'
  | 'summariseArm'
>;
