//! Exact fronts by label-setting (Martins, EJOR 16(2), 1984) over stages: a state is where the plan stands and which devices
//! it uses at which points, a label what it has cost so far in every respect that can still matter.
//!
//! Chains (each device one contiguous segment, both phases together) are solved at any practical size; all placements where
//! there are few devices. Constraints that are not monotone (temperature limits, power caps, a bound on mean power) are left
//! out at first: where a plan found without them breaks one and nothing feasible covers it, the front is not called exact.

use crate::archive::Archive;
use crate::completion::{Completion, Known};
use crate::heat;
use crate::labelling::{Labelling, Limits};
use crate::objectives::weakly_dominates;
use crate::plan::Layout;
use crate::prices::Prices;
use crate::problem::Problem;

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
    let limits = Limits { labels: most_labels, per_state: Some(BEAM), comparisons: u64::MAX };
    let evaluations = beam(problem, &prices, limits, archive);
    let known = Known::ByAll(archive.iter().map(|(objectives, _)| *objectives).collect());
    let completion = Completion::new(problem, &prices, known);
    let limits = Limits { labels: most_labels, per_state: None, comparisons: u64::MAX };
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
    let limits = Limits { labels: BEAM_LABELS, per_state: Some(BEAM), comparisons: u64::MAX };
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
