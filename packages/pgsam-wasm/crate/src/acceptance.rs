//! How much one plan dominates another, and with what probability a worse one is accepted.

use crate::objectives::Objectives;

/// The scale R of every objective, frozen while a temperature lasts so that a trace does not depend on archive order.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scale([f64; 3]);

impl Scale {
    /// Ranges of the given vectors. Where all agree, the size of the value itself; where that is 0, 1.
    pub fn of<'a>(vectors: impl Iterator<Item = &'a Objectives>) -> Self {
        let mut least = [f64::INFINITY; 3];
        let mut most = [f64::NEG_INFINITY; 3];
        for vector in vectors {
            for (axis, &value) in vector.iter().enumerate() {
                least[axis] = least[axis].min(value);
                most[axis] = most[axis].max(value);
            }
        }
        Self(core::array::from_fn(|axis| {
            let range = most[axis] - least[axis];
            if range > 0.0 && range.is_finite() {
                range
            } else if most[axis] > 0.0 && most[axis].is_finite() {
                most[axis]
            } else {
                1.0
            }
        }))
    }

    /// Amount of domination between two vectors: the geometric mean of |Δf|/R over the objectives that differ; 0 when none
    /// does.
    ///
    /// AMOSA multiplies instead (Bandyopadhyay, Saha, Maulik, Deb, IEEE TEVC 12(3), 2008). A product shrinks with the number
    /// of objectives, and with it what a temperature means; a geometric mean does not.
    pub fn domination(&self, a: &Objectives, b: &Objectives) -> f64 {
        let mut product = 1.0;
        let mut differing = 0;
        for axis in 0..3 {
            if a[axis] != b[axis] {
                product *= (a[axis] - b[axis]).abs() / self.0[axis];
                differing += 1;
            }
        }
        match differing {
            0 => 0.0,
            1 => product,
            2 => product.sqrt(),
            _ => cube_root(product),
        }
    }
}

/// Cube root of a finite number ≥ 0, to a few units in the last place, from + × ÷ alone.
///
/// `libm::cbrt` rounds correctly with a software fused multiply-add and took a third of a search's time; here only the same bits
/// everywhere matter. A third of the exponent bits gives five bits of the root, every Halley step triples them.
fn cube_root(value: f64) -> f64 {
    // The estimate halves nothing for subnormal numbers; a domination that small is none.
    if value < f64::MIN_POSITIVE {
        return 0.0;
    }
    let mut root = f64::from_bits(value.to_bits() / 3 + 0x2a9f_7893_0000_0000);
    for _ in 0..3 {
        let cube = root * root * root;
        root *= (cube + value + value) / (cube + cube + value);
    }
    root
}

/// 1/(1 + exp(Δ/T)): at most one half for Δ ≥ 0, and the less the colder.
///
/// AMOSA's paper prints Δ·T, which would accept less when hot; its authors' code divides, and so does this.
pub fn acceptance(domination: f64, temperature: f64) -> f64 {
    1.0 / (1.0 + libm::exp(domination / temperature))
}

/// The temperature at which a domination is accepted with the given probability, below one half.
pub fn temperature_for(domination: f64, probability: f64) -> f64 {
    domination / libm::log(1.0 / probability - 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cube_roots_are_right_to_a_few_units_in_the_last_place() {
        for exponent in -300..300 {
            let value = libm::pow(10.0, f64::from(exponent) + 0.37);
            let exact = libm::cbrt(value);
            assert!((cube_root(value) - exact).abs() <= 4.0 * f64::EPSILON * exact, "{value:e}");
        }
        assert_eq!(cube_root(0.0), 0.0);
    }

    #[test]
    fn hotter_accepts_more_and_worse_is_accepted_less() {
        assert!(acceptance(0.5, 2.0) > acceptance(0.5, 0.1));
        assert!(acceptance(0.9, 1.0) < acceptance(0.1, 1.0));
        assert_eq!(acceptance(0.0, 1.0), 0.5);
        assert_eq!(acceptance(1e9, 1e-9), 0.0);
    }

    #[test]
    fn a_start_temperature_gives_its_target() {
        let temperature = temperature_for(0.3, 0.4);
        assert!((acceptance(0.3, temperature) - 0.4).abs() < 1e-15);
    }

    #[test]
    fn equal_objectives_are_left_out_of_the_mean() {
        let scale = Scale::of([[0.0, 0.0, 0.0], [2.0, 4.0, 0.0]].iter());
        assert_eq!(scale.domination(&[0.0, 0.0, 5.0], &[1.0, 2.0, 5.0]), 0.5);
        assert_eq!(scale.domination(&[1.0, 2.0, 5.0], &[1.0, 2.0, 5.0]), 0.0);
        assert_eq!(scale.domination(&[0.0, 0.0, 0.0], &[1.0, 0.0, 0.0]), 0.5);
    }

    #[test]
    fn a_single_point_is_scaled_by_its_own_size() {
        let scale = Scale::of([[4.0, 0.0, 0.5]].iter());
        assert_eq!(scale.domination(&[4.0, 0.0, 0.5], &[6.0, 0.0, 0.5]), 0.5);
        assert_eq!(scale.domination(&[4.0, 0.0, 0.5], &[4.0, 3.0, 0.5]), 3.0);
    }
}
