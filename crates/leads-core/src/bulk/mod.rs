//! Applying many rows: concurrently, within the limits, and resumable after a crash.
//!
//! [`LeadClientExt::apply_all`](crate::LeadClientExt::apply_all) applies [changes](crate::client::Change) through the
//! vendor-independent client, and [`Pipeline::apply_all`](crate::Pipeline::apply_all) [requests](Requests) of a vendor. Both
//! return a [`BulkReport`], in which every row is accounted for.
//!
//! * Rows run concurrently, in the batch priority. Rows of one lead run one after the other, in their order.
//! * Before the first call, [`on_plan`](BulkOptions::on_plan) gets the shortest time that the run can take.
//! * [Callbacks](BulkOptions::before) and a [log](BulkLog) are called before and after each row, and can stop the run. So
//!   can a [condition](BulkOptions::stop_when) and a [shutdown signal](BulkOptions::shutdown).
//! * A run that was interrupted, because the process was killed or the future was dropped, is
//!   [resumed](BulkOptions::resume) from its log or its report. No row is sent twice: see [`BulkRecord`].
//!
//! ```
//! use leads_core::bulk::{BulkOptions, JsonLines};
//! use leads_core::client::{Change, StatusChange};
//! use leads_core::{LeadClient, LeadClientExt, LeadState};
//! async fn close(
//!     client: &dyn LeadClient,
//!     ids: &[&str],
//! ) -> Result<(), Box<dyn std::error::Error>> {
//!     let changes = ids
//!         .iter()
//!         .map(|id| (*id, Change::set_status(*id, StatusChange::to(LeadState::Won))));
//!     let (log, record) = JsonLines::open("close.jsonl")?;
//!     let options = BulkOptions::new().log(&log).resume(record).on_plan(|plan| {
//!         println!(
//!             "{} rows, at least {:?}",
//!             plan.to_send,
//!             plan.shortest.unwrap_or_default()
//!         )
//!     });
//!     let report = client.apply_all(changes, options).await?;
//!     for row in report.rows.iter().filter(|row| !row.is_done()) {
//!         println!("{}: {}", row.key.as_str(), row.outcome);
//!     }
//!     Ok(())
//! }
//! ```

mod apply;
mod common;
mod digest;
mod json_lines;
mod options;
mod progress;
mod queue;
mod record;
mod report;
mod row;
mod run;
mod typed;

pub(crate) use common::apply_changes;
pub use digest::RowDigest;
pub use json_lines::JsonLines;
pub use options::{BulkLog, BulkOptions, LogError};
pub use progress::{BulkPlan, Progress};
pub use record::{BulkEvent, BulkRecord, RowBegan};
pub use report::{BulkReport, Counts, StopReason};
pub use row::{NotTried, RowOutcome, RowReport, RowWarning};
pub use typed::Requests;
