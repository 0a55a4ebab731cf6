//! Everything non-dominated and feasible that the search has ever seen: unbounded, nothing rounded, nothing clamped.

use crate::objectives::{Objectives, weakly_dominates};

/// Mutually non-dominated plans, sorted by energy. Two plans of equal cost are one: the first seen stays.
#[derive(Debug, Clone)]
pub struct Archive {
    width: usize,
    /// Sorted by the first objective. The plan of an entry lies at its slot, so that sorting moves small things only.
    entries: Vec<Entry>,
    plans: Vec<u32>,
    free: Vec<u32>,
}

#[derive(Debug, Clone, Copy)]
struct Entry {
    objectives: Objectives,
    slot: u32,
}

impl Archive {
    /// Empty archive of plans of the given width.
    pub fn new(width: usize) -> Self {
        Self { width, entries: Vec::new(), plans: Vec::new(), free: Vec::new() }
    }

    /// Number of members.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether nothing feasible was ever seen.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Members in order of energy: objectives and plan.
    pub fn iter(&self) -> impl Iterator<Item = (&Objectives, &[u32])> {
        self.entries.iter().map(|entry| (&entry.objectives, self.plan(entry.slot)))
    }

    /// Offers a feasible plan; true when it was taken, which removes every member it dominates.
    pub fn offer(&mut self, objectives: &Objectives, plan: &[u32]) -> bool {
        // Whoever is at least as good in energy stands before `end`; whoever is dominated stands from `start` on.
        let end = self.entries.partition_point(|entry| entry.objectives[0] <= objectives[0]);
        if self.entries[..end].iter().rev().any(|entry| weakly_dominates(&entry.objectives, objectives)) {
            return false;
        }
        let start = self.entries[..end].partition_point(|entry| entry.objectives[0] < objectives[0]);
        self.remove_dominated(start, objectives);
        let slot = self.store(plan);
        self.entries.insert(start, Entry { objectives: *objectives, slot });
        true
    }

    fn remove_dominated(&mut self, start: usize, objectives: &Objectives) {
        let mut kept = start;
        for index in start..self.entries.len() {
            let entry = self.entries[index];
            if weakly_dominates(objectives, &entry.objectives) {
                self.free.push(entry.slot);
            } else {
                self.entries[kept] = entry;
                kept += 1;
            }
        }
        self.entries.truncate(kept);
    }

    fn store(&mut self, plan: &[u32]) -> u32 {
        if let Some(slot) = self.free.pop() {
            let from = slot as usize * self.width;
            self.plans[from..from + self.width].copy_from_slice(plan);
            return slot;
        }
        self.plans.extend_from_slice(plan);
        (self.plans.len() / self.width - 1) as u32
    }

    fn plan(&self, slot: u32) -> &[u32] {
        let from = slot as usize * self.width;
        &self.plans[from..from + self.width]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::objectives::{Relation, relation};
    use crate::random::Random;

    #[test]
    fn holds_exactly_the_non_dominated_points_of_everything_offered() {
        for seed in 0..50 {
            let mut random = Random::new(seed);
            // A coarse grid makes equal and partly equal vectors common.
            let points: Vec<Objectives> = (0..200).map(|_| core::array::from_fn(|_| random.below(12) as f64)).collect();
            let mut archive = Archive::new(1);
            for (index, point) in points.iter().enumerate() {
                archive.offer(point, &[index as u32]);
            }
            let mut expected: Vec<usize> = (0..points.len())
                .filter(|&i| {
                    points.iter().enumerate().all(|(j, other)| match relation(other, &points[i]) {
                        Relation::Dominates => false,
                        Relation::Equal => j >= i,
                        _ => true,
                    })
                })
                .collect();
            let mut actual: Vec<usize> = archive.iter().map(|(_, plan)| plan[0] as usize).collect();
            expected.sort_unstable();
            actual.sort_unstable();
            assert_eq!(actual, expected, "seed {seed}");
        }
    }
}
