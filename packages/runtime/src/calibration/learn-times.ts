import type { Calibration, LearntTime, ModelCalibration } from './calibration.js';

/** What the calibration said of some work, and what it took. */
export interface TimedWork {
  readonly deviceId: string;
  readonly phase: 'prefill' | 'decode';
  /** By the calibration that is to learn, corrections included (s). */
  readonly predictedS: number;
  /** Measured (s). */
  readonly busyS: number;
}

/** What a calibration's own measurements of a phase count for, at the least (s). */
const OWN_EVIDENCE_S = 0.25;
/** Older evidence counts for no more than this (s): a machine that became slower is believed within about as much work. */
const MOST_EVIDENCE_S = 5;
/** A correction beyond this is no calibration of this machine any more. */
const MOST_FACTOR = 16;

/**
 * Correct a calibration by what runs took: for each device and phase
 *
 *   factor ← factor · (measured/predicted)^w,   w = s/(s + s₀)
 *
 * with s the seconds measured now and s₀ those the factor rests on already: a mean of log ratios weighted by time, so that twice as
 * slow and twice as fast cancel. Rates and fixed costs keep their proportions; only a calibration can tell those apart. All points
 * of a device are corrected alike: what slows one down (heat, other programs) slows the others, and a point nobody ran must not look
 * better for it.
 *
 * @param modelDigest - the model that ran; points calibrated with another are left alone
 */
export function learnTimes(calibration: Calibration, modelDigest: string, worked: readonly TimedWork[]): Calibration {
  return {
    ...calibration,
    points: calibration.points.map((point) => {
      const { model } = point;
      if (model === undefined || model.modelDigest !== modelDigest) return point;
      const here = worked.filter(({ deviceId, predictedS, busyS }) => {
        return deviceId === point.deviceId && predictedS > 0 && busyS > 0;
      });
      return here.length === 0 ? point : { ...point, model: learntModel(model, here) };
    }),
  };
}

function learntModel(model: ModelCalibration, worked: readonly TimedWork[]): ModelCalibration {
  const prefill = learntTime(model.learnt?.prefill, worked, 'prefill');
  const decode = learntTime(model.learnt?.decode, worked, 'decode');
  return {
    ...model,
    learnt: { ...(prefill === undefined ? {} : { prefill }), ...(decode === undefined ? {} : { decode }) },
  };
}

function learntTime(
  known: LearntTime | undefined,
  worked: readonly TimedWork[],
  phase: TimedWork['phase'],
): LearntTime | undefined {
  const ofPhase = worked.filter((each) => each.phase === phase);
  if (ofPhase.length === 0) return known;
  const measuredS = ofPhase.reduce((sum, { busyS }) => sum + busyS, 0);
  const predictedS = ofPhase.reduce((sum, each) => sum + each.predictedS, 0);
  const { factor, evidenceS } = known ?? { factor: 1, evidenceS: OWN_EVIDENCE_S };
  const weight = measuredS / (measuredS + evidenceS);
  const learnt = factor * (measuredS / predictedS) ** weight;
  return {
    factor: Math.min(MOST_FACTOR, Math.max(1 / MOST_FACTOR, learnt)),
    evidenceS: Math.min(MOST_EVIDENCE_S, evidenceS + measuredS),
  };
}
