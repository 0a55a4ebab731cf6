//! What a plan sums over its stages: the part of an evaluation that a move changes only in few terms.

use crate::plan::Layout;
use crate::problem::{PHASES, Phase, Problem};

/// Sums of one device.
#[derive(Debug, Clone, Default)]
pub(crate) struct DeviceTotals {
    /// Stages of both phases on the device.
    pub stages: u32,
    /// Busy time of one prefill (s).
    pub prefill_s: f64,
    pub prefill_flop: f64,
    pub prefill_byte: f64,
    /// Busy time of one decode step of one micro-batch (s).
    pub step_s: f64,
    pub step_flop: f64,
    pub step_byte: f64,
}

/// Sums of a whole plan. A *step* is one decode step of one micro-batch.
#[derive(Debug, Clone, Default)]
pub(crate) struct Totals {
    pub devices: Vec<DeviceTotals>,
    /// Traffic of a step per pool (B).
    pub pool_step_byte: Vec<f64>,
    /// Memory demand per pool (B).
    pub pool_demand_byte: Vec<f64>,
    /// T_p: prefill with its crossings (s).
    pub prefill_s: f64,
    /// T_move: KV handed from prefill to decode devices (s).
    pub kv_move_s: f64,
    /// Round trip of one step (s).
    pub trip_s: f64,
    /// Link energy of a question that does not depend on the steps (J).
    pub once_link_j: f64,
    /// Link energy of a step (J).
    pub step_link_j: f64,
    /// Stages of either phase where they must not be.
    pub misplaced: u32,
}

impl Totals {
    pub fn new(problem: &Problem) -> Self {
        Self {
            devices: vec![DeviceTotals::default(); problem.devices.len()],
            pool_step_byte: vec![0.0; problem.pools.len()],
            pool_demand_byte: vec![0.0; problem.pools.len()],
            ..Self::default()
        }
    }

    fn clear(&mut self) {
        self.devices.fill(DeviceTotals::default());
        self.pool_step_byte.fill(0.0);
        self.pool_demand_byte.fill(0.0);
        self.prefill_s = 0.0;
        self.kv_move_s = 0.0;
        self.trip_s = 0.0;
        self.once_link_j = 0.0;
        self.step_link_j = 0.0;
        self.misplaced = 0;
    }

    /// Sums a plan of the right shape.
    pub fn sum(&mut self, problem: &Problem, layout: Layout, plan: &[u32]) {
        self.clear();
        let stages = layout.stages;
        let (prefill, decode) = (&plan[..stages], &plan[stages..2 * stages]);
        let wave_size = plan[layout.wave()];
        let rows = problem.waves[wave_size as usize - 1].rows_per_step / f64::from(plan[layout.micro_batches()]);
        for stage in 0..stages {
            self.add_prefill(problem, stage, prefill, plan[layout.point(prefill[stage] as usize)]);
            self.add_decode(problem, stage, decode, plan[layout.point(decode[stage] as usize)], rows);
            self.add_memory(problem, stage, prefill[stage] as usize, decode[stage] as usize, wave_size);
        }
        let (first, last) = (decode[0] as usize, decode[stages - 1] as usize);
        if first != last {
            self.trip_s += problem.link(last, first).latency_s;
        }
        for (device, totals) in problem.devices.iter().zip(&self.devices) {
            self.pool_step_byte[device.pool] += totals.step_byte;
            if totals.stages > 0 {
                self.pool_demand_byte[device.pool] += device.runtime_byte;
            }
        }
        self.misplaced = misplaced(problem, layout, plan);
    }

    fn add_prefill(&mut self, problem: &Problem, index: usize, prefill: &[u32], point: u32) {
        let stage = &problem.stages[index];
        let device = prefill[index] as usize;
        let point = problem.point(device, point);
        let phase = Phase::Prefill as usize;
        let time_s = f64::max(stage.prefill_flop / point.flop_rate[phase], stage.prefill_byte / point.byte_rate[phase])
            + point.stage_overhead_s[phase]
            + point.row_overhead_s[phase];
        let totals = &mut self.devices[device];
        totals.stages += 1;
        totals.prefill_s += time_s;
        totals.prefill_flop += stage.prefill_flop;
        totals.prefill_byte += stage.prefill_byte;
        self.prefill_s += time_s;
        if let Some(&next) = prefill.get(index + 1)
            && next as usize != device
        {
            let link = problem.link(device, next as usize);
            self.prefill_s += link.latency_s + stage.prefill_crossing_byte / link.byte_rate;
            self.once_link_j += stage.prefill_crossing_byte * link.joule_per_byte;
        }
    }

    fn add_decode(&mut self, problem: &Problem, index: usize, decode: &[u32], point: u32, rows: f64) {
        let stage = &problem.stages[index];
        let device = decode[index] as usize;
        let point = problem.point(device, point);
        let phase = Phase::Decode as usize;
        let flop = rows * stage.decode_flop_per_row;
        let byte = stage.decode_byte_per_pass + rows * stage.decode_byte_per_row;
        let time_s = f64::max(flop / point.flop_rate[phase], byte / point.byte_rate[phase])
            + point.stage_overhead_s[phase]
            + rows * point.row_overhead_s[phase];
        let totals = &mut self.devices[device];
        totals.stages += 1;
        totals.step_s += time_s;
        totals.step_flop += flop;
        totals.step_byte += byte;
        self.trip_s += time_s;
        if let Some(&next) = decode.get(index + 1)
            && next as usize != device
        {
            let link = problem.link(device, next as usize);
            let crossing = rows * stage.decode_crossing_byte_per_row;
            self.trip_s += link.latency_s + crossing / link.byte_rate;
            self.step_link_j += crossing * link.joule_per_byte;
        }
    }

    fn add_memory(&mut self, problem: &Problem, index: usize, prefill: usize, decode: usize, wave_size: u32) {
        let stage = &problem.stages[index];
        self.pool_demand_byte[problem.devices[prefill].pool] += stage.weight_byte + stage.prompt_kv_byte;
        let decode_pool = &mut self.pool_demand_byte[problem.devices[decode].pool];
        *decode_pool += f64::from(wave_size) * stage.row_kv_byte;
        if prefill != decode {
            *decode_pool += stage.weight_byte;
            let link = problem.link(prefill, decode);
            self.kv_move_s += link.latency_s + stage.prompt_kv_byte / link.byte_rate;
            self.once_link_j += stage.prompt_kv_byte * link.joule_per_byte;
        }
    }
}

fn misplaced(problem: &Problem, layout: Layout, plan: &[u32]) -> u32 {
    let mut count = 0;
    for phase in PHASES {
        let first = plan[layout.device(phase, 0)];
        for stage in 0..layout.stages {
            let device = plan[layout.device(phase, stage)];
            count += u32::from(!problem.is_allowed(phase, stage, device as usize));
            count += u32::from(problem.whole_phases && device != first);
        }
    }
    count
}
