//! The three objectives, all minimised, and the order among them.

/// Energy (J), latency (s), under-utilisation.
pub type Objectives = [f64; 3];

/// How one objective vector stands to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// The first is nowhere worse and somewhere better.
    Dominates,
    /// The second is nowhere worse and somewhere better.
    Dominated,
    /// The same in all three.
    Equal,
    /// Each is better somewhere.
    Neither,
}

/// Compares two vectors of numbers (no NaN).
pub fn relation(a: &Objectives, b: &Objectives) -> Relation {
    let mut better = false;
    let mut worse = false;
    for (x, y) in a.iter().zip(b) {
        better |= x < y;
        worse |= x > y;
    }
    match (better, worse) {
        (true, false) => Relation::Dominates,
        (false, true) => Relation::Dominated,
        (false, false) => Relation::Equal,
        (true, true) => Relation::Neither,
    }
}

/// Whether `a` is nowhere worse than `b`.
pub fn weakly_dominates(a: &Objectives, b: &Objectives) -> bool {
    a[0] <= b[0] && a[1] <= b[1] && a[2] <= b[2]
}
