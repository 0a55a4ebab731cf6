import { PRIORS, type Prior, type PriorName } from '@qeil/model/catalogue';
import { PAPER_CLAIMS } from './paper-claims.js';
import type { Scenario } from './scenario.js';
import type { SimulationRequest } from './simulation-request.js';
import { STANDARD_READINGS } from './standard-reading.js';

/** One value of an open assumption. */
export interface SweepSetting {
  readonly label: string;
  apply(scenario: Scenario): Scenario;
}

/** Something the paper leaves open, with the values tried. */
export interface SweepAxis {
  readonly id: string;
  readonly title: string;
  readonly settings: readonly SweepSetting[];
}

function requestAxis(
  id: string,
  title: string,
  settings: readonly [label: string, change: (request: SimulationRequest) => Partial<SimulationRequest>][],
): SweepAxis {
  return {
    id,
    title,
    settings: settings.map(([label, change]) => ({
      label,
      apply: (scenario) => ({ ...scenario, request: { ...scenario.request, ...change(scenario.request) } }),
    })),
  };
}

/** A budget with the same share of it needed: (mean − 1)/(k − 1) is kept, and is a half where k was 1. */
function withBudget(samples: number) {
  return ({ samples: before, meanSamples }: SimulationRequest): Partial<SimulationRequest> => {
    const share = before === 1 ? 0.5 : (meanSamples - 1) / (before - 1);
    return { samples, meanSamples: 1 + share * (samples - 1) };
  };
}

export const SAMPLES_AXIS = requestAxis(
  'samples',
  'samples per question k',
  [1, 4, 16, 64].map((samples) => [String(samples), withBudget(samples)]),
);

export const STOPPING_AXIS = requestAxis('stopping', 'samples needed before v2 may stop (mean of k)', [
  ['the first settles it', () => ({ meanSamples: 1 })],
  ['a quarter of k', ({ samples }) => ({ meanSamples: Math.max(1, samples / 4) })],
  ['all numbers equally likely', ({ samples }) => ({ meanSamples: (samples + 1) / 2 })],
  ['all k: no early stopping', ({ samples }) => ({ meanSamples: samples })],
]);

export const STANDARD_AXIS: SweepAxis = {
  id: 'standard',
  title: 'what "standard" does with its samples',
  settings: STANDARD_READINGS.map((standard) => ({
    label: standard.label,
    apply: (scenario) => ({ ...scenario, standard }),
  })),
};

const OBJECTIVE_AXIS: SweepAxis = {
  id: 'objective',
  title: 'which plan of its front v2 takes',
  settings: (['energy', 'knee', 'latency'] as const).map((objective) => ({
    label: objective,
    apply: (scenario) => ({ ...scenario, objective }),
  })),
};

export const POWER_AXIS: SweepAxis = {
  id: 'power-bound',
  title: 'bound on the mean power of v2',
  settings: [
    { label: 'none', apply: (scenario) => ({ ...scenario, maxPowerW: undefined }) },
    {
      label: `the paper’s ${PAPER_CLAIMS.meanPowerW} W`,
      apply: (scenario) => ({ ...scenario, maxPowerW: PAPER_CLAIMS.meanPowerW }),
    },
  ],
};

const PROMPT_AXIS = requestAxis(
  'prompt-tokens',
  'prompt tokens',
  [64, 256, 1024].map((promptTokens) => [String(promptTokens), () => ({ promptTokens })]),
);

const NEW_TOKENS_AXIS = requestAxis(
  'new-tokens',
  'new tokens per sample',
  [64, 256, 1024].map((newTokens) => [String(newTokens), () => ({ newTokens })]),
);

const KV_AXIS = requestAxis('prompt-kv', 'KV of the prompt in a wave', [
  ['a copy per sample', () => ({ sharedPromptKv: false })],
  ['one copy for all', () => ({ sharedPromptKv: true })],
]);

/** Which device "standard" runs on. */
function deviceAxis(devices: readonly string[]): SweepAxis {
  return {
    id: 'standard-device',
    title: 'device that "standard" runs on',
    settings: devices.map((name, device) => ({
      label: name,
      apply: (scenario) => ({ ...scenario, standard: { ...scenario.standard, device } }),
    })),
  };
}

/** Idle power rests on one server card; laptop parts idle lower. Tried because nothing better is known. */
const GUESSES: Readonly<Partial<Record<PriorName, number>>> = { sleepPowerShare: 0.03 };

function priorAxis(name: PriorName, { value, range: [low, high] }: Prior): SweepAxis {
  const guess = GUESSES[name];
  const values = [...new Set([...(guess === undefined ? [] : [guess]), low, value, high])];
  return {
    id: `prior-${name}`,
    title: `prior ${name}`,
    settings: values.map((tried) => ({
      label: `${Number(tried.toPrecision(3))}${tried === guess ? ' (a guess)' : ''}`,
      apply: (scenario) => ({ ...scenario, priorValues: { ...scenario.priorValues, [name]: tried } }),
    })),
  };
}

/** Everything the paper leaves open and this simulation has to assume. */
export function sweepAxes(devices: readonly string[], usedPriors: readonly PriorName[]): SweepAxis[] {
  return [
    STANDARD_AXIS,
    deviceAxis(devices),
    SAMPLES_AXIS,
    STOPPING_AXIS,
    OBJECTIVE_AXIS,
    POWER_AXIS,
    PROMPT_AXIS,
    NEW_TOKENS_AXIS,
    KV_AXIS,
    ...usedPriors.map((name) => priorAxis(name, PRIORS[name])),
  ];
}
