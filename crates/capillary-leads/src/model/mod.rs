//! Capillary's objects.

mod enums;
mod extended;
mod follow_up;
mod ids;
mod lead;
mod listing;
mod org_source;
mod reason;
mod status;
mod status_log;
mod sub_status;
mod token;
mod warning;

pub use enums::{EntityType, IdType, LeadType, LeadTypeFilter, SortBy, SortOrder};
pub use extended::{ExtendedFields, ExtendedValue};
pub use follow_up::FollowUp;
pub use ids::{EntityId, FollowUpId, LeadId, OrgSourceId, ReasonId, ReasonRef, StatusLogId, UserId};
pub use lead::Lead;
pub use listing::Listing;
pub use org_source::{OrgSource, SourceAttribution};
pub use reason::Reason;
pub use status::LeadStatus;
pub use status_log::StatusLogEntry;
pub use sub_status::SubStatus;
pub use token::{AccessToken, Token, TokenResponse};
pub use warning::Warning;

pub(crate) use listing::{Envelope, items, one, written, written_lead};

use leads_core::vendor::tolerant;
use serde::de::{DeserializeOwned, Deserializer};

/// Parses a list of objects inside a record. A value that is missing or not a list is `None`, and rows that are not
/// objects are skipped, so that one malformed row does not fail the whole record.
fn rows<'de, D: Deserializer<'de>, T: DeserializeOwned>(deserializer: D) -> Result<Option<Vec<T>>, D::Error> {
    struct Row<T>(Option<T>);
    impl<'de, T: DeserializeOwned> serde::Deserialize<'de> for Row<T> {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            tolerant::object(deserializer).map(Row)
        }
    }
    let rows: Option<Vec<Row<T>>> = tolerant::list_opt(deserializer)?;
    Ok(rows.map(|rows| rows.into_iter().filter_map(|row| row.0).collect()))
}

/// Records for tests, with only the required members set.
#[cfg(feature = "test-util")]
mod for_test {
    use super::{FollowUp, Lead, LeadId, LeadStatus, Reason, ReasonId, StatusLogEntry, SubStatus};

    impl Lead {
        /// Creates a lead for tests with only its id; [`Raw::for_test`](leads_core::Raw::for_test) adds its text.
        pub fn for_test(id: impl Into<LeadId>) -> Self {
            Self {
                id: id.into(),
                user_id: None,
                lead_type: None,
                lead_for: None,
                status: None,
                sub_status: None,
                next_follow_up: None,
                last_follow_up: None,
                created_on: None,
                created_by: None,
                last_updated_on: None,
                last_updated_by: None,
                follow_up_details: None,
                status_log_details: None,
                org_source_id: None,
                extended_fields: None,
                owner: None,
                warnings: None,
            }
        }
    }

    impl FollowUp {
        /// Creates a follow-up for tests without any member.
        #[must_use]
        pub fn for_test() -> Self {
            Self::default()
        }
    }

    impl StatusLogEntry {
        /// Creates a row for tests without any member.
        #[must_use]
        pub fn for_test() -> Self {
            Self::default()
        }
    }

    impl Reason {
        /// Creates a reason for tests.
        pub fn for_test(id: impl Into<ReasonId>, reason: impl Into<String>) -> Self {
            Self { id: id.into(), reason: Some(reason.into()) }
        }
    }

    impl SubStatus {
        /// Creates a sub-status for tests.
        pub fn for_test(status: impl Into<LeadStatus>, sub_status: impl Into<String>) -> Self {
            Self { status: Some(status.into()), sub_status: sub_status.into(), warnings: None }
        }
    }
}
