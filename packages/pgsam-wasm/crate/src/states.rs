//! States of the label-setting search, numbered: which devices are in use at which points, and where the last stage went.

use crate::label_setting::Scope;
use crate::labelling::Labelling;

/// Where a partial plan stands.
#[derive(Clone, Copy)]
pub struct State {
    pub usage: usize,
    pub prefill: usize,
    pub decode: usize,
    pub first: usize,
}

impl Labelling<'_> {
    pub fn state_count(&self) -> usize {
        let devices = self.problem.devices.len();
        let places = if self.scope == Scope::Chains { devices } else { devices * devices };
        self.usages.saturating_mul(places).saturating_mul(if self.keeps_first { devices } else { 1 })
    }

    pub fn index(&self, state: State) -> usize {
        let devices = self.problem.devices.len();
        let place = match self.scope {
            Scope::Chains => state.decode,
            Scope::All => state.prefill * devices + state.decode,
        };
        let places = if self.scope == Scope::Chains { devices } else { devices * devices };
        let index = state.usage * places + place;
        if self.keeps_first { index * devices + state.first } else { index }
    }

    pub fn state(&self, mut index: usize) -> State {
        let devices = self.problem.devices.len();
        let mut first = 0;
        if self.keeps_first {
            first = index % devices;
            index /= devices;
        }
        let decode = index % devices;
        index /= devices;
        let mut prefill = decode;
        if self.scope == Scope::All {
            prefill = index % devices;
            index /= devices;
        }
        State { usage: index, prefill, decode, first }
    }

    /// Point of a device in a usage code, counted within the device.
    pub fn digit(&self, usage: usize, device: usize) -> Option<usize> {
        (usage / self.radix[device] % (self.problem.devices[device].point_count + 1)).checked_sub(1)
    }

    /// Points a device may have: all, or the one it has.
    pub fn points_open_to(&self, usage: usize, device: usize) -> std::ops::Range<usize> {
        match self.digit(usage, device) {
            Some(point) => point..point + 1,
            None => 0..self.problem.devices[device].point_count,
        }
    }

    pub fn used(&self, usage: usize, device: usize, point: usize) -> usize {
        match self.digit(usage, device) {
            Some(_) => usage,
            None => usage + self.radix[device] * (point + 1),
        }
    }
}

/// Ordered pairs of `count` things.
pub fn pairs(count: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..count).flat_map(move |one| (0..count).map(move |other| (one, other)))
}
