//! What every search promises, on random problems with fresh seeds.

mod support;

use pgsam::evaluate::Evaluator;
use pgsam::objectives::{Objectives, Relation, relation, weakly_dominates};
use pgsam::options::{MomentumOptions, SearchOptions};
use pgsam::plan::{Layout, check_plan};
use pgsam::problem::Problem;
use pgsam::random::Random;
use pgsam::search::{Certificate, Search};
use proptest::prelude::*;
use support::{SMALL, Size, WHOLE};

type Front = Vec<([u64; 3], Vec<u32>)>;

fn run(problem: &Problem, options: SearchOptions, step: u64) -> Search {
    let mut search = Search::new(problem.clone(), options).expect("valid options");
    while search.step(step) {}
    search
}

/// The front with the bits of its objectives.
fn bits(search: &Search) -> Front {
    search.front().iter().map(|(objectives, plan)| (objectives.map(f64::to_bits), plan.to_vec())).collect()
}

fn annealing(seed: u64, evaluations: u64) -> SearchOptions {
    SearchOptions { seed, evaluations, exhaustive_limit: 0, ..SearchOptions::default() }
}

/// A problem of moderate size, tight or loose, split or whole.
fn moderate(seed: u64) -> Problem {
    let mut random = Random::new(seed);
    let size = Size {
        stages: 1 + random.below(12),
        devices: 1 + random.below(4),
        points: 1 + random.below(3),
        waves: 1 + random.below(8),
        whole_phases: random.chance(0.2),
        tight: random.chance(0.5),
    };
    support::problem(random.next_u64(), size)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_front_is_feasible_allowed_evaluated_and_mutually_non_dominated(instance: u64, seed: u64) {
        let problem = moderate(instance);
        let search = run(&problem, annealing(seed, 3_000), 4_096);
        if search.certificate() == Certificate::Exact {
            // Proved without a search: some phase has no device for all its stages.
            prop_assert!(problem.whole_phases() && search.front().is_empty());
        } else {
            prop_assert_eq!(search.evaluations(), 3_000);
        }
        prop_assert_eq!(search.evaluations(), search.planned_evaluations());
        let mut evaluator = Evaluator::new(&problem);
        let front: Vec<(&Objectives, &[u32])> = search.front().iter().collect();
        for (index, (objectives, plan)) in front.iter().enumerate() {
            prop_assert_eq!(check_plan(&problem, plan), Ok(()));
            let cost = evaluator.evaluate(&problem, plan);
            prop_assert!(cost.is_feasible());
            // Exactly equal: the archived objectives are those of the archived plan, its unused points forgotten.
            prop_assert_eq!(&cost.objectives, *objectives);
            for (other, _) in &front[index + 1..] {
                prop_assert_eq!(relation(objectives, other), Relation::Neither);
            }
        }
    }

    #[test]
    fn the_same_seed_gives_the_same_bits_however_it_is_stepped(instance: u64, seed: u64, step in 1u64..700) {
        let problem = moderate(instance);
        let whole = run(&problem, annealing(seed, 2_000), u64::MAX);
        let stepped = run(&problem, annealing(seed, 2_000), step);
        prop_assert_eq!(bits(&whole), bits(&stepped));
        prop_assert_eq!(whole.closest(), stepped.closest());
    }

    #[test]
    fn more_budget_is_never_worse(instance: u64, seed: u64, less in 1u64..2_000, more in 0u64..2_000) {
        let problem = moderate(instance);
        let short = run(&problem, annealing(seed, less), 4_096);
        let long = run(&problem, annealing(seed, less + more), 4_096);
        for (objectives, _) in short.front().iter() {
            prop_assert!(long.front().iter().any(|(other, _)| weakly_dominates(other, objectives)));
        }
    }

    #[test]
    fn no_momentum_is_plain_annealing_bit_for_bit(instance: u64, seed: u64, theta in 0.01f64..10.0) {
        let problem = moderate(instance);
        let plain = SearchOptions { momentum: None, ..annealing(seed, 3_000) };
        let degenerate = Some(MomentumOptions { mu: 0.0, epsilon: 1.0, theta });
        let with = SearchOptions { momentum: degenerate, ..plain };
        prop_assert_eq!(bits(&run(&problem, plain, 4_096)), bits(&run(&problem, with, 4_096)));
    }

    #[test]
    fn without_the_guide_a_search_is_as_sound(instance: u64, seed: u64) {
        let problem = moderate(instance);
        let alone = run(&problem, SearchOptions { guide: false, ..annealing(seed, 3_000) }, 4_096);
        prop_assert_eq!(alone.evaluations(), alone.planned_evaluations());
        // Only a problem with nowhere to put a stage ends before its budget.
        prop_assert!(alone.evaluations() == 3_000 || alone.front().is_empty());
        for (index, (objectives, _)) in alone.front().iter().enumerate() {
            for (other, _) in alone.front().iter().skip(index + 1) {
                prop_assert!(!weakly_dominates(objectives, other) && !weakly_dominates(other, objectives));
            }
        }
    }

    #[test]
    fn whole_phases_stay_whole(instance: u64, seed: u64) {
        let problem = support::problem(instance, WHOLE);
        let layout = Layout::of(&problem);
        for (_, plan) in run(&problem, annealing(seed, 2_000), 4_096).front().iter() {
            prop_assert!(plan[..layout.stages].iter().all(|device| *device == plan[0]));
            let decode = &plan[layout.stages..2 * layout.stages];
            prop_assert!(decode.iter().all(|device| *device == decode[0]));
        }
    }

    #[test]
    fn enumeration_beats_or_ties_annealing(instance: u64, seed: u64) {
        let problem = support::problem(instance, SMALL);
        let exact = run(&problem, SearchOptions::default(), 4_096);
        prop_assert_eq!(exact.certificate(), Certificate::Exact);
        prop_assert_eq!(exact.evaluations(), exact.planned_evaluations());
        let annealed = run(&problem, annealing(seed, 5_000), 4_096);
        for (objectives, _) in annealed.front().iter() {
            prop_assert!(exact.front().iter().any(|(other, _)| weakly_dominates(other, objectives)));
        }
    }
}

/// Fixed seeds: a heuristic may miss a lonely point, and this says on which instances it must not.
#[test]
fn annealing_reaches_the_exact_front_on_small_instances() {
    let objectives =
        |search: &Search| -> Vec<Objectives> { search.front().iter().map(|(objectives, _)| *objectives).collect() };
    let mut points = 0;
    for instance in 0..40 {
        let problem = support::problem(instance, SMALL);
        let exact = run(&problem, SearchOptions::default(), 4_096);
        let annealed = run(&problem, annealing(instance, 30_000), 4_096);
        assert_eq!(objectives(&annealed), objectives(&exact), "instance {instance}");
        points += exact.front().len();
    }
    assert!(points > 100, "the instances have fronts worth reaching, not {points} points in all");
}

#[test]
fn different_seeds_search_differently() {
    let problem = support::problem(5, support::LARGE);
    assert_ne!(bits(&run(&problem, annealing(1, 5_000), 4_096)), bits(&run(&problem, annealing(2, 5_000), 4_096)));
}

#[test]
fn momentum_changes_the_search() {
    let problem = support::problem(5, support::LARGE);
    let plain = SearchOptions { momentum: None, ..annealing(1, 5_000) };
    assert_ne!(bits(&run(&problem, annealing(1, 5_000), 4_096)), bits(&run(&problem, plain, 4_096)));
}

#[test]
fn annealing_beats_random_plans_of_the_same_number() {
    let problem = support::problem(0, Size { tight: false, ..support::LARGE });
    let layout = Layout::of(&problem);
    let mut evaluator = Evaluator::new(&problem);
    let mut random = Random::new(3);
    let annealed = run(&problem, annealing(3, 10_000), 4_096);
    let mut beaten = 0;
    for _ in 0..10_000 {
        let mut plan: Vec<u32> = (0..2 * layout.stages).map(|_| random.below(layout.devices) as u32).collect();
        plan.extend((0..layout.devices).map(|device| random.below(problem.point_count(device)) as u32));
        let wave = 1 + random.below(problem.largest_wave());
        plan.extend([wave as u32, 1 + random.below(wave) as u32]);
        let cost = evaluator.evaluate(&problem, &plan);
        let by = |(other, _): (&Objectives, &[u32])| relation(other, &cost.objectives) == Relation::Dominates;
        beaten += u32::from(annealed.front().iter().any(by));
    }
    assert_eq!(beaten, 10_000);
}

#[test]
fn a_problem_without_a_feasible_plan_has_an_empty_front_and_a_closest_plan() {
    let mut flat = support::flat_problem(&mut Random::new(4), SMALL);
    // A bound on latency no plan can keep.
    flat[10] = 1e-30;
    let problem = Problem::decode(&flat).expect("valid");
    for options in [SearchOptions::default(), annealing(1, 2_000)] {
        let search = run(&problem, options, 4_096);
        assert!(search.front().is_empty());
        let closest = search.closest().expect("the least infeasible plan");
        assert_eq!(check_plan(&problem, &closest.plan), Ok(()));
        assert_eq!(Evaluator::new(&problem).evaluate(&problem, &closest.plan), closest.cost);
        assert!(closest.cost.violation > 0.0);
    }
}

#[test]
fn options_out_of_range_are_refused_by_name() {
    let problem = support::problem(1, SMALL);
    let refused = |options| Search::new(problem.clone(), options).err().map(|error| error.option);
    let momentum = |mu, epsilon, theta| SearchOptions {
        momentum: Some(MomentumOptions { mu, epsilon, theta }),
        ..SearchOptions::default()
    };
    assert_eq!(refused(SearchOptions { evaluations: 0, ..SearchOptions::default() }), Some("evaluations"));
    assert_eq!(refused(momentum(1.0, 0.5, 0.2)), Some("momentum.mu"));
    assert_eq!(refused(momentum(f64::NAN, 0.5, 0.2)), Some("momentum.mu"));
    assert_eq!(refused(momentum(0.5, 0.0, 0.2)), Some("momentum.epsilon"));
    assert_eq!(refused(momentum(0.5, 0.5, 0.0)), Some("momentum.theta"));
    assert_eq!(refused(SearchOptions::default()), None);
}
