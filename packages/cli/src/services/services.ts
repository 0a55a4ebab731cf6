import type * as runtime from '@qeil/runtime';

/** What the commands use of the runtime. Tests put fakes in its place. */
export type Services = Pick<
  typeof runtime,
  | 'answerQuestion'
  | 'calibrateMachine'
  | 'choosePlan'
  | 'defaultChecks'
  | 'describeMeters'
  | 'discoverMachine'
  | 'expertName'
  | 'isRejected'
  | 'learnTaskProfile'
  | 'loadKnowledge'
  | 'loadModelBundle'
  | 'loadQuestions'
  | 'meanEnergyJ'
  | 'onnxRuntimeVersion'
  | 'openEnergyMeter'
  | 'openLedger'
  | 'parseCheck'
  | 'planRequest'
  | 'qeilDirectories'
  | 'readRecordedRun'
  | 'runArm'
  | 'runProvenance'
  | 'startEngine'
  | 'stoppingRule'
  | 'summariseArm'
  | 'taskProfileOf'
  | 'voteOf'
>;
