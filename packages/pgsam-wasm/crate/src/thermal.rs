//! Where a thermal domain settles, and what leaks there.

use crate::problem::{LeakageLaw, ThermalDomain};

/// Boltzmann's constant (J/K) and the elementary charge (C), both exact: SI Brochure, 9th ed. (2019), table 1.
const BOLTZMANN_EV_PER_K: f64 = 1.380649e-23 / 1.602176634e-19;
/// Newton's method stops when a step is at most this share of the temperature.
const RELATIVE_STEP: f64 = 1e-14;
/// Nothing that computes is this hot: beyond it the iteration has run away (K).
pub(crate) const RUNAWAY_K: f64 = 2000.0;
const MOST_STEPS: usize = 200;

/// The settled state of a domain.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ThermalState {
    /// T*, absent when no temperature is stable (K).
    pub temperature_k: Option<f64>,
    /// P_L at T*, or at the last temperature reached (W).
    pub leakage_w: f64,
    /// Φ = H/(H + P_L).
    pub phi: f64,
    /// R·dP_L/dT there.
    pub loop_gain: f64,
}

/// Leakage power (W) and its slope (W/K) at a temperature.
fn leakage(law: &LeakageLaw, temperature_k: f64) -> (f64, f64) {
    let activation_k = law.activation_ev / BOLTZMANN_EV_PER_K;
    let ratio = temperature_k / law.reference_k;
    let power = law.reference_power_w
        * (ratio * ratio)
        * libm::exp(-activation_k * (1.0 / temperature_k - 1.0 / law.reference_k));
    let slope = power * (2.0 / temperature_k + activation_k / (temperature_k * temperature_k));
    (power, slope)
}

/// Smallest solution of T = ambient + R·(H + P_L(T)), by Newton's method from the ambient temperature upwards.
///
/// `heat_w` is H, the power that is not leakage (W), ≥ 0.
pub fn settle(domain: &ThermalDomain, heat_w: f64) -> ThermalState {
    let resistance = domain.resistance_k_per_w;
    let Some(law) = &domain.leakage else {
        return ThermalState {
            temperature_k: Some(domain.ambient_k + resistance * heat_w),
            leakage_w: 0.0,
            phi: 1.0,
            loop_gain: 0.0,
        };
    };
    let mut temperature = domain.ambient_k;
    let (mut power, mut slope) = leakage(law, temperature);
    let mut stable = false;
    for _ in 0..MOST_STEPS {
        let excess = domain.ambient_k + resistance * (heat_w + power) - temperature;
        if excess <= 0.0 {
            stable = true;
            break;
        }
        let gain = resistance * slope;
        if gain >= 1.0 {
            break;
        }
        let step = excess / (1.0 - gain);
        // NaN comes only of numbers no machine has; it counts as run away too.
        let runaway = temperature + step > RUNAWAY_K || step.is_nan();
        temperature = if runaway { RUNAWAY_K } else { temperature + step };
        (power, slope) = leakage(law, temperature);
        if runaway {
            break;
        }
        if step <= RELATIVE_STEP * temperature {
            stable = true;
            break;
        }
    }
    let total = heat_w + power;
    ThermalState {
        temperature_k: stable.then_some(temperature),
        leakage_w: power,
        phi: if total > 0.0 { heat_w / total } else { 1.0 },
        loop_gain: resistance * slope,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn domain(leakage: Option<LeakageLaw>) -> ThermalDomain {
        ThermalDomain { ambient_k: 298.15, resistance_k_per_w: 1.7, limit_k: f64::INFINITY, leakage }
    }

    const LAW: LeakageLaw = LeakageLaw { reference_power_w: 2.0, reference_k: 333.15, activation_ev: 0.3 };

    #[test]
    fn the_settled_temperature_satisfies_its_equation() {
        for heat_w in [0.0, 1.0, 20.0, 35.0] {
            let state = settle(&domain(Some(LAW)), heat_w);
            let temperature = state.temperature_k.expect("stable");
            let again = 298.15 + 1.7 * (heat_w + state.leakage_w);
            assert!((temperature - again).abs() < 1e-11 * temperature, "{temperature} {again}");
            assert!(state.loop_gain < 1.0);
        }
    }

    #[test]
    fn a_domain_that_runs_away_has_no_temperature() {
        let state = settle(&domain(Some(LAW)), 400.0);
        assert_eq!(state.temperature_k, None);
        assert!(state.leakage_w > 0.0);
    }

    #[test]
    fn without_leakage_heat_alone_sets_the_temperature() {
        let state = settle(&domain(None), 10.0);
        assert_eq!(state.temperature_k, Some(298.15 + 17.0));
        assert_eq!(state.phi, 1.0);
    }
}
