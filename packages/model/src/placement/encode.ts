import { withinPool } from './phase.js';
import type { PlacementProblem } from './problem.js';

/** Version written first in the flat form; a decoder refuses any other. */
export const PLACEMENT_ENCODING_VERSION = 1;

/**
 * The flat form of a problem that crosses the WASM boundary: one Float64Array, no names.
 *
 * Layout, in order (S stages, D devices, Q pools, W power domains, H thermal domains, K wave sizes):
 *
 *   header      version, S, D, Q, W, H, K, wholePhases (0|1), boardPowerW, bound energyJ, bound latencyS, bound powerW
 *   stages      S × [weightByte, prefillFlop, prefillByte, decodeFlopPerRow, decodeBytePerPass, decodeBytePerRow,
 *                    promptKvByte, rowKvByte, prefillCrossingByte, decodeCrossingBytePerRow]
 *   devices     D × [pool, powerDomain, thermalDomain, sleepPowerW, runtimeByte, pointCount]
 *   points      Σ pointCount × [flopRate₀, flopRate₁, byteRate₀, byteRate₁, stageOverhead₀, stageOverhead₁,
 *                    rowOverhead₀, rowOverhead₁, joulePerFlop, joulePerByte, activePowerW], device after device
 *               (each byteRate no higher than its pool's)
 *   pools       Q × [usableByte, byteRate]
 *   power       W × [capW]
 *   thermal     H × [ambientK, resistanceKPerW, limitK, hasLeakage (0|1), referencePowerW, referenceK, activationEv]
 *   links       D·D × [latencyS, byteRate, joulePerByte], row = from; the diagonal is written as [0, 1, 0]
 *   allowed     2·S·D × 0|1, phase-major, then stage, then device
 *   request     neededSamples (K), decodeSteps (K), rowsPerStep (K)
 *
 * A domain without leakage writes [0, 1, 0] for its law. Bounds and caps may be Infinity; nothing may be NaN.
 *
 * @throws {RangeError} never by itself: the problem must have passed `checkPlacementProblem`.
 */
export function encodePlacementProblem(problem: PlacementProblem): Float64Array {
  const { stages, devices, pools, powerDomains, thermalDomains, links, request, bounds } = problem;
  const flat: number[] = [
    PLACEMENT_ENCODING_VERSION,
    stages.length,
    devices.length,
    pools.length,
    powerDomains.length,
    thermalDomains.length,
    request.neededSamples.length,
    Number(problem.wholePhases),
    problem.boardPowerW,
    bounds.energyJ,
    bounds.latencyS,
    bounds.powerW,
  ];
  for (const stage of stages) {
    flat.push(
      stage.weightByte,
      stage.prefillFlop,
      stage.prefillByte,
      stage.decodeFlopPerRow,
      stage.decodeBytePerPass,
      stage.decodeBytePerRow,
      stage.promptKvByte,
      stage.rowKvByte,
      stage.prefillCrossingByte,
      stage.decodeCrossingBytePerRow,
    );
  }
  for (const device of devices) {
    flat.push(
      device.pool,
      device.powerDomain,
      device.thermalDomain,
      device.sleepPowerW,
      device.runtimeByte,
      device.points.length,
    );
  }
  for (const device of devices) {
    for (const unlimited of device.points) {
      const point = withinPool(unlimited, pools[device.pool]);
      flat.push(...point.flopRate, ...point.byteRate, ...point.stageOverheadS, ...point.rowOverheadS);
      flat.push(point.joulePerFlop, point.joulePerByte, point.activePowerW);
    }
  }
  for (const pool of pools) flat.push(pool.usableByte, pool.byteRate);
  for (const domain of powerDomains) flat.push(domain.capW);
  for (const domain of thermalDomains) {
    const law = domain.leakage;
    flat.push(domain.ambientK, domain.resistanceKPerW, domain.limitK, law ? 1 : 0);
    flat.push(law?.referencePowerW ?? 0, law?.referenceK ?? 1, law?.activationEv ?? 0);
  }
  links.forEach((row, from) => {
    row.forEach((link, to) => {
      if (from === to) flat.push(0, 1, 0);
      else flat.push(link.latencyS, link.byteRate, link.joulePerByte);
    });
  });
  for (const phase of problem.allowed) {
    for (const stage of phase) {
      for (const allowed of stage) flat.push(Number(allowed));
    }
  }
  flat.push(...request.neededSamples, ...request.decodeSteps, ...request.rowsPerStep);
  return Float64Array.from(flat);
}
