//! What placing one more stage adds to a label: joules, seconds and bytes in the components that count.

use crate::completion::peak_rate;
use crate::label_setting::Scope;
use crate::labelling::Labelling;
use crate::labels::{COLD, WIDTH};
use crate::states::State;

/// What a transition adds, and whether it closes a chain's segment.
pub struct Change {
    pub add: [f64; WIDTH],
    pub closes: bool,
    pub stages_placed: usize,
    pub powered_rate: f64,
}

impl Labelling<'_> {
    pub fn powered_rate(&self, usage: usize) -> f64 {
        let point = |device: usize| Some(self.problem.devices[device].first_point + self.digit(usage, device)?);
        (0..self.problem.devices.len()).filter_map(point).map(|point| peak_rate(self.problem, point)).sum()
    }

    /// What a stage adds to every label that makes this transition.
    pub fn change(&self, stage: usize, from: Option<State>, to: State, points: [usize; 2]) -> Change {
        let (problem, prices, parts) = (self.problem, self.prices, &self.components);
        let work = &problem.stages[stage];
        let [prefill, decode] = points.map(|point| stage * prices.points + point);
        let mut add = [0.0; WIDTH];
        let mut once_s = prices.prefill_s[prefill];
        let mut trip_s = prices.step_s[decode];
        for (device, joule) in [(to.prefill, prices.prefill_j[prefill]), (to.decode, prices.decode_j[decode])] {
            add[parts.leaky[problem.devices[device].thermal_domain].unwrap_or(COLD)] += joule;
        }
        if let Some(state) = from {
            let before = &problem.stages[stage - 1];
            if state.prefill != to.prefill {
                let link = problem.link(state.prefill, to.prefill);
                once_s += link.latency_s + before.prefill_crossing_byte / link.byte_rate;
                add[COLD] += before.prefill_crossing_byte * link.joule_per_byte;
            }
            if state.decode != to.decode {
                let link = problem.link(state.decode, to.decode);
                let crossing = prices.rows * before.decode_crossing_byte_per_row;
                trip_s += link.latency_s + crossing / link.byte_rate;
                add[COLD] += prices.passes * crossing * link.joule_per_byte;
            }
        }
        if stage + 1 == problem.stages.len() {
            trip_s += self.return_hop_s(to);
        }
        let mut moved_j = 0.0;
        let mut demand = |pool: usize, byte: f64| {
            if let Some(component) = parts.demand[pool] {
                add[component] += byte;
            }
        };
        let pool_of = |device: usize| problem.devices[device].pool;
        demand(pool_of(to.prefill), work.weight_byte + work.prompt_kv_byte);
        demand(pool_of(to.decode), f64::from(prices.wave) * work.row_kv_byte);
        if to.prefill != to.decode {
            demand(pool_of(to.decode), work.weight_byte);
            let link = problem.link(to.prefill, to.decode);
            once_s += link.latency_s + work.prompt_kv_byte / link.byte_rate;
            moved_j = work.prompt_kv_byte * link.joule_per_byte;
        }
        let usage = from.map_or(0, |state| state.usage);
        for (device, runtime) in problem.devices.iter().enumerate().map(|(index, device)| (index, device.runtime_byte))
        {
            if self.digit(usage, device).is_none() && self.digit(to.usage, device).is_some() {
                demand(pool_of(device), runtime);
            }
        }
        add[COLD] += moved_j;
        if let Some(component) = parts.step_byte[pool_of(to.decode)] {
            add[component] += prices.step_byte[stage];
        }
        match parts.trip {
            Some(component) => {
                add[parts.latency] = once_s;
                add[component] = trip_s;
            }
            None => add[parts.latency] = once_s + prices.steps * trip_s,
        }
        let closes = self.scope == Scope::Chains && from.is_some_and(|state| state.decode != to.decode);
        if let Some(first) = parts.busiest {
            let component = if self.scope == Scope::Chains { first + 1 } else { first + to.decode };
            add[component] += prices.step_s[decode];
        }
        Change { add, closes, stages_placed: stage + 1, powered_rate: self.powered_rate(to.usage) }
    }

    /// Latency of the sampled token's way back: the last decode device to the first.
    pub fn return_hop_s(&self, to: State) -> f64 {
        if self.keeps_first {
            return if to.first == to.decode { 0.0 } else { self.problem.link(to.decode, to.first).latency_s };
        }
        // Chains over links of one latency (or links of none): any other device will do, if there is another in use.
        let other = (0..self.problem.devices.len())
            .find(|&device| device != to.decode && self.digit(to.usage, device).is_some());
        other.map_or(0.0, |device| self.problem.link(to.decode, device).latency_s)
    }
}
