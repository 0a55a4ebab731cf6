import { bayesRule, fullVote, type ReplayRule } from '@qeil/runtime';

/** Self-consistency (Wang et al. 2022, arXiv 2203.11171): draw everything, give the plain majority. */
export const selfConsistency: ReplayRule = {
  ...fullVote,
  name: 'self-consistency',
  promise: 'the plain vote of all samples',
};

/**
 * Adaptive-Consistency (Aggarwal et al. 2023, arXiv 2305.11860) with its Beta criterion: stop when the leader beats the runner-up with
 * probability 0.95.
 */
export const adaptiveConsistency: ReplayRule = { ...bayesRule(0.95, false), name: 'adaptive-consistency' };

/** Early-stopping self-consistency (Li et al. 2024, arXiv 2401.10480): stop when a window of five samples is unanimous. */
export const earlyStopping: ReplayRule = {
  name: 'esc',
  promise: 'a heuristic: one window of five samples agrees',
  lock: false,
  stops({ drawn, question }) {
    if (drawn.length % 5 !== 0) return false;
    const window = drawn.slice(-5).map((sample) => question.answers[sample] ?? -1);
    const [first = -1] = window;
    return first >= 0 && window.every((answer) => answer === first);
  },
};

/** First to be three votes ahead (after Meyerson et al. 2025, arXiv 2511.09030). */
export const threeAhead: ReplayRule = {
  name: 'three-ahead',
  promise: 'a heuristic: the leader is three votes ahead',
  lock: false,
  stops: ({ leaderVotes, runnerUpVotes }) => leaderVotes - runnerUpVotes >= 3,
};

export const PEERS = [selfConsistency, adaptiveConsistency, earlyStopping, threeAhead] as const;
