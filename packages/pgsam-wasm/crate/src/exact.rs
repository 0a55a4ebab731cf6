//! Enumeration of every plan that can be feasible, where there are few enough of them: a proof instead of a search.

use crate::moves::allowed_devices;
use crate::plan::Layout;
use crate::problem::{PHASES, Problem};

/// Number of plans worth enumerating, if at most `limit`.
///
/// Plans that put a stage where it is not allowed, or split a phase that must stay whole, are infeasible by shape and not
/// counted; nor are plans that differ only in the operating point of a device they do not use.
pub fn plan_count(problem: &Problem, limit: u64) -> Option<u64> {
    let waves = problem.largest_wave() as u64;
    let batches = waves * (waves + 1) / 2;
    let choices = choices(problem);
    if choices.iter().any(Vec::is_empty) {
        return Some(0);
    }
    let mut assignments: u64 = 1;
    for devices in choices {
        assignments = assignments.checked_mul(devices.len() as u64)?;
        if assignments.checked_mul(batches)? > limit {
            return None;
        }
    }
    // Few enough assignments to walk: their operating points depend on which devices each of them uses.
    let mut walk = Walk::new(problem)?;
    let mut count: u64 = 0;
    loop {
        let mut points: u64 = 1;
        for device in 0..walk.layout.devices {
            if walk.rows_on[device] > 0 {
                points = points.checked_mul(problem.point_count(device) as u64)?;
            }
        }
        count = count.checked_add(points.checked_mul(batches)?)?;
        if count > limit {
            return None;
        }
        if !walk.next_assignment() {
            return Some(count);
        }
    }
}

/// Per phase and stage (per phase under `wholePhases`) the devices to choose from.
fn choices(problem: &Problem) -> Vec<Vec<u32>> {
    let rows = if problem.whole_phases() { 1 } else { problem.stage_count() };
    PHASES.iter().flat_map(|&phase| (0..rows).map(move |stage| allowed_devices(problem, phase, stage))).collect()
}

/// Walks through all plans like an odometer: micro-batches fastest, then wave, operating points, devices.
#[derive(Debug, Clone)]
pub struct Walk {
    layout: Layout,
    whole_phases: bool,
    choices: Vec<Vec<u32>>,
    chosen: Vec<usize>,
    point_counts: Vec<u32>,
    /// Per device, how many rows of `choices` are on it; and the devices with any.
    rows_on: Vec<u32>,
    used: Vec<usize>,
    largest_wave: u32,
    plan: Vec<u32>,
}

impl Walk {
    /// Stands on the first plan; `None` when some phase has no device for all its stages, so that there is no plan.
    pub fn new(problem: &Problem) -> Option<Self> {
        let layout = Layout::of(problem);
        let choices = choices(problem);
        if choices.iter().any(Vec::is_empty) {
            return None;
        }
        let mut plan = vec![0; layout.width()];
        plan[layout.wave()] = 1;
        plan[layout.micro_batches()] = 1;
        let mut walk = Self {
            layout,
            whole_phases: problem.whole_phases(),
            chosen: vec![0; choices.len()],
            choices,
            point_counts: (0..layout.devices).map(|device| problem.point_count(device) as u32).collect(),
            rows_on: vec![0; layout.devices],
            used: Vec::new(),
            largest_wave: problem.largest_wave() as u32,
            plan,
        };
        for row in 0..walk.choices.len() {
            walk.place(row, 0);
        }
        walk.find_used();
        Some(walk)
    }

    /// The plan it stands on.
    pub fn plan(&self) -> &[u32] {
        &self.plan
    }

    /// Steps to the next plan; false at the end.
    pub fn advance(&mut self) -> bool {
        let (wave, micro_batches) = (self.layout.wave(), self.layout.micro_batches());
        if self.plan[micro_batches] < self.plan[wave] {
            self.plan[micro_batches] += 1;
            return true;
        }
        self.plan[micro_batches] = 1;
        if self.plan[wave] < self.largest_wave {
            self.plan[wave] += 1;
            return true;
        }
        self.plan[wave] = 1;
        for &device in &self.used {
            let position = self.layout.point(device);
            if self.plan[position] + 1 < self.point_counts[device] {
                self.plan[position] += 1;
                return true;
            }
            self.plan[position] = 0;
        }
        self.next_assignment()
    }

    fn next_assignment(&mut self) -> bool {
        for row in 0..self.choices.len() {
            let left = self.choices[row][self.chosen[row]];
            self.rows_on[left as usize] -= 1;
            let more = self.chosen[row] + 1 < self.choices[row].len();
            let next = if more { self.chosen[row] + 1 } else { 0 };
            self.place(row, next);
            if more {
                self.find_used();
                return true;
            }
        }
        false
    }

    fn place(&mut self, row: usize, chosen: usize) {
        self.chosen[row] = chosen;
        let device = self.choices[row][chosen];
        self.rows_on[device as usize] += 1;
        if self.whole_phases {
            let start = self.layout.device(PHASES[row], 0);
            self.plan[start..start + self.layout.stages].fill(device);
        } else {
            self.plan[row] = device;
        }
    }

    fn find_used(&mut self) {
        let rows_on = &self.rows_on;
        self.used.clear();
        self.used.extend((0..rows_on.len()).filter(|&device| rows_on[device] > 0));
    }
}
