//! What the common client gives back.

use crate::error::Error;
use crate::lead::{Lead, LeadId};
use crate::paging::ListStep;
use crate::status::StatusWrite;
use serde::{Deserialize, Serialize};

/// Whether a create made something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum CreateEffect {
    /// A new lead was made.
    Created,
    /// The vendor found the lead and left it as it was.
    Matched,
    /// The vendor found the lead and changed it.
    Updated,
    /// The vendor did not say.
    Unknown,
}

/// A lead that was made or found.
///
/// ```
/// use leads_core::client::{CreateEffect, Created};
/// fn tell(made: &Created) -> String {
///     match made.effect {
///         CreateEffect::Created => format!("{} is new", made.id),
///         CreateEffect::Matched | CreateEffect::Updated => format!("{} was there already", made.id),
///         _ => format!("{}: the vendor did not say", made.id),
///     }
/// }
/// assert_eq!(tell(&Created::new("12".into(), CreateEffect::Created, None)), "12 is new");
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub struct Created {
    /// Its id.
    pub id: LeadId,
    /// What the call did.
    pub effect: CreateEffect,
    /// The lead, when the vendor's answer holds it.
    pub lead: Option<Box<dyn Lead>>,
}

impl Created {
    /// An answer of an adapter.
    #[must_use]
    pub fn new(id: LeadId, effect: CreateEffect, lead: Option<Box<dyn Lead>>) -> Self {
        Self { id, effect, lead }
    }
}

/// A lead that was changed.
///
/// ```
/// use leads_core::{LeadState, client::Updated, status::StatusWrite};
/// let updated = Updated::new("12".into(), None).written(StatusWrite::new(Some(LeadState::New), LeadState::Open, "OPEN"));
/// let written = updated.written.unwrap();
/// assert!(written.is_narrowed(), "asked for new, and the vendor will read back open");
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub struct Updated {
    /// Its id.
    pub id: LeadId,
    /// The lead, when the vendor's answer holds it.
    pub lead: Option<Box<dyn Lead>>,
    /// For a change of status: what was written for what was asked.
    pub written: Option<StatusWrite>,
}

impl Updated {
    /// An answer of an adapter.
    #[must_use]
    pub fn new(id: LeadId, lead: Option<Box<dyn Lead>>) -> Self {
        Self { id, lead, written: None }
    }

    /// Adds what was written.
    #[must_use]
    pub fn written(mut self, written: StatusWrite) -> Self {
        self.written = Some(written);
        self
    }
}

/// What [`check`](super::LeadClient::check_with) found.
///
/// ```
/// use leads_core::{LeadClient, LeadClientExt};
/// async fn ready(client: &dyn LeadClient) -> bool {
///     match client.check().await {
///         Ok(checked) => {
///             println!("{}: {} says {:?}", client.vendor(), checked.operation, checked.account);
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
    /// The operation that proved the credentials.
    pub operation: &'static str,
    /// What the vendor said of whoever the credentials belong to, if it did: an account, a user.
    pub account: Option<String>,
    /// The permissions that the vendor listed; empty when it lists none.
    pub permissions: Vec<String>,
}

impl CheckReport {
    /// The credentials are good; `operation` proved it.
    #[must_use]
    pub fn new(operation: &'static str) -> Self {
        Self { operation, account: None, permissions: Vec::new() }
    }

    /// Adds the account.
    #[must_use]
    pub fn account(mut self, account: Option<String>) -> Self {
        self.account = account;
        self
    }

    /// Adds the permissions.
    #[must_use]
    pub fn permissions(mut self, permissions: Vec<String>) -> Self {
        self.permissions = permissions;
        self
    }
}

/// Where a list goes on: opaque text of the adapter, to be kept and given back, also in another run. It may hold hashes of
/// the ids of leads that were delivered, up to 33 kB with pages of 1,000 leads.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PageToken(String);

impl PageToken {
    /// A token of an adapter.
    pub fn new(token: impl Into<String>) -> Self {
        Self(token.into())
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<String> for PageToken {
    fn from(token: String) -> Self {
        Self(token)
    }
}

impl From<&str> for PageToken {
    fn from(token: &str) -> Self {
        Self::new(token)
    }
}

impl std::fmt::Display for PageToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// One page of leads.
#[derive(Debug)]
#[non_exhaustive]
pub struct LeadPage {
    /// The leads in the vendor's order.
    pub leads: Vec<Box<dyn Lead>>,
    /// Where the next page begins; `None` at the end. A page may be empty and have another behind it.
    pub next: Option<PageToken>,
    /// What is wrong with this page, before its leads: a [gap](Error::gap) in the list, and leads that could not be read.
    /// A [`LeadStream`](super::LeadStream) returns each as an error and goes on.
    pub problems: Vec<Error>,
}

impl LeadPage {
    /// A page of an adapter.
    #[must_use]
    pub fn new(leads: Vec<Box<dyn Lead>>, next: Option<PageToken>) -> Self {
        Self { leads, next, problems: Vec::new() }
    }

    /// The page of a step through a vendor's list. Rows of which `show` makes nothing are left out.
    #[must_use]
    pub fn of_step<T>(step: ListStep<T>, show: impl FnMut(T) -> Option<Box<dyn Lead>>) -> Self {
        let ListStep { items, problems, next } = step;
        Self { leads: items.into_iter().filter_map(show).collect(), next, problems }
    }
}
