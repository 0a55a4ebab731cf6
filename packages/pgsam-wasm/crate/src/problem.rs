//! A placement problem in memory: the twin of `PlacementProblem` in `@qeil/model`, without its names.

use crate::error::ProblemError;

/// Which half of the work: prefill reads the prompt, decode writes the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Reading the prompt, once per question.
    Prefill = 0,
    /// Writing the answer, once per token.
    Decode = 1,
}

/// Both phases, in the order of every array that is indexed by them.
pub const PHASES: [Phase; 2] = [Phase::Prefill, Phase::Decode];

/// Work of one stage (embedding, one decoder layer, or head).
#[derive(Debug, Clone, PartialEq)]
pub struct Stage {
    /// Weights on each device that holds the stage (B).
    pub weight_byte: f64,
    /// Arithmetic of one prefill (FLOP).
    pub prefill_flop: f64,
    /// Traffic of one prefill (B).
    pub prefill_byte: f64,
    /// Arithmetic of one decode step of one row (FLOP).
    pub decode_flop_per_row: f64,
    /// Traffic of a decode pass whatever its rows (B).
    pub decode_byte_per_pass: f64,
    /// Traffic of a decode pass per row (B).
    pub decode_byte_per_row: f64,
    /// KV of the prompt (B).
    pub prompt_kv_byte: f64,
    /// KV of one row at its longest (B).
    pub row_kv_byte: f64,
    /// Activations handed on in prefill (B).
    pub prefill_crossing_byte: f64,
    /// Activations handed on in decode, per row (B).
    pub decode_crossing_byte_per_row: f64,
}

/// One clock or thread setting of a device. Pairs are indexed by [`Phase`].
#[derive(Debug, Clone, PartialEq)]
pub struct OperatingPoint {
    /// Arithmetic rate π (FLOP/s).
    pub flop_rate: [f64; 2],
    /// Memory bandwidth β (B/s).
    pub byte_rate: [f64; 2],
    /// Fixed cost of running one stage once (s).
    pub stage_overhead_s: [f64; 2],
    /// Host work per row, stage and pass (s).
    pub row_overhead_s: [f64; 2],
    /// Switching energy ε_f (J/FLOP).
    pub joule_per_flop: f64,
    /// Traffic energy ε_m (J/B).
    pub joule_per_byte: f64,
    /// Constant power while busy π₀ (W).
    pub active_power_w: f64,
}

/// Something that executes.
#[derive(Debug, Clone, PartialEq)]
pub struct Device {
    /// Index of its memory pool.
    pub pool: usize,
    /// Index of its power domain.
    pub power_domain: usize,
    /// Index of its thermal domain.
    pub thermal_domain: usize,
    /// Power while not busy (W).
    pub sleep_power_w: f64,
    /// Memory of its process when used (B).
    pub runtime_byte: f64,
    /// Position of its first operating point in [`Problem::points`].
    pub first_point: usize,
    /// How many operating points it has, at least one.
    pub point_count: usize,
}

/// Memory that devices share.
#[derive(Debug, Clone, PartialEq)]
pub struct Pool {
    /// Capacity a plan may use (B).
    pub usable_byte: f64,
    /// Bandwidth of the whole pool (B/s).
    pub byte_rate: f64,
}

/// P_L(T) = P_L0·(T/T₀)²·exp(−(E_a/k)(1/T − 1/T₀)).
#[derive(Debug, Clone, PartialEq)]
pub struct LeakageLaw {
    /// P_L0 (W).
    pub reference_power_w: f64,
    /// T₀ (K).
    pub reference_k: f64,
    /// E_a (eV).
    pub activation_ev: f64,
}

/// Devices that heat each other.
#[derive(Debug, Clone, PartialEq)]
pub struct ThermalDomain {
    /// Temperature around it (K).
    pub ambient_k: f64,
    /// Thermal resistance to ambient R (K/W).
    pub resistance_k_per_w: f64,
    /// Highest temperature a plan may settle at (K).
    pub limit_k: f64,
    /// Absent when leakage is not modelled.
    pub leakage: Option<LeakageLaw>,
}

/// Cost of moving bytes from one device to another.
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    /// Fixed time of one transfer (s).
    pub latency_s: f64,
    /// Bandwidth (B/s).
    pub byte_rate: f64,
    /// Energy (J/B).
    pub joule_per_byte: f64,
}

/// Upper bounds on a plan; infinite when absent.
#[derive(Debug, Clone, PartialEq)]
pub struct Bounds {
    /// On the energy of a question (J).
    pub energy_j: f64,
    /// On its duration (s).
    pub latency_s: f64,
    /// On the mean power (W).
    pub power_w: f64,
}

/// What a wave of b rows means, at index b − 1 of [`Problem::waves`].
#[derive(Debug, Clone, PartialEq)]
pub struct Wave {
    /// Expected waves of this size per question, Σ_n neededSamples[n]·⌈n/b⌉.
    pub expected_waves: f64,
    /// Expected decode steps of a wave: its longest row.
    pub decode_steps: f64,
    /// Expected rows still running, averaged over those steps.
    pub rows_per_step: f64,
}

/// Everything the search may know. Built only by [`Problem::decode`], so every instance is valid.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    pub(crate) stages: Vec<Stage>,
    pub(crate) devices: Vec<Device>,
    pub(crate) points: Vec<OperatingPoint>,
    pub(crate) pools: Vec<Pool>,
    pub(crate) power_cap_w: Vec<f64>,
    pub(crate) thermal_domains: Vec<ThermalDomain>,
    pub(crate) links: Vec<Link>,
    pub(crate) allowed: Vec<bool>,
    pub(crate) waves: Vec<Wave>,
    pub(crate) bounds: Bounds,
    pub(crate) board_power_w: f64,
    pub(crate) whole_phases: bool,
}

impl Problem {
    /// Reads the flat form that `encodePlacementProblem` writes and checks every number of it.
    ///
    /// # Errors
    /// [`ProblemError`] naming the first thing that is wrong. No input, however hostile, makes this panic or allocate more
    /// than a small multiple of the input's own size.
    pub fn decode(flat: &[f64]) -> Result<Self, ProblemError> {
        crate::decode::decode(flat)
    }

    /// Number of stages S.
    pub fn stage_count(&self) -> usize {
        self.stages.len()
    }

    /// Number of devices D.
    pub fn device_count(&self) -> usize {
        self.devices.len()
    }

    /// Number of memory pools.
    pub fn pool_count(&self) -> usize {
        self.pools.len()
    }

    /// Number of thermal domains.
    pub fn thermal_domain_count(&self) -> usize {
        self.thermal_domains.len()
    }

    /// Largest wave: the sample budget k.
    pub fn largest_wave(&self) -> usize {
        self.waves.len()
    }

    /// Operating points of a device.
    pub fn point_count(&self, device: usize) -> usize {
        self.devices[device].point_count
    }

    /// Whether all stages of a phase run on one device.
    pub fn whole_phases(&self) -> bool {
        self.whole_phases
    }

    /// Whether a stage may run on a device in a phase.
    pub fn is_allowed(&self, phase: Phase, stage: usize, device: usize) -> bool {
        self.allowed[(phase as usize * self.stages.len() + stage) * self.devices.len() + device]
    }

    /// 1 for a stage on a device where it is not allowed, and 1 for one that leaves a phase that must stay whole.
    pub(crate) fn misplaced(&self, phase: Phase, stage: usize, device: usize, first: u32) -> u32 {
        u32::from(!self.is_allowed(phase, stage, device)) + u32::from(self.whole_phases && device != first as usize)
    }

    pub(crate) fn point(&self, device: usize, index: u32) -> &OperatingPoint {
        &self.points[self.devices[device].first_point + index as usize]
    }

    pub(crate) fn link(&self, from: usize, to: usize) -> &Link {
        &self.links[from * self.devices.len() + to]
    }
}
