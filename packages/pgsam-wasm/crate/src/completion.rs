//! What a partial plan will cost at least, once complete: labels that cannot beat a plan already known are not kept.

use crate::archive::Archive;
use crate::heat;
use crate::objectives::Objectives;
use crate::prices::Prices;
use crate::problem::{Phase, Problem};

/// Rounding that a sum over stages may carry; a bound must be worse by more than it to cut.
const ROUNDING: f64 = 1e-12;

/// Bounds from below on what the stages still to place add, each on its own best point.
pub(crate) struct Completion {
    /// From each stage on (J, leakage by heat included, what lasts as long as the question left out).
    rest_j: Vec<f64>,
    /// From each stage on (s), without links.
    rest_s: Vec<f64>,
    /// Least cost of a joule in each thermal domain, leakage included (J/J).
    pub joule_price: Vec<f64>,
    /// Least cost of a second, whatever runs (W); not below 0.
    per_second_w: f64,
    /// All arithmetic of the question (FLOP).
    flop: f64,
    known: Vec<Objectives>,
}

impl Completion {
    /// `None` where a second can pay for itself, so that no bound follows.
    pub fn new(problem: &Problem, prices: &Prices, archive: &Archive) -> Option<Self> {
        let mut per_second_w = problem.board_power_w;
        let mut joule_price = Vec::with_capacity(problem.thermal_domains.len());
        for domain in 0..problem.thermal_domains.len() {
            let line = heat::tangent(problem, domain, 0.0)?;
            per_second_w += heat::sleepers_w(problem, domain) + line.per_second;
            joule_price.push(1.0 + line.per_joule);
        }
        let stages = problem.stages.len();
        let (mut rest_j, mut rest_s) = (vec![0.0; stages + 1], vec![0.0; stages + 1]);
        for stage in (0..stages).rev() {
            let least = |phase: Phase, value: &dyn Fn(usize, f64) -> f64| {
                let mut least = f64::INFINITY;
                for point in 0..prices.points {
                    let device = prices.device_of[point];
                    if problem.is_allowed(phase, stage, device) {
                        let price = joule_price[problem.devices[device].thermal_domain];
                        least = least.min(value(stage * prices.points + point, price));
                    }
                }
                least
            };
            rest_j[stage] = rest_j[stage + 1]
                + least(Phase::Prefill, &|at, price| price * prices.prefill_j[at])
                + least(Phase::Decode, &|at, price| price * prices.decode_j[at]);
            rest_s[stage] = rest_s[stage + 1]
                + least(Phase::Prefill, &|at, _| prices.prefill_s[at])
                + prices.steps * least(Phase::Decode, &|at, _| prices.step_s[at]);
        }
        let flop = problem
            .stages
            .iter()
            .map(|stage| stage.prefill_flop + prices.passes * prices.rows * stage.decode_flop_per_row)
            .sum();
        let known = archive.iter().map(|(objectives, _)| *objectives).collect();
        (per_second_w >= 0.0).then_some(Self { rest_j, rest_s, joule_price, per_second_w, flop, known })
    }

    /// Whether no completion can beat what is known. `joule` is the energy so far at [`Self::joule_price`], `second` the
    /// latency so far, `powered_rate` the sum of peak rates of the devices in use.
    pub fn is_hopeless(&self, stages_placed: usize, joule: f64, second: f64, powered_rate: f64) -> bool {
        let second = second + self.rest_s[stages_placed];
        let joule = joule + self.rest_j[stages_placed] + self.per_second_w * second;
        let idle = (1.0 - self.flop / (second * powered_rate)).clamp(0.0, 1.0);
        let limit = [joule - ROUNDING * joule.abs(), second * (1.0 - ROUNDING), idle - ROUNDING];
        self.known.iter().any(|known| known.iter().zip(&limit).all(|(value, limit)| value <= limit))
    }

    /// Bounds on energy (J) and latency (s) of every complete plan of this wave and micro-batch count.
    pub fn least(&self) -> [f64; 2] {
        let second = self.rest_s[0];
        [self.rest_j[0] + self.per_second_w * second, second]
    }
}

/// Peak arithmetic rate of an operating point, as under-utilisation counts it (FLOP/s).
pub(crate) fn peak_rate(problem: &Problem, point: usize) -> f64 {
    let rate = &problem.points[point].flop_rate;
    f64::max(rate[Phase::Prefill as usize], rate[Phase::Decode as usize])
}
