//! Prints the golden cases that native Rust, WebAssembly and the TypeScript reference replay:
//! `cargo run --release --example golden > ../tests/fixtures/golden.json`.

#[path = "../tests/support/golden.rs"]
mod golden;
#[path = "../tests/support/mod.rs"]
mod support;

use pgsam::options::{MomentumOptions, SearchOptions};
use pgsam::random::Random;
use serde_json::json;
use support::{LARGE, SMALL, Size, WHOLE, flat_problem};

fn main() {
    let annealing = SearchOptions { evaluations: 6_000, exhaustive_limit: 0, ..SearchOptions::default() };
    let plain = SearchOptions { momentum: Some(MomentumOptions { mu: 0.0, epsilon: 1.0, theta: 1.0 }), ..annealing };
    let mut infeasible = flat_problem(&mut Random::new(4), SMALL);
    infeasible[10] = 1e-30;
    let cases = [
        (
            "large and tight, momentum",
            flat_problem(&mut Random::new(0), LARGE),
            SearchOptions { seed: 11, ..annealing },
        ),
        ("large and tight, plain", flat_problem(&mut Random::new(0), LARGE), SearchOptions { seed: 11, ..plain }),
        (
            "large and loose, momentum",
            flat_problem(&mut Random::new(2), Size { tight: false, ..LARGE }),
            SearchOptions { seed: 9_007_199_254_740_991, ..annealing },
        ),
        ("whole phases, enumerated", flat_problem(&mut Random::new(3), WHOLE), SearchOptions::default()),
        ("small, enumerated", flat_problem(&mut Random::new(0), SMALL), SearchOptions::default()),
        ("no feasible plan", infeasible, SearchOptions { seed: 5, ..annealing }),
    ];
    let cases: Vec<_> = cases.iter().map(|(name, flat, options)| golden::case(name, flat, options)).collect();
    println!("{}", serde_json::to_string(&json!({ "cases": cases })).expect("plain values"));
}
