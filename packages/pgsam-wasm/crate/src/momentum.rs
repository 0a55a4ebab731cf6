//! Momentum over the moves "this stage, in this phase, to this device": our own definition, there is no established one.
//!
//! m ← μ·m + (1 − μ)·[the move was accepted and improved the archive]; the next is drawn from
//! (1 − ε)·softmax(m/θ) + ε·uniform. A drawn candidate that changes nothing is drawn again by the caller.

use crate::options::MomentumOptions;
use crate::random::Random;

/// Draws one of `count` candidates and learns which of them pay.
#[derive(Debug, Clone)]
pub enum Momentum {
    /// Plain annealing: every candidate alike, nothing learnt.
    Off {
        /// Number of candidates.
        count: usize,
    },
    /// The mixture above.
    On(Learner),
}

/// Momenta with their softmax weights in a Fenwick tree, so that drawing and learning cost log(count).
#[derive(Debug, Clone)]
pub struct Learner {
    options: MomentumOptions,
    momenta: Vec<f64>,
    weights: Vec<f64>,
    tree: Vec<f64>,
}

impl Momentum {
    /// For `count` ≥ 0 candidates.
    pub fn new(options: Option<MomentumOptions>, count: usize) -> Self {
        let Some(options) = options else {
            return Self::Off { count };
        };
        let mut learner =
            Learner { options, momenta: vec![0.0; count], weights: vec![1.0; count], tree: vec![0.0; count + 1] };
        learner.rebuild();
        Self::On(learner)
    }

    /// Draws a candidate with exactly one random number, so that ε = 1 draws the very same candidates as no momentum.
    pub fn draw(&self, random: &mut Random) -> usize {
        let unit = random.unit();
        match self {
            Self::Off { count } => uniform(unit, *count),
            Self::On(learner) => learner.draw(unit),
        }
    }

    /// Records whether the move to a candidate was accepted and improved the archive.
    pub fn learn(&mut self, candidate: usize, improved: bool) {
        if let Self::On(learner) = self {
            learner.learn(candidate, improved);
        }
    }

    /// Sums the weights afresh; called now and then so that rounding does not pile up.
    pub fn rebuild(&mut self) {
        if let Self::On(learner) = self {
            learner.rebuild();
        }
    }

    /// Probability of drawing a candidate; for tests and explanations.
    pub fn probability(&self, candidate: usize) -> f64 {
        match self {
            Self::Off { count } => 1.0 / *count as f64,
            Self::On(learner) => {
                let epsilon = learner.options.epsilon;
                let softmax = learner.weights[candidate] / learner.weights.iter().sum::<f64>();
                (1.0 - epsilon) * softmax + epsilon / learner.weights.len() as f64
            }
        }
    }
}

fn uniform(unit: f64, count: usize) -> usize {
    // unit < 1, but the product may round up to count.
    ((unit * count as f64) as usize).min(count - 1)
}

impl Learner {
    fn draw(&self, unit: f64) -> usize {
        let epsilon = self.options.epsilon;
        if unit < epsilon {
            return uniform(unit / epsilon, self.weights.len());
        }
        self.find((unit - epsilon) / (1.0 - epsilon) * self.total())
    }

    fn learn(&mut self, candidate: usize, improved: bool) {
        let before = self.momenta[candidate];
        if before == 0.0 && !improved {
            return;
        }
        let MomentumOptions { mu, theta, .. } = self.options;
        let after = mu * before + (1.0 - mu) * f64::from(u8::from(improved));
        self.momenta[candidate] = after;
        let weight = libm::exp(after / theta);
        let change = weight - self.weights[candidate];
        self.weights[candidate] = weight;
        let mut node = candidate + 1;
        while node < self.tree.len() {
            self.tree[node] += change;
            node += node & node.wrapping_neg();
        }
    }

    fn rebuild(&mut self) {
        self.tree[1..].copy_from_slice(&self.weights);
        for node in 1..self.tree.len() {
            let parent = node + (node & node.wrapping_neg());
            if parent < self.tree.len() {
                self.tree[parent] += self.tree[node];
            }
        }
    }

    fn total(&self) -> f64 {
        let mut node = self.weights.len();
        let mut sum = 0.0;
        while node > 0 {
            sum += self.tree[node];
            node &= node - 1;
        }
        sum
    }

    /// First candidate at which the running sum of weights exceeds `target`.
    fn find(&self, mut target: f64) -> usize {
        let count = self.weights.len();
        let mut position = 0;
        let mut step = count.next_power_of_two();
        while step > 0 {
            let next = position + step;
            if next <= count && self.tree[next] <= target {
                target -= self.tree[next];
                position = next;
            }
            step >>= 1;
        }
        position.min(count - 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taught() -> Momentum {
        let options = MomentumOptions { mu: 0.5, epsilon: 0.2, theta: 0.3 };
        let mut momentum = Momentum::new(Some(options), 7);
        for (candidate, improved) in [(2, true), (2, true), (5, true), (5, false), (0, false)] {
            momentum.learn(candidate, improved);
        }
        momentum
    }

    #[test]
    fn probabilities_sum_to_one_and_none_is_zero() {
        let momentum = taught();
        let all: Vec<f64> = (0..7).map(|candidate| momentum.probability(candidate)).collect();
        assert!((all.iter().sum::<f64>() - 1.0).abs() < 1e-14);
        assert!(all.iter().all(|&probability| probability >= 0.2 / 7.0));
        assert!(all[2] > all[5] && all[5] > all[0]);
    }

    #[test]
    fn draws_follow_the_probabilities() {
        let momentum = taught();
        let mut random = Random::new(11);
        let draws = 200_000;
        let mut seen = [0u32; 7];
        for _ in 0..draws {
            seen[momentum.draw(&mut random)] += 1;
        }
        for (candidate, &count) in seen.iter().enumerate() {
            let expected = momentum.probability(candidate);
            let sigma = (expected * (1.0 - expected) / f64::from(draws)).sqrt();
            assert!((f64::from(count) / f64::from(draws) - expected).abs() < 5.0 * sigma, "{candidate}");
        }
    }

    #[test]
    fn epsilon_one_draws_what_no_momentum_draws() {
        let mut with = Momentum::new(Some(MomentumOptions { mu: 0.0, epsilon: 1.0, theta: 0.2 }), 13);
        let without = Momentum::new(None, 13);
        let (mut a, mut b) = (Random::new(3), Random::new(3));
        for turn in 0..1_000 {
            let drawn = with.draw(&mut a);
            assert_eq!(drawn, without.draw(&mut b));
            with.learn(drawn, turn % 3 == 0);
        }
    }

    #[test]
    fn rebuilding_changes_no_weight() {
        let mut momentum = taught();
        let before: Vec<f64> = (0..7).map(|candidate| momentum.probability(candidate)).collect();
        momentum.rebuild();
        let after: Vec<f64> = (0..7).map(|candidate| momentum.probability(candidate)).collect();
        assert_eq!(before, after);
    }
}
