//! What a partial plan will cost at least, once complete: labels that cannot beat a plan already known are not kept.

use crate::cost_steps::CostSteps;
use crate::objectives::Objectives;
use crate::prices::Prices;
use crate::problem::{Phase, Problem};
use crate::relaxation::{Relaxation, SecondAndJoule};

/// Rounding that a sum over stages may carry; a bound must be worse by more than it to cut.
const ROUNDING: f64 = 1e-12;

/// What is known already, which new plans are to beat.
pub(crate) enum Known {
    /// In energy, latency or under-utilisation.
    ByAll(Vec<Objectives>),
    /// In energy or latency, whatever their under-utilisation.
    ByCost(CostSteps),
}

/// Bounds from below on what the stages still to place add, each on its own best point.
pub(crate) struct Completion {
    /// From each stage on (J, leakage by heat included, what lasts as long as the question left out).
    rest_j: Vec<f64>,
    /// From each stage on (s), without links.
    rest_s: Vec<f64>,
    /// For every price of a second of `known`: from each stage on (J), seconds paid.
    rest_mixed_j: Vec<Vec<f64>>,
    /// Least that joules and seconds cost.
    pub floor: SecondAndJoule,
    /// All arithmetic of the question (FLOP).
    flop: f64,
    known: Known,
}

impl Completion {
    /// `None` where a second can pay for itself, so that no bound follows.
    pub fn new(problem: &Problem, prices: &Prices, known: Known) -> Option<Self> {
        let floor = SecondAndJoule::of(problem)?;
        let relaxation = Relaxation { problem, prices, floor: &floor };
        let (rest_j, rest_s) = (relaxation.rest_joule(), relaxation.rest_second());
        let rest_mixed_j = match &known {
            Known::ByAll(_) => Vec::new(),
            Known::ByCost(steps) => steps.second_prices_w.iter().map(|&price_w| relaxation.rest(price_w)).collect(),
        };
        let flop = problem
            .stages
            .iter()
            .map(|stage| stage.prefill_flop + prices.passes * prices.rows * stage.decode_flop_per_row)
            .sum();
        Some(Self { rest_j, rest_s, rest_mixed_j, floor, flop, known })
    }

    /// Whether no completion can beat what is known. `joule` is the energy so far at the floor's price, `second` the latency so
    /// far, `powered_rate` the sum of peak rates of the devices in use.
    pub fn is_hopeless(&self, stages_placed: usize, joule: f64, second: f64, powered_rate: f64) -> bool {
        let all_s = second + self.rest_s[stages_placed];
        let all_j = joule + self.rest_j[stages_placed] + self.floor.second_w * all_s;
        let (limit_j, limit_s) = (all_j - ROUNDING * all_j.abs(), all_s * (1.0 - ROUNDING));
        match &self.known {
            Known::ByAll(known) => {
                let idle = (1.0 - self.flop / (all_s * powered_rate)).clamp(0.0, 1.0);
                let limit = [limit_j, limit_s, idle - ROUNDING];
                known.iter().any(|known| known.iter().zip(&limit).all(|(value, limit)| value <= limit))
            }
            Known::ByCost(steps) => steps.exclude(limit_j, limit_s, |index, price_w| {
                let mixed_j =
                    joule + (self.floor.second_w + price_w) * second + self.rest_mixed_j[index][stages_placed];
                mixed_j - ROUNDING * mixed_j.abs()
            }),
        }
    }
}

/// Peak arithmetic rate of an operating point, as under-utilisation counts it (FLOP/s).
pub(crate) fn peak_rate(problem: &Problem, point: usize) -> f64 {
    let rate = &problem.points[point].flop_rate;
    f64::max(rate[Phase::Prefill as usize], rate[Phase::Decode as usize])
}
