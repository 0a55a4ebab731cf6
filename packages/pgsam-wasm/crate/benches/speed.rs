//! Evaluations per second, natively.
//!
//! `cargo bench` prints the rates of three random problems. `npm run bench:pgsam-speed` starts this with `--serve FOLDER` and asks
//! on standard input for rounds over its own problems and plans, so that native, WebAssembly and TypeScript do the same work.

#[path = "../tests/support/mod.rs"]
mod support;

use std::io::BufRead;
use std::path::Path;
use std::time::Instant;

use pgsam::evaluate::Evaluator;
use pgsam::moves::Moves;
use pgsam::options::SearchOptions;
use pgsam::plan::{Layout, check_plan};
use pgsam::problem::Problem;
use pgsam::random::Random;
use pgsam::search::Search;
use support::{LARGE, SMALL, Size};

/// A round over the plans is repeated until it has lasted this long (s).
const LEAST_SECONDS: f64 = 0.1;
const WALK: usize = 2_000;
const SEARCH_EVALUATIONS: u64 = 50_000;
const HUGE: Size = Size { stages: 126, devices: 6, points: 4, waves: 16, whole_phases: false, tight: true };

/// What was done in how long; the checksum shows that others did the same.
struct Sample {
    evaluations: u64,
    seconds: f64,
    checksum: f64,
}

/// Processor time of this process where the system says it (Linux), else the time on the wall.
struct Stopwatch {
    cpu_s: Option<f64>,
    wall: Instant,
}

impl Stopwatch {
    fn start() -> Self {
        Self { cpu_s: cpu_s(), wall: Instant::now() }
    }

    fn seconds(&self) -> f64 {
        match (self.cpu_s, cpu_s()) {
            (Some(begun), Some(now)) => now - begun,
            _ => self.wall.elapsed().as_secs_f64(),
        }
    }
}

fn cpu_s() -> Option<f64> {
    // Nanoseconds on a processor, nanoseconds waiting, slices: Linux, Documentation/scheduler/sched-stats.rst.
    let text = std::fs::read_to_string("/proc/self/schedstat").ok()?;
    let nanoseconds: f64 = text.split_whitespace().next()?.parse().ok()?;
    Some(nanoseconds * 1e-9)
}

fn evaluate(problem: &Problem, plans: &[u32]) -> Sample {
    let width = Layout::of(problem).width();
    let mut evaluator = Evaluator::new(problem);
    let mut evaluations = 0;
    let watch = Stopwatch::start();
    loop {
        let mut checksum = 0.0;
        for plan in plans.chunks_exact(width) {
            checksum += evaluator.evaluate(problem, std::hint::black_box(plan)).objectives[0];
            evaluations += 1;
        }
        let seconds = watch.seconds();
        if seconds >= LEAST_SECONDS {
            return Sample { evaluations, seconds, checksum };
        }
    }
}

fn search(problem: &Problem, seed: u64, evaluations: u64) -> Sample {
    let options = SearchOptions { seed, evaluations, exhaustive_limit: 0, ..SearchOptions::default() };
    let watch = Stopwatch::start();
    let mut search = Search::new(problem.clone(), options).expect("valid options");
    while search.step(4096) {}
    let checksum = search.front().iter().flat_map(|(objectives, _)| objectives).sum();
    Sample { evaluations: search.evaluations(), seconds: watch.seconds(), checksum }
}

/// Plans as a search proposes them: each a move away from the one before it or from where that one set out.
fn walk(problem: &Problem) -> Vec<u32> {
    let moves = Moves::new(problem);
    let mut random = Random::new(1);
    let mut current = vec![0; Layout::of(problem).width()];
    moves.random_plan(problem, &mut current, &mut random);
    let mut plans = Vec::new();
    let mut touched = Vec::new();
    for _ in 0..WALK {
        let mut plan = current.clone();
        let targets = moves.targets().len();
        moves.propose(problem, &mut plan, &mut random, |random: &mut Random| random.below(targets), &mut touched);
        plans.extend_from_slice(&plan);
        if random.chance(0.5) {
            current = plan;
        }
    }
    plans
}

/// `NAME.problem` (f64) and `NAME.plans` (u32), both little-endian, as the other arms have them.
fn read_case(folder: &Path, name: &str) -> (Problem, Vec<u32>) {
    let bytes = |extension: &str| {
        let file = folder.join(format!("{name}.{extension}"));
        std::fs::read(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
    };
    let numbers: Vec<f64> =
        bytes("problem").as_chunks::<8>().0.iter().map(|chunk| f64::from_le_bytes(*chunk)).collect();
    let plans: Vec<u32> = bytes("plans").as_chunks::<4>().0.iter().map(|chunk| u32::from_le_bytes(*chunk)).collect();
    let problem = Problem::decode(&numbers).expect("a valid problem");
    for plan in plans.chunks(Layout::of(&problem).width()) {
        check_plan(&problem, plan).expect("a plan of the problem");
    }
    (problem, plans)
}

/// Answers `evaluate NAME` and `search NAME SEED EVALUATIONS`, a line each, until the input ends.
fn serve(folder: &Path) {
    for line in std::io::stdin().lock().lines() {
        let line = line.expect("a line of text");
        let words: Vec<&str> = line.split_whitespace().collect();
        let sample = match words[..] {
            ["evaluate", name] => {
                let (problem, plans) = read_case(folder, name);
                evaluate(&problem, &plans)
            }
            ["search", name, seed, evaluations] => {
                let number = |text: &str| text.parse().expect("a whole number");
                search(&read_case(folder, name).0, number(seed), number(evaluations))
            }
            _ => panic!("cannot answer “{line}”"),
        };
        let Sample { evaluations, seconds, checksum } = sample;
        println!("{{\"evaluations\":{evaluations},\"seconds\":{seconds},\"checksum\":{checksum:?}}}");
    }
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let Some(position) = arguments.iter().position(|argument| argument == "--serve") {
        serve(Path::new(arguments.get(position + 1).expect("--serve FOLDER")));
        return;
    }
    let clock = if cpu_s().is_some() { "processor time" } else { "time on the wall" };
    println!("evaluations per second of {clock}, best of five");
    for (name, size) in [("small", SMALL), ("32 layers", LARGE), ("126 layers", HUGE)] {
        let problem = support::problem(0, size);
        let plans = walk(&problem);
        let best = |measure: &dyn Fn() -> Sample| {
            let rates = (0..5).map(|_| measure()).map(|sample| sample.evaluations as f64 / sample.seconds);
            rates.fold(0.0, f64::max)
        };
        let evaluating = best(&|| evaluate(&problem, &plans));
        let searching = best(&|| search(&problem, 1, SEARCH_EVALUATIONS));
        println!("{name:>10}: evaluator {evaluating:>9.0}/s, search {searching:>9.0}/s");
    }
}
