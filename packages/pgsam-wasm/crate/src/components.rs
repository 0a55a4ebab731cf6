//! What a label must count: the components of its cost, and which of them can matter for a problem.

use crate::heat;
use crate::label_setting::Scope;
use crate::labels::{FIRST_LEAKY, Order, WIDTH};
use crate::prices::Prices;
use crate::problem::{Phase, Problem};

/// Where the components of a label lie; what cannot matter has no component.
pub struct Components {
    pub order: Order,
    pub latency: usize,
    /// Trip, apart from the rest of the latency, when something else can bound the cycle.
    pub trip: Option<usize>,
    pub leaky: Vec<Option<usize>>,
    pub demand: Vec<Option<usize>>,
    pub step_byte: Vec<Option<usize>>,
    /// Chains: busiest closed segment and the open one; otherwise the step time of every device.
    pub busiest: Option<usize>,
}

impl Components {
    pub fn new(problem: &Problem, scope: Scope, prices: &Prices) -> Option<Self> {
        let mut width = FIRST_LEAKY;
        let mut next = |count: usize| {
            width += count;
            width - count
        };
        let leaky: Vec<Option<usize>> =
            problem.thermal_domains.iter().map(|domain| domain.leakage.as_ref().map(|_| next(1))).collect();
        let latency = next(1);
        let demand =
            (0..problem.pools.len()).map(|pool| can_overflow(problem, prices, pool).then(|| next(1))).collect();
        let step_byte: Vec<Option<usize>> =
            (0..problem.pools.len()).map(|pool| can_be_busiest(problem, prices, pool).then(|| next(1))).collect();
        let busiest =
            (prices.micro_batches > 1).then(|| next(if scope == Scope::Chains { 2 } else { problem.devices.len() }));
        let trip = (busiest.is_some() || step_byte.iter().any(Option::is_some)).then(|| next(1));
        let joule_price = (0..leaky.len())
            .filter(|&domain| leaky[domain].is_some())
            .map(|domain| heat::joule_price(problem, prices, domain))
            .collect();
        let order = Order { width, joule_price };
        (width <= WIDTH).then_some(Self { order, latency, trip, leaky, demand, step_byte, busiest })
    }
}

/// Whether the pool overflows when everything is in it.
fn can_overflow(problem: &Problem, prices: &Prices, pool: usize) -> bool {
    let stages: f64 = problem
        .stages
        .iter()
        .map(|stage| 2.0 * stage.weight_byte + stage.prompt_kv_byte + f64::from(prices.wave) * stage.row_kv_byte)
        .sum();
    let runtime: f64 =
        problem.devices.iter().filter(|device| device.pool == pool).map(|device| device.runtime_byte).sum();
    stages + runtime > problem.pools[pool].usable_byte
}

/// Whether the pool's bandwidth can bound the cycle: not when one micro-batch is under way and no device reads faster.
fn can_be_busiest(problem: &Problem, prices: &Prices, pool: usize) -> bool {
    let decode = Phase::Decode as usize;
    prices.micro_batches > 1
        || (0..prices.points).any(|point| {
            problem.devices[prices.device_of[point]].pool == pool
                && problem.points[point].byte_rate[decode] > problem.pools[pool].byte_rate
        })
}
