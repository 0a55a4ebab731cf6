import type { StageWork } from '@qeil/model';
import type { ModelBundle } from '../model-bundle/bundle.js';
import { stagesOf } from '../planning/stages-of.js';
import type { Benchmark } from './benchmark-messages.js';
import type { ModelCalibration } from './calibration.js';
import { fitRoofline } from './fit-roofline.js';
import type { MeasuredWaves } from './measure-waves.js';

/**
 * Turn measured waves into the model's rates at one point.
 *
 *   decode step = Σ_stages max(rows·flop/π, (bytes per pass + rows·bytes per row)/β) + overhead + rows·row
 *   prefill     = Σ_stages max(flop/π, bytes/β) + overhead
 *
 * with the stages the planner uses, so that its predictions are these fits.
 */
export function fitModel(bundle: ModelBundle, benchmark: Benchmark, waves: MeasuredWaves): ModelCalibration {
  const rates = { flopRate: benchmark.flopRate.median, byteRate: benchmark.workingSetByteRate.median };
  const decode = fitRoofline({
    ...rates,
    withRows: true,
    passes: waves.decode.map(({ rows, stepS, steps }) => {
      const stages = stagesOf(bundle, {
        promptTokens: waves.promptTokens,
        sampleLengths: [Math.max(1, Math.round(steps))],
      });
      return { rows, timeS: stepS, stages: stages.map((stage) => decodeWork(stage, rows)) };
    }),
  });
  const prefill = fitRoofline({
    ...rates,
    byteRate: decode.byteRate,
    withRows: false,
    passes: waves.prefill.map(({ tokens, timeS }) => {
      const stages = stagesOf(bundle, { promptTokens: Math.round(tokens), sampleLengths: [1] });
      const work = stages.map(({ prefillFlop, prefillByte }) => ({ flop: prefillFlop, byte: prefillByte }));
      return { rows: 1, timeS, stages: work };
    }),
  });
  return {
    modelDigest: bundle.digest,
    ...(decode.byteRate === rates.byteRate ? {} : { byteRate: decode.byteRate }),
    prefillFlopRate: prefill.flopRate,
    decodeFlopRate: decode.flopRate,
    prefillOverheadS: prefill.overheadS,
    decodeOverheadS: decode.overheadS,
    decodeRowS: decode.rowS,
    cpuPerBusy: waves.cpuPerBusy,
    decodePoints: waves.decode.map(({ rows, stepS }, index) => ({
      rows,
      measuredS: stepS,
      predictedS: decode.predictedS[index] ?? Number.NaN,
    })),
  };
}

function decodeWork(stage: StageWork, rows: number) {
  return { flop: rows * stage.decodeFlopPerRow, byte: stage.decodeBytePerPass + rows * stage.decodeBytePerRow };
}
