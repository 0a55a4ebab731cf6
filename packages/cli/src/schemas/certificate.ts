import { z } from 'zod';

const exact = z.object({ kind: z.literal('exact') }).describe('Proved: no plan is better');
const gap = z
  .object({
    kind: z.literal('gap'),
    gap: z.number().describe('No plan is better by more than this share, by a lower bound on all of them; ≥ 0'),
  })
  .describe('Bounded: in what was asked for, or for the knee in energy and time at once');
const heuristic = z.object({ kind: z.literal('heuristic') }).describe('The best that was found; no bound is known');

/** How sure a searched plan is to be the best. */
export const certificateSchema = z.discriminatedUnion('kind', [exact, gap, heuristic]);
export type CertificateRecord = z.infer<typeof certificateSchema>;

/** The same, for plans that nobody searched for as well. */
export const planCertificateSchema = z.discriminatedUnion('kind', [
  exact,
  gap,
  heuristic,
  z.object({ kind: z.literal('baseline') }).describe('Not searched for'),
]);
export type PlanCertificateRecord = z.infer<typeof planCertificateSchema>;
