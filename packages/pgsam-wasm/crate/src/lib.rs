//! PGSAM: Pareto-guided simulated annealing with momentum, for placing a language model on one machine's devices.
//!
//! The problem, the plan and what a plan costs are defined in `docs/placement.md`; the algorithm in `docs/pgsam.md`. Both
//! definitions are this project's own. Everything here is plain Rust and reached by `cargo test`; only `wasm` knows that
//! JavaScript exists, and it converts and nothing else.
//!
//! Determinism is a promise: one seed gives the same bits natively and in WebAssembly. So there is no clock, no hash map
//! and no platform mathematics in here; `exp` and `cbrt` come from the `libm` crate.

pub mod acceptance;
pub mod anneal;
pub mod archive;
pub mod bounds;
mod completion;
mod components;
mod cost_steps;
mod decode;
pub mod error;
pub mod evaluate;
pub mod exact;
pub mod guide;
mod heat;
pub mod hypervolume;
pub mod label_setting;
mod labelling;
mod labels;
pub mod momentum;
pub mod moves;
pub mod objectives;
pub mod options;
pub mod plan;
mod prices;
pub mod problem;
pub mod proof;
pub mod random;
mod relaxation;
pub mod search;
mod stage_times;
pub mod starts;
mod states;
pub mod thermal;
mod totals;
mod transitions;

#[cfg(target_arch = "wasm32")]
mod wasm;
