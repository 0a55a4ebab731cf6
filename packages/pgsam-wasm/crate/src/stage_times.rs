//! How long a stage runs on a device at an operating point, kept once computed.
//!
//! This is what makes evaluation one by difference: a proposal shares most of its (stage, point, wave) with plans that were
//! evaluated before, and only for the others are the divisions of the roofline made. What is kept is a pure function of the
//! problem, so the bits do not depend on what was evaluated earlier; `docs/decisions/0026` says why sums are not kept.

use crate::problem::{OperatingPoint, Phase, Problem, Stage};

/// Most decode times kept at once; 16 bytes each.
const MOST_KEPT: usize = 1 << 15;

/// A decode time and the wave and micro-batches it is of.
#[derive(Debug, Clone, Copy)]
struct Kept {
    /// 0 where nothing is kept yet.
    key: u32,
    time_s: f64,
}

/// Times of the stages of one problem.
#[derive(Debug, Clone)]
pub(crate) struct StageTimes {
    /// Operating points of all devices together.
    points: usize,
    /// By (stage, point); NaN where not computed yet. Empty when nothing is kept.
    prefill_s: Vec<f64>,
    /// By (slot, stage, point).
    step_s: Vec<Kept>,
    slots: usize,
    key: u32,
    /// Where the slot of the key begins in `step_s`.
    from: usize,
    rows: f64,
}

impl StageTimes {
    /// Keeps times while a table of them is small enough; `keep` false computes every time anew.
    pub fn new(problem: &Problem, keep: bool) -> Self {
        let points = problem.points.len();
        let entries = problem.stages.len().saturating_mul(points);
        let waves = problem.waves.len();
        let slots = if keep { (MOST_KEPT / entries).min(waves.saturating_mul(waves + 1) / 2) } else { 0 };
        let kept = if slots > 0 { entries } else { 0 };
        Self {
            points,
            prefill_s: vec![f64::NAN; kept],
            step_s: vec![Kept { key: 0, time_s: 0.0 }; kept * slots],
            slots,
            key: 0,
            from: 0,
            rows: 0.0,
        }
    }

    /// Makes the decode times those of a wave in micro-batches.
    pub fn turn_to(&mut self, problem: &Problem, wave: u32, micro_batches: u32) {
        self.rows = problem.waves[wave as usize - 1].rows_per_step / f64::from(micro_batches);
        if self.slots > 0 {
            // Pairs of wave and micro-batches, numbered from 1.
            self.key = (u64::from(wave) * u64::from(wave - 1) / 2) as u32 + micro_batches;
            self.from = (self.key as usize % self.slots) * self.prefill_s.len();
        }
    }

    /// Rows of a micro-batch that still run, averaged over the steps.
    pub fn rows(&self) -> f64 {
        self.rows
    }

    /// Busy time of one prefill of a stage (s); `point` counts through all devices.
    pub fn prefill_s(&mut self, problem: &Problem, stage: usize, point: usize) -> f64 {
        let compute = || prefill_s(&problem.stages[stage], &problem.points[point]);
        match self.prefill_s.get_mut(stage * self.points + point) {
            Some(kept) => {
                if kept.is_nan() {
                    *kept = compute();
                }
                *kept
            }
            None => compute(),
        }
    }

    /// Busy time of a stage in one decode step of one micro-batch (s).
    pub fn step_s(&mut self, problem: &Problem, stage: usize, point: usize) -> f64 {
        let rows = self.rows;
        let compute = || step_s(&problem.stages[stage], &problem.points[point], rows);
        match self.step_s.get_mut(self.from + stage * self.points + point) {
            Some(kept) => {
                if kept.key != self.key {
                    *kept = Kept { key: self.key, time_s: compute() };
                }
                kept.time_s
            }
            None => compute(),
        }
    }
}

fn prefill_s(stage: &Stage, point: &OperatingPoint) -> f64 {
    let phase = Phase::Prefill as usize;
    f64::max(stage.prefill_flop / point.flop_rate[phase], stage.prefill_byte / point.byte_rate[phase])
        + point.stage_overhead_s[phase]
        + point.row_overhead_s[phase]
}

fn step_s(stage: &Stage, point: &OperatingPoint, rows: f64) -> f64 {
    let phase = Phase::Decode as usize;
    let flop = rows * stage.decode_flop_per_row;
    let byte = stage.decode_byte_per_pass + rows * stage.decode_byte_per_row;
    f64::max(flop / point.flop_rate[phase], byte / point.byte_rate[phase])
        + point.stage_overhead_s[phase]
        + rows * point.row_overhead_s[phase]
}
