//! The sweep against the definition: inclusion and exclusion over all subsets of the dominated boxes.

use pgsam::hypervolume::hypervolume3;
use pgsam::random::Random;
use proptest::prelude::*;

fn by_inclusion_and_exclusion(points: &[[f64; 3]], reference: &[f64; 3]) -> f64 {
    (1u32..1 << points.len())
        .map(|subset| {
            let members = (0..points.len()).filter(|&index| subset >> index & 1 == 1);
            let corner: [f64; 3] = std::array::from_fn(|axis| {
                members.clone().fold(f64::NEG_INFINITY, |most, i| most.max(points[i][axis]))
            });
            let volume: f64 = (0..3).map(|axis| (reference[axis] - corner[axis]).max(0.0)).product();
            if subset.count_ones() % 2 == 1 { volume } else { -volume }
        })
        .sum()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_sweep_equals_inclusion_and_exclusion(seed: u64, count in 0usize..11, grid in 2usize..40) {
        let mut random = Random::new(seed);
        // A coarse grid makes ties and repeated points common; some points lie beyond the reference.
        let points: Vec<[f64; 3]> =
            (0..count).map(|_| std::array::from_fn(|_| random.below(grid) as f64 / grid as f64 * 1.2)).collect();
        let reference = [1.0, 1.0, 1.0];
        let expected = by_inclusion_and_exclusion(&points, &reference);
        let actual = hypervolume3(points.as_flattened(), &reference).expect("finite triples");
        // 2^10 terms of at most 1.
        prop_assert!((actual - expected).abs() <= 1e-12, "{actual} {expected}");
    }

    #[test]
    fn order_and_dominated_points_do_not_matter(seed: u64) {
        let mut random = Random::new(seed);
        let mut points: Vec<[f64; 3]> = (0..60).map(|_| std::array::from_fn(|_| random.unit())).collect();
        let before = hypervolume3(points.as_flattened(), &[1.0; 3]).expect("finite triples");
        points.reverse();
        points.push(points[7].map(|value| value + 0.01));
        let after = hypervolume3(points.as_flattened(), &[1.0; 3]).expect("finite triples");
        prop_assert!((before - after).abs() <= 1e-13);
    }
}
