//! A plan as one flat row of whole numbers, the form that moves change, archives store and the boundary carries.
//!
//! Layout for S stages and D devices: prefill device (S), decode device (S), operating point (D), wave size, micro-batches.

use crate::error::PlanError;
use crate::problem::{Phase, Problem};

/// Where the parts of a flat plan lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layout {
    /// Stages S.
    pub stages: usize,
    /// Devices D.
    pub devices: usize,
}

impl Layout {
    /// Layout of the plans of a problem.
    pub fn of(problem: &Problem) -> Self {
        Self { stages: problem.stage_count(), devices: problem.device_count() }
    }

    /// Entries of one plan.
    pub fn width(self) -> usize {
        2 * self.stages + self.devices + 2
    }

    /// Position of a stage's device in a phase.
    pub fn device(self, phase: Phase, stage: usize) -> usize {
        phase as usize * self.stages + stage
    }

    /// Position of a device's operating point.
    pub fn point(self, device: usize) -> usize {
        2 * self.stages + device
    }

    /// Position of the wave size.
    pub fn wave(self) -> usize {
        2 * self.stages + self.devices
    }

    /// Position of the micro-batch count.
    pub fn micro_batches(self) -> usize {
        self.wave() + 1
    }

    /// Whether some stage of some phase is on the device.
    pub fn uses(self, plan: &[u32], device: usize) -> bool {
        plan[..2 * self.stages].contains(&(device as u32))
    }

    /// Sets the point of every unused device to 0: it changes no cost, and two plans that differ only there are one.
    pub fn forget_unused_points(self, plan: &mut [u32]) {
        for device in 0..self.devices {
            if !self.uses(plan, device) {
                plan[self.point(device)] = 0;
            }
        }
    }
}

/// Checks that a flat plan belongs to the problem.
///
/// # Errors
/// [`PlanError`] naming the first entry that is out of range, or the length.
pub fn check_plan(problem: &Problem, plan: &[u32]) -> Result<(), PlanError> {
    let layout = Layout::of(problem);
    if plan.len() != layout.width() {
        return Err(PlanError::Length { actual: plan.len(), expected: layout.width() });
    }
    let within = |field, index, value: u32, least: u32, most: u32| {
        if (least..=most).contains(&value) {
            Ok(())
        } else {
            Err(PlanError::Range { field, index, value, least, most })
        }
    };
    let last_device = layout.devices as u32 - 1;
    for (field, phase) in [("prefillDevice", Phase::Prefill), ("decodeDevice", Phase::Decode)] {
        for stage in 0..layout.stages {
            within(field, stage, plan[layout.device(phase, stage)], 0, last_device)?;
        }
    }
    for device in 0..layout.devices {
        within("point", device, plan[layout.point(device)], 0, problem.point_count(device) as u32 - 1)?;
    }
    let wave = plan[layout.wave()];
    within("waveSize", 0, wave, 1, problem.largest_wave() as u32)?;
    within("microBatches", 0, plan[layout.micro_batches()], 1, wave)
}
