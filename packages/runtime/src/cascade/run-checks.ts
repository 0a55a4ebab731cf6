import { expectedCheckGain, stepPays, verdictProbability } from '@qeil/model';
import type { Candidate } from './candidate.js';
import { candidateBeliefs, verdictsOn } from './candidate-beliefs.js';
import type { Check, CheckResult } from './check.js';
import { type CascadeKnowledge, meanEnergyJ } from './knowledge/cascade-knowledge.js';

/** What the user set for one question; without either, accuracy comes first. */
export interface Economy {
  /** Worth of a correct answer (J). */
  readonly valueJ?: number | undefined;
  /** Most energy to spend on the question (J). */
  readonly maxJ?: number | undefined;
}

/** A check judged fewer candidates than this whose rightness became known: it runs to be learnt about, where its price fits. */
export const TRIALS = 24;

export interface RunChecksOptions {
  readonly question: string;
  readonly checks: readonly Check[];
  readonly knowledge: CascadeKnowledge;
  readonly economy: Economy;
  /** Energy left under `maxJ` (J), before these checks. */
  readonly leftJ?: number | undefined;
  /** Power to charge time in checks with (W); null when it is not known, and energy then is not either. */
  readonly powerW: number | null;
  /** Energy of one more wave (J) when an exact check that accepts would save it, else 0. */
  readonly savingJ: number;
  /** Monotonic seconds. */
  readonly nowS: () => number;
}

/**
 * Run the checks on candidates that none has judged yet, as far as they pay.
 *
 * With neither a value nor a budget all run. Else the free ones run, and the others in the order of their mean price, each on
 * each candidate iff `stepPays`. What was not run is recorded with its reason.
 *
 * @param earlier - candidates of the question that were judged before
 * @returns the candidates with results in the order of `checks`
 */
export async function runChecks(
  fresh: readonly Candidate[],
  earlier: readonly Candidate[],
  options: RunChecksOptions,
): Promise<Candidate[]> {
  const { checks, economy } = options;
  const everything = economy.valueJ === undefined && economy.maxJ === undefined;
  const results = new Map<Candidate, Map<Check, CheckResult>>(fresh.map((candidate) => [candidate, new Map()]));
  let spentJ = 0;
  for (const check of everything ? checks : byPrice(options)) {
    for (const candidate of fresh) {
      const ofCandidate = results.get(candidate);
      const judged = [...earlier, ...fresh.map((each) => withResults(each, results, checks))];
      const why = everything || check.free ? undefined : whyNot(check, candidate, judged, options, spentJ);
      const result =
        why === undefined
          ? await measured(check, candidate, options)
          : { check: check.name, exact: check.exact, verdict: 'unknown' as const, detail: why, skipped: true as const };
      spentJ += result.energyJ ?? 0;
      ofCandidate?.set(check, result);
    }
  }
  return fresh.map((candidate) => withResults(candidate, results, checks));
}

function byPrice({ checks, knowledge }: RunChecksOptions): Check[] {
  const price = (check: Check) => (check.free ? -1 : (meanEnergyJ(knowledge.check(check.name)) ?? 0));
  return [...checks].sort((left, right) => price(left) - price(right));
}

function withResults(
  candidate: Candidate,
  results: ReadonlyMap<Candidate, ReadonlyMap<Check, CheckResult>>,
  checks: readonly Check[],
): Candidate {
  const own = results.get(candidate);
  return { ...candidate, checks: checks.flatMap((check) => own?.get(check) ?? []) };
}

async function measured(check: Check, candidate: Candidate, options: RunChecksOptions): Promise<CheckResult> {
  const { knowledge, nowS, powerW, question } = options;
  const startS = nowS();
  const result = await check.run(candidate, question);
  const timeS = nowS() - startS;
  const energyJ = powerW === null ? null : timeS * powerW;
  knowledge.checkCost(check.name, timeS, energyJ);
  return { ...result, timeS, energyJ };
}

/** A reason not to run the check, or undefined to run it. */
function whyNot(
  check: Check,
  candidate: Candidate,
  judged: readonly Candidate[],
  { knowledge, economy, leftJ, savingJ }: RunChecksOptions,
  spentJ: number,
): string | undefined {
  const { answer } = candidate;
  if (answer === undefined) return 'not run: there is no answer to judge';
  const left = leftJ === undefined ? undefined : leftJ - spentJ;
  const priceJ = meanEnergyJ(knowledge.check(check.name));
  if (knowledge.judged(check.name) < TRIALS) {
    const fits = left === undefined || (priceJ ?? 0) <= left;
    return fits && (left ?? 1) > 0 ? undefined : 'not run: the budget is spent';
  }
  if (verdictsOn(answer, judged).get(check.name) === 'accept') return 'not run: it accepted this answer already';
  // Without a power nothing has a price; a value cannot be weighed against it.
  if (priceJ === undefined) return undefined;
  const { answers, beliefs } = candidateBeliefs(judged, knowledge);
  const index = answers.indexOf(answer);
  const rates = knowledge.rates(check.name);
  const gain = expectedCheckGain(beliefs, index, rates);
  const saving = check.exact ? savingJ * verdictProbability(beliefs, index, 'accept', rates) : 0;
  if (stepPays({ gain, priceJ, savingJ: saving }, { valueJ: economy.valueJ, leftJ: left })) return undefined;
  if (left !== undefined && priceJ > left)
    return `not run: it costs ${priceJ.toPrecision(2)} J, ${Math.max(0, left).toPrecision(2)} J are left`;
  return `not run: P(correct) would rise by ${gain.toPrecision(2)} for ${priceJ.toPrecision(2)} J`;
}
