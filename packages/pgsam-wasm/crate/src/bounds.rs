//! What no plan can beat, one objective at a time: the certificate where the front is not proved.
//!
//! Every stage is put on its own best point, without transfers, memory or limits, and leakage is replaced by a tangent below it.
//! Energy and latency are bounded apart, so a bound speaks about the ends of a front and about nothing between them.

use crate::archive::Archive;
use crate::completion::Completion;
use crate::plan::Layout;
use crate::prices::Prices;
use crate::problem::Problem;

/// Bounds from below over all plans.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LowerBounds {
    /// No plan takes less energy (J).
    pub energy_j: f64,
    /// No plan takes less time (s).
    pub latency_s: f64,
}

/// Most prices worth making for a bound.
const MOST_PRICES: usize = 20_000_000;
/// Rounding that the sums may carry, taken off the bounds.
const ROUNDING: f64 = 1e-12;

/// `None` where a second can pay for itself, where a domain is unstable with nothing running, or for very many wave sizes.
pub fn lower_bounds(problem: &Problem) -> Option<LowerBounds> {
    let waves = problem.largest_wave();
    let sizes = waves.checked_mul(waves + 1)? / 2;
    if sizes.checked_mul(problem.stages.len())?.checked_mul(problem.points.len())? > MOST_PRICES {
        return None;
    }
    let nothing = Archive::new(Layout::of(problem).width());
    let mut bounds = LowerBounds { energy_j: f64::INFINITY, latency_s: f64::INFINITY };
    for wave in 1..=waves as u32 {
        for micro_batches in 1..=wave {
            let prices = Prices::new(problem, wave, micro_batches);
            let [energy_j, latency_s] = Completion::new(problem, &prices, &nothing)?.least();
            bounds.energy_j = bounds.energy_j.min(energy_j);
            bounds.latency_s = bounds.latency_s.min(latency_s);
        }
    }
    let finite = bounds.energy_j.is_finite() && bounds.latency_s.is_finite();
    finite.then(|| LowerBounds {
        energy_j: bounds.energy_j - ROUNDING * bounds.energy_j.abs(),
        latency_s: bounds.latency_s * (1.0 - ROUNDING),
    })
}
