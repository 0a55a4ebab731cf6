//! The steps that known plans form over energy and latency, and whether anything can lie below them.

use crate::objectives::Objectives;

/// Prices of a second that bounds are made for, at most.
const MOST_PRICES: usize = 8;

/// Every plan that beats all known ones in energy or latency lies below and left of one of the corners.
pub(crate) struct CostSteps {
    /// Energy (J) and latency (s), both exclusive; from the corner left of the cheapest to the one below the fastest.
    corners: Vec<[f64; 2]>,
    /// Slopes of the lower hull (W), where a bound on energy + price · latency excludes most.
    pub second_prices_w: Vec<f64>,
}

impl CostSteps {
    /// Steps of plans sorted by energy; there must be one at least.
    pub fn of<'a>(sorted: impl Iterator<Item = &'a Objectives>) -> Self {
        let mut steps: Vec<[f64; 2]> = Vec::new();
        for &[energy_j, latency_s, _] in sorted {
            match steps.last() {
                Some(&[_, fastest_s]) if latency_s >= fastest_s => {}
                Some(&[same_j, _]) if same_j == energy_j => {
                    *steps.last_mut().expect("just seen") = [energy_j, latency_s]
                }
                _ => steps.push([energy_j, latency_s]),
            }
        }
        let mut corners = Vec::with_capacity(steps.len() + 1);
        let mut latency_s = f64::INFINITY;
        for &[energy_j, next_s] in &steps {
            corners.push([energy_j, latency_s]);
            latency_s = next_s;
        }
        corners.push([f64::INFINITY, latency_s]);
        Self { corners, second_prices_w: hull_slopes(&steps) }
    }

    /// Whether bounds on energy, on latency and, by index, on energy + price · latency leave room below no corner.
    pub fn exclude(&self, least_j: f64, least_s: f64, least_mixed_j: impl Fn(usize, f64) -> f64) -> bool {
        let mut mixed = [f64::NAN; MOST_PRICES];
        self.corners.iter().all(|&[energy_j, latency_s]| {
            energy_j <= least_j
                || latency_s <= least_s
                || self.second_prices_w.iter().enumerate().any(|(index, &price_w)| {
                    if mixed[index].is_nan() {
                        mixed[index] = least_mixed_j(index, price_w);
                    }
                    energy_j + price_w * latency_s <= mixed[index]
                })
        })
    }
}

/// Slopes (J/s) of the lower convex hull, evenly thinned.
fn hull_slopes(steps: &[[f64; 2]]) -> Vec<f64> {
    let mut hull: Vec<[f64; 2]> = Vec::new();
    for &step in steps {
        while let [.., before, last] = hull[..] {
            let turn = (last[0] - before[0]) * (step[1] - before[1]) - (last[1] - before[1]) * (step[0] - before[0]);
            if turn > 0.0 {
                break;
            }
            hull.pop();
        }
        hull.push(step);
    }
    let slopes: Vec<f64> = hull.windows(2).map(|pair| (pair[1][0] - pair[0][0]) / (pair[0][1] - pair[1][1])).collect();
    let kept = slopes.len().min(MOST_PRICES);
    (0..kept).map(|index| slopes[index * (slopes.len() - 1) / (kept - 1).max(1)]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Random;

    #[test]
    fn excludes_exactly_what_some_known_plan_covers() {
        let mut random = Random::new(7);
        for _ in 0..200 {
            let count = 1 + random.below(8);
            let mut known: Vec<Objectives> =
                (0..count).map(|_| [random.below(20) as f64, random.below(20) as f64, 0.0]).collect();
            known.sort_by(|a, b| a.partial_cmp(b).expect("no NaN"));
            let steps = CostSteps::of(known.iter());
            let (energy_j, latency_s) = (random.below(22) as f64, random.below(22) as f64);
            let covered = known.iter().any(|plan| plan[0] <= energy_j && plan[1] <= latency_s);
            // A single point as its own bound: the mixed bounds of a point say no more than the point.
            let excluded = steps.exclude(energy_j, latency_s, |_, price_w| energy_j + price_w * latency_s);
            assert_eq!(excluded, covered, "{known:?} {energy_j} {latency_s}");
        }
    }
}
