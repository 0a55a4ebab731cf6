import {
  type CheckCounts,
  type CheckRates,
  type CheckVerdict,
  checkRates,
  NO_CHECK_COUNTS,
  type VoteTally,
} from '@qeil/model';
import { NO_RELIABILITY, plusReliability, type ReliabilityRecord } from '../reliability/reliability-record.js';

/** What running something cost so far. */
export interface Cost {
  readonly runs: number;
  /** Sum (s). */
  readonly timeS: number;
  /** Sum (J) over the runs whose energy is known, and how many those are. */
  readonly energyJ: number;
  readonly energyRuns: number;
}

export interface CheckRecord extends Cost {
  /** Verdicts by whether the candidate's answer was right. */
  readonly counts: CheckCounts;
}

/** A larger model that was asked. */
export interface ExpertRecord extends Cost {
  readonly right: number;
  readonly wrong: number;
}

/** What right and wrong were held against: reference answers, or for want of them the plain majority of the candidates. */
export interface Basis {
  readonly gold: number;
  readonly agreement: number;
}

export interface KnowledgeRecord {
  /** Candidates judged, by basis. */
  readonly basis: Basis;
  readonly checks: Readonly<Record<string, CheckRecord>>;
  readonly experts: Readonly<Record<string, ExpertRecord>>;
  /** Questions drawn whole and what was right among their answers: the prior of the `value` rule. */
  readonly tallies: readonly VoteTally[];
  /** From questions with reference answers only. */
  readonly reliability: ReliabilityRecord;
}

/** Tallies kept; the oldest go first. More would hardly move a prior. */
export const MOST_TALLIES = 1000;

export const NO_KNOWLEDGE: KnowledgeRecord = {
  basis: { gold: 0, agreement: 0 },
  checks: {},
  experts: {},
  tallies: [],
  reliability: NO_RELIABILITY,
};

const NO_COST: Cost = { runs: 0, timeS: 0, energyJ: 0, energyRuns: 0 };
const NO_CHECK: CheckRecord = { ...NO_COST, counts: NO_CHECK_COUNTS };
/**
 * Counted for an expert before it was ever held against the truth: three right, one wrong. An assumption, so that a larger model
 * is asked often enough to be learnt about; its own record outweighs it after a few questions.
 */
const EXPERT_PRIOR = { right: 3, wrong: 1 } as const;

/** What is known of checks and experts on one task: earlier runs, and this one as it goes. */
export class CascadeKnowledge {
  readonly #earlier: KnowledgeRecord;
  #own: KnowledgeRecord;

  /**
   * @param earlier - of other runs
   * @param own - of this run, when it is gone on with
   */
  constructor(earlier: KnowledgeRecord = NO_KNOWLEDGE, own: KnowledgeRecord = NO_KNOWLEDGE) {
    this.#earlier = earlier;
    this.#own = own;
  }

  /** What this run added. */
  get own(): KnowledgeRecord {
    return this.#own;
  }

  /** What earlier runs learnt of votes and checks; this run's own part is for the next. */
  get earlierReliability(): ReliabilityRecord {
    return this.#earlier.reliability;
  }

  questionJudged(learnt: ReliabilityRecord): void {
    this.#own = { ...this.#own, reliability: plusReliability(this.#own.reliability, learnt) };
  }

  get basis(): Basis {
    return plusBasis(this.#earlier.basis, this.#own.basis);
  }

  /** Questions drawn whole by earlier runs; this run's own are not among them, so that a resumed run stops where it would have. */
  get tallies(): readonly VoteTally[] {
    return this.#earlier.tallies;
  }

  questionTallied(tally: VoteTally): void {
    this.#own = { ...this.#own, tallies: [...this.#own.tallies, tally].slice(-MOST_TALLIES) };
  }

  check(name: string): CheckRecord {
    return plusCheck(this.#earlier.checks[name], this.#own.checks[name]);
  }

  expert(name: string): ExpertRecord {
    return plusExpert(this.#earlier.experts[name], this.#own.experts[name]);
  }

  rates(name: string): CheckRates {
    return checkRates(this.check(name).counts);
  }

  /** Candidates the check judged whose rightness became known. */
  judged(name: string): number {
    const { right, wrong } = this.check(name).counts;
    return [right, wrong].reduce((sum, { accept, reject, unknown }) => sum + accept + reject + unknown, 0);
  }

  /** P(an expert is right) where it was asked: Beta posterior mean under a labelled prior. */
  expertAccuracy(name: string): number {
    const { right, wrong } = this.expert(name);
    return (right + EXPERT_PRIOR.right) / (right + wrong + EXPERT_PRIOR.right + EXPERT_PRIOR.wrong);
  }

  checkCost(name: string, timeS: number, energyJ: number | null): void {
    const record = this.#own.checks[name] ?? NO_CHECK;
    this.#setCheck(name, { ...record, ...plusRun(record, timeS, energyJ) });
  }

  expertCost(name: string, timeS: number, energyJ: number | null): void {
    const record = this.#own.experts[name] ?? NO_EXPERT;
    this.#setExpert(name, { ...record, ...plusRun(record, timeS, energyJ) });
  }

  checkJudged(name: string, verdict: CheckVerdict, right: boolean): void {
    const record = this.#own.checks[name] ?? NO_CHECK;
    const row = right ? 'right' : 'wrong';
    const counts = { ...record.counts, [row]: { ...record.counts[row], [verdict]: record.counts[row][verdict] + 1 } };
    this.#setCheck(name, { ...record, counts });
  }

  expertJudged(name: string, right: boolean): void {
    const record = this.#own.experts[name] ?? NO_EXPERT;
    const row = right ? 'right' : 'wrong';
    this.#setExpert(name, { ...record, [row]: record[row] + 1 });
  }

  candidateJudged(basis: keyof Basis): void {
    this.#own = { ...this.#own, basis: { ...this.#own.basis, [basis]: this.#own.basis[basis] + 1 } };
  }

  #setCheck(name: string, record: CheckRecord): void {
    this.#own = { ...this.#own, checks: { ...this.#own.checks, [name]: record } };
  }

  #setExpert(name: string, record: ExpertRecord): void {
    this.#own = { ...this.#own, experts: { ...this.#own.experts, [name]: record } };
  }
}

const NO_EXPERT: ExpertRecord = { ...NO_COST, right: 0, wrong: 0 };

/** Mean energy of a run (J); undefined before any run whose energy is known. */
export function meanEnergyJ({ energyJ, energyRuns }: Cost): number | undefined {
  return energyRuns === 0 ? undefined : energyJ / energyRuns;
}

/** Sum of what several runs learnt. */
export function sumKnowledge(records: readonly KnowledgeRecord[]): KnowledgeRecord {
  return records.reduce(
    (left, right) => ({
      basis: plusBasis(left.basis, right.basis),
      checks: merged(left.checks, right.checks, plusCheck),
      experts: merged(left.experts, right.experts, plusExpert),
      tallies: [...left.tallies, ...right.tallies].slice(-MOST_TALLIES),
      reliability: plusReliability(left.reliability, right.reliability),
    }),
    NO_KNOWLEDGE,
  );
}

function merged<Item>(
  left: Readonly<Record<string, Item>>,
  right: Readonly<Record<string, Item>>,
  plus: (left: Item | undefined, right: Item | undefined) => Item,
): Record<string, Item> {
  const names = [...new Set([...Object.keys(left), ...Object.keys(right)])];
  return Object.fromEntries(names.map((name) => [name, plus(left[name], right[name])]));
}

function plusBasis(left: Basis, right: Basis): Basis {
  return { gold: left.gold + right.gold, agreement: left.agreement + right.agreement };
}

function plusCost(left: Cost, right: Cost): Cost {
  return {
    runs: left.runs + right.runs,
    timeS: left.timeS + right.timeS,
    energyJ: left.energyJ + right.energyJ,
    energyRuns: left.energyRuns + right.energyRuns,
  };
}

function plusRun(cost: Cost, timeS: number, energyJ: number | null): Cost {
  return plusCost(cost, { runs: 1, timeS, energyJ: energyJ ?? 0, energyRuns: energyJ === null ? 0 : 1 });
}

function plusCheck(left: CheckRecord = NO_CHECK, right: CheckRecord = NO_CHECK): CheckRecord {
  const row = (of: 'right' | 'wrong') => ({
    accept: left.counts[of].accept + right.counts[of].accept,
    reject: left.counts[of].reject + right.counts[of].reject,
    unknown: left.counts[of].unknown + right.counts[of].unknown,
  });
  return { ...plusCost(left, right), counts: { right: row('right'), wrong: row('wrong') } };
}

function plusExpert(left: ExpertRecord = NO_EXPERT, right: ExpertRecord = NO_EXPERT): ExpertRecord {
  return { ...plusCost(left, right), right: left.right + right.right, wrong: left.wrong + right.wrong };
}
