//! The decoder trusts nothing: whatever comes in, it answers with a problem or with a typed error, soon and without a panic.

mod support;

use pgsam::error::ProblemError;
use pgsam::evaluate::Evaluator;
use pgsam::exact::Walk;
use pgsam::problem::Problem;
use pgsam::random::Random;
use proptest::prelude::*;
use support::{SMALL, Size, flat_problem};

const HOSTILE: [f64; 16] = [
    f64::NAN,
    f64::INFINITY,
    f64::NEG_INFINITY,
    -1.0,
    -0.0,
    0.0,
    0.5,
    1.0,
    2.0,
    1e308,
    -1e308,
    5e-324,
    65_535.0,
    65_536.0,
    4_294_967_296.0,
    9_007_199_254_740_992.0,
];

fn mutate(flat: &mut Vec<f64>, random: &mut Random) {
    for _ in 0..1 + random.below(4) {
        if flat.is_empty() {
            flat.push(1.0);
        }
        // Half of the mutations hit the header, where the sizes are.
        let reach = if random.chance(0.5) { flat.len().min(14) } else { flat.len() };
        let place = random.below(reach);
        match random.below(6) {
            0 => flat.truncate(place),
            1 => flat.extend(std::iter::repeat_n(1.0, random.below(200))),
            2 => flat.insert(place, HOSTILE[random.below(HOSTILE.len())]),
            3 => {
                flat.remove(place);
            }
            4 => flat[place] = f64::from_bits(random.next_u64()),
            _ => flat[place] = HOSTILE[random.below(HOSTILE.len())],
        }
    }
}

proptest! {
    // 1000 seeds × 1000 mutations; the seeds are fresh and a failing one is printed.
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn mutated_problems_never_panic(seed: u64) {
        let mut random = Random::new(seed);
        let size = Size { whole_phases: random.chance(0.3), ..SMALL };
        let original = flat_problem(&mut random, size);
        let mut accepted = 0;
        for _ in 0..1_000 {
            let mut flat = original.clone();
            mutate(&mut flat, &mut random);
            if let Ok(problem) = Problem::decode(&flat) {
                accepted += 1;
                // What is accepted can also be evaluated, and never passes NaN for a feasible plan.
                if let Some(walk) = Walk::new(&problem) {
                    let cost = Evaluator::new(&problem).evaluate(&problem, walk.plan());
                    prop_assert!(!cost.violation.is_nan());
                    prop_assert!(!cost.is_feasible() || cost.objectives.iter().all(|value| value.is_finite()));
                }
            }
        }
        // Some mutations are harmless; if none were, this would test the first check only.
        prop_assert!(accepted > 0);
    }
}

fn valid() -> Vec<f64> {
    flat_problem(&mut Random::new(1), SMALL)
}

#[test]
fn each_thing_that_is_wrong_has_its_own_error() {
    let with = |position: usize, value: f64| {
        let mut flat = valid();
        flat[position] = value;
        Problem::decode(&flat)
    };
    assert!(matches!(Problem::decode(&[]), Err(ProblemError::Length { actual: 0, .. })));
    assert!(matches!(with(0, 2.0), Err(ProblemError::Version { .. })));
    assert!(matches!(with(0, f64::NAN), Err(ProblemError::Version { .. })));
    assert!(matches!(with(1, 0.0), Err(ProblemError::Number { field: "stages", .. })));
    assert!(matches!(with(1, 60_000.0), Err(ProblemError::Length { .. })));
    assert!(matches!(with(2, 1e300), Err(ProblemError::Number { field: "devices", .. })));
    assert!(matches!(with(7, 0.5), Err(ProblemError::Number { field: "wholePhases", .. })));
    assert!(matches!(with(9, f64::NAN), Err(ProblemError::Number { field: "bounds.energyJ", .. })));
    assert!(matches!(with(12, f64::INFINITY), Err(ProblemError::Number { section: "stages", index: 0, .. })));
    assert!(matches!(with(12, -1.0), Err(ProblemError::Number { field: "weightByte", position: 12, .. })));
    let last = valid().len() - 1;
    assert!(matches!(with(last, 4.5), Err(ProblemError::Number { field: "rowsPerStep", index: 3, .. })));
    let needed = last + 1 - 3 * 4;
    assert!(matches!(with(needed, 1.0), Err(ProblemError::NeededSamples { .. })));
    let allowed = needed - 2 * 3 * 2;
    let mut flat = valid();
    flat[allowed..allowed + 2].fill(0.0);
    assert_eq!(Problem::decode(&flat), Err(ProblemError::Nowhere { phase: "prefill", stage: 0 }));
    let mut flat = valid();
    for stage in 0..3 {
        flat[12 + 10 * stage + 1..12 + 10 * stage + 3].fill(0.0);
    }
    assert_eq!(Problem::decode(&flat), Err(ProblemError::NoWork));
}

#[test]
fn one_number_too_many_or_too_few_is_refused() {
    let mut flat = valid();
    flat.push(1.0);
    assert!(matches!(Problem::decode(&flat), Err(ProblemError::Length { .. })));
    flat.truncate(flat.len() - 2);
    assert!(matches!(Problem::decode(&flat), Err(ProblemError::Length { .. })));
}

#[test]
fn more_numbers_than_any_machine_needs_are_refused_before_they_are_read() {
    let flat = vec![1.0; (1 << 22) + 1];
    assert!(matches!(Problem::decode(&flat), Err(ProblemError::TooLarge { .. })));
}

#[test]
fn messages_name_the_place_the_value_and_the_rule() {
    let mut flat = valid();
    flat[12] = -3.0;
    let message = Problem::decode(&flat).expect_err("negative weight").to_string();
    assert_eq!(message, "stages[0].weightByte = -3 at position 12 is not a finite number ≥ 0");
}
