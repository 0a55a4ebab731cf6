//! Random problems in flat form: valid by construction, with pools, caps, limits and bounds that cut through the space of plans.

#![allow(dead_code)]

use pgsam::problem::Problem;
use pgsam::random::Random;

/// What kind of problem to draw. Counts are exact, not limits.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    pub stages: usize,
    pub devices: usize,
    pub points: usize,
    pub waves: usize,
    pub whole_phases: bool,
    /// Memory pools, power caps and temperature limits that bind.
    pub tight: bool,
}

fn between(random: &mut Random, low: f64, high: f64) -> f64 {
    low + (high - low) * random.unit()
}

fn log_between(random: &mut Random, low: f64, high: f64) -> f64 {
    low * libm::exp(random.unit() * libm::log(high / low))
}

/// A number, sometimes 0.
fn or_zero(random: &mut Random, low: f64, high: f64) -> f64 {
    let value = log_between(random, low, high);
    if random.chance(0.15) { 0.0 } else { value }
}

pub fn flat_problem(random: &mut Random, size: Size) -> Vec<f64> {
    let Size { stages, devices, points, waves, whole_phases, tight } = size;
    let pools = 1 + random.below(devices.min(3));
    let power_domains = 1 + random.below(devices);
    let thermal_domains = 1 + random.below(devices);
    let mut flat = vec![1.0];
    flat.extend([stages, devices, pools, power_domains, thermal_domains, waves].map(|count| count as f64));
    flat.extend([f64::from(u8::from(whole_phases)), or_zero(random, 0.1, 10.0)]);
    flat.extend([f64::INFINITY; 3]);

    let mut memory = 0.0;
    for _ in 0..stages {
        let weight = log_between(random, 2e6, 2e8);
        let tokens = log_between(random, 10.0, 1000.0);
        let kv = tokens * log_between(random, 64.0, 4096.0);
        memory += weight + kv;
        flat.extend([weight, 2.0 * weight * tokens, weight + kv, 2.0 * weight, weight, kv, kv, kv]);
        flat.extend([tokens * log_between(random, 100.0, 8000.0), or_zero(random, 100.0, 8000.0)]);
    }
    for _ in 0..devices {
        flat.extend(
            [random.below(pools), random.below(power_domains), random.below(thermal_domains)].map(|i| i as f64),
        );
        flat.extend([or_zero(random, 0.05, 2.0), or_zero(random, 1e6, 1e8), points as f64]);
    }
    for _ in 0..devices {
        let (flop_rate, byte_rate) = (log_between(random, 1e11, 2e13), log_between(random, 1e10, 4e11));
        let (joule_per_flop, joule_per_byte) =
            (log_between(random, 0.3, 30.0) / flop_rate, log_between(random, 0.3, 20.0) / byte_rate);
        let active = log_between(random, 0.3, 20.0);
        for point in 0..points {
            // Slower clocks at lower voltage.
            let clock = 1.0 - 0.6 * point as f64 / points as f64;
            let voltage = 0.6 + 0.4 * clock;
            flat.extend([clock * flop_rate, clock * flop_rate * 0.8, byte_rate, byte_rate * 0.9]);
            flat.extend([5e-6, 2e-6, 0.0, 1e-7]);
            flat.extend([joule_per_flop * voltage * voltage, joule_per_byte, active * voltage * voltage * clock]);
        }
    }
    for _ in 0..pools {
        let room = if tight { log_between(random, 0.5, 2.0) } else { 8.0 };
        flat.extend([memory * room, log_between(random, 5e10, 1e12)]);
    }
    for _ in 0..power_domains {
        let cap = log_between(random, 10.0, 100.0);
        flat.push(if tight && random.chance(0.4) { cap } else { f64::INFINITY });
    }
    for _ in 0..thermal_domains {
        let limit = between(random, 330.0, 380.0);
        flat.extend([between(random, 285.0, 310.0), log_between(random, 0.1, 1.0)]);
        flat.push(if tight { limit } else { f64::INFINITY });
        if random.chance(0.7) {
            flat.extend([1.0, log_between(random, 0.1, 2.0), 333.15, between(random, 0.1, 0.4)]);
        } else {
            flat.extend([0.0, 0.0, 1.0, 0.0]);
        }
    }
    for from in 0..devices {
        for to in 0..devices {
            if from == to {
                flat.extend([0.0, 1.0, 0.0]);
            } else {
                flat.extend([log_between(random, 1e-6, 2e-4), log_between(random, 1e9, 3e10)]);
                flat.push(or_zero(random, 1e-11, 1e-9));
            }
        }
    }
    for _ in 0..2 * stages {
        let kept = random.below(devices);
        flat.extend((0..devices).map(|device| {
            let allowed = !tight || device == kept || random.chance(0.9);
            f64::from(u8::from(allowed))
        }));
    }
    let weights: Vec<f64> = (0..waves).map(|_| random.unit() + 0.01).collect();
    let total: f64 = weights.iter().sum();
    flat.extend(weights.iter().map(|weight| weight / total));
    flat.extend((0..waves).map(|index| 50.0 * (1.0 + 0.2 * libm::log(index as f64 + 1.0))));
    flat.extend((0..waves).map(|index| (index as f64 + 1.0) / (1.0 + 0.2 * libm::log(index as f64 + 1.0))));
    flat
}

pub fn problem(seed: u64, size: Size) -> Problem {
    Problem::decode(&flat_problem(&mut Random::new(seed), size)).expect("valid by construction")
}

/// 32 layers, embedding and head on four devices: the instance that rates are given for.
pub const LARGE: Size = Size { stages: 34, devices: 4, points: 3, waves: 16, whole_phases: false, tight: true };

/// Few enough plans to enumerate.
pub const SMALL: Size = Size { stages: 3, devices: 2, points: 2, waves: 4, whole_phases: false, tight: true };

/// Whole phases on six devices.
pub const WHOLE: Size = Size { stages: 26, devices: 6, points: 2, waves: 12, whole_phases: true, tight: false };
