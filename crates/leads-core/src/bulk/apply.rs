//! What a run needs to know about its rows, whatever they are.

use super::RowDigest;
use crate::client::CreateEffect;
use crate::error::{Code, Error, Result, WriteOutcome};
use crate::http::{CallOptions, Lost, Resolution};
use crate::lead::LeadId;
use crate::status::StatusWrite;
use async_trait::async_trait;
use std::time::Duration;

/// A row without its content.
pub(super) struct RowInfo {
    pub(super) key: String,
    pub(super) digest: RowDigest,
    /// Rows with the same subject are applied one after the other.
    pub(super) subject: Option<String>,
}

/// What a call that succeeded did.
pub(super) struct Sent {
    pub(super) outcome: WriteOutcome,
    pub(super) id: Option<LeadId>,
    pub(super) effect: Option<CreateEffect>,
    pub(super) written: Option<StatusWrite>,
    pub(super) warnings: Vec<Code>,
    pub(super) attempts: u32,
    /// Why the outcome is unknown, if it is and the reason is known.
    pub(super) error: Option<Error>,
}

/// What the verification of a row shows.
pub(super) struct Resolved {
    pub(super) resolution: Resolution,
    pub(super) id: Option<LeadId>,
}

impl From<Resolution> for Resolved {
    fn from(resolution: Resolution) -> Self {
        Self { resolution, id: None }
    }
}

/// Rows that can be sent and resolved, by their position.
#[async_trait]
pub(super) trait Apply: Send + Sync {
    /// Sends a row.
    async fn send(&self, row: usize, options: &CallOptions) -> Result<Sent>;

    /// Determines whether a row that may have been sent was applied.
    async fn resolve(&self, row: usize, lost: Lost, options: &CallOptions) -> Result<Resolved>;

    /// Returns whether sending a row twice applies it once.
    fn is_idempotent(&self, row: usize) -> bool;

    /// Returns the deadline of a call for which none is set.
    fn usual_deadline(&self) -> Duration;

    /// Returns the shortest time for so many rows, if it is known.
    fn time_for(&self, rows: u64) -> Option<Duration>;
}
