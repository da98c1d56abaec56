//! Counts that outlive the process.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

use super::clock::Tick;
use super::meter::{GRACE, Meter};
use super::state::State;

/// The counts of a limiter at one moment, to be stored and loaded by the next process.
///
/// Times are stored as wall-clock time, because no other clock continues while no process runs. If the clock was set
/// back, permits return late, never early; if it was set forward by hand, they return early.
///
/// ```
/// # use std::time::Duration;
/// # use leads_core::http::limit::{Limiter, Snapshot, Window};
/// # fn main() -> Result<(), serde_json::Error> {
/// let daily = Window::new("daily", 10_000, Duration::from_secs(86_400));
/// let before = Limiter::new([daily.clone()]);
/// let file = serde_json::to_string(&before.snapshot())?;
///
/// let after = Limiter::new([daily]);
/// after.load(&serde_json::from_str::<Snapshot>(&file)?);
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshot {
    /// Milliseconds since 1970.
    saved_at_ms: u64,
    windows: Vec<SavedWindow>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct SavedWindow {
    class: String,
    per_ms: u64,
    /// The number of permits that return after a number of milliseconds.
    used: Vec<(u64, u32)>,
}

fn unix_ms(at: SystemTime) -> u64 {
    let age = at.duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO);
    u64::try_from(age.as_millis()).unwrap_or(u64::MAX)
}

impl Snapshot {
    pub(super) fn of(state: &State, now: Tick) -> Self {
        let window = |meter: &Meter| {
            let releasing =
                meter.releasing().filter(|(at, _)| *at > now).map(|(at, count)| (at.saturating_sub(now), count));
            // The outcome of calls in flight will not be known: treat them as calls without a response.
            let in_flight = (meter.window_from(GRACE), meter.in_flight());
            let used = releasing.chain((in_flight.1 > 0).then_some(in_flight)).collect();
            SavedWindow { class: meter.window.class.to_string(), per_ms: meter.per(), used }
        };
        let windows = state.meters.iter().filter(|meter| meter.is_limit()).map(window).collect();
        Self { saved_at_ms: unix_ms(SystemTime::now()), windows }
    }

    /// Adds the saved counts to the windows of the same class and length.
    pub(super) fn load(&self, state: &mut State, now: Tick) {
        let age = unix_ms(SystemTime::now()).saturating_sub(self.saved_at_ms);
        for saved in &self.windows {
            let same = |meter: &&mut Meter| {
                meter.is_limit() && meter.window.class == saved.class && meter.per() == saved.per_ms
            };
            let Some(meter) = state.meters.iter_mut().find(same) else {
                continue;
            };
            let most = meter.window_from(GRACE);
            for &(wait, count) in &saved.used {
                let wait = wait.saturating_sub(age).min(most);
                if wait > 0 {
                    meter.release_at(now.saturating_add(wait).saturating_add(1), count);
                }
            }
        }
    }
}
