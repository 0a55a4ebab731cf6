import type * as runtime from '@qeil/runtime';

/** What the commands use of the runtime. Tests put fakes in its place. */
export type Services = Pick<
  typeof runtime,
  | 'PAPER_CLAIMS'
  | 'USUAL_STANDARD'
  | 'answerQuestion'
  | 'calibrateMachine'
  | 'choosePlan'
  | 'defaultChecks'
  | 'describeMeters'
  | 'discoverMachine'
  | 'learnTaskProfile'
  | 'loadModelBundle'
  | 'loadQuestions'
  | 'onnxRuntimeVersion'
  | 'openEnergyMeter'
  | 'openLedger'
  | 'planRequest'
  | 'qeilDirectories'
  | 'runArm'
  | 'runProvenance'
  | 'startEngine'
  | 'missingValues'
  | 'simulatedMachine'
  | 'simulateFamily'
  | 'stoppingRule'
  | 'summariseArm'
  | 'sweep'
  | 'sweepSize'
  | 'taskProfileFile'
  | 'taskProfileOf'
>;
