//! What no plan can beat: the certificate where the front is not proved.
//!
//! Every stage is put on its own best point, without transfers, memory or limits, and leakage is replaced by a tangent below it.
//! Bounded are energy, latency, and energy plus a price for every second. The mixed bounds speak about the middle of a front:
//! a plan better than another in both energy and latency by a factor would be better by it at every price.

use crate::prices::Prices;
use crate::problem::Problem;
use crate::relaxation::{Relaxation, SecondAndJoule};

/// Bounds from below over all plans.
#[derive(Debug, Clone, PartialEq)]
pub struct LowerBounds {
    /// No plan takes less energy (J).
    pub energy_j: f64,
    /// No plan takes less time (s).
    pub latency_s: f64,
    /// For rising prices of a second.
    pub mixed: Vec<MixedBound>,
}

/// No plan has a smaller energy + `second_price_w` · latency than `least_j`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MixedBound {
    /// Price of a second (W = J/s).
    pub second_price_w: f64,
    /// Bound (J).
    pub least_j: f64,
}

/// Most prices worth making for a bound.
const MOST_PRICES: usize = 20_000_000;
/// Rounding that the sums may carry, taken off the bounds.
const ROUNDING: f64 = 1e-12;
/// Prices of a second are the ratio of the two bounds times 2 to the power of −this … this.
const DOUBLINGS: i32 = 6;

/// `None` where a second can pay for itself, where a domain is unstable with nothing running, or for very many wave sizes.
pub fn lower_bounds(problem: &Problem) -> Option<LowerBounds> {
    let waves = problem.largest_wave();
    let sizes = waves.checked_mul(waves + 1)? / 2;
    if sizes.checked_mul(problem.stages.len())?.checked_mul(problem.points.len())? > MOST_PRICES {
        return None;
    }
    let (mut energy_j, mut latency_s) = (f64::INFINITY, f64::INFINITY);
    each_relaxation(problem, |relaxation| {
        energy_j = energy_j.min(relaxation.least_energy(0.0));
        latency_s = latency_s.min(relaxation.least_latency());
    })?;
    if !energy_j.is_finite() || !latency_s.is_finite() {
        return None;
    }
    let ratio_w = energy_j / latency_s;
    let mixed_prices: Vec<f64> = if ratio_w.is_finite() && ratio_w > 0.0 {
        (-DOUBLINGS..=DOUBLINGS).map(|power| ratio_w * libm::exp2(f64::from(power))).collect()
    } else {
        Vec::new()
    };
    let least_j = least_mixed(problem, &mixed_prices)?;
    Some(LowerBounds {
        energy_j: energy_j - ROUNDING * energy_j.abs(),
        latency_s: latency_s * (1.0 - ROUNDING),
        mixed: mixed_prices
            .into_iter()
            .zip(least_j)
            .map(|(second_price_w, least_j)| MixedBound { second_price_w, least_j: least_j - ROUNDING * least_j.abs() })
            .collect(),
    })
}

/// Per price the least over all wave sizes and micro-batch counts.
fn least_mixed(problem: &Problem, second_prices_w: &[f64]) -> Option<Vec<f64>> {
    let mut least_j = vec![f64::INFINITY; second_prices_w.len()];
    each_relaxation(problem, |relaxation| {
        for (least, &price_w) in least_j.iter_mut().zip(second_prices_w) {
            *least = least.min(relaxation.least_energy(price_w));
        }
    })?;
    Some(least_j)
}

fn each_relaxation(problem: &Problem, mut see: impl FnMut(&Relaxation)) -> Option<()> {
    let floor = SecondAndJoule::of(problem)?;
    for wave in 1..=problem.largest_wave() as u32 {
        for micro_batches in 1..=wave {
            let prices = Prices::new(problem, wave, micro_batches);
            see(&Relaxation { problem, prices: &prices, floor: &floor });
        }
    }
    Some(())
}
