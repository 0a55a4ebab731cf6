//! What a caller may choose about a search.

use crate::error::OptionsError;

/// How the next stage and device to try are chosen; see [`crate::momentum`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MomentumOptions {
    /// μ in [0, 1): share of the past that a move's momentum keeps.
    pub mu: f64,
    /// ε in (0, 1]: share of proposals drawn uniformly, so that every plan stays reachable.
    pub epsilon: f64,
    /// θ > 0: temperature of the softmax over momenta.
    pub theta: f64,
}

impl Default for MomentumOptions {
    fn default() -> Self {
        Self { mu: 0.9, epsilon: 0.3, theta: 0.2 }
    }
}

/// Options of one search.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SearchOptions {
    /// Seed of every random choice.
    pub seed: u64,
    /// Evaluations an annealing search may spend, the obvious plans and probes included.
    pub evaluations: u64,
    /// A problem with at most this many plans is enumerated instead, whatever `evaluations` says; 0 never enumerates.
    pub exhaustive_limit: u64,
    /// Labels that a proof in energy and latency may keep after an annealing search; 0 tries none.
    pub proof_labels: usize,
    /// Momentum of the proposals; `None` is annealing without it.
    pub momentum: Option<MomentumOptions>,
    /// Whether new plans are judged against the guide archive and restarts leave from it. False is for ablation.
    pub guide: bool,
}

impl Default for SearchOptions {
    fn default() -> Self {
        Self {
            seed: 0,
            evaluations: 50_000,
            exhaustive_limit: 200_000,
            proof_labels: 0,
            momentum: Some(MomentumOptions::default()),
            guide: true,
        }
    }
}

impl SearchOptions {
    /// Most evaluations one search accepts, for either budget.
    pub const MOST_EVALUATIONS: u64 = 1_000_000_000;

    /// Most labels a proof may keep: about a gigabyte.
    pub const MOST_PROOF_LABELS: usize = 10_000_000;

    /// Checks every option.
    ///
    /// # Errors
    /// [`OptionsError`] naming the first option that is out of range.
    pub fn check(&self) -> Result<(), OptionsError> {
        let require = |holds: bool, option, value, rule| {
            if holds { Ok(()) } else { Err(OptionsError { option, value, rule }) }
        };
        let evaluations = 1..=Self::MOST_EVALUATIONS;
        require(evaluations.contains(&self.evaluations), "evaluations", self.evaluations as f64, "in 1…1e9")?;
        let limit = self.exhaustive_limit;
        require(limit <= Self::MOST_EVALUATIONS, "exhaustiveLimit", limit as f64, "in 0…1e9")?;
        let labels = self.proof_labels;
        require(labels <= Self::MOST_PROOF_LABELS, "proofLabels", labels as f64, "in 0…1e7")?;
        let Some(MomentumOptions { mu, epsilon, theta }) = self.momentum else {
            return Ok(());
        };
        require((0.0..1.0).contains(&mu), "momentum.mu", mu, "in [0, 1)")?;
        require(epsilon > 0.0 && epsilon <= 1.0, "momentum.epsilon", epsilon, "in (0, 1]")?;
        // Below a hundredth, exp(1/θ) leaves the range in which weights can be added.
        require((0.01..=1e6).contains(&theta), "momentum.theta", theta, "in [0.01, 1e6]")
    }
}
