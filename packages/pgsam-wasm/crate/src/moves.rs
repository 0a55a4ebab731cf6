//! Small changes of a plan. Every move leads to a plan of the right shape on allowed devices; under `wholePhases` the moves
//! that reassign act on a whole phase. So the constraints that are about shape never need a repair.

use crate::plan::Layout;
use crate::problem::{PHASES, Phase, Problem};
use crate::random::Random;

/// A stage (under `wholePhases`: all stages) of a phase, to a device: what momentum is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Target {
    /// In which phase.
    pub phase: Phase,
    /// Which stage; 0 under `wholePhases`.
    pub stage: usize,
    /// To which device.
    pub device: u32,
}

/// The kinds of move, with their share of the proposals among those that the problem has any use for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Reassign,
    Block,
    Boundary,
    Swap,
    Vacate,
    Point,
    Wave,
    MicroBatches,
}

/// How often a proposal may come out as the plan it started from before the proposal is given up.
const MOST_TRIES: usize = 32;
/// Probability that a reassigning move acts on both phases: apart, prefill and decode pay for weights twice and move KV.
const BOTH_PHASES: f64 = 0.4;

/// Proposes moves for plans of one problem.
#[derive(Debug, Clone)]
pub struct Moves {
    layout: Layout,
    whole_phases: bool,
    targets: Vec<Target>,
    /// Index into `targets` by (phase, stage, device).
    target_of: Vec<u32>,
    kinds: Vec<(Kind, u32)>,
    shares: u32,
    /// Devices with more than one operating point.
    tunable: Vec<usize>,
    largest_wave: u32,
}

impl Moves {
    /// Lists what can be moved where.
    pub fn new(problem: &Problem) -> Self {
        let layout = Layout::of(problem);
        let whole_phases = problem.whole_phases();
        let rows = if whole_phases { 1 } else { layout.stages };
        let mut targets = Vec::new();
        let mut target_of = vec![u32::MAX; 2 * layout.stages * layout.devices];
        for phase in PHASES {
            for stage in 0..rows {
                let devices = allowed_devices(problem, phase, stage);
                if devices.len() < 2 {
                    continue;
                }
                for device in devices {
                    target_of[layout.device(phase, stage) * layout.devices + device as usize] = targets.len() as u32;
                    targets.push(Target { phase, stage, device });
                }
            }
        }
        let tunable: Vec<usize> = (0..layout.devices).filter(|&device| problem.point_count(device) > 1).collect();
        let largest_wave = problem.largest_wave() as u32;
        let mut kinds = Vec::new();
        if !targets.is_empty() {
            kinds.push((Kind::Reassign, 6));
            kinds.push((Kind::Swap, 1));
            if !whole_phases && layout.stages > 1 {
                kinds.push((Kind::Block, 4));
                kinds.push((Kind::Boundary, 6));
                kinds.push((Kind::Vacate, 3));
            }
        }
        if !tunable.is_empty() {
            kinds.push((Kind::Point, 3));
        }
        if largest_wave > 1 {
            kinds.push((Kind::Wave, 2));
            kinds.push((Kind::MicroBatches, 2));
        }
        let shares = kinds.iter().map(|(_, share)| share).sum();
        Self { layout, whole_phases, targets, target_of, kinds, shares, tunable, largest_wave }
    }

    /// The targets that momentum weighs.
    pub fn targets(&self) -> &[Target] {
        &self.targets
    }

    /// Changes `plan` into a neighbour of it. `draw` picks the target of a reassigning move; the targets that the move reached
    /// are left in `touched`. False when no neighbour was found, with `plan` unchanged.
    pub fn propose(
        &self,
        problem: &Problem,
        plan: &mut [u32],
        random: &mut Random,
        draw: impl Fn(&mut Random) -> usize,
        touched: &mut Vec<usize>,
    ) -> bool {
        touched.clear();
        if self.shares == 0 {
            return false;
        }
        let mut change = Change { moves: self, problem, plan, touched, changed: false };
        for _ in 0..MOST_TRIES {
            match self.draw_kind(random) {
                Kind::Reassign => change.reassign(self.targets[draw(random)], 1, random),
                Kind::Block => {
                    let target = self.targets[draw(random)];
                    // Lengths are spread over their order of magnitude: 2, 4, 8, … as often as each other.
                    let doublings = random.below(self.layout.stages.ilog2() as usize + 1);
                    let length = (2 << doublings) - random.below(1 << doublings);
                    change.reassign(target, length, random);
                }
                Kind::Boundary => change.boundary(random),
                Kind::Swap => change.swap(random),
                Kind::Vacate => change.vacate(random),
                Kind::Point => change.point(&self.tunable, random),
                Kind::Wave => change.wave(self.largest_wave, random),
                Kind::MicroBatches => change.micro_batches(random),
            }
            if change.changed {
                return true;
            }
        }
        false
    }

    /// Takes a block of stages in both phases from `mate`, and each operating point, and the wave with its micro-batches, with
    /// probability one half. Both plans keep to allowed devices, so the child does. False when nothing changed.
    pub fn recombine(&self, plan: &mut [u32], mate: &[u32], random: &mut Random) -> bool {
        let layout = self.layout;
        let mut changed = false;
        let mut take = |position: usize| {
            changed |= plan[position] != mate[position];
            plan[position] = mate[position];
        };
        if self.whole_phases {
            for phase in PHASES {
                if random.chance(0.5) {
                    (0..layout.stages).for_each(|stage| take(layout.device(phase, stage)));
                }
            }
        } else {
            let (one, other) = (random.below(layout.stages + 1), random.below(layout.stages + 1));
            for stage in one.min(other)..one.max(other) {
                PHASES.iter().for_each(|&phase| take(layout.device(phase, stage)));
            }
        }
        for device in 0..layout.devices {
            if random.chance(0.5) {
                take(layout.point(device));
            }
        }
        if random.chance(0.5) {
            take(layout.wave());
            take(layout.micro_batches());
        }
        changed
    }

    /// A random plan of a few segments on allowed devices, with random points, wave and micro-batches.
    pub fn random_plan(&self, problem: &Problem, plan: &mut [u32], random: &mut Random) {
        let layout = self.layout;
        let both = random.chance(0.5);
        for phase in PHASES {
            let change = (1 + random.below(6)) as f64 / layout.stages as f64;
            let mut device = random.below(layout.devices);
            for stage in 0..layout.stages {
                if !self.whole_phases && random.chance(change) {
                    device = random.below(layout.devices);
                }
                if both && phase == Phase::Decode {
                    device = plan[layout.device(Phase::Prefill, stage)] as usize;
                }
                let allowed = |device| {
                    self.target_of
                        [layout.device(phase, if self.whole_phases { 0 } else { stage }) * layout.devices + device]
                        != u32::MAX
                };
                if !problem.is_allowed(phase, stage, device) || (self.whole_phases && !allowed(device)) {
                    continue;
                }
                plan[layout.device(phase, stage)] = device as u32;
            }
        }
        for device in 0..layout.devices {
            plan[layout.point(device)] = random.below(problem.point_count(device)) as u32;
        }
        let wave = 1 + random.below(self.largest_wave as usize);
        plan[layout.wave()] = wave as u32;
        plan[layout.micro_batches()] = 1 + random.below(wave) as u32;
    }

    fn draw_kind(&self, random: &mut Random) -> Kind {
        let mut ticket = random.below(self.shares as usize) as u32;
        for &(kind, share) in &self.kinds {
            if ticket < share {
                return kind;
            }
            ticket -= share;
        }
        self.kinds[0].0
    }
}

/// Devices on which a stage may run; under `wholePhases`, on which every stage of the phase may.
pub fn allowed_devices(problem: &Problem, phase: Phase, stage: usize) -> Vec<u32> {
    let stages = if problem.whole_phases() { 0..problem.stage_count() } else { stage..stage + 1 };
    (0..problem.device_count())
        .filter(|&device| stages.clone().all(|stage| problem.is_allowed(phase, stage, device)))
        .map(|device| device as u32)
        .collect()
}

/// A move in the making.
struct Change<'a> {
    moves: &'a Moves,
    problem: &'a Problem,
    plan: &'a mut [u32],
    touched: &'a mut Vec<usize>,
    changed: bool,
}

impl Change<'_> {
    fn at(&self, phase: Phase, stage: usize) -> u32 {
        self.plan[self.moves.layout.device(phase, stage)]
    }

    /// Puts a stage on a device if it may run there; a whole phase under `wholePhases`.
    fn place(&mut self, phase: Phase, stage: usize, device: u32) {
        let layout = self.moves.layout;
        let position = layout.device(phase, stage);
        let target = self.moves.target_of[position * layout.devices + device as usize];
        if target == u32::MAX || self.plan[position] == device {
            return;
        }
        if self.moves.whole_phases {
            self.plan[position..position + layout.stages].fill(device);
        } else {
            self.plan[position] = device;
        }
        self.touched.push(target as usize);
        self.changed = true;
    }

    /// A block of stages from the target's stage on, in its phase or in both, to the target's device.
    fn reassign(&mut self, target: Target, length: usize, random: &mut Random) {
        let both = random.chance(BOTH_PHASES);
        let end = if self.moves.whole_phases { 1 } else { (target.stage + length).min(self.moves.layout.stages) };
        for phase in PHASES {
            if both || phase == target.phase {
                for stage in target.stage..end {
                    self.place(phase, stage, target.device);
                }
            }
        }
    }

    /// Moves one end of a segment by one to four stages, in one phase or in both.
    fn boundary(&mut self, random: &mut Random) {
        let phase = PHASES[random.below(2)];
        let stages = self.moves.layout.stages;
        // The first boundary at or after a random place, going round.
        let from = random.below(stages - 1);
        let found = (0..stages - 1)
            .map(|offset| (from + offset) % (stages - 1))
            .find(|&stage| self.at(phase, stage) != self.at(phase, stage + 1));
        let Some(last) = found else {
            return;
        };
        let reach = 1 + random.below(4);
        let (range, device) = if random.chance(0.5) {
            (last + 1..(last + 1 + reach).min(stages), self.at(phase, last))
        } else {
            ((last + 1).saturating_sub(reach)..last + 1, self.at(phase, last + 1))
        };
        let both = random.chance(BOTH_PHASES);
        for moved in PHASES {
            if both || moved == phase {
                for stage in range.clone() {
                    self.place(moved, stage, device);
                }
            }
        }
    }

    /// Exchanges two devices in one phase: everywhere, or within a block; under `wholePhases`, the devices of the two phases.
    fn swap(&mut self, random: &mut Random) {
        let stages = self.moves.layout.stages;
        if self.moves.whole_phases {
            let (prefill, decode) = (self.at(Phase::Prefill, 0), self.at(Phase::Decode, 0));
            self.place(Phase::Prefill, 0, decode);
            self.place(Phase::Decode, 0, prefill);
            return;
        }
        let phase = PHASES[random.below(2)];
        let one = self.at(phase, random.below(stages));
        let other = self.at(phase, random.below(stages));
        if one == other {
            return;
        }
        let both = random.chance(BOTH_PHASES);
        let (start, length) =
            if random.chance(0.5) { (0, stages) } else { (random.below(stages), 1 + random.below(stages)) };
        for moved in PHASES {
            if both || moved == phase {
                for stage in start..(start + length).min(stages) {
                    let device = self.at(moved, stage);
                    if device == one {
                        self.place(moved, stage, other);
                    } else if device == other {
                        self.place(moved, stage, one);
                    }
                }
            }
        }
    }

    /// Takes every stage of both phases off one device, to another, or to a third where the other is not allowed. A device that
    /// is used at all costs power and counts in U; giving it up stage by stage leads through plans that are worse.
    fn vacate(&mut self, random: &mut Random) {
        let layout = self.moves.layout;
        let one = self.at(PHASES[random.below(2)], random.below(layout.stages));
        let other = random.below(layout.devices) as u32;
        if one == other {
            return;
        }
        for phase in PHASES {
            for stage in 0..layout.stages {
                if self.at(phase, stage) != one {
                    continue;
                }
                self.place(phase, stage, other);
                let mut third = other;
                while self.at(phase, stage) == one {
                    third = (third + 1) % layout.devices as u32;
                    if third == other {
                        break;
                    }
                    self.place(phase, stage, third);
                }
            }
        }
    }

    /// Another operating point of a device in use.
    fn point(&mut self, tunable: &[usize], random: &mut Random) {
        let layout = self.moves.layout;
        let device = tunable[random.below(tunable.len())];
        if !layout.uses(self.plan, device) {
            return;
        }
        let count = self.problem.point_count(device);
        let position = layout.point(device);
        let another = random.below(count - 1) as u32;
        self.plan[position] = another + u32::from(another >= self.plan[position]);
        self.changed = true;
    }

    fn wave(&mut self, largest: u32, random: &mut Random) {
        let layout = self.moves.layout;
        let before = self.plan[layout.wave()];
        let after = neighbour(before, largest, random);
        self.plan[layout.wave()] = after;
        let micro_batches = &mut self.plan[layout.micro_batches()];
        *micro_batches = (*micro_batches).min(after);
        self.changed = after != before;
    }

    fn micro_batches(&mut self, random: &mut Random) {
        let layout = self.moves.layout;
        let before = self.plan[layout.micro_batches()];
        let after = neighbour(before, self.plan[layout.wave()], random);
        self.plan[layout.micro_batches()] = after;
        self.changed = after != before;
    }
}

/// Half, double, one less or one more, within 1…`most`.
fn neighbour(value: u32, most: u32, random: &mut Random) -> u32 {
    let proposed = match random.below(4) {
        0 => value / 2,
        1 => value * 2,
        2 => value - 1,
        _ => value + 1,
    };
    proposed.clamp(1, most)
}
