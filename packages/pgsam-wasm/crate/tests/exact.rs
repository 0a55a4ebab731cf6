//! Enumeration visits every plan once and counts them beforehand.

mod support;

use std::collections::BTreeSet;

use pgsam::exact::{Walk, plan_count};
use pgsam::plan::{Layout, check_plan};
use pgsam::problem::{PHASES, Problem};
use proptest::prelude::*;
use support::{SMALL, Size};

/// Every plan of the right shape on allowed devices, unused points at 0, by brute force.
fn all_plans(problem: &Problem) -> BTreeSet<Vec<u32>> {
    let layout = Layout::of(problem);
    let mut plans = BTreeSet::from([Vec::new()]);
    let mut extend = |count: u32| {
        plans = plans.iter().flat_map(|plan| (0..count).map(move |next| [plan.as_slice(), &[next]].concat())).collect();
    };
    for _ in 0..2 * layout.stages {
        extend(layout.devices as u32);
    }
    for device in 0..layout.devices {
        extend(problem.point_count(device) as u32);
    }
    extend(problem.largest_wave() as u32 + 1);
    extend(problem.largest_wave() as u32 + 1);
    plans.retain(|plan| {
        let mut canonical = plan.clone();
        layout.forget_unused_points(&mut canonical);
        let placed = PHASES.iter().all(|&phase| {
            let first = plan[layout.device(phase, 0)];
            (0..layout.stages).all(|stage| {
                let device = plan[layout.device(phase, stage)];
                problem.is_allowed(phase, stage, device as usize) && (!problem.whole_phases() || device == first)
            })
        });
        canonical == *plan && placed && check_plan(problem, plan).is_ok()
    });
    plans
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_walk_is_the_set_of_all_plans(seed: u64, whole_phases: bool) {
        let problem = support::problem(seed, Size { waves: 3, whole_phases, ..SMALL });
        let expected = all_plans(&problem);
        prop_assert_eq!(plan_count(&problem, 1 << 20), Some(expected.len() as u64));
        prop_assert_eq!(plan_count(&problem, expected.len() as u64), Some(expected.len() as u64));
        let mut seen = BTreeSet::new();
        if let Some(mut walk) = Walk::new(&problem) {
            prop_assert_eq!(plan_count(&problem, expected.len() as u64 - 1), None);
            loop {
                prop_assert!(seen.insert(walk.plan().to_vec()), "visited twice");
                if !walk.advance() {
                    break;
                }
            }
        }
        prop_assert_eq!(seen, expected);
    }
}

#[test]
fn a_large_problem_is_found_too_large_without_walking_it() {
    assert_eq!(plan_count(&support::problem(1, support::LARGE), 200_000), None);
}
