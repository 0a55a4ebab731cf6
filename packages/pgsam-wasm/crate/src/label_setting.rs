//! Exact fronts by label-setting (Martins, EJOR 16(2), 1984) over stages: a state is where the plan stands and which devices
//! it uses at which points, a label what it has cost so far in every respect that can still matter.
//!
//! Chains (each device one contiguous segment, both phases together) are solved at any practical size; all placements where
//! there are few devices. Constraints that are not monotone (temperature limits, power caps, a bound on mean power) are left
//! out at first: where a plan found without them breaks one and nothing feasible covers it, the front is not called exact.

use crate::archive::Archive;
use crate::completion::{Completion, peak_rate};
use crate::evaluate::Evaluator;
use crate::heat;
use crate::labels::{COLD, FIRST, FIRST_LEAKY, Label, Order, Step, WIDTH};
use crate::objectives::{Objectives, weakly_dominates};
use crate::plan::Layout;
use crate::prices::Prices;
use crate::problem::{Phase, Problem};

/// Which plans are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Each device runs at most one contiguous segment of stages, the same in prefill and decode.
    Chains,
    /// Every placement.
    All,
}

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The archive has the whole front of the scope, for this wave and micro-batch count.
    Exact,
    /// Some constraint or leakage law is not monotone here: the plans are good ones, their front is not proved.
    Relaxed,
    /// More labels than allowed: only good plans were offered.
    TooLarge,
}

/// Most states of one stage.
const MOST_STATES: usize = 1 << 18;
/// Most states of all stages together.
const MOST_STATES_IN_ALL: usize = 1 << 22;

/// Solves one wave size and micro-batch count and offers every plan that may be on the front to the archive, evaluated.
///
/// `most_labels` limits the labels ever kept, and with them time and memory. Returns the outcome and the evaluations spent.
pub fn solve(
    problem: &Problem,
    scope: Scope,
    (wave, micro_batches): (u32, u32),
    most_labels: usize,
    archive: &mut Archive,
) -> (Outcome, u64) {
    let prices = Prices::new(problem, wave, micro_batches);
    // Good plans found with few labels let the exact pass leave most labels out.
    let limits = Limits { labels: most_labels, per_state: Some(BEAM) };
    let evaluations = beam(problem, &prices, limits, archive);
    let completion = Completion::new(problem, &prices, archive);
    let limits = Limits { labels: most_labels, per_state: None };
    let Some(search) = Labelling::new(problem, scope, &prices, limits, completion) else {
        return (Outcome::TooLarge, evaluations);
    };
    let Some((last, steps)) = search.run() else {
        return (Outcome::TooLarge, evaluations);
    };
    let (broken, spent) = search.offer_all(&last, &steps, archive);
    // An infeasible plan may have pushed feasible ones out, unless something feasible is at least as good as it.
    let covered = broken.iter().all(|lost| archive.iter().any(|(known, _)| weakly_dominates(known, lost)));
    let proved = covered && heat::energy_rises_with_time(problem, &prices) && !problem.whole_phases();
    (if proved { Outcome::Exact } else { Outcome::Relaxed }, evaluations + spent)
}

/// Labels that a quick pass keeps per state.
const BEAM: usize = 4;
/// Labels of a quick pass in all: some ten milliseconds.
const BEAM_LABELS: usize = 300_000;

/// Chains by label-setting that keeps few labels per state: no proof, good plans, soon. Returns the evaluations spent.
fn beam(problem: &Problem, prices: &Prices, limits: Limits, archive: &mut Archive) -> u64 {
    let Some(search) = Labelling::new(problem, Scope::Chains, prices, limits, None) else {
        return 0;
    };
    search.run().map_or(0, |(last, steps)| search.offer_all(&last, &steps, archive).1)
}

/// Flat plans of good chains for one wave size and micro-batch count, at most a few per state of devices in use.
pub fn good_chains(problem: &Problem, wave: u32, micro_batches: u32) -> Archive {
    let mut archive = Archive::new(Layout::of(problem).width());
    let limits = Limits { labels: BEAM_LABELS, per_state: Some(BEAM) };
    beam(problem, &Prices::new(problem, wave, micro_batches), limits, &mut archive);
    archive
}

/// Solves every wave size and micro-batch count: the whole front of the scope.
pub fn solve_all(problem: &Problem, scope: Scope, most_labels: usize, archive: &mut Archive) -> (Outcome, u64) {
    let mut outcome = Outcome::Exact;
    let mut evaluations = 0;
    for wave in 1..=problem.largest_wave() as u32 {
        for micro_batches in 1..=wave {
            let (one, spent) = solve(problem, scope, (wave, micro_batches), most_labels, archive);
            evaluations += spent;
            match one {
                Outcome::TooLarge => return (Outcome::TooLarge, evaluations),
                Outcome::Relaxed => outcome = Outcome::Relaxed,
                Outcome::Exact => {}
            }
        }
    }
    (outcome, evaluations)
}

/// Where the components of a label lie; what cannot matter has no component.
struct Components {
    order: Order,
    latency: usize,
    /// Trip, apart from the rest of the latency, when something else can bound the cycle.
    trip: Option<usize>,
    leaky: Vec<Option<usize>>,
    demand: Vec<Option<usize>>,
    step_byte: Vec<Option<usize>>,
    /// Chains: busiest closed segment and the open one; otherwise the step time of every device.
    busiest: Option<usize>,
}

impl Components {
    fn new(problem: &Problem, scope: Scope, prices: &Prices) -> Option<Self> {
        let mut width = FIRST_LEAKY;
        let mut next = |count: usize| {
            width += count;
            width - count
        };
        let leaky: Vec<Option<usize>> =
            problem.thermal_domains.iter().map(|domain| domain.leakage.as_ref().map(|_| next(1))).collect();
        let latency = next(1);
        let demand =
            (0..problem.pools.len()).map(|pool| can_overflow(problem, prices, pool).then(|| next(1))).collect();
        let step_byte: Vec<Option<usize>> =
            (0..problem.pools.len()).map(|pool| can_be_busiest(problem, prices, pool).then(|| next(1))).collect();
        let busiest =
            (prices.micro_batches > 1).then(|| next(if scope == Scope::Chains { 2 } else { problem.devices.len() }));
        let trip = (busiest.is_some() || step_byte.iter().any(Option::is_some)).then(|| next(1));
        let joule_price = (0..leaky.len())
            .filter(|&domain| leaky[domain].is_some())
            .map(|domain| heat::joule_price(problem, prices, domain))
            .collect();
        let order = Order { width, joule_price };
        (width <= WIDTH).then_some(Self { order, latency, trip, leaky, demand, step_byte, busiest })
    }
}

/// Whether the pool overflows when everything is in it.
fn can_overflow(problem: &Problem, prices: &Prices, pool: usize) -> bool {
    let stages: f64 = problem
        .stages
        .iter()
        .map(|stage| 2.0 * stage.weight_byte + stage.prompt_kv_byte + f64::from(prices.wave) * stage.row_kv_byte)
        .sum();
    let runtime: f64 =
        problem.devices.iter().filter(|device| device.pool == pool).map(|device| device.runtime_byte).sum();
    stages + runtime > problem.pools[pool].usable_byte
}

/// Whether the pool's bandwidth can bound the cycle: not when one micro-batch is under way and no device reads faster.
fn can_be_busiest(problem: &Problem, prices: &Prices, pool: usize) -> bool {
    let decode = Phase::Decode as usize;
    prices.micro_batches > 1
        || (0..prices.points).any(|point| {
            problem.devices[prices.device_of[point]].pool == pool
                && problem.points[point].byte_rate[decode] > problem.pools[pool].byte_rate
        })
}

/// Where a partial plan stands.
#[derive(Clone, Copy)]
struct State {
    usage: usize,
    prefill: usize,
    decode: usize,
    first: usize,
}

/// How much a labelling may keep.
#[derive(Clone, Copy)]
struct Limits {
    labels: usize,
    per_state: Option<usize>,
}

struct Labelling<'a> {
    problem: &'a Problem,
    prices: &'a Prices,
    scope: Scope,
    components: Components,
    limits: Limits,
    completion: Option<Completion>,
    /// Weight of each device's digit in a usage code: digit 0 is unused, 1 + o its point o.
    radix: Vec<usize>,
    usages: usize,
    /// Whether the return hop depends on the first device.
    keeps_first: bool,
}

impl<'a> Labelling<'a> {
    fn new(
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
        let search = Self { problem, prices, scope, components, limits, completion, radix, usages, keeps_first };
        let layers = search.state_count().saturating_mul(problem.stages.len());
        (search.state_count() <= MOST_STATES && layers <= MOST_STATES_IN_ALL && prices.points <= usize::from(u16::MAX))
            .then_some(search)
    }

    fn state_count(&self) -> usize {
        let devices = self.problem.devices.len();
        let places = if self.scope == Scope::Chains { devices } else { devices * devices };
        self.usages.saturating_mul(places).saturating_mul(if self.keeps_first { devices } else { 1 })
    }

    fn index(&self, state: State) -> usize {
        let devices = self.problem.devices.len();
        let place = match self.scope {
            Scope::Chains => state.decode,
            Scope::All => state.prefill * devices + state.decode,
        };
        let places = if self.scope == Scope::Chains { devices } else { devices * devices };
        let index = state.usage * places + place;
        if self.keeps_first { index * devices + state.first } else { index }
    }

    fn state(&self, mut index: usize) -> State {
        let devices = self.problem.devices.len();
        let mut first = 0;
        if self.keeps_first {
            first = index % devices;
            index /= devices;
        }
        let decode = index % devices;
        index /= devices;
        let mut prefill = decode;
        if self.scope == Scope::All {
            prefill = index % devices;
            index /= devices;
        }
        State { usage: index, prefill, decode, first }
    }

    /// Point of a device in a usage code, counted within the device.
    fn digit(&self, usage: usize, device: usize) -> Option<usize> {
        (usage / self.radix[device] % (self.problem.devices[device].point_count + 1)).checked_sub(1)
    }

    /// Labels of complete plans and the steps that lead to them; `None` when there were too many.
    fn run(&self) -> Option<(Vec<Label>, Vec<Step>)> {
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
    fn offer_all(&self, last: &[Label], steps: &[Step], archive: &mut Archive) -> (Vec<Objectives>, u64) {
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
        for (component, price) in parts.leaky.iter().zip(&completion.joule_price) {
            joule += component.map_or(0.0, |at| price * cost[at]);
        }
        let trip_s = parts.trip.map_or(0.0, |at| self.prices.steps * cost[at]);
        completion.is_hopeless(stages_placed, joule, cost[parts.latency] + trip_s, powered_rate)
    }

    fn powered_rate(&self, usage: usize) -> f64 {
        let point = |device: usize| Some(self.problem.devices[device].first_point + self.digit(usage, device)?);
        (0..self.problem.devices.len()).filter_map(point).map(|point| peak_rate(self.problem, point)).sum()
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

    /// Points a device may have: all, or the one it has.
    fn points_open_to(&self, usage: usize, device: usize) -> std::ops::Range<usize> {
        match self.digit(usage, device) {
            Some(point) => point..point + 1,
            None => 0..self.problem.devices[device].point_count,
        }
    }

    fn used(&self, usage: usize, device: usize, point: usize) -> usize {
        match self.digit(usage, device) {
            Some(_) => usage,
            None => usage + self.radix[device] * (point + 1),
        }
    }

    /// What a stage adds to every label that makes this transition.
    fn change(&self, stage: usize, from: Option<State>, to: State, points: [usize; 2]) -> Change {
        let (problem, prices, parts) = (self.problem, self.prices, &self.components);
        let work = &problem.stages[stage];
        let [prefill, decode] = points.map(|point| stage * prices.points + point);
        let mut add = [0.0; WIDTH];
        let mut once_s = prices.prefill_s[prefill];
        let mut trip_s = prices.step_s[decode];
        for (device, joule) in [(to.prefill, prices.prefill_j[prefill]), (to.decode, prices.decode_j[decode])] {
            add[parts.leaky[problem.devices[device].thermal_domain].unwrap_or(COLD)] += joule;
        }
        if let Some(state) = from {
            let before = &problem.stages[stage - 1];
            if state.prefill != to.prefill {
                let link = problem.link(state.prefill, to.prefill);
                once_s += link.latency_s + before.prefill_crossing_byte / link.byte_rate;
                add[COLD] += before.prefill_crossing_byte * link.joule_per_byte;
            }
            if state.decode != to.decode {
                let link = problem.link(state.decode, to.decode);
                let crossing = prices.rows * before.decode_crossing_byte_per_row;
                trip_s += link.latency_s + crossing / link.byte_rate;
                add[COLD] += prices.passes * crossing * link.joule_per_byte;
            }
        }
        if stage + 1 == problem.stages.len() {
            trip_s += self.return_hop_s(to);
        }
        let mut moved_j = 0.0;
        let mut demand = |pool: usize, byte: f64| {
            if let Some(component) = parts.demand[pool] {
                add[component] += byte;
            }
        };
        let pool_of = |device: usize| problem.devices[device].pool;
        demand(pool_of(to.prefill), work.weight_byte + work.prompt_kv_byte);
        demand(pool_of(to.decode), f64::from(prices.wave) * work.row_kv_byte);
        if to.prefill != to.decode {
            demand(pool_of(to.decode), work.weight_byte);
            let link = problem.link(to.prefill, to.decode);
            once_s += link.latency_s + work.prompt_kv_byte / link.byte_rate;
            moved_j = work.prompt_kv_byte * link.joule_per_byte;
        }
        let usage = from.map_or(0, |state| state.usage);
        for (device, runtime) in problem.devices.iter().enumerate().map(|(index, device)| (index, device.runtime_byte))
        {
            if self.digit(usage, device).is_none() && self.digit(to.usage, device).is_some() {
                demand(pool_of(device), runtime);
            }
        }
        add[COLD] += moved_j;
        if let Some(component) = parts.step_byte[pool_of(to.decode)] {
            add[component] += prices.step_byte[stage];
        }
        match parts.trip {
            Some(component) => {
                add[parts.latency] = once_s;
                add[component] = trip_s;
            }
            None => add[parts.latency] = once_s + prices.steps * trip_s,
        }
        let closes = self.scope == Scope::Chains && from.is_some_and(|state| state.decode != to.decode);
        if let Some(first) = parts.busiest {
            let component = if self.scope == Scope::Chains { first + 1 } else { first + to.decode };
            add[component] += prices.step_s[decode];
        }
        Change { add, closes, stages_placed: stage + 1, powered_rate: self.powered_rate(to.usage) }
    }

    /// Latency of the sampled token's way back: the last decode device to the first.
    fn return_hop_s(&self, to: State) -> f64 {
        if self.keeps_first {
            return if to.first == to.decode { 0.0 } else { self.problem.link(to.decode, to.first).latency_s };
        }
        // Chains over links of one latency (or links of none): any other device will do, if there is another in use.
        let other = (0..self.problem.devices.len())
            .find(|&device| device != to.decode && self.digit(to.usage, device).is_some());
        other.map_or(0.0, |device| self.problem.link(to.decode, device).latency_s)
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

/// What a transition adds, and whether it closes a chain's segment.
struct Change {
    add: [f64; WIDTH],
    closes: bool,
    stages_placed: usize,
    powered_rate: f64,
}

fn pairs(count: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..count).flat_map(move |one| (0..count).map(move |other| (one, other)))
}
