//! What a plan sums over its stages.
//!
//! The order of every sum is that of the stages, whatever was evaluated before: the bits of a plan's cost are a function of the
//! plan alone.

use crate::plan::Layout;
use crate::problem::{Phase, Problem};
use crate::stage_times::StageTimes;

/// What one device does in one prefill, or in one decode step of one micro-batch.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Share {
    /// Stages on the device in this phase.
    pub stages: u32,
    /// Busy time (s).
    pub time_s: f64,
    pub flop: f64,
    pub byte: f64,
}

impl Share {
    fn add(&mut self, time_s: f64, flop: f64, byte: f64) {
        self.stages += 1;
        self.time_s += time_s;
        self.flop += flop;
        self.byte += byte;
    }
}

/// Sums of a whole plan. A *step* is one decode step of one micro-batch.
#[derive(Debug, Clone)]
pub(crate) struct Totals {
    times: StageTimes,
    /// Chosen operating point of every device, counted through all devices.
    points: Vec<usize>,
    /// Per device, of one prefill.
    pub prefill: Vec<Share>,
    /// Per device, of one step.
    pub step: Vec<Share>,
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
    /// Working memory; see [`StageTimes::new`] for `keep`.
    pub fn new(problem: &Problem, keep: bool) -> Self {
        Self {
            times: StageTimes::new(problem, keep),
            points: vec![0; problem.devices.len()],
            prefill: vec![Share::default(); problem.devices.len()],
            step: vec![Share::default(); problem.devices.len()],
            pool_step_byte: vec![0.0; problem.pools.len()],
            pool_demand_byte: vec![0.0; problem.pools.len()],
            prefill_s: 0.0,
            kv_move_s: 0.0,
            trip_s: 0.0,
            once_link_j: 0.0,
            step_link_j: 0.0,
            misplaced: 0,
        }
    }

    /// Whether some stage of some phase is on the device.
    pub fn uses(&self, device: usize) -> bool {
        self.prefill[device].stages + self.step[device].stages > 0
    }

    /// Sums a plan of the right shape.
    pub fn sum(&mut self, problem: &Problem, layout: Layout, plan: &[u32]) {
        let stages = layout.stages;
        let (prefill, decode) = (&plan[..stages], &plan[stages..2 * stages]);
        let wave_size = plan[layout.wave()];
        self.times.turn_to(problem, wave_size, plan[layout.micro_batches()]);
        for (index, device) in problem.devices.iter().enumerate() {
            self.points[index] = device.first_point + plan[layout.point(index)] as usize;
        }
        self.once_link_j = 0.0;
        self.misplaced = 0;
        self.sum_prefill(problem, prefill, decode);
        self.sum_steps(problem, decode);
        self.sum_memory(problem, prefill, decode, wave_size);
    }

    /// Prefill, its crossings, and the KV that moves to decode devices.
    fn sum_prefill(&mut self, problem: &Problem, prefill: &[u32], decode: &[u32]) {
        self.prefill.fill(Share::default());
        let (mut prefill_s, mut kv_move_s, mut once_link_j, mut misplaced) = (0.0, 0.0, 0.0, 0);
        // Neighbours mostly share a device, whose sums then stay in registers.
        let mut device = prefill[0] as usize;
        let mut share = Share::default();
        for (index, stage) in problem.stages.iter().enumerate() {
            let time_s = self.times.prefill_s(problem, index, self.points[device]);
            share.add(time_s, stage.prefill_flop, stage.prefill_byte);
            prefill_s += time_s;
            misplaced += problem.misplaced(Phase::Prefill, index, device, prefill[0]);
            let next = prefill.get(index + 1).map_or(device, |&next| next as usize);
            if next != device {
                let link = problem.link(device, next);
                prefill_s += link.latency_s + stage.prefill_crossing_byte / link.byte_rate;
                once_link_j += stage.prefill_crossing_byte * link.joule_per_byte;
            }
            let decoder = decode[index] as usize;
            if decoder != device {
                let link = problem.link(device, decoder);
                kv_move_s += link.latency_s + stage.prompt_kv_byte / link.byte_rate;
                once_link_j += stage.prompt_kv_byte * link.joule_per_byte;
            }
            if next != device {
                self.prefill[device] = share;
                share = self.prefill[next];
                device = next;
            }
        }
        self.prefill[device] = share;
        self.prefill_s = prefill_s;
        self.kv_move_s = kv_move_s;
        self.once_link_j = once_link_j;
        self.misplaced += misplaced;
    }

    /// One decode step of one micro-batch round all stages and back.
    fn sum_steps(&mut self, problem: &Problem, decode: &[u32]) {
        self.step.fill(Share::default());
        let rows = self.times.rows();
        let (mut trip_s, mut step_link_j, mut misplaced) = (0.0, 0.0, 0);
        let mut device = decode[0] as usize;
        let mut share = Share::default();
        for (index, stage) in problem.stages.iter().enumerate() {
            let time_s = self.times.step_s(problem, index, self.points[device]);
            let byte = stage.decode_byte_per_pass + rows * stage.decode_byte_per_row;
            share.add(time_s, rows * stage.decode_flop_per_row, byte);
            trip_s += time_s;
            misplaced += problem.misplaced(Phase::Decode, index, device, decode[0]);
            let next = decode.get(index + 1).map_or(device, |&next| next as usize);
            if next != device {
                let link = problem.link(device, next);
                let crossing = rows * stage.decode_crossing_byte_per_row;
                trip_s += link.latency_s + crossing / link.byte_rate;
                step_link_j += crossing * link.joule_per_byte;
                self.step[device] = share;
                share = self.step[next];
                device = next;
            }
        }
        self.step[device] = share;
        let first = decode[0] as usize;
        if first != device {
            trip_s += problem.link(device, first).latency_s;
        }
        self.trip_s = trip_s;
        self.step_link_j = step_link_j;
        self.misplaced += misplaced;
    }

    /// What the pools must hold, and what a step reads from them.
    fn sum_memory(&mut self, problem: &Problem, prefill: &[u32], decode: &[u32], wave_size: u32) {
        self.pool_step_byte.fill(0.0);
        self.pool_demand_byte.fill(0.0);
        let rows = f64::from(wave_size);
        for (index, stage) in problem.stages.iter().enumerate() {
            let (reader, writer) = (prefill[index] as usize, decode[index] as usize);
            let (reading, writing) = (problem.devices[reader].pool, problem.devices[writer].pool);
            let read_byte = stage.weight_byte + stage.prompt_kv_byte;
            let written_byte = rows * stage.row_kv_byte;
            if reading == writing {
                let demand = &mut self.pool_demand_byte[reading];
                let both = *demand + read_byte + written_byte;
                *demand = if reader == writer { both } else { both + stage.weight_byte };
            } else {
                self.pool_demand_byte[reading] += read_byte;
                let demand = &mut self.pool_demand_byte[writing];
                *demand = *demand + written_byte + stage.weight_byte;
            }
        }
        for (index, device) in problem.devices.iter().enumerate() {
            self.pool_step_byte[device.pool] += self.step[index].byte;
            if self.uses(index) {
                self.pool_demand_byte[device.pool] += device.runtime_byte;
            }
        }
    }
}
