//! Exact hypervolume of three minimised objectives: the volume that a set of points dominates below a reference point.
//!
//! Sweeps the third coordinate and keeps the dominated area of the first two as a staircase, after Fonseca, Paquete and
//! López-Ibáñez (CEC 2006); O(n log n) comparisons, and moves of a sorted array that stay in cache for thousands of points.

use crate::error::HypervolumeError;
use crate::objectives::Objectives;

/// Hypervolume of flat triples with respect to `reference`. Points that are not better than it in all three add nothing.
///
/// # Errors
/// [`HypervolumeError`] when the coordinates are not triples or not finite.
pub fn hypervolume3(points: &[f64], reference: &Objectives) -> Result<f64, HypervolumeError> {
    let (triples, rest) = points.as_chunks::<3>();
    if !rest.is_empty() {
        return Err(HypervolumeError::Shape { actual: points.len() });
    }
    if let Some((index, &value)) = reference.iter().chain(points).enumerate().find(|(_, value)| !value.is_finite()) {
        // Positions are counted through the reference point first, then the points.
        return Err(HypervolumeError::NotFinite { index, value });
    }
    let mut inside: Vec<&Objectives> =
        triples.iter().filter(|point| point.iter().zip(reference).all(|(x, limit)| x < limit)).collect();
    inside.sort_by(|a, b| a[2].total_cmp(&b[2]));

    let mut staircase = Staircase { steps: Vec::with_capacity(inside.len()), area: 0.0 };
    let mut volume = 0.0;
    for (index, point) in inside.iter().enumerate() {
        staircase.insert(point[0], point[1], reference);
        let next = inside.get(index + 1).map_or(reference[2], |after| after[2]);
        volume += staircase.area * (next - point[2]);
    }
    Ok(volume)
}

/// Non-dominated points of the plane, x rising and y falling, with the area they dominate.
struct Staircase {
    steps: Vec<(f64, f64)>,
    area: f64,
}

impl Staircase {
    fn insert(&mut self, x: f64, y: f64, reference: &Objectives) {
        let start = self.steps.partition_point(|step| step.0 < x);
        let before = if start > 0 { self.steps[start - 1].1 } else { reference[1] };
        let same_x_is_lower = self.steps.get(start).is_some_and(|step| step.0 == x && step.1 <= y);
        if before <= y || same_x_is_lower {
            return;
        }
        let (mut left, mut top, mut end) = (x, before, start);
        while let Some(&(step_x, step_y)) = self.steps.get(end) {
            self.area += (step_x - left) * (top - y);
            if step_y < y {
                break;
            }
            (left, top) = (step_x, step_y);
            end += 1;
        }
        if end == self.steps.len() {
            self.area += (reference[0] - left) * (top - y);
        }
        self.steps.splice(start..end, [(x, y)]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_point_dominates_a_box() {
        assert_eq!(hypervolume3(&[1.0, 2.0, 3.0], &[2.0, 4.0, 6.0]), Ok(6.0));
    }

    #[test]
    fn points_on_or_beyond_the_reference_add_nothing() {
        assert_eq!(hypervolume3(&[2.0, 0.0, 0.0, 3.0, 0.0, 0.0], &[2.0, 1.0, 1.0]), Ok(0.0));
        assert_eq!(hypervolume3(&[], &[1.0, 1.0, 1.0]), Ok(0.0));
    }

    #[test]
    fn wrong_shapes_and_numbers_are_refused() {
        assert_eq!(hypervolume3(&[1.0, 2.0], &[3.0; 3]), Err(HypervolumeError::Shape { actual: 2 }));
        assert!(matches!(hypervolume3(&[f64::NAN; 3], &[3.0; 3]), Err(HypervolumeError::NotFinite { index: 3, .. })));
    }
}
