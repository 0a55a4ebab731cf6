import type { Command } from '../command/command.js';
import { calibrateCommand } from './calibrate/calibrate-command.js';
import { demoCommand } from './demo/demo-command.js';
import { devicesCommand } from './devices/devices-command.js';
import { doctorCommand } from './doctor/doctor-command.js';
import { evalCommand } from './eval/eval-command.js';
import { explainCommand } from './explain/explain-command.js';
import { planCommand } from './plan/plan-command.js';
import { replayCommand } from './replay/replay-command.js';
import { runCommand } from './run/run-command.js';
import { simulateCommand } from './simulate/simulate-command.js';

/** In the order help shows them. */
export const COMMANDS: readonly Command[] = [
  doctorCommand,
  devicesCommand,
  calibrateCommand,
  planCommand,
  runCommand,
  evalCommand,
  explainCommand,
  replayCommand,
  demoCommand,
  simulateCommand,
];
