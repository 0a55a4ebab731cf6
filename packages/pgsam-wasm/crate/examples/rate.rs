//! Evaluations per second of a search, natively: `cargo run --release --example rate`.

#[path = "../tests/support/mod.rs"]
mod support;

use std::time::Instant;

use pgsam::evaluate::Evaluator;
use pgsam::exact::Walk;
use pgsam::options::SearchOptions;
use pgsam::search::Search;

fn main() {
    let evaluations = 200_000;
    for seed in 0..3 {
        let problem = support::problem(seed, support::LARGE);
        let walk = Walk::new(&problem).expect("every stage has a device");
        let mut evaluator = Evaluator::new(&problem);
        let mut sum = 0.0;
        let begun = Instant::now();
        for _ in 0..evaluations {
            sum += evaluator.evaluate(&problem, std::hint::black_box(walk.plan())).objectives[0];
        }
        let alone = evaluations as f64 / begun.elapsed().as_secs_f64();

        let options = SearchOptions { seed, evaluations, ..SearchOptions::default() };
        let mut search = Search::new(problem, options).expect("valid options");
        let begun = Instant::now();
        while search.step(4096) {}
        let rate = evaluations as f64 / begun.elapsed().as_secs_f64();
        println!(
            "problem {seed}: evaluator alone {alone:.0}/s, search {rate:.0}/s, front {}, (checksum {sum:e})",
            search.front().len()
        );
    }
}
