//! Label-setting gives exactly the front that looking at every plan gives.

mod support;

use pgsam::archive::Archive;
use pgsam::bounds::lower_bounds;
use pgsam::evaluate::Evaluator;
use pgsam::exact::Walk;
use pgsam::label_setting::{Outcome, Scope, solve, solve_all};
use pgsam::objectives::Objectives;
use pgsam::plan::Layout;
use pgsam::problem::{Phase, Problem};
use pgsam::random::Random;
use proptest::prelude::*;
use support::Size;

const MOST_LABELS: usize = 2_000_000;

fn is_chain(layout: Layout, plan: &[u32]) -> bool {
    let at = |phase, stage| plan[layout.device(phase, stage)];
    let mut closed = vec![false; layout.devices];
    (0..layout.stages).all(|stage| {
        let device = at(Phase::Decode, stage);
        let starts = stage == 0 || at(Phase::Decode, stage - 1) != device;
        if starts && stage > 0 {
            closed[at(Phase::Decode, stage - 1) as usize] = true;
        }
        at(Phase::Prefill, stage) == device && !closed[device as usize]
    })
}

/// The front of all plans that are in the scope, by looking at every one.
fn enumerated(problem: &Problem, scope: Scope) -> Archive {
    let layout = Layout::of(problem);
    let mut archive = Archive::new(layout.width());
    let mut evaluator = Evaluator::new(problem);
    let Some(mut walk) = Walk::new(problem) else {
        return archive;
    };
    loop {
        let plan = walk.plan();
        if scope == Scope::All || is_chain(layout, plan) {
            let cost = evaluator.evaluate(problem, plan);
            if cost.is_feasible() {
                archive.offer(&cost.objectives, plan);
            }
        }
        if !walk.advance() {
            return archive;
        }
    }
}

fn labelled(problem: &Problem, scope: Scope) -> (Archive, Outcome) {
    let mut archive = Archive::new(Layout::of(problem).width());
    let (outcome, _) = solve_all(problem, scope, MOST_LABELS, &mut archive);
    (archive, outcome)
}

fn close(a: &Objectives, b: &Objectives) -> bool {
    a.iter().zip(b).all(|(x, y)| x <= &(y + 1e-9 * y.abs().max(1e-3)))
}

/// Equal up to plans that cost the same but for the last bits.
fn same_front(a: &Archive, b: &Archive) -> bool {
    let covers = |one: &Archive, other: &Archive| {
        other.iter().all(|(wanted, _)| one.iter().any(|(known, _)| close(known, wanted)))
    };
    covers(a, b) && covers(b, a)
}

fn small(random: &mut Random) -> Size {
    Size {
        stages: 1 + random.below(4),
        devices: 1 + random.below(3),
        points: 1 + random.below(2),
        waves: 1 + random.below(3),
        whole_phases: false,
        tight: random.chance(0.7),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_exact_front_is_the_enumerated_front(seed: u64, chains: bool) {
        let mut random = Random::new(seed);
        let size = small(&mut random);
        let problem = support::problem(random.next_u64(), size);
        let scope = if chains { Scope::Chains } else { Scope::All };
        let (front, outcome) = labelled(&problem, scope);
        let truth = enumerated(&problem, scope);
        if outcome == Outcome::Exact {
            prop_assert!(same_front(&front, &truth), "{} plans, {} in truth", front.len(), truth.len());
        } else {
            // Never better than the truth, whatever it is.
            for (objectives, _) in front.iter() {
                prop_assert!(truth.iter().any(|(known, _)| close(known, objectives)));
            }
        }
    }

    #[test]
    fn lower_bounds_are_below_the_true_optima(seed: u64) {
        let mut random = Random::new(seed);
        let size = small(&mut random);
        let problem = support::problem(random.next_u64(), size);
        if let Some(bounds) = lower_bounds(&problem) {
            prop_assert!(bounds.latency_s > 0.0);
            for (objectives, _) in enumerated(&problem, Scope::All).iter() {
                prop_assert!(bounds.energy_j <= objectives[0], "{} > {}", bounds.energy_j, objectives[0]);
                prop_assert!(bounds.latency_s <= objectives[1], "{} > {}", bounds.latency_s, objectives[1]);
            }
        }
    }
}

#[test]
fn bounds_are_close_where_one_device_is_best() {
    let size = Size { stages: 4, devices: 1, points: 1, waves: 1, whole_phases: false, tight: false };
    let mut close = 0;
    for seed in 0..20 {
        let problem = support::problem(seed, size);
        let bounds = lower_bounds(&problem).expect("one device sleeps stably");
        for (objectives, _) in enumerated(&problem, Scope::All).iter() {
            close += u32::from(objectives[0] <= 1.2 * bounds.energy_j && objectives[1] <= 1.0001 * bounds.latency_s);
        }
    }
    assert!(close >= 10, "{close} of 20");
}

#[test]
fn most_loose_problems_are_solved_exactly() {
    let mut exact = 0;
    for seed in 0..40 {
        let size = Size { stages: 4, devices: 3, points: 1, waves: 2, whole_phases: false, tight: false };
        let (front, outcome) = labelled(&support::problem(seed, size), Scope::All);
        exact += u32::from(outcome == Outcome::Exact && !front.is_empty());
    }
    assert!(exact >= 20, "{exact} of 40");
}

#[test]
fn a_large_chain_is_within_reach_and_a_limit_is_kept() {
    let size = Size { stages: 126, devices: 6, points: 1, waves: 1, whole_phases: false, tight: false };
    let problem = support::problem(3, size);
    let mut archive = Archive::new(Layout::of(&problem).width());
    let (outcome, evaluations) = solve(&problem, Scope::Chains, (1, 1), MOST_LABELS, &mut archive);
    assert_ne!(outcome, Outcome::TooLarge);
    assert!(evaluations > 0 && !archive.is_empty());
    let mut none = Archive::new(Layout::of(&problem).width());
    assert_eq!(solve(&problem, Scope::Chains, (1, 1), 1_000, &mut none).0, Outcome::TooLarge);
}
