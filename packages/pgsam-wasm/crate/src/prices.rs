//! What each stage adds on each device at each operating point, for one wave size and micro-batch count: the additive part of
//! a plan's cost, which label-setting and the lower bounds share.

use crate::problem::{Phase, Problem};

/// Additive costs of one (wave, micro-batches) pair. Tables are indexed by `stage · points + point`, the point counted through
/// all devices.
#[derive(Debug, Clone)]
pub(crate) struct Prices {
    pub wave: u32,
    pub micro_batches: u32,
    /// Decode steps of a question: waves times steps of a wave.
    pub steps: f64,
    /// Passes of a question through the decode stages: steps times micro-batches.
    pub passes: f64,
    /// Rows of a micro-batch.
    pub rows: f64,
    pub points: usize,
    /// Device of every point.
    pub device_of: Vec<usize>,
    pub prefill_s: Vec<f64>,
    pub step_s: Vec<f64>,
    /// Energy of the whole question in prefill and in decode, less the sleep power that the busy time saves (J).
    pub prefill_j: Vec<f64>,
    pub decode_j: Vec<f64>,
    /// Traffic of one decode step (B), per stage.
    pub step_byte: Vec<f64>,
}

impl Prices {
    pub fn new(problem: &Problem, wave: u32, micro_batches: u32) -> Self {
        let size = &problem.waves[wave as usize - 1];
        let steps = size.expected_waves * size.decode_steps;
        let passes = steps * f64::from(micro_batches);
        let rows = size.rows_per_step / f64::from(micro_batches);
        let points = problem.points.len();
        let device_of: Vec<usize> = problem
            .devices
            .iter()
            .enumerate()
            .flat_map(|(index, device)| std::iter::repeat_n(index, device.point_count))
            .collect();
        let mut prices = Self {
            wave,
            micro_batches,
            steps,
            passes,
            rows,
            points,
            device_of,
            prefill_s: Vec::with_capacity(problem.stages.len() * points),
            step_s: Vec::with_capacity(problem.stages.len() * points),
            prefill_j: Vec::with_capacity(problem.stages.len() * points),
            decode_j: Vec::with_capacity(problem.stages.len() * points),
            step_byte: Vec::with_capacity(problem.stages.len()),
        };
        for stage in &problem.stages {
            let flop = rows * stage.decode_flop_per_row;
            let byte = stage.decode_byte_per_pass + rows * stage.decode_byte_per_row;
            prices.step_byte.push(byte);
            for (index, point) in problem.points.iter().enumerate() {
                let sleep_power_w = problem.devices[prices.device_of[index]].sleep_power_w;
                let busy_power_w = point.active_power_w - sleep_power_w;
                let phase = Phase::Prefill as usize;
                let prefill_s =
                    f64::max(stage.prefill_flop / point.flop_rate[phase], stage.prefill_byte / point.byte_rate[phase])
                        + point.stage_overhead_s[phase]
                        + point.row_overhead_s[phase];
                let phase = Phase::Decode as usize;
                let step_s = f64::max(flop / point.flop_rate[phase], byte / point.byte_rate[phase])
                    + point.stage_overhead_s[phase]
                    + rows * point.row_overhead_s[phase];
                prices.prefill_s.push(prefill_s);
                prices.step_s.push(step_s);
                prices.prefill_j.push(
                    point.joule_per_flop * stage.prefill_flop
                        + point.joule_per_byte * stage.prefill_byte
                        + busy_power_w * prefill_s,
                );
                prices
                    .decode_j
                    .push(passes * (point.joule_per_flop * flop + point.joule_per_byte * byte + busy_power_w * step_s));
            }
        }
        prices
    }

    /// Highest power that running anything can add to what sleeps in the device's thermal domain (W).
    pub fn highest_power_w(&self, device: usize) -> f64 {
        let mut highest = 0.0_f64;
        for (index, _) in self.prefill_s.iter().enumerate() {
            if self.device_of[index % self.points] != device {
                continue;
            }
            for (joule, second) in [
                (self.prefill_j[index], self.prefill_s[index]),
                (self.decode_j[index], self.passes * self.step_s[index]),
            ] {
                if joule > 0.0 {
                    highest = highest.max(joule / second);
                }
            }
        }
        highest
    }
}
