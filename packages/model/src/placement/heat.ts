import { leakagePowerW, leakageSlopeWPerK } from '../heat/leakage.js';
import { type SteadyState, steadyState } from '../heat/steady-state.js';
import type { DeviceEnergy } from './energy.js';
import type { PlacementProblem, ThermalDomain } from './problem.js';

/** Where one thermal domain settles while a question is answered. */
export interface DomainHeat extends SteadyState {
  /** H: mean power of the domain over τ, leakage excluded (W). */
  readonly heatW: number;
}

/** Heat, temperature and leakage of every thermal domain, as `docs/placement.md` gives them under "Energy". */
export function domainHeats(
  problem: PlacementProblem,
  energies: readonly DeviceEnergy[],
  totalS: number,
): DomainHeat[] {
  return domainHeatsJ(problem, energies).map((heatJ, domain) => {
    return settleDomain(problem.thermalDomains[domain], heatJ / totalS);
  });
}

/** Energy that becomes heat in every thermal domain over one question, leakage excluded (J). */
export function domainHeatsJ(problem: PlacementProblem, energies: readonly DeviceEnergy[]): number[] {
  const joules = problem.thermalDomains.map(() => 0);
  energies.forEach(({ switchingJ, trafficJ, activeJ, sleepJ }, device) => {
    joules[problem.devices[device].thermalDomain] += switchingJ + trafficJ + activeJ + sleepJ;
  });
  return joules;
}

/** Steady state of one domain under heat H (W). */
export function settleDomain(domain: ThermalDomain, heatW: number): DomainHeat {
  const { ambientK, resistanceKPerW, leakage } = domain;
  if (!leakage) {
    return { settled: true, temperatureK: ambientK + resistanceKPerW * heatW, leakageW: 0, loopGain: 0, heatW };
  }
  const state = steadyState({
    ambientK,
    resistanceKPerW,
    heatW,
    leakageW: (temperatureK) => leakagePowerW(leakage, temperatureK),
    leakageSlopeWPerK: (temperatureK) => leakageSlopeWPerK(leakage, temperatureK),
  });
  return { ...state, heatW };
}
