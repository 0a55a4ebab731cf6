//! Archive-based annealing after AMOSA (Bandyopadhyay, Saha, Maulik, Deb, IEEE TEVC 12(3), 2008), in its divided form.
//!
//! One call of [`Annealer::step`] spends exactly one evaluation. What happens never depends on how much budget is left, so a
//! longer search begins with the whole of a shorter one: with one seed, more budget is never worse.

use crate::acceptance::{Scale, acceptance, temperature_for};
use crate::archive::Archive;
use crate::evaluate::{Cost, Evaluator};
use crate::guide::{Guide, Standing};
use crate::momentum::Momentum;
use crate::moves::Moves;
use crate::objectives::{Relation, relation};
use crate::options::SearchOptions;
use crate::plan::Layout;
use crate::problem::Problem;
use crate::random::Random;

/// Random moves whose dominations set the start temperature; half of them set out from random plans.
const PROBES: u32 = 80;
/// Probability that a proposal sets out from a member of the guide instead of where the chain stands.
const LEAVE: f64 = 0.1;
/// Share of those that set out from the end of an objective.
const LEAVE_FROM_END: f64 = 0.1;
/// Probability that a proposal is crossed with a member of the guide, and that a crossed one is moved as well.
const RECOMBINE: f64 = 0.3;
const MOVE_AFTER_RECOMBINING: f64 = 0.5;
/// Acceptance of a typical worsening move at the start temperature; the acceptance rule's own most is one half.
const START_ACCEPTANCE: f64 = 0.4;
/// End temperature in units of the start temperature.
const END_RATIO: f64 = 1e-3;
/// Temperatures of one cooling.
const LEVELS: u32 = 25;
/// Evaluations per temperature in the first cooling; every reheat doubles them, so that there are few reheats.
const FIRST_LEVEL_EVALUATIONS: u32 = 40;
/// Evaluations without an improvement of the archive after which the search restarts from its least crowded member.
const PATIENCE: u32 = 300;
const GUIDE_HARD_LIMIT: usize = 60;
const GUIDE_SOFT_LIMIT: usize = 120;

/// The state of one chain.
#[derive(Debug, Clone)]
pub struct Annealer {
    layout: Layout,
    moves: Moves,
    momentum: Momentum,
    random: Random,
    guided: bool,
    guide: Guide,
    current: Vec<u32>,
    current_cost: Cost,
    candidate: Vec<u32>,
    canonical: Vec<u32>,
    touched: Vec<usize>,
    schedule: Schedule,
    scale: Scale,
    since_improvement: u32,
}

/// Where the chain is in its cooling.
#[derive(Debug, Clone)]
struct Schedule {
    /// Probes still to make, and the dominations they found so far.
    probes_left: u32,
    probe_total: f64,
    probe_count: u32,
    start_temperature: f64,
    temperature: f64,
    level: u32,
    level_evaluations: u32,
    left_in_level: u32,
}

impl Annealer {
    /// A chain that has seen nothing yet; `start` is a plan of the problem with its cost.
    pub fn new(problem: &Problem, options: &SearchOptions, random: Random, start: (&[u32], Cost)) -> Self {
        let layout = Layout::of(problem);
        let moves = Moves::new(problem);
        let momentum = Momentum::new(options.momentum, moves.targets().len());
        Self {
            layout,
            moves,
            momentum,
            random,
            guided: options.guide,
            guide: Guide::new(layout.width(), GUIDE_HARD_LIMIT, GUIDE_SOFT_LIMIT),
            current: start.0.to_vec(),
            current_cost: start.1,
            candidate: start.0.to_vec(),
            canonical: start.0.to_vec(),
            touched: Vec::with_capacity(2 * layout.stages),
            schedule: Schedule {
                probes_left: PROBES,
                probe_total: 0.0,
                probe_count: 0,
                start_temperature: 1.0,
                temperature: 1.0,
                level: 0,
                level_evaluations: FIRST_LEVEL_EVALUATIONS,
                left_in_level: 0,
            },
            scale: Scale::of(core::iter::empty()),
            since_improvement: 0,
        }
    }

    /// Takes in what is known before the chain starts: feasible plans found elsewhere, mutually non-dominated.
    pub fn welcome(&mut self, archive: &Archive) {
        for (objectives, plan) in archive.iter() {
            self.guide.add(objectives, plan);
        }
        self.restart();
        self.freeze_scale();
    }

    /// The plan the chain stands on.
    pub fn current(&self) -> &[u32] {
        &self.current
    }

    /// One proposal, one evaluation, one decision. Feasible plans are offered to `archive`.
    pub fn step(&mut self, problem: &Problem, evaluator: &mut Evaluator, archive: &mut Archive) -> Cost {
        let probing = self.schedule.probes_left > 0;
        if !probing && self.schedule.left_in_level == 0 {
            self.next_level();
        }
        if probing {
            // Every other probe sets out from a random plan: the walk then sees structures that no start has.
            if self.schedule.probes_left.is_multiple_of(2) {
                self.moves.random_plan(problem, &mut self.current, &mut self.random);
            }
        } else if self.has_company() && self.random.chance(LEAVE) {
            let member = self.promising();
            self.leave_from(member);
        }
        self.propose(problem, probing);
        let cost = evaluator.evaluate(problem, &self.candidate);

        let (accepted, improved) = if probing { self.probe(&cost, archive) } else { self.decide(&cost, archive) };
        for &target in &self.touched {
            self.momentum.learn(target, improved);
        }
        if accepted {
            core::mem::swap(&mut self.current, &mut self.candidate);
            self.current_cost = cost;
        }
        self.count(probing, improved);
        cost
    }

    /// Writes the next candidate: the current plan, perhaps crossed with one of the guide, perhaps moved.
    fn propose(&mut self, problem: &Problem, probing: bool) {
        self.candidate.copy_from_slice(&self.current);
        self.touched.clear();
        let mut crossed = false;
        if !probing && self.has_company() && self.random.chance(RECOMBINE) {
            let mate = self.random.below(self.guide.len());
            crossed = self.moves.recombine(&mut self.candidate, self.guide.member(mate).1, &mut self.random);
        }
        if !crossed || self.random.chance(MOVE_AFTER_RECOMBINING) {
            let momentum = &self.momentum;
            let draw = |random: &mut Random| momentum.draw(random);
            self.moves.propose(problem, &mut self.candidate, &mut self.random, draw, &mut self.touched);
        }
    }

    fn has_company(&self) -> bool {
        self.guided && self.guide.len() > 1
    }

    /// A member of the guide worth leaving from: now and then the end of an objective, else the roomier of two.
    fn promising(&mut self) -> usize {
        if self.random.chance(LEAVE_FROM_END) {
            let axis = self.random.below(3);
            return self.guide.end(axis);
        }
        let (one, other) = (self.random.below(self.guide.len()), self.random.below(self.guide.len()));
        if self.guide.is_roomier(one, other) { one } else { other }
    }

    /// While probing everything is accepted: a random walk, whose worsenings say how large a typical domination is.
    fn probe(&mut self, cost: &Cost, archive: &mut Archive) -> (bool, bool) {
        let (before, after) = (&self.current_cost, cost);
        if relation(&before.objectives, &after.objectives) == Relation::Dominates && after.violation.is_finite() {
            let amount = self.scale.domination(&before.objectives, &after.objectives);
            if amount.is_finite() {
                self.schedule.probe_total += amount;
                self.schedule.probe_count += 1;
            }
        }
        (true, cost.is_feasible() && self.offer(cost, archive))
    }

    /// AMOSA's cases. Returns whether the candidate becomes the current plan and whether it improved the archive.
    fn decide(&mut self, cost: &Cost, archive: &mut Archive) -> (bool, bool) {
        let temperature = self.schedule.temperature;
        if !cost.is_feasible() {
            // An infeasible plan is never archived. It may be walked through: more violation is accepted like a domination of
            // that amount, and no less violation always.
            let worsening = cost.violation - self.current_cost.violation;
            let accepted = worsening <= 0.0 || self.random.chance(acceptance(worsening, temperature));
            return (accepted, false);
        }
        if !self.current_cost.is_feasible() {
            return (true, self.offer(cost, archive));
        }
        let standing =
            if self.guided { self.guide.standing(&cost.objectives, &self.scale) } else { Standing::UNCHALLENGED };
        match relation(&self.current_cost.objectives, &cost.objectives) {
            Relation::Dominates => {
                let amount = self.scale.domination(&self.current_cost.objectives, &cost.objectives);
                let mean = (standing.total + amount) / (standing.dominators as f64 + 1.0);
                (self.random.chance(acceptance(mean, temperature)), false)
            }
            Relation::Equal => (true, false),
            Relation::Neither if standing.dominators > 0 => {
                let mean = standing.total / standing.dominators as f64;
                (self.random.chance(acceptance(mean, temperature)), false)
            }
            Relation::Neither | Relation::Dominated => match standing.nearest {
                // Better than where we stand, yet known to be beaten: perhaps go where it is beaten least.
                Some((amount, member)) if self.random.chance(1.0 - acceptance(amount, 1.0)) => {
                    self.leave_from(member);
                    (false, false)
                }
                Some(_) => (true, false),
                None => (true, self.offer(cost, archive)),
            },
        }
    }

    fn offer(&mut self, cost: &Cost, archive: &mut Archive) -> bool {
        self.canonical.copy_from_slice(&self.candidate);
        self.layout.forget_unused_points(&mut self.canonical);
        let taken = archive.offer(&cost.objectives, &self.canonical);
        if taken {
            self.guide.add(&cost.objectives, &self.candidate);
        }
        taken
    }

    fn count(&mut self, probing: bool, improved: bool) {
        if probing {
            self.schedule.probes_left -= 1;
            if self.schedule.probes_left == 0 {
                self.set_start_temperature();
            }
            return;
        }
        self.schedule.left_in_level -= 1;
        self.since_improvement = if improved { 0 } else { self.since_improvement + 1 };
        if self.since_improvement >= PATIENCE {
            self.restart();
        }
    }

    fn set_start_temperature(&mut self) {
        let Schedule { probe_total, probe_count, .. } = self.schedule;
        // Without a single worsening there is nothing to calibrate by; dominations are of the order of the ranges, so 1 is hot.
        let typical = if probe_count > 0 { probe_total / f64::from(probe_count) } else { 1.0 };
        let temperature = temperature_for(typical, START_ACCEPTANCE);
        self.schedule.start_temperature = temperature;
        self.schedule.temperature = temperature;
        self.schedule.left_in_level = self.schedule.level_evaluations;
        self.restart();
        self.freeze_scale();
    }

    fn next_level(&mut self) {
        let schedule = &mut self.schedule;
        schedule.level += 1;
        if schedule.level == LEVELS {
            schedule.level = 0;
            schedule.level_evaluations = schedule.level_evaluations.saturating_mul(2);
            schedule.temperature = schedule.start_temperature;
        } else {
            // The factor that reaches the end temperature at the last level.
            let factor = libm::exp(libm::log(END_RATIO) / f64::from(LEVELS - 1));
            schedule.temperature *= factor;
        }
        let reheated = schedule.level == 0;
        schedule.left_in_level = schedule.level_evaluations;
        if reheated {
            self.restart();
        }
        self.freeze_scale();
        self.momentum.rebuild();
    }

    fn freeze_scale(&mut self) {
        let current = self.current_cost.is_feasible().then_some(&self.current_cost.objectives);
        self.scale = Scale::of(self.guide.objectives().chain(current));
    }

    fn restart(&mut self) {
        self.since_improvement = 0;
        if !self.guided {
            return;
        }
        if let Some(member) = self.guide.least_crowded() {
            self.leave_from(member);
        }
    }

    fn leave_from(&mut self, member: usize) {
        let (objectives, plan) = self.guide.member(member);
        self.current_cost = Cost { objectives: *objectives, violation: 0.0 };
        self.current.copy_from_slice(plan);
    }
}
