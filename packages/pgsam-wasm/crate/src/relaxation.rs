//! The plans of one wave and micro-batch count without what ties their stages together: every stage on its own best point,
//! without transfers, memory or limits. What remains is a sum of minima, a bound from below on every plan.

use crate::heat;
use crate::prices::Prices;
use crate::problem::{Phase, Problem};

/// Least that a joule and a second can cost in any plan, leakage and everything powered included.
#[derive(Debug, Clone)]
pub(crate) struct SecondAndJoule {
    /// Per thermal domain (J/J).
    pub joule_price: Vec<f64>,
    /// Not below 0 (W).
    pub second_w: f64,
}

impl SecondAndJoule {
    /// `None` where a domain is unstable with nothing running or a second can pay for itself by cooling.
    pub fn of(problem: &Problem) -> Option<Self> {
        let mut second_w = problem.board_power_w;
        let mut joule_price = Vec::with_capacity(problem.thermal_domains.len());
        for domain in 0..problem.thermal_domains.len() {
            let line = heat::tangent(problem, domain, 0.0)?;
            second_w += heat::sleepers_w(problem, domain) + line.per_second;
            joule_price.push(1.0 + line.per_joule);
        }
        (second_w >= 0.0).then_some(Self { joule_price, second_w })
    }
}

/// One wave and micro-batch count, relaxed.
pub(crate) struct Relaxation<'a> {
    pub problem: &'a Problem,
    pub prices: &'a Prices,
    pub floor: &'a SecondAndJoule,
}

impl Relaxation<'_> {
    /// No plan has a smaller energy + `second_price_w` · latency (J).
    pub fn least_energy(&self, second_price_w: f64) -> f64 {
        let second_w = self.floor.second_w + second_price_w;
        self.sum_of_least(self.cycle_factor(), &|device, joule, second| {
            self.floor.joule_price[self.problem.devices[device].thermal_domain] * joule + second_w * second
        })
    }

    /// No plan is faster (s).
    pub fn least_latency(&self) -> f64 {
        self.sum_of_least(self.cycle_factor(), &|_, _, second| second)
    }

    /// From each stage on, the least of energy + `second_price_w` · latency that it and the stages after it add (J).
    pub fn rest(&self, second_price_w: f64) -> Vec<f64> {
        let second_w = self.floor.second_w + second_price_w;
        let cost = |device: usize, joule: f64, second: f64| {
            self.floor.joule_price[self.problem.devices[device].thermal_domain] * joule + second_w * second
        };
        self.rest_of(&cost)
    }

    /// From each stage on, the least energy that it and the stages after it add (J), whatever their time costs.
    pub fn rest_joule(&self) -> Vec<f64> {
        self.rest_of(&|device, joule, _| self.floor.joule_price[self.problem.devices[device].thermal_domain] * joule)
    }

    /// The same of latency (s).
    pub fn rest_second(&self) -> Vec<f64> {
        self.rest_of(&|_, _, second| second)
    }

    fn rest_of(&self, cost: &dyn Fn(usize, f64, f64) -> f64) -> Vec<f64> {
        let stages = self.problem.stages.len();
        let mut rest = vec![0.0; stages + 1];
        for stage in (0..stages).rev() {
            // A partial plan's own way through its stages need not be shorter than its busiest device: no cycle factor here.
            rest[stage] = rest[stage + 1] + self.least_of(stage, 1.0, cost);
        }
        rest
    }

    fn sum_of_least(&self, cycle_factor: f64, cost: &dyn Fn(usize, f64, f64) -> f64) -> f64 {
        (0..self.problem.stages.len()).map(|stage| self.least_of(stage, cycle_factor, cost)).sum()
    }

    /// Least cost of one stage in both phases; `cost` is of device, joules and seconds of the question.
    fn least_of(&self, stage: usize, cycle_factor: f64, cost: &dyn Fn(usize, f64, f64) -> f64) -> f64 {
        let (problem, prices) = (self.problem, self.prices);
        let (mut prefill, mut decode) = (f64::INFINITY, f64::INFINITY);
        for point in 0..prices.points {
            let (device, at) = (prices.device_of[point], stage * prices.points + point);
            if problem.is_allowed(Phase::Prefill, stage, device) {
                prefill = prefill.min(cost(device, prices.prefill_j[at], prices.prefill_s[at]));
            }
            if problem.is_allowed(Phase::Decode, stage, device) {
                decode = decode.min(cost(device, prices.decode_j[at], prices.steps * cycle_factor * prices.step_s[at]));
            }
        }
        prefill + decode
    }

    /// A cycle lasts at least as long as a micro-batch's way through all stages, and m times as long as the busiest device; some
    /// device has at least the mean of the work.
    fn cycle_factor(&self) -> f64 {
        f64::max(1.0, f64::from(self.prices.micro_batches) / self.problem.devices.len() as f64)
    }
}
