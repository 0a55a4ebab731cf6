//! The label-setting search itself: stage after stage, every label that nothing covers is extended to every device.

use std::cell::Cell;

use crate::archive::Archive;
use crate::completion::Completion;
use crate::components::Components;
use crate::evaluate::Evaluator;
use crate::label_setting::Scope;
use crate::labels::{COLD, FIRST, Label, Step, WIDTH};
use crate::objectives::Objectives;
use crate::plan::Layout;
use crate::prices::Prices;
use crate::problem::{Phase, Problem};
use crate::states::{State, pairs};
use crate::transitions::Change;

/// Most states of one stage.
const MOST_STATES: usize = 1 << 18;
/// Most states of all stages together.
const MOST_STATES_IN_ALL: usize = 1 << 22;

/// How much a labelling may keep.
#[derive(Clone, Copy)]
pub struct Limits {
    pub labels: usize,
    pub per_state: Option<usize>,
    /// Comparisons of labels: their number can grow with the square of what is kept.
    pub comparisons: u64,
}

/// One search by label-setting, for one wave size and micro-batch count.
pub struct Labelling<'a> {
    pub problem: &'a Problem,
    pub prices: &'a Prices,
    pub scope: Scope,
    pub components: Components,
    pub limits: Limits,
    pub completion: Option<Completion>,
    /// Weight of each device's digit in a usage code: digit 0 is unused, 1 + o its point o.
    pub radix: Vec<usize>,
    pub usages: usize,
    /// Whether the return hop depends on the first device.
    pub keeps_first: bool,
    comparisons: Cell<u64>,
}

impl<'a> Labelling<'a> {
    pub fn new(
        problem: &'a Problem,
        scope: Scope,
        prices: &'a Prices,
        limits: Limits,
        completion: Option<Completion>,
    ) -> Option<Self> {
        let devices = problem.devices.len();
        let mut usages: usize = 1;
        let mut radix = Vec::with_capacity(devices);
        for device in &problem.devices {
            radix.push(usages);
            usages = usages.checked_mul(device.point_count + 1).filter(|&count| count <= MOST_STATES)?;
        }
        let hops: Vec<f64> =
            pairs(devices).filter(|(from, to)| from != to).map(|(from, to)| problem.link(from, to).latency_s).collect();
        let uniform = hops.windows(2).all(|pair| pair[0] == pair[1]);
        let keeps_first = match scope {
            Scope::Chains => !uniform,
            Scope::All => hops.iter().any(|&latency| latency > 0.0),
        };
        let components = Components::new(problem, scope, prices)?;
        let comparisons = Cell::new(0);
        let search =
            Self { problem, prices, scope, components, limits, completion, radix, usages, keeps_first, comparisons };
        let layers = search.state_count().saturating_mul(problem.stages.len());
        (search.state_count() <= MOST_STATES && layers <= MOST_STATES_IN_ALL && prices.points <= usize::from(u16::MAX))
            .then_some(search)
    }

    /// Comparisons of labels made so far.
    pub fn comparisons(&self) -> u64 {
        self.comparisons.get()
    }

    /// Labels of complete plans and the steps that lead to them; `None` when there were too many.
    pub fn run(&self) -> Option<(Vec<Label>, Vec<Step>)> {
        let mut steps: Vec<Step> = Vec::new();
        let mut layer: Vec<Vec<Label>> = vec![Vec::new(); self.state_count()];
        let mut next = layer.clone();
        for stage in 0..self.problem.stages.len() {
            if stage == 0 {
                let start = Label { cost: [0.0; WIDTH], step: FIRST };
                self.extend_everywhere(0, None, &[start], &mut next, &mut steps)?;
            } else {
                for (index, labels) in layer.iter().enumerate() {
                    if !labels.is_empty() {
                        self.extend_everywhere(stage, Some(self.state(index)), labels, &mut next, &mut steps)?;
                    }
                }
            }
            std::mem::swap(&mut layer, &mut next);
            if let Some(kept) = self.limits.per_state {
                layer.iter_mut().for_each(|labels| self.thin(labels, kept));
            }
            next.iter_mut().for_each(Vec::clear);
        }
        Some((layer.into_iter().flatten().collect(), steps))
    }

    /// Keeps labels spread evenly over their latencies.
    fn thin(&self, labels: &mut Vec<Label>, kept: usize) {
        let count = labels.len();
        if count <= kept {
            return;
        }
        let latency = self.components.latency;
        labels.sort_by(|a, b| a.cost[latency].total_cmp(&b.cost[latency]).then(a.step.cmp(&b.step)));
        for index in 0..kept {
            labels[index] = labels[index * (count - 1) / (kept - 1)];
        }
        labels.truncate(kept);
    }

    /// Evaluates complete plans and offers the feasible ones; returns the objectives of the others and how many there were.
    pub fn offer_all(&self, last: &[Label], steps: &[Step], archive: &mut Archive) -> (Vec<Objectives>, u64) {
        let layout = Layout::of(self.problem);
        let mut evaluator = Evaluator::new(self.problem);
        let mut plan = vec![0; layout.width()];
        let mut broken = Vec::new();
        for label in last {
            self.write(steps, label.step, layout, &mut plan);
            let cost = evaluator.evaluate(self.problem, &plan);
            if cost.is_feasible() {
                archive.offer(&cost.objectives, &plan);
            } else {
                broken.push(cost.objectives);
            }
        }
        (broken, last.len() as u64)
    }

    /// Whether no completion of the label can beat a plan already known.
    fn is_hopeless(&self, stages_placed: usize, cost: &[f64; WIDTH], powered_rate: f64) -> bool {
        let Some(completion) = &self.completion else {
            return false;
        };
        let parts = &self.components;
        let mut joule = cost[COLD];
        for (component, price) in parts.leaky.iter().zip(&completion.floor.joule_price) {
            joule += component.map_or(0.0, |at| price * cost[at]);
        }
        let trip_s = parts.trip.map_or(0.0, |at| self.prices.steps * cost[at]);
        completion.is_hopeless(stages_placed, joule, cost[parts.latency] + trip_s, powered_rate)
    }

    fn extend_everywhere(
        &self,
        stage: usize,
        from: Option<State>,
        labels: &[Label],
        next: &mut [Vec<Label>],
        steps: &mut Vec<Step>,
    ) -> Option<()> {
        for (prefill, decode) in pairs(self.problem.devices.len()) {
            let chained = self.scope == Scope::Chains;
            if chained && prefill != decode {
                continue;
            }
            if !self.problem.is_allowed(Phase::Prefill, stage, prefill)
                || !self.problem.is_allowed(Phase::Decode, stage, decode)
            {
                continue;
            }
            let usage = from.map_or(0, |state| state.usage);
            if chained && from.is_some_and(|state| state.decode != decode) && self.digit(usage, decode).is_some() {
                continue;
            }
            for prefill_point in self.points_open_to(usage, prefill) {
                let with_prefill = self.used(usage, prefill, prefill_point);
                for decode_point in self.points_open_to(with_prefill, decode) {
                    let state = State {
                        usage: self.used(with_prefill, decode, decode_point),
                        prefill,
                        decode,
                        first: from.map_or(decode, |state| state.first),
                    };
                    let first_point = |device: usize| self.problem.devices[device].first_point;
                    let points = [first_point(prefill) + prefill_point, first_point(decode) + decode_point];
                    let change = self.change(stage, from, state, points);
                    let target = &mut next[self.index(state)];
                    for label in labels {
                        self.extend(label, &change, points, target, steps)?;
                    }
                }
            }
        }
        Some(())
    }

    fn extend(
        &self,
        label: &Label,
        change: &Change,
        points: [usize; 2],
        target: &mut Vec<Label>,
        steps: &mut Vec<Step>,
    ) -> Option<()> {
        let parts = &self.components;
        let mut cost = label.cost;
        if let (true, Some(closed)) = (change.closes, parts.busiest) {
            cost[closed] = cost[closed].max(cost[closed + 1]);
            cost[closed + 1] = 0.0;
        }
        for (sum, add) in cost[..parts.order.width].iter_mut().zip(&change.add) {
            *sum += add;
        }
        for (pool, component) in parts.demand.iter().enumerate() {
            // A hair of rounding is left for the evaluator to judge.
            if component.is_some_and(|at| cost[at] > self.problem.pools[pool].usable_byte * (1.0 + 1e-12)) {
                return Some(());
            }
        }
        let compared = self.comparisons.get() + target.len() as u64;
        self.comparisons.set(compared);
        if compared > self.limits.comparisons {
            return None;
        }
        if parts.order.is_covered(target, &cost) || self.is_hopeless(change.stages_placed, &cost, change.powered_rate) {
            return Some(());
        }
        if steps.len() >= self.limits.labels {
            return None;
        }
        let step = steps.len() as u32;
        steps.push(Step { before: label.step, prefill_point: points[0] as u16, decode_point: points[1] as u16 });
        parts.order.insert(target, Label { cost, step });
        Some(())
    }

    fn write(&self, steps: &[Step], last: u32, layout: Layout, plan: &mut [u32]) {
        plan.fill(0);
        let mut at = last;
        for stage in (0..layout.stages).rev() {
            let step = &steps[at as usize];
            for (phase, point) in [(Phase::Prefill, step.prefill_point), (Phase::Decode, step.decode_point)] {
                let device = self.prices.device_of[usize::from(point)];
                plan[layout.device(phase, stage)] = device as u32;
                plan[layout.point(device)] = u32::from(point) - self.problem.devices[device].first_point as u32;
            }
            at = step.before;
        }
        plan[layout.wave()] = self.prices.wave;
        plan[layout.micro_batches()] = self.prices.micro_batches;
    }
}
