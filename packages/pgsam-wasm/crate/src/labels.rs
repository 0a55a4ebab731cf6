//! Sets of labels none of which dominates another, the states of a label-setting search.

/// Components of a label, at most: unused ones are 0 and equal everywhere.
pub(crate) const WIDTH: usize = 12;

/// A partial plan: what it costs so far in every respect that later decisions or the final cost depend on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Label {
    pub cost: [f64; WIDTH],
    /// Where it came from, in the arena of steps.
    pub step: u32,
}

/// One decision with the decision before it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Step {
    pub before: u32,
    /// Point (counted through all devices) of the stage's prefill and decode.
    pub prefill_point: u16,
    pub decode_point: u16,
}

/// No step before this one.
pub(crate) const FIRST: u32 = u32::MAX;

/// Index of the energy that heats no leaky domain, the first component.
pub(crate) const COLD: usize = 0;
/// Index of the first energy that does.
pub(crate) const FIRST_LEAKY: usize = 1;

/// When one label is nowhere worse than another, whatever is added to both.
#[derive(Debug, Clone, Default)]
pub(crate) struct Order {
    /// Components in use.
    pub width: usize,
    /// Per leaky domain, least and most that a joule of heat costs in all (J/J): 1 and what leaks because of it. Leakage is
    /// not linear, so a joule here for a joule there is a bargain only if it is one at every temperature.
    pub joule_price: Vec<[f64; 2]>,
}

impl Order {
    fn no_worse(&self, a: &[f64; WIDTH], b: &[f64; WIDTH]) -> bool {
        let rest = FIRST_LEAKY + self.joule_price.len();
        if a[rest..self.width].iter().zip(&b[rest..self.width]).any(|(x, y)| x > y) {
            return false;
        }
        let mut difference = a[COLD] - b[COLD];
        for (index, price) in self.joule_price.iter().enumerate() {
            let joule = a[FIRST_LEAKY + index] - b[FIRST_LEAKY + index];
            if joule != 0.0 {
                difference += joule * price[usize::from(joule > 0.0)];
            }
        }
        difference <= 0.0
    }

    /// Whether the set has a label that is nowhere worse.
    pub fn is_covered(&self, labels: &[Label], cost: &[f64; WIDTH]) -> bool {
        labels.iter().any(|known| self.no_worse(&known.cost, cost))
    }

    /// Adds a label that nothing covers and removes what it covers.
    pub fn insert(&self, labels: &mut Vec<Label>, label: Label) {
        labels.retain(|known| !self.no_worse(&label.cost, &known.cost));
        labels.push(label);
    }
}
