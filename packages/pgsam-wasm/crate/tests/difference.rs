//! Evaluation with kept stage times gives the bits of evaluation from nothing, whatever was evaluated before.

mod support;

use pgsam::evaluate::{Cost, Evaluator};
use pgsam::moves::Moves;
use pgsam::plan::Layout;
use pgsam::problem::Problem;
use pgsam::random::Random;
use proptest::prelude::*;
use support::Size;

fn bits(cost: &Cost) -> [u64; 4] {
    let [energy, latency, under_utilisation] = cost.objectives;
    [energy, latency, under_utilisation, cost.violation].map(f64::to_bits)
}

/// Every plan of a random walk: moves, crossings with earlier plans, jumps to random ones.
fn check_walk(problem: &Problem, seed: u64, length: usize) -> Result<(), TestCaseError> {
    let moves = Moves::new(problem);
    let targets = moves.targets().len();
    let mut random = Random::new(seed);
    let mut kept = Evaluator::new(problem);
    let mut anew = Evaluator::forgetful(problem);
    let mut plan = vec![0; Layout::of(problem).width()];
    moves.random_plan(problem, &mut plan, &mut random);
    let mut mate = plan.clone();
    let mut touched = Vec::new();
    for turn in 0..length {
        match random.below(20) {
            0 => moves.random_plan(problem, &mut plan, &mut random),
            1..5 => {
                moves.recombine(&mut plan, &mate, &mut random);
            }
            _ => {
                let draw = |random: &mut Random| random.below(targets);
                moves.propose(problem, &mut plan, &mut random, draw, &mut touched);
            }
        }
        if random.chance(0.1) {
            mate.copy_from_slice(&plan);
        }
        prop_assert_eq!(bits(&kept.evaluate(problem, &plan)), bits(&anew.evaluate(problem, &plan)), "turn {}", turn);
        prop_assert_eq!(kept.breakdown(), anew.breakdown());
        prop_assert_eq!(kept.memory_pressure(), anew.memory_pressure());
        prop_assert_eq!(kept.thermal(), anew.thermal());
        prop_assert_eq!(kept.seconds(), anew.seconds());
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_bits_do_not_depend_on_what_was_evaluated_before(
        instance: u64, seed: u64, stages in 1usize..20, devices in 1usize..6, points in 1usize..5, waves in 1usize..40,
        whole_phases: bool, tight: bool,
    ) {
        let problem = support::problem(instance, Size { stages, devices, points, waves, whole_phases, tight });
        check_walk(&problem, seed, 400)?;
    }
}

/// More (stage, point) than one table holds for every wave, and more than it holds at all.
#[test]
fn the_bits_are_the_same_where_the_tables_overflow() {
    for stages in [150, 1_200] {
        let size = Size { stages, devices: 6, points: 5, waves: 30, whole_phases: false, tight: true };
        check_walk(&support::problem(9, size), 3, 300).expect("the same bits");
    }
}
