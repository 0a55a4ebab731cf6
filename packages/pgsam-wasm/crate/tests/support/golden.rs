//! One golden case as JSON. Numbers of the problem are written so that every reader gets the same bits back; objectives are
//! written as the bits themselves, in hexadecimal.

#![allow(dead_code)]

use pgsam::options::{MomentumOptions, SearchOptions};
use pgsam::problem::Problem;
use pgsam::search::{Certificate, Search};
use serde_json::{Value, json};

pub fn case(name: &str, flat: &[f64], options: &SearchOptions) -> Value {
    let mut search = Search::new(Problem::decode(flat).expect("valid problem"), *options).expect("valid options");
    while search.step(1_000) {}
    let MomentumOptions { mu, epsilon, theta } = options.momentum.expect("golden cases say their momentum");
    let numbers: Vec<Value> =
        flat.iter().map(|&value| if value.is_finite() { json!(value) } else { json!(value.to_string()) }).collect();
    let front: Vec<Value> = search
        .front()
        .iter()
        .map(|(objectives, plan)| json!({ "plan": plan, "bits": objectives.map(|value| format!("{:016x}", value.to_bits())) }))
        .collect();
    json!({
        "name": name,
        "problem": numbers,
        "options": {
            "seed": options.seed,
            "evaluations": options.evaluations,
            "exhaustiveLimit": options.exhaustive_limit,
            "mu": mu,
            "epsilon": epsilon,
            "theta": theta,
        },
        "exact": search.certificate() == Certificate::Exact,
        "evaluations": search.evaluations(),
        "front": front,
        "closest": search.closest().map(|closest| closest.plan.clone()).unwrap_or_default(),
    })
}

pub fn options_of(case: &Value) -> SearchOptions {
    let options = &case["options"];
    let number = |name: &str| options[name].as_f64().unwrap_or_else(|| panic!("option {name}"));
    let whole = |name: &str| options[name].as_u64().unwrap_or_else(|| panic!("option {name}"));
    SearchOptions {
        seed: whole("seed"),
        evaluations: whole("evaluations"),
        exhaustive_limit: whole("exhaustiveLimit"),
        momentum: Some(MomentumOptions { mu: number("mu"), epsilon: number("epsilon"), theta: number("theta") }),
        ..SearchOptions::default()
    }
}

pub fn problem_of(case: &Value) -> Vec<f64> {
    let numbers = case["problem"].as_array().expect("problem");
    numbers.iter().map(|value| value.as_f64().unwrap_or(f64::INFINITY)).collect()
}
