//! One search from beginning to end, in steps of the caller's choosing.

use crate::anneal::Annealer;
use crate::archive::Archive;
use crate::bounds::{LowerBounds, lower_bounds};
use crate::error::OptionsError;
use crate::evaluate::{Cost, Evaluator};
use crate::exact::{Walk, plan_count};
use crate::options::SearchOptions;
use crate::problem::Problem;
use crate::proof::{Proof, ProofState};
use crate::random::Random;
use crate::starts::Starts;

/// What is known about the front.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Certificate {
    /// Every plan that can be feasible was evaluated: the front is the true one, and an empty front means there is none.
    Exact,
    /// Proved in energy and latency: no plan is better in both than one of the front, whatever its under-utilisation.
    ExactCosts,
    /// The best that was found.
    Heuristic,
}

/// The plan that breaks its constraints least, for when none keeps them.
#[derive(Debug, Clone, PartialEq)]
pub struct Closest {
    /// The flat plan.
    pub plan: Vec<u32>,
    /// What it costs and by how much it fails.
    pub cost: Cost,
}

/// A search under way.
#[derive(Debug, Clone)]
pub struct Search {
    problem: Problem,
    options: SearchOptions,
    evaluator: Evaluator,
    archive: Archive,
    closest: Option<Closest>,
    evaluations: u64,
    planned_evaluations: u64,
    stage: Stage,
}

#[derive(Debug, Clone)]
enum Stage {
    /// The obvious plans, and which of them is next.
    Starting {
        starts: Starts,
        next: usize,
        enumerable: bool,
    },
    Enumerating(Walk),
    Annealing(Box<Annealer>),
    Proving(Proof),
    Done(Certificate),
}

impl Search {
    /// Prepares a search; evaluates nothing yet.
    ///
    /// # Errors
    /// [`OptionsError`] when an option is out of range.
    pub fn new(problem: Problem, options: SearchOptions) -> Result<Self, OptionsError> {
        options.check()?;
        let starts = Starts::new(&problem);
        let count = plan_count(&problem, options.exhaustive_limit);
        Ok(Self {
            evaluator: Evaluator::new(&problem),
            archive: Archive::new(crate::plan::Layout::of(&problem).width()),
            closest: None,
            evaluations: 0,
            planned_evaluations: count.map_or(options.evaluations, |count| starts.count() as u64 + count),
            stage: Stage::Starting { starts, next: 0, enumerable: count.is_some() },
            problem,
            options,
        })
    }

    /// Spends up to `evaluations` evaluations; false once the search is over. A proof decides one wave size and micro-batch count
    /// a step, whatever evaluations that takes.
    pub fn step(&mut self, evaluations: u64) -> bool {
        if self.prove() {
            return !matches!(self.stage, Stage::Done(_));
        }
        for _ in 0..evaluations {
            if matches!(self.stage, Stage::Proving(_)) {
                return true;
            }
            if !self.step_once() {
                return false;
            }
        }
        !matches!(self.stage, Stage::Done(_))
    }

    /// Evaluations spent so far, a proof's included.
    pub fn evaluations(&self) -> u64 {
        self.evaluations
    }

    /// Evaluations the search will have spent at its end: the budget, or what an enumeration takes. A proof may add some.
    pub fn planned_evaluations(&self) -> u64 {
        self.planned_evaluations
    }

    /// `Exact` only after an enumeration has come to its end, `ExactCosts` after a proof.
    pub fn certificate(&self) -> Certificate {
        match self.stage {
            Stage::Done(certificate) => certificate,
            _ => Certificate::Heuristic,
        }
    }

    /// What no plan can beat in energy and in latency, where that can be said.
    pub fn lower_bounds(&self) -> Option<LowerBounds> {
        lower_bounds(&self.problem)
    }

    /// Every non-dominated feasible plan seen so far.
    pub fn front(&self) -> &Archive {
        &self.archive
    }

    /// The least infeasible plan, as long as no feasible one was seen.
    pub fn closest(&self) -> Option<&Closest> {
        self.closest.as_ref().filter(|_| self.archive.is_empty())
    }

    /// Spends one evaluation; false if there was nothing left to do.
    fn step_once(&mut self) -> bool {
        match &mut self.stage {
            Stage::Done(_) | Stage::Proving(_) => return false,
            Stage::Starting { starts, next, enumerable } => {
                let plan = starts.plan(&self.problem, *next);
                let cost = self.evaluator.evaluate(&self.problem, &plan);
                record(&mut self.archive, &mut self.closest, cost, &plan);
                *next += 1;
                if *next == starts.count() {
                    self.stage = match (*enumerable, Walk::new(&self.problem)) {
                        (true, Some(walk)) => Stage::Enumerating(walk),
                        // Some phase has no device for all its stages: no plan can be feasible, which is proof enough.
                        (true, None) => Stage::Done(Certificate::Exact),
                        (false, _) => self.start_annealing(),
                    };
                }
            }
            Stage::Enumerating(walk) => {
                let cost = self.evaluator.evaluate(&self.problem, walk.plan());
                record(&mut self.archive, &mut self.closest, cost, walk.plan());
                if !walk.advance() {
                    self.stage = Stage::Done(Certificate::Exact);
                }
            }
            Stage::Annealing(annealer) => {
                let cost = annealer.step(&self.problem, &mut self.evaluator, &mut self.archive);
                if self.archive.is_empty() {
                    // Less violation than ever before was accepted for sure, so the plan is the one the chain stands on.
                    keep_closest(&mut self.closest, cost, annealer.current());
                }
            }
        }
        self.evaluations += 1;
        let enumerating = matches!(self.stage, Stage::Enumerating(_) | Stage::Starting { enumerable: true, .. });
        if self.evaluations >= self.options.evaluations && !enumerating && !matches!(self.stage, Stage::Done(_)) {
            let proof = Proof::new(&self.problem, &self.archive, self.options.proof_labels);
            self.stage = if proof.state() == ProofState::UnderWay {
                Stage::Proving(proof)
            } else {
                Stage::Done(Certificate::Heuristic)
            };
        }
        true
    }

    /// Goes on with a proof, if that is what is left to do.
    fn prove(&mut self) -> bool {
        let Stage::Proving(proof) = &mut self.stage else {
            return false;
        };
        let before = proof.evaluations();
        let state = proof.step(&self.problem, &mut self.archive);
        self.evaluations += proof.evaluations() - before;
        match state {
            ProofState::UnderWay => {}
            ProofState::Proved => self.stage = Stage::Done(Certificate::ExactCosts),
            ProofState::Open => self.stage = Stage::Done(Certificate::Heuristic),
        }
        true
    }

    fn start_annealing(&self) -> Stage {
        let random = Random::new(self.options.seed);
        let fallback = || self.closest.as_ref().map(|closest| (closest.plan.as_slice(), closest.cost));
        let best = self.archive.iter().next().map(|(&objectives, plan)| (plan, Cost { objectives, violation: 0.0 }));
        // At least one obvious plan was evaluated: it is in the archive or it is the closest so far.
        let Some(start) = best.or_else(fallback) else {
            return Stage::Done(Certificate::Heuristic);
        };
        let mut annealer = Annealer::new(&self.problem, &self.options, random, start);
        annealer.welcome(&self.archive);
        Stage::Annealing(Box::new(annealer))
    }
}

fn record(archive: &mut Archive, closest: &mut Option<Closest>, cost: Cost, plan: &[u32]) {
    if cost.is_feasible() {
        archive.offer(&cost.objectives, plan);
    } else if archive.is_empty() {
        keep_closest(closest, cost, plan);
    }
}

fn keep_closest(closest: &mut Option<Closest>, cost: Cost, plan: &[u32]) {
    if closest.as_ref().is_none_or(|known| cost.violation < known.cost.violation) {
        *closest = Some(Closest { plan: plan.to_vec(), cost });
    }
}
