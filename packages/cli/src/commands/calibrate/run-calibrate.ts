import { EXIT_CODES } from '@qeil/runtime/errors';
import type { CliContext } from '../../command/context.js';
import { printView } from '../../output/print-view.js';
import { talkTo } from '../../progress/talk.js';
import type { CalibrateRecord } from '../../schemas/run-record.js';
import { withSession } from '../../session/open-session.js';
import { modelRecord } from '../../session/provenance.js';
import { sessionOptions } from '../../session/session-options.js';
import type { CalibrateValues } from './calibrate-command.js';
import { calibrateView } from './calibrate-view.js';

export async function runCalibrate(context: CliContext, values: CalibrateValues): Promise<number> {
  const talk = talkTo(context, values.quiet);
  const options = { ...sessionOptions(values), recalibrate: values.force };
  const record = await withSession(context, talk, options, async (session): Promise<CalibrateRecord> => {
    return {
      schema: 'qeil.calibrate/1',
      fromCache: session.calibrationFromCache,
      invalidated: session.calibrationInvalidated,
      model: modelRecord(session.bundle),
      calibration: session.calibration,
    };
  });
  printView(context, calibrateView(record), values.output);
  return EXIT_CODES.done;
}
