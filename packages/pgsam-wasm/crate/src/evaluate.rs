//! What a plan costs: the twin of `evaluatePlacement` in `@qeil/model`, equation by equation as in `docs/placement.md`.

use crate::objectives::Objectives;
use crate::plan::Layout;
use crate::problem::{Phase, Problem};
use crate::thermal::{self, ThermalState};
use crate::totals::Totals;

/// What the search needs to know of a plan.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cost {
    /// Energy (J), latency (s), under-utilisation.
    pub objectives: Objectives,
    /// Sum of relative excesses over all constraints; 0 exactly when the plan is feasible. Never NaN.
    pub violation: f64,
}

impl Cost {
    /// Whether the plan keeps every constraint.
    pub fn is_feasible(&self) -> bool {
        self.violation == 0.0
    }
}

/// Terms of the energy (J); they sum to the whole.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[allow(missing_docs)]
pub struct EnergyBreakdown {
    pub switching: f64,
    pub traffic: f64,
    pub active: f64,
    pub sleep: f64,
    pub leakage: f64,
    pub links: f64,
    pub board: f64,
}

/// Parts of the latency (s); they sum to the whole.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[allow(missing_docs)]
pub struct Seconds {
    pub prefill: f64,
    pub kv_move: f64,
    pub decode: f64,
}

/// Evaluates plans of one problem, reusing its working memory. The details of the latest plan stay readable.
#[derive(Debug, Clone)]
pub struct Evaluator {
    layout: Layout,
    totals: Totals,
    heat_j: Vec<f64>,
    domain_power_w: Vec<f64>,
    breakdown: EnergyBreakdown,
    seconds: Seconds,
    thermal: Vec<ThermalState>,
    memory_pressure: Vec<f64>,
    waves: f64,
}

impl Evaluator {
    /// Working memory for one problem, times of stages kept once computed.
    pub fn new(problem: &Problem) -> Self {
        Self::with(problem, true)
    }

    /// The same that computes every plan from nothing, for showing what keeping is worth and that it changes no bit.
    pub fn forgetful(problem: &Problem) -> Self {
        Self::with(problem, false)
    }

    fn with(problem: &Problem, keep: bool) -> Self {
        let unsettled = ThermalState { temperature_k: None, leakage_w: 0.0, phi: 1.0, loop_gain: 0.0 };
        Self {
            layout: Layout::of(problem),
            totals: Totals::new(problem, keep),
            heat_j: vec![0.0; problem.thermal_domains.len()],
            domain_power_w: vec![0.0; problem.power_cap_w.len()],
            breakdown: EnergyBreakdown::default(),
            seconds: Seconds::default(),
            thermal: vec![unsettled; problem.thermal_domains.len()],
            memory_pressure: vec![0.0; problem.pools.len()],
            waves: 0.0,
        }
    }

    /// Evaluates a plan that has passed [`crate::plan::check_plan`], for the problem this was made for.
    pub fn evaluate(&mut self, problem: &Problem, plan: &[u32]) -> Cost {
        self.totals.sum(problem, self.layout, plan);
        self.settle(problem, plan)
    }

    /// Energy terms of the latest plan.
    pub fn breakdown(&self) -> &EnergyBreakdown {
        &self.breakdown
    }

    /// Durations of the latest plan.
    pub fn seconds(&self) -> &Seconds {
        &self.seconds
    }

    /// Settled state of every thermal domain under the latest plan.
    pub fn thermal(&self) -> &[ThermalState] {
        &self.thermal
    }

    /// CPQ of every pool under the latest plan.
    pub fn memory_pressure(&self) -> &[f64] {
        &self.memory_pressure
    }

    /// Expected waves per question under the latest plan.
    pub fn waves(&self) -> f64 {
        self.waves
    }

    /// From the sums over stages to objectives and constraints; costs devices and domains, not stages.
    fn settle(&mut self, problem: &Problem, plan: &[u32]) -> Cost {
        let wave = &problem.waves[plan[self.layout.wave()] as usize - 1];
        let micro_batches = f64::from(plan[self.layout.micro_batches()]);
        let steps = wave.expected_waves * wave.decode_steps;
        let passes = steps * micro_batches;
        self.waves = wave.expected_waves;
        self.seconds = Seconds {
            prefill: self.totals.prefill_s,
            kv_move: self.totals.kv_move_s,
            decode: steps * self.cycle_s(problem, micro_batches),
        };
        let latency_s = self.seconds.prefill + self.seconds.kv_move + self.seconds.decode;
        let under_utilisation = self.settle_devices(problem, plan, passes, latency_s);
        let hot = self.settle_heat(problem, latency_s);
        self.breakdown.links = self.totals.once_link_j + passes * self.totals.step_link_j;
        self.breakdown.board = problem.board_power_w * latency_s;
        let terms = &self.breakdown;
        let energy_j =
            terms.switching + terms.traffic + terms.active + terms.sleep + terms.leakage + terms.links + terms.board;

        let bounds = &problem.bounds;
        let violation = self.memory_excess(problem)
            + power_excess(&self.domain_power_w, &problem.power_cap_w)
            + hot
            + excess(energy_j / bounds.energy_j)
            + excess(latency_s / bounds.latency_s)
            + excess(energy_j / latency_s / bounds.power_w)
            + f64::from(self.totals.misplaced);
        let objectives = [energy_j, latency_s, under_utilisation];
        // Numbers no machine has can overflow; what is not a number must not pass for feasible or win a comparison.
        let sound = objectives.iter().all(|value| value.is_finite()) && !violation.is_nan();
        Cost { objectives, violation: if sound { violation } else { f64::INFINITY } }
    }

    /// max(round trip, m·busiest device, m·busiest pool).
    fn cycle_s(&self, problem: &Problem, micro_batches: f64) -> f64 {
        let mut cycle = self.totals.trip_s;
        for device in &self.totals.step {
            cycle = cycle.max(micro_batches * device.time_s);
        }
        for (pool, byte) in problem.pools.iter().zip(&self.totals.pool_step_byte) {
            cycle = cycle.max(micro_batches * byte / pool.byte_rate);
        }
        cycle
    }

    /// Fills the energy terms of the devices, heat per thermal domain and power per power domain; returns U.
    fn settle_devices(&mut self, problem: &Problem, plan: &[u32], passes: f64, latency_s: f64) -> f64 {
        self.breakdown = EnergyBreakdown::default();
        self.heat_j.fill(0.0);
        self.domain_power_w.fill(0.0);
        let mut flop_total = 0.0;
        let mut powered_rate = 0.0;
        for (index, device) in problem.devices.iter().enumerate() {
            let (prefill, step) = (&self.totals.prefill[index], &self.totals.step[index]);
            let point = problem.point(index, plan[self.layout.point(index)]);
            let busy_s = prefill.time_s + passes * step.time_s;
            let flop = prefill.flop + passes * step.flop;
            let switching = point.joule_per_flop * flop;
            let traffic = point.joule_per_byte * (prefill.byte + passes * step.byte);
            let active = point.active_power_w * busy_s;
            let sleep = device.sleep_power_w * f64::max(0.0, latency_s - busy_s);
            self.breakdown.switching += switching;
            self.breakdown.traffic += traffic;
            self.breakdown.active += active;
            self.breakdown.sleep += sleep;
            self.heat_j[device.thermal_domain] += switching + traffic + active + sleep;
            if self.totals.uses(index) {
                flop_total += flop;
                powered_rate +=
                    f64::max(point.flop_rate[Phase::Prefill as usize], point.flop_rate[Phase::Decode as usize]);
                if busy_s > 0.0 {
                    self.domain_power_w[device.power_domain] += (switching + traffic + active) / busy_s;
                }
            }
        }
        (1.0 - flop_total / (latency_s * powered_rate)).clamp(0.0, 1.0)
    }

    /// Settles every thermal domain, fills the leakage term and returns the excess over the limits.
    fn settle_heat(&mut self, problem: &Problem, latency_s: f64) -> f64 {
        let mut violation = 0.0;
        for (index, domain) in problem.thermal_domains.iter().enumerate() {
            let state = thermal::settle(domain, self.heat_j[index] / latency_s);
            violation += match state.temperature_k {
                Some(temperature_k) => excess(temperature_k / domain.limit_k),
                None => 1.0,
            };
            self.breakdown.leakage += state.leakage_w * latency_s;
            self.thermal[index] = state;
        }
        violation
    }

    fn memory_excess(&mut self, problem: &Problem) -> f64 {
        let mut violation = 0.0;
        for (index, pool) in problem.pools.iter().enumerate() {
            let pressure = self.totals.pool_demand_byte[index] / pool.usable_byte;
            self.memory_pressure[index] = pressure;
            violation += excess(pressure);
        }
        violation
    }
}

/// How far a quotient is above 1. Keeps NaN, which `f64::max` would swallow.
fn excess(quotient: f64) -> f64 {
    if quotient <= 1.0 { 0.0 } else { quotient - 1.0 }
}

fn power_excess(power_w: &[f64], cap_w: &[f64]) -> f64 {
    power_w.iter().zip(cap_w).map(|(power, cap)| excess(power / cap)).sum()
}
