import type { SimulatedMachine, SimulationRequest } from '@qeil/runtime';

/** What a simulation takes for granted besides the machine's numbers, for people. */
export function assumptionsOf({ entry, parts, used }: SimulatedMachine, request: SimulationRequest): string[] {
  const { samples, meanSamples, newTokens, sharedPromptKv } = request;
  const unmodelled = parts.thermalDomains.filter(({ resistanceKPerW }) => resistanceKPerW === 0);
  return [
    'Nothing here was measured: numbers follow from published facts, priors and the equations of docs/placement.md.',
    ...(entry.scenario === undefined
      ? []
      : [
          `${entry.scenario} Here ${used.filter(({ kind }) => kind === 'prior').length} of ${used.length} numbers are priors, each listed with its basis.`,
        ]),
    'Layers of one phase may lie on different devices. The engine of this project runs each phase on one device.',
    `Every sample has ${newTokens} tokens; cache and activations are fp16; matrices are computed in fp16 whatever the weights’ format.`,
    meanSamples === samples
      ? `v2 draws all ${samples} samples.`
      : `v2 stops when a question has what it needs: ${Number(meanSamples.toPrecision(3))} of ${samples} samples on average, spread as evenly as that mean allows. Baselines draw all ${samples}.`,
    sharedPromptKv
      ? 'The samples of a wave read one copy of the prompt’s KV.'
      : 'Every sample of a wave reads its own copy of the prompt’s KV.',
    '"standard" draws samples one after another and prefills the prompt for each, on the fastest device that holds the model.',
    'A device’s joules per FLOP and per byte, and its bandwidth, are the same in both phases and at any load; each device has one operating point.',
    ...(unmodelled.length === 0
      ? []
      : [
          `No thermal resistance is known for ${unmodelled.map(({ name }) => name).join(' and ')}: temperature and leakage there are not predicted.`,
        ]),
    'Accuracy is not simulated. Intelligence per watt is compared at equal accuracy, where its ratio is that of the mean powers.',
  ];
}
