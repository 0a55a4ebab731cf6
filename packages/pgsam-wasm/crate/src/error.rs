//! What a caller can get wrong, one variant per thing a caller may want to tell apart.

use thiserror::Error;

/// Why the flat form of a problem was refused.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum ProblemError {
    /// Too short for its own header or counts, or with numbers left over.
    #[error(
        "the flat problem has {actual} numbers where its header asks for {expected}; encode it with encodePlacementProblem"
    )]
    Length {
        /// Numbers given.
        actual: u64,
        /// Numbers the header asks for.
        expected: u64,
    },
    /// Larger than any machine this is meant for.
    #[error("the flat problem has {actual} numbers; at most {limit} are accepted")]
    TooLarge {
        /// Numbers given.
        actual: u64,
        /// Most numbers accepted.
        limit: u64,
    },
    /// Written by another version of the encoder.
    #[error(
        "the flat problem has version {actual} where this build reads version {expected}; rebuild both packages together"
    )]
    Version {
        /// Version given.
        actual: f64,
        /// Version this build reads.
        expected: f64,
    },
    /// One number breaks its rule.
    #[error("{section}[{index}].{field} = {value} at position {position} is not {rule}")]
    Number {
        /// Part of the layout: `stages`, `devices`, …
        section: &'static str,
        /// Which of its items.
        index: usize,
        /// Which field of the item.
        field: &'static str,
        /// The offending number.
        value: f64,
        /// What it has to be.
        rule: &'static str,
        /// Position in the flat form.
        position: usize,
    },
    /// No stage has prefill work, so a question would take no time and mean power would have no value.
    #[error("no stage has prefillFlop or prefillByte above 0; a question without work has no mean power")]
    NoWork,
    /// A stage is forbidden everywhere.
    #[error("stages[{stage}] is allowed on no device in {phase}; allow at least one")]
    Nowhere {
        /// `prefill` or `decode`.
        phase: &'static str,
        /// Which stage.
        stage: usize,
    },
    /// `neededSamples` is not a distribution.
    #[error("request.neededSamples sums to {sum}, not to 1: it is the distribution of the samples a question needs")]
    NeededSamples {
        /// What it sums to.
        sum: f64,
    },
}

/// Why a plan does not belong to its problem.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PlanError {
    /// Wrong number of entries.
    #[error(
        "the flat plan has {actual} entries where the problem needs {expected}: two devices per stage, a point per device, wave, micro-batches"
    )]
    Length {
        /// Entries given.
        actual: usize,
        /// Entries needed.
        expected: usize,
    },
    /// One entry is out of its range.
    #[error("plan.{field}[{index}] = {value} is not in {least}…{most}")]
    Range {
        /// Which part of the plan.
        field: &'static str,
        /// Which entry of it.
        index: usize,
        /// The offending entry.
        value: u32,
        /// Smallest value accepted.
        least: u32,
        /// Largest value accepted.
        most: u32,
    },
}

/// Why the options of a search were refused.
#[derive(Debug, Clone, PartialEq, Error)]
#[error("option {option} = {value} is not {rule}")]
pub struct OptionsError {
    /// Name of the option.
    pub option: &'static str,
    /// The offending value.
    pub value: f64,
    /// What it has to be.
    pub rule: &'static str,
}

/// Why a hypervolume cannot be computed.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum HypervolumeError {
    /// Not a list of triples.
    #[error("{actual} coordinates do not make points of three")]
    Shape {
        /// Coordinates given.
        actual: usize,
    },
    /// NaN or infinite.
    #[error("coordinate {index} = {value} is not finite")]
    NotFinite {
        /// Position of the coordinate.
        index: usize,
        /// The offending value.
        value: f64,
    },
}
