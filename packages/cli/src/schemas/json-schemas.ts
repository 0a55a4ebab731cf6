import { z } from 'zod';
import { devicesRecordSchema, doctorRecordSchema } from './doctor-record.js';
import { demoRecordSchema, evalRecordSchema } from './eval-record.js';
import { explainRecordSchema } from './explain-record.js';
import { replayRecordSchema } from './replay-record.js';
import { calibrateRecordSchema, dryRunRecordSchema, planCommandRecordSchema, runRecordSchema } from './run-record.js';
import { simulateListRecordSchema, simulateRecordSchema } from './simulation-record.js';

/** What `-o json` prints, by command. */
export const RECORD_SCHEMAS = {
  calibrate: calibrateRecordSchema,
  demo: demoRecordSchema,
  devices: devicesRecordSchema,
  doctor: doctorRecordSchema,
  'dry-run': dryRunRecordSchema,
  eval: evalRecordSchema,
  explain: explainRecordSchema,
  plan: planCommandRecordSchema,
  replay: replayRecordSchema,
  run: runRecordSchema,
  simulate: simulateRecordSchema,
  'simulate-list': simulateListRecordSchema,
} as const;

/** JSON Schema files as text, by file name. */
export function jsonSchemaFiles(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(RECORD_SCHEMAS).map(([name, schema]) => {
      const described = { title: `qeil ${name} -o json`, ...z.toJSONSchema(schema) };
      return [`${name}.schema.json`, `${JSON.stringify(described, null, 2)}\n`];
    }),
  );
}
