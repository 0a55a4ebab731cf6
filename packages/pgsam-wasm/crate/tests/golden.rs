//! The golden cases replayed natively; packages/pgsam-wasm/tests/golden.test.ts replays the same file through WebAssembly.

#[path = "support/golden.rs"]
mod golden;

use serde_json::Value;

#[test]
fn every_case_gives_the_recorded_bits() {
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures/golden.json");
    let text = std::fs::read_to_string(file).expect("the fixture is checked in");
    let recorded: Value = serde_json::from_str(&text).expect("valid JSON");
    let cases = recorded["cases"].as_array().expect("cases");
    assert!(!cases.is_empty());
    for case in cases {
        let name = case["name"].as_str().expect("name");
        let again = golden::case(name, &golden::problem_of(case), &golden::options_of(case));
        assert_eq!(&again, case, "{name}");
    }
}
