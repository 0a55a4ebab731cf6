import { DECODER_FAMILIES, type DecoderFamilyName } from '@qeil/model';
import type { Catalogue } from '@qeil/model/catalogue';
import { choosePlan, type EvaluatedPlan } from '../planning/choose-plan.js';
import { idlePointsFirst, searchFront } from '../planning/search-front.js';
import type { MaybeComparison, Scenario } from './scenario.js';
import { simulatedMachine } from './simulated-machine.js';
import { simulatedProblem } from './simulated-problem.js';
import { evaluateStandard } from './standard-reading.js';

export interface ScenarioComparer {
  compare(scenario: Scenario): Promise<MaybeComparison>;
}

export interface ComparerOptions {
  readonly catalogue: Catalogue;
  readonly machineId: string;
  readonly families: readonly DecoderFamilyName[];
  readonly seed: number;
  /** Plans each search may look at. */
  readonly evaluations: number;
  readonly signal?: AbortSignal;
}

/** Compares scenarios on one machine with priors. Scenarios that differ in what is compared only share their searches. */
export function scenarioComparer(options: ComparerOptions): ScenarioComparer {
  const { catalogue, machineId, families } = options;
  const fronts = new Map<string, Promise<readonly EvaluatedPlan[]>>();

  async function compareFamily(name: DecoderFamilyName, scenario: Scenario) {
    const { request, priorValues, objective, standard, maxPowerW } = scenario;
    const { parts } = simulatedMachine({ catalogue, machineId, withPriors: true, priorValues });
    const problem = simulatedProblem(parts, DECODER_FAMILIES[name], request);
    const bounded = { ...problem, bounds: { ...problem.bounds, powerW: maxPowerW ?? Number.POSITIVE_INFINITY } };
    const key = JSON.stringify([name, request, priorValues, maxPowerW]);
    const searched =
      fronts.get(key) ??
      searchFront(bounded, { ...options, proofLabels: 0 }, idlePointsFirst).then(({ front }) => front);
    fronts.set(key, searched);
    const front = await searched;
    const before = evaluateStandard(problem, standard);
    if (front.length === 0 || before.violation > 0) return { name, result: undefined };
    const { evaluation: after } = choosePlan(front, objective);
    const powerW = after.energyJ / after.latencyS;
    return {
      name,
      result: {
        energyChange: after.energyJ / before.energyJ - 1,
        latencyChange: after.latencyS / before.latencyS - 1,
        ipwRatio: before.energyJ / before.latencyS / powerW,
        meanPowerW: powerW,
      },
    };
  }

  return {
    async compare(scenario) {
      const compared = [];
      for (const name of families) compared.push(await compareFamily(name, scenario));
      const results = compared.flatMap(({ result }) => (result === undefined ? [] : [result]));
      if (results.length === 0) return undefined;
      const mean = (of: (result: (typeof results)[number]) => number) =>
        results.reduce((sum, result) => sum + of(result), 0) / results.length;
      return {
        energyChange: mean(({ energyChange }) => energyChange),
        latencyChange: mean(({ latencyChange }) => latencyChange),
        ipwRatio: mean(({ ipwRatio }) => ipwRatio),
        meanPowerW: mean(({ meanPowerW }) => meanPowerW),
        families: compared.flatMap(({ name, result }) => (result === undefined ? [] : [name])),
        leftOut: compared.flatMap(({ name, result }) => (result === undefined ? [name] : [])),
      };
    },
  };
}
