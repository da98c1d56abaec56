//! Results of the vendor-independent client.

use crate::error::Error;
use crate::lead::{Lead, LeadId};
use crate::paging::{ListStep, PageToken};
use crate::status::StatusWrite;
use serde::{Deserialize, Serialize};

/// What a create did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum CreateEffect {
    /// A new lead was created.
    Created,
    /// The vendor found an existing lead and left it unchanged.
    Matched,
    /// The vendor found an existing lead and updated it.
    Updated,
    /// The vendor did not report it.
    Unknown,
}

/// A lead that was created or found.
///
/// ```
/// use leads_core::client::{CreateEffect, Created};
/// fn describe(made: &Created) -> String {
///     match made.effect {
///         CreateEffect::Created => format!("{} is new", made.id),
///         CreateEffect::Matched | CreateEffect::Updated => {
///             format!("{} already existed", made.id)
///         }
///         _ => format!("{}: the vendor did not report the effect", made.id),
///     }
/// }
/// assert_eq!(
///     describe(&Created::new("12".into(), CreateEffect::Created, None)),
///     "12 is new"
/// );
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub struct Created {
    /// The lead's id.
    pub id: LeadId,
    /// What the call did.
    pub effect: CreateEffect,
    /// The lead, if the vendor's response contains it.
    pub lead: Option<Box<dyn Lead>>,
}

impl Created {
    /// Creates the result of an adapter's call.
    #[must_use]
    pub fn new(id: LeadId, effect: CreateEffect, lead: Option<Box<dyn Lead>>) -> Self {
        Self { id, effect, lead }
    }
}

/// A lead that was updated.
///
/// ```
/// use leads_core::{LeadState, client::Updated, status::StatusWrite};
/// let updated = Updated::new("12".into(), None).written(StatusWrite::new(
///     Some(LeadState::New),
///     LeadState::Open,
///     "OPEN",
/// ));
/// let written = updated.written.unwrap();
/// assert!(written.is_narrowed(), "asked for new, and the vendor will read back open");
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub struct Updated {
    /// The lead's id.
    pub id: LeadId,
    /// The lead, if the vendor's response contains it.
    pub lead: Option<Box<dyn Lead>>,
    /// For a status change: what was requested and what was written.
    pub written: Option<StatusWrite>,
}

impl Updated {
    /// Creates the result of an adapter's call.
    #[must_use]
    pub fn new(id: LeadId, lead: Option<Box<dyn Lead>>) -> Self {
        Self { id, lead, written: None }
    }

    /// Sets what was written.
    #[must_use]
    pub fn written(mut self, written: StatusWrite) -> Self {
        self.written = Some(written);
        self
    }
}

/// The result of [`check`](super::LeadClient::check_with).
///
/// ```
/// use leads_core::{LeadClient, LeadClientExt};
/// async fn ready(client: &dyn LeadClient) -> bool {
///     match client.check().await {
///         Ok(checked) => {
///             println!(
///                 "{}: {} says {:?}",
///                 client.vendor(),
///                 checked.operation,
///                 checked.account
///             );
///             true
///         }
///         Err(error) => {
///             println!("{error}: {}", error.help().unwrap_or_default());
///             false
///         }
///     }
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CheckReport {
    /// The operation that verified the credentials.
    pub operation: &'static str,
    /// The owner of the credentials (an account or a user), if the vendor reported it.
    pub account: Option<String>,
    /// The permissions that the vendor listed; empty if it lists none.
    pub permissions: Vec<String>,
}

impl CheckReport {
    /// Creates a report that `operation` verified the credentials.
    #[must_use]
    pub fn new(operation: &'static str) -> Self {
        Self { operation, account: None, permissions: Vec::new() }
    }

    /// Sets the account.
    #[must_use]
    pub fn account(mut self, account: Option<String>) -> Self {
        self.account = account;
        self
    }

    /// Sets the permissions.
    #[must_use]
    pub fn permissions(mut self, permissions: Vec<String>) -> Self {
        self.permissions = permissions;
        self
    }
}

/// One page of leads.
#[derive(Debug)]
#[non_exhaustive]
pub struct LeadPage {
    /// The leads in the vendor's order.
    pub leads: Vec<Box<dyn Lead>>,
    /// Where the next page begins; `None` at the end. An empty page may be followed by another.
    pub next: Option<PageToken>,
    /// The problems of this page, in front of its leads: a [gap](Error::gap) in the list, and leads that could not be
    /// read. A [`LeadStream`](super::LeadStream) returns each as an error and continues.
    pub problems: Vec<Error>,
}

impl LeadPage {
    /// Creates a page from an adapter's leads.
    #[must_use]
    pub fn new(leads: Vec<Box<dyn Lead>>, next: Option<PageToken>) -> Self {
        Self { leads, next, problems: Vec::new() }
    }

    /// Creates a page from a step through a vendor's list. Rows for which `show` returns `None` are left out.
    #[must_use]
    pub fn of_step<T>(step: ListStep<T>, show: impl FnMut(T) -> Option<Box<dyn Lead>>) -> Self {
        let ListStep { items, problems, next } = step;
        Self { leads: items.into_iter().filter_map(show).collect(), next, problems }
    }
}
