//! The plans anybody would try first. They are evaluated before the search and count as evaluations.

use crate::label_setting::good_chains;
use crate::plan::Layout;
use crate::problem::{Phase, Problem};

/// With more devices than this, only the same device for both phases is tried, not every pair.
const MOST_PAIRED_DEVICES: usize = 8;

/// Chains taken over from label-setting, for each wave size.
const MOST_CHAINS: usize = 20;

/// Every device alone (every pair of a prefill and a decode device when there are few), and two greedy fillings of memory, each
/// with waves of one and of the whole budget. Stages that may not run on the device go to the first that is allowed.
#[derive(Debug, Clone)]
pub struct Starts {
    assignments: Vec<Assignment>,
    waves: Vec<u32>,
    /// Contiguous chains found by label-setting, whole flat plans.
    chains: Vec<Vec<u32>>,
}

#[derive(Debug, Clone, Copy)]
enum Assignment {
    OnDevices { prefill: usize, decode: usize },
    Greedy(fn(&Problem, usize, usize) -> f64),
}

impl Starts {
    /// Lists the plans without making them: there may be many stages.
    pub fn new(problem: &Problem) -> Self {
        let devices = problem.device_count();
        let mut assignments = Vec::new();
        for prefill in 0..devices {
            for decode in 0..devices {
                if prefill == decode || devices <= MOST_PAIRED_DEVICES {
                    assignments.push(Assignment::OnDevices { prefill, decode });
                }
            }
        }
        if !problem.whole_phases() {
            assignments.push(Assignment::Greedy(fastest));
            assignments.push(Assignment::Greedy(least_energy));
        }
        let largest = problem.largest_wave() as u32;
        let waves = if largest > 1 { vec![1, largest] } else { vec![1] };
        let chains = if problem.whole_phases() { Vec::new() } else { chains(problem, &waves) };
        Self { assignments, waves, chains }
    }

    /// Number of plans, at least one.
    pub fn count(&self) -> usize {
        self.assignments.len() * self.waves.len() + self.chains.len()
    }

    /// The plan at an index below [`Starts::count`].
    pub fn plan(&self, problem: &Problem, index: usize) -> Vec<u32> {
        if let Some(chain) = index.checked_sub(self.assignments.len() * self.waves.len()) {
            return self.chains[chain].clone();
        }
        let layout = Layout::of(problem);
        let mut plan = match self.assignments[index / self.waves.len()] {
            Assignment::OnDevices { prefill, decode } => on_devices(problem, prefill, decode),
            Assignment::Greedy(price) => greedy(problem, price),
        };
        plan.resize(layout.width(), 0);
        plan[layout.wave()] = self.waves[index % self.waves.len()];
        plan[layout.micro_batches()] = 1;
        plan
    }
}

/// Good chains for each of the waves, spread over their front from least energy to least time.
fn chains(problem: &Problem, waves: &[u32]) -> Vec<Vec<u32>> {
    let mut chosen = Vec::new();
    for &wave in waves {
        let found = good_chains(problem, wave, 1);
        let plans: Vec<&[u32]> = found.iter().map(|(_, plan)| plan).collect();
        let kept = plans.len().min(MOST_CHAINS);
        chosen.extend((0..kept).map(|index| plans[index * (plans.len() - 1) / (kept - 1).max(1)].to_vec()));
    }
    chosen
}

fn on_devices(problem: &Problem, prefill: usize, decode: usize) -> Vec<u32> {
    let stages = problem.stage_count();
    let mut assignment = Vec::with_capacity(2 * stages);
    for (phase, device) in [(Phase::Prefill, prefill), (Phase::Decode, decode)] {
        for stage in 0..stages {
            let allowed = problem.is_allowed(phase, stage, device);
            let fallback = || (0..problem.device_count()).find(|&other| problem.is_allowed(phase, stage, other));
            assignment.push(if allowed { device } else { fallback().unwrap_or(device) } as u32);
        }
    }
    assignment
}

/// Stage by stage, both phases together on the best device that still has room for it.
fn greedy(problem: &Problem, price: fn(&Problem, usize, usize) -> f64) -> Vec<u32> {
    let stages = problem.stage_count();
    let mut assignment = vec![0; 2 * stages];
    let mut free_byte: Vec<f64> = problem.pools.iter().map(|pool| pool.usable_byte).collect();
    let mut used = vec![false; problem.device_count()];
    for index in 0..stages {
        let stage = &problem.stages[index];
        let need = |device: usize, used: &[bool]| {
            let runtime = if used[device] { 0.0 } else { problem.devices[device].runtime_byte };
            stage.weight_byte + stage.prompt_kv_byte + stage.row_kv_byte + runtime
        };
        let mut best: Option<(bool, f64, usize)> = None;
        for device in 0..problem.device_count() {
            if !problem.is_allowed(Phase::Prefill, index, device) || !problem.is_allowed(Phase::Decode, index, device) {
                continue;
            }
            let fits = need(device, &used) <= free_byte[problem.devices[device].pool];
            let cost = price(problem, index, device);
            if best.is_none_or(|(other_fits, other, _)| (fits && !other_fits) || (fits == other_fits && cost < other)) {
                best = Some((fits, cost, device));
            }
        }
        if let Some((_, _, device)) = best {
            free_byte[problem.devices[device].pool] -= need(device, &used);
            used[device] = true;
            assignment[index] = device as u32;
            assignment[stages + index] = device as u32;
        } else {
            // No device may run both phases of this stage.
            let first = |phase| (0..problem.device_count()).find(|&device| problem.is_allowed(phase, index, device));
            assignment[index] = first(Phase::Prefill).unwrap_or(0) as u32;
            assignment[stages + index] = first(Phase::Decode).unwrap_or(0) as u32;
        }
    }
    assignment
}

/// Time of one decode step of one row at the first operating point (s).
fn fastest(problem: &Problem, stage: usize, device: usize) -> f64 {
    let (work, point) = (&problem.stages[stage], problem.point(device, 0));
    let phase = Phase::Decode as usize;
    let byte = work.decode_byte_per_pass + work.decode_byte_per_row;
    f64::max(work.decode_flop_per_row / point.flop_rate[phase], byte / point.byte_rate[phase])
        + point.stage_overhead_s[phase]
        + point.row_overhead_s[phase]
}

/// Energy of that step without leakage (J).
fn least_energy(problem: &Problem, stage: usize, device: usize) -> f64 {
    let (work, point) = (&problem.stages[stage], problem.point(device, 0));
    let byte = work.decode_byte_per_pass + work.decode_byte_per_row;
    point.joule_per_flop * work.decode_flop_per_row
        + point.joule_per_byte * byte
        + point.active_power_w * fastest(problem, stage, device)
}
