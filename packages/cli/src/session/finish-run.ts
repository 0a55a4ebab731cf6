import { EXIT_CODES } from '@qeil/runtime/errors';
import type { CliContext } from '../command/context.js';
import { runView } from '../format/run-view.js';
import type { OutputFormat } from '../option/common.js';
import { printView } from '../output/print-view.js';
import type { RunRecord } from '../schemas/eval-record.js';

/**
 * Save the report, print the result, and say how it went.
 *
 * The result is printed also when saving fails: it exists nowhere else then.
 * @throws {QeilError} `save-failed`, after printing
 */
export async function finishRun(
  context: CliContext,
  record: RunRecord,
  directory: string,
  output: OutputFormat,
): Promise<number> {
  const { writeReport } = await import('../report/write-report.js');
  let reportPath: string;
  try {
    reportPath = await writeReport(record, directory);
  } catch (error) {
    printView(context, runView({ ...record, outputDirectory: null }, undefined), output);
    throw error;
  }
  printView(context, runView(record, reportPath), output);
  if (context.signal.aborted) return EXIT_CODES.interrupted;
  return record.arms.some((arm) => arm.failed > 0) ? EXIT_CODES.partial : EXIT_CODES.done;
}
