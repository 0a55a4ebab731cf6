//! The boundary: few coarse calls, flat arrays copied in and out, no view into this module's memory ever leaves it.
//!
//! Errors are thrown as strings `"<kind>: <message>"`; the TypeScript seam turns them into its own error classes.

use wasm_bindgen::prelude::*;

use crate::bounds::LowerBounds;
use crate::error::{HypervolumeError, OptionsError, PlanError, ProblemError};
use crate::evaluate::Evaluator;
use crate::options::{MomentumOptions, SearchOptions};
use crate::plan::{Layout, check_plan};
use crate::problem::Problem;
use crate::search::{Certificate, Search};

struct Failure(String);

macro_rules! failure_from {
    ($($error:ty => $kind:literal),*) => {
        $(impl From<$error> for Failure {
            fn from(error: $error) -> Self {
                Self(format!(concat!($kind, ": {}"), error))
            }
        })*
    };
}

failure_from!(ProblemError => "problem", PlanError => "plan", OptionsError => "options", HypervolumeError => "points");

impl From<Failure> for JsValue {
    fn from(failure: Failure) -> Self {
        Self::from_str(&failure.0)
    }
}

/// A search under way. JavaScript frees it; the seam does that, its callers never.
#[wasm_bindgen]
pub struct PlacementSearch {
    search: Search,
}

#[wasm_bindgen]
impl PlacementSearch {
    /// Decodes the problem and checks the options. μ = 0 with ε = 1 is annealing without momentum.
    #[allow(clippy::too_many_arguments)]
    #[wasm_bindgen(constructor)]
    pub fn new(
        problem: &[f64],
        seed: f64,
        evaluations: f64,
        exhaustive_limit: f64,
        proof_labels: f64,
        mu: f64,
        epsilon: f64,
        theta: f64,
        guide: bool,
    ) -> Result<PlacementSearch, JsValue> {
        let seed = whole("seed", seed)?;
        let evaluations = whole("evaluations", evaluations)?;
        let exhaustive_limit = whole("exhaustiveLimit", exhaustive_limit)?;
        let proof_labels = whole("proofLabels", proof_labels)?.min(u64::from(u32::MAX)) as usize;
        let momentum = Some(MomentumOptions { mu, epsilon, theta });
        let problem = Problem::decode(problem).map_err(Failure::from)?;
        let options = SearchOptions { seed, evaluations, exhaustive_limit, proof_labels, momentum, guide };
        let search = Search::new(problem, options).map_err(Failure::from)?;
        Ok(Self { search })
    }

    /// Spends up to this many evaluations; false once the search is over.
    pub fn step(&mut self, evaluations: u32) -> bool {
        self.search.step(u64::from(evaluations))
    }

    /// Evaluations spent so far.
    pub fn evaluations(&self) -> f64 {
        self.search.evaluations() as f64
    }

    /// Evaluations the search will have spent at its end.
    #[wasm_bindgen(js_name = plannedEvaluations)]
    pub fn planned_evaluations(&self) -> f64 {
        self.search.planned_evaluations() as f64
    }

    /// What is proved of the front.
    pub fn certificate(&self) -> String {
        match self.search.certificate() {
            Certificate::Exact => "exact",
            Certificate::ExactCosts => "exact-costs",
            Certificate::Heuristic => "heuristic",
        }
        .to_owned()
    }

    /// Number of plans on the front.
    #[wasm_bindgen(js_name = frontSize)]
    pub fn front_size(&self) -> u32 {
        self.search.front().len() as u32
    }

    /// The plans of the front in order of energy, one flat plan after another.
    #[wasm_bindgen(js_name = frontPlans)]
    pub fn front_plans(&self) -> Vec<u32> {
        self.search.front().iter().flat_map(|(_, plan)| plan).copied().collect()
    }

    /// Their objectives in the same order: energy (J), latency (s), under-utilisation.
    #[wasm_bindgen(js_name = frontObjectives)]
    pub fn front_objectives(&self) -> Vec<f64> {
        self.search.front().iter().flat_map(|(objectives, _)| objectives).copied().collect()
    }

    /// Energy (J) and latency (s) that no plan can beat, then pairs of a second's price (W) and what no energy + price · latency can
    /// beat (J); empty where there is no bound.
    #[wasm_bindgen(js_name = lowerBounds)]
    pub fn lower_bounds(&self) -> Vec<f64> {
        let Some(LowerBounds { energy_j, latency_s, mixed }) = self.search.lower_bounds() else {
            return Vec::new();
        };
        let mut flat = vec![energy_j, latency_s];
        flat.extend(mixed.iter().flat_map(|bound| [bound.second_price_w, bound.least_j]));
        flat
    }

    /// The plan that fails least, empty once a feasible plan was seen.
    #[wasm_bindgen(js_name = closestPlan)]
    pub fn closest_plan(&self) -> Vec<u32> {
        self.search.closest().map(|closest| closest.plan.clone()).unwrap_or_default()
    }
}

/// Evaluates many plans of one problem, for whoever searches from outside. JavaScript frees it; the seam does that.
#[wasm_bindgen]
pub struct PlacementEvaluator {
    problem: Problem,
    evaluator: Evaluator,
    width: usize,
}

#[wasm_bindgen]
impl PlacementEvaluator {
    /// Decodes the problem. `keep` is what a search does; without it every plan is computed from nothing.
    #[wasm_bindgen(constructor)]
    pub fn new(problem: &[f64], keep: bool) -> Result<PlacementEvaluator, JsValue> {
        let problem = Problem::decode(problem).map_err(Failure::from)?;
        let evaluator = if keep { Evaluator::new(&problem) } else { Evaluator::forgetful(&problem) };
        let width = Layout::of(&problem).width();
        Ok(Self { problem, evaluator, width })
    }

    /// Energy (J), latency (s), under-utilisation and violation of each plan, one flat plan after another.
    pub fn evaluate(&mut self, plans: &[u32]) -> Result<Vec<f64>, JsValue> {
        let mut costs = Vec::with_capacity(4 * plans.len().div_ceil(self.width));
        for plan in plans.chunks(self.width) {
            check_plan(&self.problem, plan).map_err(Failure::from)?;
            let cost = self.evaluator.evaluate(&self.problem, plan);
            costs.extend(cost.objectives);
            costs.push(cost.violation);
        }
        Ok(costs)
    }
}

/// Evaluates one plan of one problem.
///
/// Returns energy (J), latency (s), under-utilisation, violation; switching, traffic, active, sleep, leakage, links, board
/// (J); prefill, KV move, decode (s); waves; then CPQ per pool; then per thermal domain temperature (K; NaN for none), Φ and
/// loop gain.
#[wasm_bindgen(js_name = evaluatePlan)]
pub fn evaluate_plan(problem: &[f64], plan: &[u32]) -> Result<Vec<f64>, JsValue> {
    let problem = Problem::decode(problem).map_err(Failure::from)?;
    check_plan(&problem, plan).map_err(Failure::from)?;
    let mut evaluator = Evaluator::new(&problem);
    let cost = evaluator.evaluate(&problem, plan);
    let (terms, seconds) = (evaluator.breakdown(), evaluator.seconds());
    let mut flat = cost.objectives.to_vec();
    flat.push(cost.violation);
    flat.extend([terms.switching, terms.traffic, terms.active, terms.sleep, terms.leakage, terms.links, terms.board]);
    flat.extend([seconds.prefill, seconds.kv_move, seconds.decode, evaluator.waves()]);
    flat.extend(evaluator.memory_pressure());
    for state in evaluator.thermal() {
        flat.extend([state.temperature_k.unwrap_or(f64::NAN), state.phi, state.loop_gain]);
    }
    Ok(flat)
}

/// Exact hypervolume of flat triples, all minimised, below a reference point of three.
#[wasm_bindgen(js_name = hypervolume3)]
pub fn hypervolume3(points: &[f64], reference: &[f64]) -> Result<f64, JsValue> {
    let reference: &[f64; 3] =
        reference.try_into().map_err(|_| Failure::from(HypervolumeError::Shape { actual: reference.len() }))?;
    Ok(crate::hypervolume::hypervolume3(points, reference).map_err(Failure::from)?)
}

/// JavaScript has one kind of number; seeds and budgets are the whole ones that it holds exactly.
fn whole(option: &'static str, value: f64) -> Result<u64, Failure> {
    const MOST: f64 = 9_007_199_254_740_991.0;
    if (0.0..=MOST).contains(&value) && value.trunc() == value {
        Ok(value as u64)
    } else {
        Err(Failure::from(OptionsError { option, value, rule: "a whole number ≥ 0" }))
    }
}
