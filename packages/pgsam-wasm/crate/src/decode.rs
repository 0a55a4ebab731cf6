//! From the flat form to a [`Problem`], trusting nothing. The layout is written in `packages/model/src/placement/encode.ts`.

use crate::error::ProblemError;
use crate::problem::{Bounds, Device, LeakageLaw, Link, OperatingPoint, Pool, Problem, Stage, ThermalDomain, Wave};
use crate::thermal::RUNAWAY_K;

/// Version of the layout this build reads.
const VERSION: f64 = 1.0;
/// Numbers before the stages.
const HEADER: usize = 12;
const STAGE: u64 = 10;
const DEVICE: u64 = 6;
const POINT: u64 = 11;
const POOL: u64 = 2;
const THERMAL: u64 = 7;
const LINK: u64 = 3;
/// Most of anything; keeps every index within a `u32` and every product within a `u64`.
const MOST: f64 = 65_535.0;
/// Most numbers in all: 32 MB, four hundred times a 126-stage problem on eight devices.
const MOST_NUMBERS: u64 = 1 << 22;
/// Rounding that a distribution and its means may carry.
const TOLERANCE: f64 = 1e-9;

#[derive(Clone, Copy)]
enum Rule {
    NonNegative,
    Positive,
    PositiveOrInfinite,
    Flag,
    Count,
    Index(usize),
    Probability,
    Rows(usize),
    Ambient,
}

impl Rule {
    fn holds(self, value: f64) -> bool {
        match self {
            Rule::NonNegative => value >= 0.0 && value.is_finite(),
            Rule::Positive => value > 0.0 && value.is_finite(),
            Rule::PositiveOrInfinite => value > 0.0,
            Rule::Flag => value == 0.0 || value == 1.0,
            Rule::Count => (1.0..=MOST).contains(&value) && value.trunc() == value,
            Rule::Index(count) => value >= 0.0 && value < count as f64 && value.trunc() == value,
            Rule::Probability => (0.0..=1.0).contains(&value),
            Rule::Rows(wave) => value > 0.0 && value <= wave as f64 * (1.0 + TOLERANCE),
            Rule::Ambient => value > 0.0 && value < RUNAWAY_K,
        }
    }

    fn words(self) -> &'static str {
        match self {
            Rule::NonNegative => "a finite number ≥ 0",
            Rule::Positive => "a finite number > 0",
            Rule::PositiveOrInfinite => "a number > 0 (Infinity for none)",
            Rule::Flag => "0 or 1",
            Rule::Count => "a whole number in 1…65535",
            Rule::Index(_) => "the index of an existing item",
            Rule::Probability => "a number in [0, 1]",
            Rule::Rows(_) => "a number > 0, at most its wave size",
            Rule::Ambient => "a temperature above 0 K and below 2000 K",
        }
    }
}

struct Reader<'a> {
    flat: &'a [f64],
    position: usize,
    section: &'static str,
    index: usize,
}

impl Reader<'_> {
    fn item(&mut self, section: &'static str, index: usize) {
        self.section = section;
        self.index = index;
    }

    fn take(&mut self, field: &'static str, rule: Rule) -> Result<f64, ProblemError> {
        let position = self.position;
        // Lengths are checked before any section is read; this guards against a mistake here, not in the input.
        let value = *self
            .flat
            .get(position)
            .ok_or(ProblemError::Length { actual: self.flat.len() as u64, expected: position as u64 + 1 })?;
        self.position += 1;
        if rule.holds(value) {
            return Ok(value);
        }
        let (section, index) = (self.section, self.index);
        Err(ProblemError::Number { section, index, field, value, rule: rule.words(), position })
    }

    fn count(&mut self, field: &'static str) -> Result<usize, ProblemError> {
        Ok(self.take(field, Rule::Count)? as usize)
    }

    fn pair(&mut self, field: &'static str, rule: Rule) -> Result<[f64; 2], ProblemError> {
        Ok([self.take(field, rule)?, self.take(field, rule)?])
    }

    fn require(&self, expected: u64, exactly: bool) -> Result<(), ProblemError> {
        let actual = self.flat.len() as u64;
        if actual < expected || (exactly && actual != expected) {
            return Err(ProblemError::Length { actual, expected });
        }
        Ok(())
    }
}

pub(crate) fn decode(flat: &[f64]) -> Result<Problem, ProblemError> {
    let mut reader = Reader { flat, position: 0, section: "header", index: 0 };
    let actual = flat.len() as u64;
    if actual > MOST_NUMBERS {
        return Err(ProblemError::TooLarge { actual, limit: MOST_NUMBERS });
    }
    reader.require(HEADER as u64, false)?;
    if flat[0] != VERSION {
        return Err(ProblemError::Version { actual: flat[0], expected: VERSION });
    }
    reader.position = 1;
    let stage_count = reader.count("stages")?;
    let device_count = reader.count("devices")?;
    let pool_count = reader.count("pools")?;
    let power_count = reader.count("powerDomains")?;
    let thermal_count = reader.count("thermalDomains")?;
    let wave_count = reader.count("waveSizes")?;
    let whole_phases = reader.take("wholePhases", Rule::Flag)? == 1.0;
    let board_power_w = reader.take("boardPowerW", Rule::NonNegative)?;
    let bounds = Bounds {
        energy_j: reader.take("bounds.energyJ", Rule::PositiveOrInfinite)?,
        latency_s: reader.take("bounds.latencyS", Rule::PositiveOrInfinite)?,
        power_w: reader.take("bounds.powerW", Rule::PositiveOrInfinite)?,
    };

    // Every count is ≤ 65535, so no product below can leave a u64.
    let (s, d, k) = (stage_count as u64, device_count as u64, wave_count as u64);
    let before_points = HEADER as u64 + STAGE * s + DEVICE * d;
    let after_points = POOL * pool_count as u64
        + power_count as u64
        + THERMAL * thermal_count as u64
        + LINK * d * d
        + 2 * s * d
        + 3 * k;
    reader.require(before_points + POINT * d + after_points, false)?;

    let stages = (0..stage_count).map(|index| stage(&mut reader, index)).collect::<Result<Vec<_>, _>>()?;
    if !stages.iter().any(|stage| stage.prefill_flop > 0.0 || stage.prefill_byte > 0.0) {
        return Err(ProblemError::NoWork);
    }
    let mut devices = Vec::with_capacity(device_count);
    let mut point_total = 0;
    for index in 0..device_count {
        let read = device(&mut reader, index, [pool_count, power_count, thermal_count], point_total)?;
        point_total += read.point_count;
        devices.push(read);
    }
    reader.require(before_points + POINT * point_total as u64 + after_points, true)?;

    let points = (0..point_total).map(|index| point(&mut reader, index)).collect::<Result<Vec<_>, _>>()?;
    let pools = (0..pool_count).map(|index| pool(&mut reader, index)).collect::<Result<Vec<_>, _>>()?;
    let mut power_cap_w = Vec::with_capacity(power_count);
    for index in 0..power_count {
        reader.item("powerDomains", index);
        power_cap_w.push(reader.take("capW", Rule::PositiveOrInfinite)?);
    }
    let thermal_domains =
        (0..thermal_count).map(|index| thermal_domain(&mut reader, index)).collect::<Result<Vec<_>, _>>()?;
    let links =
        (0..device_count * device_count).map(|index| link(&mut reader, index)).collect::<Result<Vec<_>, _>>()?;
    let allowed = allowed(&mut reader, stage_count, device_count)?;
    let waves = waves(&mut reader, wave_count)?;

    Ok(Problem {
        stages,
        devices,
        points,
        pools,
        power_cap_w,
        thermal_domains,
        links,
        allowed,
        waves,
        bounds,
        board_power_w,
        whole_phases,
    })
}

fn stage(reader: &mut Reader<'_>, index: usize) -> Result<Stage, ProblemError> {
    reader.item("stages", index);
    Ok(Stage {
        weight_byte: reader.take("weightByte", Rule::NonNegative)?,
        prefill_flop: reader.take("prefillFlop", Rule::NonNegative)?,
        prefill_byte: reader.take("prefillByte", Rule::NonNegative)?,
        decode_flop_per_row: reader.take("decodeFlopPerRow", Rule::NonNegative)?,
        decode_byte_per_pass: reader.take("decodeBytePerPass", Rule::NonNegative)?,
        decode_byte_per_row: reader.take("decodeBytePerRow", Rule::NonNegative)?,
        prompt_kv_byte: reader.take("promptKvByte", Rule::NonNegative)?,
        row_kv_byte: reader.take("rowKvByte", Rule::NonNegative)?,
        prefill_crossing_byte: reader.take("prefillCrossingByte", Rule::NonNegative)?,
        decode_crossing_byte_per_row: reader.take("decodeCrossingBytePerRow", Rule::NonNegative)?,
    })
}

fn device(
    reader: &mut Reader<'_>,
    index: usize,
    [pools, power_domains, thermal_domains]: [usize; 3],
    first_point: usize,
) -> Result<Device, ProblemError> {
    reader.item("devices", index);
    Ok(Device {
        pool: reader.take("pool", Rule::Index(pools))? as usize,
        power_domain: reader.take("powerDomain", Rule::Index(power_domains))? as usize,
        thermal_domain: reader.take("thermalDomain", Rule::Index(thermal_domains))? as usize,
        sleep_power_w: reader.take("sleepPowerW", Rule::NonNegative)?,
        runtime_byte: reader.take("runtimeByte", Rule::NonNegative)?,
        first_point,
        point_count: reader.count("pointCount")?,
    })
}

fn point(reader: &mut Reader<'_>, index: usize) -> Result<OperatingPoint, ProblemError> {
    reader.item("points", index);
    Ok(OperatingPoint {
        flop_rate: reader.pair("flopRate", Rule::Positive)?,
        byte_rate: reader.pair("byteRate", Rule::Positive)?,
        stage_overhead_s: reader.pair("stageOverheadS", Rule::NonNegative)?,
        row_overhead_s: reader.pair("rowOverheadS", Rule::NonNegative)?,
        joule_per_flop: reader.take("joulePerFlop", Rule::NonNegative)?,
        joule_per_byte: reader.take("joulePerByte", Rule::NonNegative)?,
        active_power_w: reader.take("activePowerW", Rule::NonNegative)?,
    })
}

fn pool(reader: &mut Reader<'_>, index: usize) -> Result<Pool, ProblemError> {
    reader.item("pools", index);
    Ok(Pool {
        usable_byte: reader.take("usableByte", Rule::Positive)?,
        byte_rate: reader.take("byteRate", Rule::Positive)?,
    })
}

fn thermal_domain(reader: &mut Reader<'_>, index: usize) -> Result<ThermalDomain, ProblemError> {
    reader.item("thermalDomains", index);
    let ambient_k = reader.take("ambientK", Rule::Ambient)?;
    let resistance_k_per_w = reader.take("resistanceKPerW", Rule::NonNegative)?;
    let limit_k = reader.take("limitK", Rule::PositiveOrInfinite)?;
    let has_leakage = reader.take("hasLeakage", Rule::Flag)? == 1.0;
    let law = LeakageLaw {
        reference_power_w: reader.take("referencePowerW", Rule::NonNegative)?,
        reference_k: reader.take("referenceK", Rule::Positive)?,
        activation_ev: reader.take("activationEv", Rule::NonNegative)?,
    };
    Ok(ThermalDomain { ambient_k, resistance_k_per_w, limit_k, leakage: has_leakage.then_some(law) })
}

fn link(reader: &mut Reader<'_>, index: usize) -> Result<Link, ProblemError> {
    reader.item("links", index);
    Ok(Link {
        latency_s: reader.take("latencyS", Rule::NonNegative)?,
        byte_rate: reader.take("byteRate", Rule::Positive)?,
        joule_per_byte: reader.take("joulePerByte", Rule::NonNegative)?,
    })
}

fn allowed(reader: &mut Reader<'_>, stages: usize, devices: usize) -> Result<Vec<bool>, ProblemError> {
    let mut allowed = Vec::with_capacity(2 * stages * devices);
    for row in 0..2 * stages {
        reader.item("allowed", row);
        for _ in 0..devices {
            allowed.push(reader.take("flag", Rule::Flag)? == 1.0);
        }
        if !allowed[row * devices..].contains(&true) {
            let phase = if row < stages { "prefill" } else { "decode" };
            return Err(ProblemError::Nowhere { phase, stage: row % stages });
        }
    }
    Ok(allowed)
}

fn waves(reader: &mut Reader<'_>, count: usize) -> Result<Vec<Wave>, ProblemError> {
    let mut needed = Vec::with_capacity(count);
    for index in 0..count {
        reader.item("request", index);
        needed.push(reader.take("neededSamples", Rule::Probability)?);
    }
    let sum: f64 = needed.iter().sum();
    if (sum - 1.0).abs() > TOLERANCE {
        return Err(ProblemError::NeededSamples { sum });
    }
    let mut decode_steps = Vec::with_capacity(count);
    for index in 0..count {
        reader.item("request", index);
        decode_steps.push(reader.take("decodeSteps", Rule::Positive)?);
    }
    let expected_waves = expected_waves(&needed);
    let mut waves = Vec::with_capacity(count);
    for index in 0..count {
        reader.item("request", index);
        waves.push(Wave {
            expected_waves: expected_waves[index],
            decode_steps: decode_steps[index],
            rows_per_step: reader.take("rowsPerStep", Rule::Rows(index + 1))?,
        });
    }
    Ok(waves)
}

/// Σ_n p_n·⌈n/b⌉ for every b, as Σ_j P(N > j·b): k·log k steps instead of k².
fn expected_waves(needed: &[f64]) -> Vec<f64> {
    let mut more_than = needed.to_vec();
    for index in (0..needed.len().saturating_sub(1)).rev() {
        more_than[index] += more_than[index + 1];
    }
    (1..=needed.len()).map(|wave| more_than.iter().step_by(wave).sum()).collect()
}

#[cfg(test)]
mod tests {
    use super::expected_waves;

    #[test]
    fn expected_waves_are_the_mean_of_the_rounded_up_quotient() {
        let needed = [0.1, 0.2, 0.0, 0.3, 0.4];
        for (index, waves) in expected_waves(&needed).into_iter().enumerate() {
            let wave = index + 1;
            let direct: f64 = (1..=needed.len()).map(|n| needed[n - 1] * n.div_ceil(wave) as f64).sum();
            assert!((waves - direct).abs() <= 1e-15 * direct * 8.0, "{wave}: {waves} {direct}");
        }
    }
}
