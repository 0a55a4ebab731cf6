//! Proof of a front in energy and latency, the two that choose a plan: after a search, every wave size and micro-batch count is
//! either bounded away or solved by label-setting over all placements, with everything that cannot beat the known plans left out.

use crate::archive::Archive;
use crate::completion::{Completion, Known};
use crate::cost_steps::CostSteps;
use crate::heat;
use crate::label_setting::Scope;
use crate::labelling::{Labelling, Limits};
use crate::prices::Prices;
use crate::problem::Problem;
use crate::relaxation::{Relaxation, SecondAndJoule};

/// How far a proof has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProofState {
    /// Wave sizes or micro-batch counts are left.
    UnderWay,
    /// No plan beats the archive in energy or latency: whatever is as good in one is no better in the other.
    Proved,
    /// Not decided within the labels allowed, or not decidable in this way.
    Open,
}

/// Comparisons of labels that go with each label allowed.
const COMPARISONS_PER_LABEL: u64 = 100;

/// A proof under way. It only ever adds plans to the archive.
#[derive(Debug, Clone)]
pub struct Proof {
    state: ProofState,
    wave: u32,
    micro_batches: u32,
    labels_left: usize,
    comparisons_left: u64,
    evaluations: u64,
}

impl Proof {
    /// Keeps at most `most_labels` labels in all, and with them time (about a microsecond each) and memory.
    pub fn new(problem: &Problem, archive: &Archive, most_labels: usize) -> Self {
        // Whole phases are enumerated instead; without any plan there is nothing to compare with.
        let decidable = most_labels > 0 && !problem.whole_phases() && !archive.is_empty();
        let state = if decidable { ProofState::UnderWay } else { ProofState::Open };
        let comparisons_left = most_labels as u64 * COMPARISONS_PER_LABEL;
        Self { state, wave: 1, micro_batches: 1, labels_left: most_labels, comparisons_left, evaluations: 0 }
    }

    /// How far it has come.
    pub fn state(&self) -> ProofState {
        self.state
    }

    /// Evaluations spent so far.
    pub fn evaluations(&self) -> u64 {
        self.evaluations
    }

    /// Decides one wave size and micro-batch count.
    pub fn step(&mut self, problem: &Problem, archive: &mut Archive) -> ProofState {
        if self.state != ProofState::UnderWay {
            return self.state;
        }
        self.state = match self.decide(problem, archive) {
            Some(()) => self.next(problem),
            None => ProofState::Open,
        };
        self.state
    }

    fn next(&mut self, problem: &Problem) -> ProofState {
        if self.micro_batches < self.wave {
            self.micro_batches += 1;
        } else {
            self.wave += 1;
            self.micro_batches = 1;
        }
        if self.wave as usize > problem.largest_wave() { ProofState::Proved } else { ProofState::UnderWay }
    }

    /// `None` where it cannot be decided.
    fn decide(&mut self, problem: &Problem, archive: &mut Archive) -> Option<()> {
        let prices = Prices::new(problem, self.wave, self.micro_batches);
        let floor = SecondAndJoule::of(problem)?;
        let steps = CostSteps::of(archive.iter().map(|(objectives, _)| objectives));
        let relaxation = Relaxation { problem, prices: &prices, floor: &floor };
        let least_s = relaxation.least_latency();
        let hair = |value: f64| value - 1e-12 * value.abs();
        let excluded = steps.exclude(hair(relaxation.least_energy(0.0)), hair(least_s), |_, price_w| {
            hair(relaxation.least_energy(price_w))
        });
        if excluded {
            return Some(());
        }
        let completion = Completion::new(problem, &prices, Known::ByCost(steps))?;
        let limits = Limits { labels: self.labels_left, per_state: None, comparisons: self.comparisons_left };
        let search = Labelling::new(problem, Scope::All, &prices, limits, Some(completion))?;
        let (last, taken) = search.run()?;
        self.labels_left -= taken.len();
        self.comparisons_left -= search.comparisons();
        let (broken, spent) = search.offer_all(&last, &taken, archive);
        self.evaluations += spent;
        // A plan that breaks a limit may have pushed one out that keeps it, unless a known one is as good as both.
        let covered =
            broken.iter().all(|lost| archive.iter().any(|(known, _)| known[0] <= lost[0] && known[1] <= lost[1]));
        (covered && heat::energy_rises_with_time(problem, &prices)).then_some(())
    }
}
