//! Leakage as a function of heat, for the exact solvers: is energy monotone in time, and which line bounds it from below.
//!
//! P_L(T*(H)) is convex in H up to runaway, so a tangent bounds it from below: P_L(H) ≥ P_L(H₀) + P_L'(H₀)·(H − H₀), where
//! dP_L/dH = g/(1 − g) with loop gain g. With H = A/τ + S, leakage energy τ·P_L is then at least linear in A and τ.

use crate::prices::Prices;
use crate::problem::Problem;
use crate::thermal;

/// A line below the leakage energy of a thermal domain: `per_joule`·A + `per_second`·τ.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Line {
    pub per_joule: f64,
    pub per_second: f64,
}

/// S: power of all sleepers of a thermal domain (W).
pub(crate) fn sleepers_w(problem: &Problem, domain: usize) -> f64 {
    problem.devices.iter().filter(|device| device.thermal_domain == domain).map(|device| device.sleep_power_w).sum()
}

/// Tangent at heat S + `above_w`; `None` where nothing is stable there.
pub(crate) fn tangent(problem: &Problem, domain: usize, above_w: f64) -> Option<Line> {
    let state = thermal::settle(&problem.thermal_domains[domain], sleepers_w(problem, domain) + above_w);
    state.temperature_k?;
    let slope = state.loop_gain / (1.0 - state.loop_gain);
    (state.loop_gain < 1.0).then_some(Line { per_joule: slope, per_second: state.leakage_w - slope * above_w })
}

/// Most that what runs in a thermal domain can add to its sleepers (W).
fn highest_w(problem: &Problem, prices: &Prices, domain: usize) -> f64 {
    (0..problem.devices.len())
        .filter(|&device| problem.devices[device].thermal_domain == domain)
        .map(|device| prices.highest_power_w(device))
        .sum()
}

/// Least and most that a joule of heat in the domain costs, leakage included (J/J).
pub(crate) fn joule_price(problem: &Problem, prices: &Prices, domain: usize) -> [f64; 2] {
    let price = |above_w| tangent(problem, domain, above_w).map_or(f64::INFINITY, |line| 1.0 + line.per_joule);
    [price(0.0), price(highest_w(problem, prices, domain))]
}

/// Whether the energy of every plan rises with its duration when its work stays the same. Leakage can break this: what runs
/// more slowly runs cooler. The derivative falls with heat, so the highest heat decides.
pub(crate) fn energy_rises_with_time(problem: &Problem, prices: &Prices) -> bool {
    let mut slope_w = problem.board_power_w;
    for (index, domain) in problem.thermal_domains.iter().enumerate() {
        slope_w += sleepers_w(problem, index);
        if domain.leakage.is_some() {
            match tangent(problem, index, highest_w(problem, prices, index)) {
                Some(line) => slope_w += line.per_second,
                None => return false,
            }
        }
    }
    slope_w >= 0.0
}
