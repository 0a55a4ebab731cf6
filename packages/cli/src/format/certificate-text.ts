import type { PlanCertificateRecord } from '../schemas/certificate.js';
import { significant } from './quantity.js';

/** `exact`, `gap ≤ 3.1 %`, `heuristic` or `baseline`. */
export function certificateLabel(certificate: PlanCertificateRecord): string {
  if (certificate.kind !== 'gap') return certificate.kind;
  // Rounded up: a bound must not be printed smaller than it is.
  const percent = Math.ceil(1e4 * certificate.gap) / 100;
  return `gap ≤ ${significant(percent)} %`;
}

const BETTER = {
  knee: 'better in energy and time at once',
  energy: 'cheaper',
  latency: 'faster',
} as const;

/** The label and what it means for a plan chosen by the objective. */
export function certificateText(certificate: PlanCertificateRecord, objective: keyof typeof BETTER): string {
  const label = certificateLabel(certificate);
  switch (certificate.kind) {
    case 'exact':
      return `${label}: proved, no plan is ${BETTER[objective]}`;
    case 'gap':
      return `${label}: no plan is ${BETTER[objective]} by more than that, by a lower bound on all of them`;
    case 'heuristic':
      return `${label}: found by search, nothing bounds how much better another can be`;
    case 'baseline':
      return `${label}: not searched for`;
  }
}
