/** What the abstract of QEIL v2 claims against standard inference. Its formulas, parameters and code are not public. */
export const PAPER_CLAIMS = {
  source: 'arXiv 2602.06057v3, abstract',
  machineId: 'qeil-paper',
  /** Relative to standard inference. */
  energyChange: -0.756,
  latencyChange: -0.383,
  /** Intelligence per watt over that of standard inference. */
  ipwRatio: 2.86,
  meanPowerW: 63.8,
  /** pass@k. */
  coverage: 0.757,
} as const;
