//! A window as the scripts know it.

use leads_core::http::limit::Window;
use std::fmt::Write;

use crate::clock::{Millis, with_drift};

/// Up to this many permits, each return has its own millisecond; above it, returns share buckets.
const EXACT: u32 = 512;
/// The number of buckets in a larger window.
const BUCKETS: u64 = 256;
/// Windows of this length or longer keep the shares of other machines at all times, because what is used of them does not
/// return within the time for which a share is valid.
const LONG: Millis = 60 * 60 * 1000;
/// The longest window: ten years.
const LONGEST: Millis = 10 * 365 * 24 * 60 * 60 * 1000;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Spec {
    /// The length and the class, which together identify the window on every machine.
    pub(crate) id: String,
    pub(crate) class: String,
    pub(crate) per: Millis,
    pub(crate) calls: u32,
    /// How long a permit stays in use after the response.
    pub(crate) hold: Millis,
    pub(crate) step: Millis,
    /// Whether the window counts as used after the server lost its memory.
    pub(crate) guarded: bool,
    pub(crate) reserved: bool,
}

impl Spec {
    pub(crate) fn of(window: &Window) -> Self {
        let per = window.per.min(std::time::Duration::from_millis(LONGEST));
        let per = u64::try_from(per.as_nanos().div_ceil(1_000_000)).unwrap_or(LONGEST).max(1);
        Self::new(escaped(&window.class), per, window.calls, window.quota)
    }

    /// Creates a window from its escaped class.
    pub(crate) fn new(class: String, per: Millis, calls: u32, quota: bool) -> Self {
        Self {
            id: format!("{per}:{class}"),
            class,
            per,
            calls,
            // Server times are rounded down to milliseconds; one more makes the distance more than a window.
            hold: with_drift(per).saturating_add(1),
            step: if calls > EXACT { (per / BUCKETS).max(1) } else { 0 },
            guarded: !quota || per < LONG,
            reserved: per >= LONG,
        }
    }

    /// Whether a machine keeps its own count, so that it survives the loss of the server's.
    pub(crate) fn is_counted(&self) -> bool {
        !self.guarded
    }
}

/// Escapes what has a meaning in keys and in the rows of the shares.
pub(crate) fn escaped(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for byte in name.bytes() {
        match byte {
            b'{' | b'}' | b'%' | b'=' | b';' | b'|' => drop(write!(out, "%{byte:02x}")),
            0x21..=0x7e => out.push(char::from(byte)),
            _ => drop(write!(out, "%{byte:02x}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn name_cannot_end_the_hash_tag() {
        assert_eq!(escaped("eu/acme}x y"), "eu/acme%7dx%20y");
        assert_ne!(escaped("a%7d"), escaped("a}"));
    }

    #[test]
    fn permit_is_held_longer_than_the_window_by_the_drift_of_two_clocks() {
        let window = Spec::of(&Window::new("calls", 25, Duration::from_secs(5)));
        assert_eq!((window.hold, window.step, window.guarded), (5_004, 0, true));
        let daily = Spec::of(&Window::new("daily", 10_000, Duration::from_secs(86_400)));
        assert_eq!((daily.step, daily.guarded, daily.reserved), (337_500, false, true));
        let short = Spec::of(&Window::new("burst", 5, Duration::from_secs(2)).quota());
        assert!(short.guarded);
    }
}
