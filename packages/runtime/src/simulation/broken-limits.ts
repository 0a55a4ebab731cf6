import { evaluatePlacement, type PlacementPlan, type PlacementProblem, powerDraws } from '@qeil/model';

/** Every limit a plan breaks, in words; empty when it is feasible. */
export function brokenLimits(problem: PlacementProblem, plan: PlacementPlan): string[] {
  const { energyJ, latencyS, memoryPressure, thermal, violation } = evaluatePlacement(problem, plan);
  if (violation === 0) return [];
  const gigabytes = (byte: number) => `${(byte / 1e9).toFixed(1)} GB`;
  const watts = (powerW: number) => `${powerW.toFixed(1)} W`;
  const broken: string[] = [];
  problem.pools.forEach(({ name, usableByte }, index) => {
    const pressure = memoryPressure[index] ?? 0;
    if (pressure > 1) broken.push(`${name} holds ${gigabytes(usableByte)}, needed ${gigabytes(pressure * usableByte)}`);
  });
  const draws = powerDraws(problem, plan);
  problem.powerDomains.forEach(({ name, capW }, index) => {
    const drawW = draws[index] ?? 0;
    if (drawW > capW) broken.push(`${name} may draw ${watts(capW)}, would draw ${watts(drawW)}`);
  });
  problem.thermalDomains.forEach(({ name, limitK }, index) => {
    const temperatureK = thermal[index]?.temperatureK;
    if (temperatureK === undefined) broken.push(`${name} has no steady temperature`);
    else if (temperatureK > limitK)
      broken.push(`${name} may reach ${celsius(limitK)}, would reach ${celsius(temperatureK)}`);
  });
  const { bounds } = problem;
  if (energyJ > bounds.energyJ) broken.push(`--max-joules ${bounds.energyJ}, takes ${energyJ.toPrecision(3)} J`);
  if (latencyS > bounds.latencyS) broken.push(`--max-seconds ${bounds.latencyS}, takes ${latencyS.toPrecision(3)} s`);
  if (energyJ / latencyS > bounds.powerW) {
    broken.push(`--max-watts ${bounds.powerW}, draws ${watts(energyJ / latencyS)} on average`);
  }
  return broken;
}

function celsius(kelvin: number): string {
  return `${(kelvin - 273.15).toFixed(0)} °C`;
}
