//! Progress on standard error, if it is a terminal.

use crate::pace::Pace;
use indicatif::{HumanDuration, ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};
use std::fmt;
use std::io::IsTerminal as _;
use std::sync::Arc;

/// Returns a bar with the number of rows, the time left and a message. Without a terminal it draws nothing.
///
/// The time left follows the rows per second so far, and is never shorter than what the account's limiter allows.
pub(crate) fn bar(rows: usize, what: &'static str, pace: &Arc<Pace>) -> ProgressBar {
    let terminal = std::io::stderr().is_terminal();
    let target = if terminal { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
    let bar = ProgressBar::with_draw_target(Some(u64::try_from(rows).unwrap_or(u64::MAX)), target).with_message(what);
    let (pace, calls) = (Arc::clone(pace), pace.calls());
    let time_left = move |state: &ProgressState, out: &mut dyn fmt::Write| {
        let (done, all) = (state.pos(), state.len().unwrap_or_default());
        let limited = pace.time_for(calls, done, all.saturating_sub(done));
        // A writer in memory does not fail.
        let _ = write!(out, "{:#}", HumanDuration(state.eta().max(limited)));
    };
    match ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len} {time_left} left") {
        Ok(style) => bar.with_style(style.with_key("time_left", time_left)),
        Err(_) => bar,
    }
}
