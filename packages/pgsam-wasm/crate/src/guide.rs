//! The bounded archive that steers: a new plan is judged against it, and restarts leave from where it is thinnest.

use crate::acceptance::Scale;
use crate::objectives::{Objectives, Relation, relation};

/// How a new plan stands to the guide.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Standing {
    /// Members that dominate it.
    pub dominators: usize,
    /// Sum of their amounts of domination.
    pub total: f64,
    /// Smallest amount among them, and who has it.
    pub nearest: Option<(f64, usize)>,
}

impl Standing {
    /// No member dominates the plan.
    pub const UNCHALLENGED: Self = Self { dominators: 0, total: 0.0, nearest: None };
}

/// Mutually non-dominated plans, at most `soft_limit` of them; above it, trimmed to `hard_limit` by crowding.
#[derive(Debug, Clone)]
pub struct Guide {
    width: usize,
    hard_limit: usize,
    soft_limit: usize,
    members: Vec<Member>,
    plans: Vec<u32>,
    trim: Trim,
    /// Whether `trim` is of the members as they are.
    measured: bool,
}

#[derive(Debug, Clone, Copy)]
struct Member {
    objectives: Objectives,
    /// Restarts that left from here.
    restarts: u32,
}

impl Guide {
    /// Empty guide for plans of the given width; `soft_limit` > `hard_limit` ≥ 3.
    pub fn new(width: usize, hard_limit: usize, soft_limit: usize) -> Self {
        debug_assert!(hard_limit >= 3 && soft_limit > hard_limit);
        Self {
            width,
            hard_limit,
            soft_limit,
            members: Vec::new(),
            plans: Vec::new(),
            trim: Trim::default(),
            measured: false,
        }
    }

    /// Number of members.
    pub fn len(&self) -> usize {
        self.members.len()
    }

    /// Whether there is no member.
    pub fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    /// Objectives of the members.
    pub fn objectives(&self) -> impl Iterator<Item = &Objectives> {
        self.members.iter().map(|member| &member.objectives)
    }

    /// Objectives and plan of one member.
    pub fn member(&self, index: usize) -> (&Objectives, &[u32]) {
        (&self.members[index].objectives, &self.plans[index * self.width..(index + 1) * self.width])
    }

    /// Judges a plan that is not to be added.
    pub fn standing(&self, objectives: &Objectives, scale: &Scale) -> Standing {
        let mut standing = Standing::UNCHALLENGED;
        for (index, member) in self.members.iter().enumerate() {
            if relation(&member.objectives, objectives) == Relation::Dominates {
                let amount = scale.domination(&member.objectives, objectives);
                standing.dominators += 1;
                standing.total += amount;
                if standing.nearest.is_none_or(|(least, _)| amount < least) {
                    standing.nearest = Some((amount, index));
                }
            }
        }
        standing
    }

    /// Adds a plan that no member dominates or equals, removing the members it dominates.
    pub fn add(&mut self, objectives: &Objectives, plan: &[u32]) {
        let mut index = 0;
        while index < self.members.len() {
            if relation(objectives, &self.members[index].objectives) == Relation::Dominates {
                self.remove(index);
            } else {
                index += 1;
            }
        }
        self.measured = false;
        self.members.push(Member { objectives: *objectives, restarts: 0 });
        self.plans.extend_from_slice(plan);
        if self.members.len() > self.soft_limit {
            self.trim_to_hard_limit();
        }
    }

    /// The member to restart from: of those left least often, the one with the most room around it. It is marked as left.
    pub fn least_crowded(&mut self) -> Option<usize> {
        let fewest = self.members.iter().map(|member| member.restarts).min()?;
        self.measure();
        let mut best: Option<(f64, usize)> = None;
        for (index, member) in self.members.iter().enumerate() {
            let room = self.trim.room[index];
            if member.restarts == fewest && best.is_none_or(|(most, _)| room > most) {
                best = Some((room, index));
            }
        }
        let (_, index) = best?;
        self.members[index].restarts += 1;
        Some(index)
    }

    /// Whether a member has at least as much room around it as another.
    pub fn is_roomier(&mut self, one: usize, other: usize) -> bool {
        self.measure();
        self.trim.room[one] >= self.trim.room[other]
    }

    fn measure(&mut self) {
        if !self.measured {
            self.trim.measure(&self.members);
            self.measured = true;
        }
    }

    /// The member at the low end of an objective; the guide must not be empty.
    pub fn end(&self, axis: usize) -> usize {
        let mut best = 0;
        for (index, member) in self.members.iter().enumerate() {
            if member.objectives[axis] < self.members[best].objectives[axis] {
                best = index;
            }
        }
        best
    }

    fn remove(&mut self, index: usize) {
        self.measured = false;
        self.members.swap_remove(index);
        let last = self.members.len();
        if index < last {
            self.plans.copy_within(last * self.width.., index * self.width);
        }
        self.plans.truncate(last * self.width);
    }

    fn trim_to_hard_limit(&mut self) {
        self.trim.measure(&self.members);
        let surplus = self.members.len() - self.hard_limit;
        let mut dropped = self.trim.most_crowded(&self.members, surplus);
        dropped.sort_unstable();
        for &index in dropped.iter().rev() {
            self.remove(index);
        }
    }
}

const NONE: usize = usize::MAX;

/// Crowding distances (Deb et al., IEEE TEVC 6(2), 2002) that stay right while members are dropped one by one.
#[derive(Debug, Clone, Default)]
struct Trim {
    /// Per member: sum over objectives of the gap between its neighbours, in units of the range; infinite at the ends.
    room: Vec<f64>,
    /// Per objective and member: the neighbours below and above.
    neighbours: [Vec<(usize, usize)>; 3],
    range: [f64; 3],
    order: Vec<usize>,
}

impl Trim {
    fn measure(&mut self, members: &[Member]) {
        let count = members.len();
        self.order.clear();
        self.order.extend(0..count);
        for axis in 0..3 {
            let value = |index: usize| members[index].objectives[axis];
            self.order.sort_by(|&a, &b| value(a).total_cmp(&value(b)).then(a.cmp(&b)));
            let neighbours = &mut self.neighbours[axis];
            neighbours.clear();
            neighbours.resize(count, (NONE, NONE));
            for pair in self.order.windows(2) {
                neighbours[pair[0]].1 = pair[1];
                neighbours[pair[1]].0 = pair[0];
            }
            self.range[axis] = value(self.order[count - 1]) - value(self.order[0]);
        }
        self.room.clear();
        for index in 0..count {
            let room = self.room_of(members, index);
            self.room.push(room);
        }
    }

    fn room_of(&self, members: &[Member], index: usize) -> f64 {
        let mut room = 0.0;
        for axis in 0..3 {
            if self.range[axis] == 0.0 {
                continue;
            }
            let (below, above) = self.neighbours[axis][index];
            if below == NONE || above == NONE {
                return f64::INFINITY;
            }
            room += (members[above].objectives[axis] - members[below].objectives[axis]) / self.range[axis];
        }
        room
    }

    /// Drops the most crowded member `count` times, measuring anew around each gap.
    fn most_crowded(&mut self, members: &[Member], count: usize) -> Vec<usize> {
        let mut present = vec![true; members.len()];
        let mut dropped = Vec::with_capacity(count);
        for _ in 0..count {
            let least_room = (0..members.len())
                .filter(|&index| present[index])
                .min_by(|&a, &b| self.room[a].total_cmp(&self.room[b]));
            let Some(worst) = least_room else {
                break;
            };
            present[worst] = false;
            dropped.push(worst);
            let around = self.neighbours.each_ref().map(|neighbours| neighbours[worst]);
            for (neighbours, (below, above)) in self.neighbours.iter_mut().zip(around) {
                if below != NONE {
                    neighbours[below].1 = above;
                }
                if above != NONE {
                    neighbours[above].0 = below;
                }
            }
            for neighbour in around.into_iter().flat_map(|(below, above)| [below, above]) {
                if neighbour != NONE {
                    self.room[neighbour] = self.room_of(members, neighbour);
                }
            }
        }
        dropped
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A front of `count` points, x + y constant, thicker towards one end.
    fn filled(count: u32, hard: usize, soft: usize) -> Guide {
        let mut guide = Guide::new(1, hard, soft);
        for index in 0..count {
            let x = f64::from(index * index);
            guide.add(&[x, 1e6 - x, 0.0], &[index]);
        }
        guide
    }

    #[test]
    fn trimming_keeps_the_ends_and_thins_the_crowd() {
        let guide = filled(21, 10, 20);
        assert_eq!(guide.len(), 10);
        let plans: Vec<u32> = (0..guide.len()).map(|index| guide.member(index).1[0]).collect();
        assert!(plans.contains(&0) && plans.contains(&20), "{plans:?}");
        let thin_half = plans.iter().filter(|&&plan| plan >= 10).count();
        assert!(thin_half > 5, "{plans:?}");
        for index in 0..guide.len() {
            let (objectives, plan) = guide.member(index);
            assert_eq!(objectives[0], f64::from(plan[0] * plan[0]), "plan and objectives stay together");
        }
    }

    #[test]
    fn restarts_go_round_before_they_return() {
        let mut guide = filled(5, 10, 20);
        let mut left: Vec<usize> = (0..5).map(|_| guide.least_crowded().expect("not empty")).collect();
        left.sort_unstable();
        assert_eq!(left, [0, 1, 2, 3, 4]);
    }

    #[test]
    fn adding_removes_what_is_dominated() {
        let mut guide = filled(5, 10, 20);
        guide.add(&[-1.0, -1.0, -1.0], &[99]);
        assert_eq!(guide.len(), 1);
        assert_eq!(guide.member(0).1, [99]);
    }

    #[test]
    fn standing_counts_and_measures_the_dominators() {
        let guide = filled(3, 10, 20);
        let scale = Scale::of([[0.0, 0.0, 0.0], [1.0, 1.0, 1.0]].iter());
        let standing = guide.standing(&[2.0, 1e6, 0.0], &scale);
        // [0, 1e6] and [1, 1e6 − 1] dominate; the third differs in energy the wrong way.
        assert_eq!(standing.dominators, 2);
        assert_eq!(standing.nearest, Some((1.0, 1)));
        assert_eq!(standing.total, 2.0 + 1.0);
    }
}
