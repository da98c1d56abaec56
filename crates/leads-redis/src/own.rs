//! What this machine used of the windows whose count has to survive the loss of the server's memory.

use std::collections::{BTreeMap, VecDeque};

use crate::clock::Millis;
use crate::script::Invocation;
use crate::spec::Spec;

/// The use of one window: the total, and how many permits return when, the newest last.
#[derive(Debug, Default)]
struct Used {
    total: u64,
    returns: VecDeque<(Millis, u64)>,
}

/// The use of each counted window, by its id.
#[derive(Debug, Default)]
pub(crate) struct OwnUse(BTreeMap<String, Used>);

impl OwnUse {
    /// Counts a call in the windows that are counted.
    pub(crate) fn count(&mut self, windows: &[Spec], now: Millis) {
        for window in windows.iter().filter(|window| window.is_counted()) {
            let used = self.0.entry(window.id.clone()).or_default();
            let step = (window.per / 256).max(1);
            let at = now.saturating_add(window.hold).div_ceil(step).saturating_mul(step);
            used.total += 1;
            match used.returns.back_mut() {
                Some((last, count)) if *last == at => *count += 1,
                _ => used.returns.push_back((at, 1)),
            }
            while used.returns.front().is_some_and(|(at, _)| *at <= now) {
                used.returns.pop_front();
            }
        }
    }

    /// Adds the arguments that restore a window on the server.
    pub(crate) fn arguments(&self, window: &Spec, now: Millis, call: Invocation) -> Invocation {
        let Some(used) = self.0.get(&window.id).filter(|_| window.is_counted()) else { return call.arg(0).arg(0) };
        let left = used.returns.iter().rev().filter(|(at, _)| *at > now);
        let call = call.arg(used.total).arg(left.clone().count());
        left.fold(call, |call, (at, count)| call.arg(count).arg(at - now))
    }
}
