import { z } from 'zod';

/** What is known of the checks after the run, earlier runs on the same model and task included. */
export const cascadeSchema = z.object({
  valueJ: z.number().nullable().describe('Worth of a correct answer (J); null when none was set'),
  maxJ: z.number().nullable().describe('Most energy for one question (J)'),
  pruneKeep: z.number().nullable().describe('Share of first-wave traces the confidence bar keeps; null: no pruning'),
  knowledgeFile: z.string(),
  reliability: z
    .object({
      detail: z.string().describe('Where it was learnt'),
      questions: z.number().int(),
      slope: z.number().describe('Of the calibration map on log-odds; 1 and offset 0 change nothing'),
      offset: z.number(),
    })
    .nullable()
    .describe(
      'How far votes and checks are to be believed, as known when the run began; null: not known, so no probabilities',
    ),
  basis: z
    .object({ gold: z.number().int(), agreement: z.number().int() })
    .describe(
      'Candidates whose rightness was held against references, and against the plain majority for want of them',
    ),
  checks: z.array(
    z.object({
      name: z.string(),
      exact: z.boolean(),
      runs: z.number().int(),
      judged: z.number().int().describe('Of those, candidates whose rightness became known'),
      truePositive: z.number().describe('P(accepts | right), posterior mean; 1/3 before anything is known'),
      falsePositive: z.number().describe('P(accepts | wrong), posterior mean'),
      meanTimeS: z.number().nullable(),
      meanEnergyJ: z.number().nullable(),
    }),
  ),
  larger: z
    .object({
      name: z.string(),
      asked: z.number().int(),
      right: z.number().int(),
      wrong: z.number().int(),
      accuracy: z.number().describe('Where it was asked, under a prior of 3 right and 1 wrong'),
      meanEnergyJ: z.number().nullable(),
    })
    .nullable()
    .describe('The model of --escalate-to'),
});
export type CascadeRecord = z.infer<typeof cascadeSchema>;

export const tierStepSchema = z.object({
  tier: z.enum(['self', 'escalation']),
  name: z.string(),
  ran: z.boolean(),
  why: z.string().describe('Why it ran, or why not'),
  gain: z.number().describe('Expected gain in P(correct) beforehand'),
  priceJ: z.number().nullable(),
  timeS: z.number().nullable(),
  energyJ: z.number().nullable(),
  sampleIndex: z.number().int().nullable(),
  verdict: z.enum(['accept', 'reject', 'unknown']).nullable(),
  answer: z.string().nullable(),
});
