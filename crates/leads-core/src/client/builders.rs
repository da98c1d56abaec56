//! The common builders: what an application asks of a lead, whatever the vendor.

use crate::error::{Error, Result};
use crate::lead::{Money, Patch, Personal};
use crate::status::LeadState;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt;

/// Writes chained setters for the members of a builder.
macro_rules! builder {
    ($( $(#[$meta:meta])* $name:ident : $type:ty ),* $(,)?) => {
        $(
            $(#[$meta])*
            #[must_use]
            pub fn $name(mut self, $name: impl Into<$type>) -> Self {
                self.$name = Some($name.into());
                self
            }
        )*
    };
}

/// Writes `Debug` for builders. Of fields that name a user only their presence is shown; of fields whose values may be
/// anybody's, only the names. Every member is named, so that a new one is either shown or hidden on purpose; a member
/// that is not listed here does not compile. The same list is `FIELDS`, which the tests of the adapters walk.
macro_rules! debug_with_hidden {
    ($($builder:ident { $($shown:ident),+ ; $($user:ident),* ; $($hidden:ident),+ })+) => {$(
        impl fmt::Debug for $builder {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let Self { $($shown),+, $($user,)* $($hidden),+ } = self;
                f.debug_struct(stringify!($builder))
                    $(.field(stringify!($shown), $shown))+
                    $(.field(stringify!($user), &$user.clone().map(Personal)))*
                    $(.field(stringify!($hidden), &Names($hidden)))+
                    .finish()
            }
        }

        impl $builder {
            /// The names of all fields, as in the stored form. A test that walks them sees a new field by itself.
            pub const FIELDS: &'static [&'static str] = &[$(stringify!($shown),)+ $(stringify!($user),)* $(stringify!($hidden),)+];
        }
    )+};
}

debug_with_hidden! {
    NewLead { name, first_name, last_name, emails, phones, note, source, value, state; owner; custom, vendor_fields }
    LeadUpdate { name, email, phone, note, source, value; owner; custom, vendor_fields }
    StatusChange { target, sub_status, reason, stage, comment, changed_at; changed_by; vendor_fields }
    LeadQuery { state, email, phone, text, changed_since, page_size; owner; vendor_fields }
}

/// Fields by their names alone.
struct Names<'a>(&'a BTreeMap<String, Value>);

impl fmt::Debug for Names<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.0.keys().map(|name| (name, Personal(())))).finish()
    }
}

/// A lead to be made.
///
/// What a vendor demands beyond this (a product for Capillary, a dealership for Dealer Studio, an event code for
/// LeadSquared) comes from the adapter's configuration or from [`vendor_field`](Self::vendor_field); what is missing
/// is an error that names it, before anything is sent.
///
/// `Debug` shows nobody: persons' data are hidden, and of custom and vendor fields only the names are shown.
///
/// ```
/// use leads_core::client::NewLead;
/// let lead = NewLead::new("Jane Doe").email("jane@example.com").phone("+15550100").note("asked for a demo");
/// ```
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
#[serde(default, deny_unknown_fields)]
pub struct NewLead {
    /// The person's or the lead's name.
    pub name: Option<Personal<String>>,
    /// The person's first name, where it is known apart.
    pub first_name: Option<Personal<String>>,
    /// The person's last name, where it is known apart.
    pub last_name: Option<Personal<String>>,
    /// E-mail addresses, the main one first.
    pub emails: Vec<Personal<String>>,
    /// Phone numbers, the main one first, as the vendor wants them.
    pub phones: Vec<Personal<String>>,
    /// What the person said, or a note.
    pub note: Option<Personal<String>>,
    /// Where the lead came from, as the vendor names it.
    pub source: Option<String>,
    /// Whoever shall work the lead, as the vendor names them.
    pub owner: Option<String>,
    /// What the lead is worth.
    pub value: Option<Money>,
    /// The state to begin with.
    pub state: Option<LeadState>,
    /// Custom fields of the tenant, by the tenant's names. `null` is an error: a new lead has nothing to clear.
    pub custom: BTreeMap<String, Value>,
    /// Fields of this vendor alone, by the names of its crate's setters. An unknown name is refused.
    pub vendor_fields: BTreeMap<String, Value>,
}

impl NewLead {
    /// A lead with a name.
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: Some(Personal(name.into())), ..Self::default() }
    }

    /// Adds an e-mail address.
    #[must_use]
    pub fn email(mut self, address: impl Into<String>) -> Self {
        self.emails.push(Personal(address.into()));
        self
    }

    /// Adds a phone number.
    #[must_use]
    pub fn phone(mut self, number: impl Into<String>) -> Self {
        self.phones.push(Personal(number.into()));
        self
    }

    builder! {
        /// Sets the person's first name.
        first_name: Personal<String>,
        /// Sets the person's last name.
        last_name: Personal<String>,
        /// Sets what the person said, or a note.
        note: Personal<String>,
        /// Sets where the lead came from.
        source: String,
        /// Sets whoever shall work the lead.
        owner: String,
        /// Sets what the lead is worth.
        value: Money,
        /// Sets the state to begin with.
        state: LeadState,
    }

    /// Sets a custom field of the tenant. `null` is an error of the create: leave the field out instead.
    #[must_use]
    pub fn custom(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.custom.insert(name.into(), value.into());
        self
    }

    /// Sets a field of this vendor alone.
    #[must_use]
    pub fn vendor_field(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.vendor_fields.insert(name.into(), value.into());
        self
    }
}

/// A change of a lead's fields. What is not named stays as it is; clearing what the vendor cannot clear is refused.
///
/// ```
/// use leads_core::{Patch, client::LeadUpdate};
/// let update = LeadUpdate::new().owner(Patch::set("jane")).custom("colour", "blue");
/// ```
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
#[serde(default, deny_unknown_fields)]
pub struct LeadUpdate {
    /// The person's or the lead's name.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub name: Patch<Personal<String>>,
    /// The main e-mail address.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub email: Patch<Personal<String>>,
    /// The main phone number.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub phone: Patch<Personal<String>>,
    /// A note.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub note: Patch<Personal<String>>,
    /// Where the lead came from.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub source: Patch<String>,
    /// Whoever works the lead.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub owner: Patch<String>,
    /// What the lead is worth.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub value: Patch<Money>,
    /// Custom fields of the tenant; `null` clears. Where the vendor cannot clear one, it is an error.
    pub custom: BTreeMap<String, Value>,
    /// Fields of this vendor alone, by the names of its crate's setters. An unknown name is refused.
    pub vendor_fields: BTreeMap<String, Value>,
}

impl LeadUpdate {
    /// A change of nothing.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Changes the name.
    #[must_use]
    pub fn name(mut self, change: Patch<String>) -> Self {
        self.name = change.map(Personal);
        self
    }

    /// Changes the main e-mail address.
    #[must_use]
    pub fn email(mut self, change: Patch<String>) -> Self {
        self.email = change.map(Personal);
        self
    }

    /// Changes the main phone number.
    #[must_use]
    pub fn phone(mut self, change: Patch<String>) -> Self {
        self.phone = change.map(Personal);
        self
    }

    /// Changes the note.
    #[must_use]
    pub fn note(mut self, change: Patch<String>) -> Self {
        self.note = change.map(Personal);
        self
    }

    /// Changes the source.
    #[must_use]
    pub fn source(mut self, change: Patch<String>) -> Self {
        self.source = change;
        self
    }

    /// Changes the owner.
    #[must_use]
    pub fn owner(mut self, change: Patch<String>) -> Self {
        self.owner = change;
        self
    }

    /// Changes what the lead is worth.
    #[must_use]
    pub fn value(mut self, change: Patch<Money>) -> Self {
        self.value = change;
        self
    }

    /// Changes a custom field of the tenant; `null` clears it, and is an error where the vendor cannot do that.
    #[must_use]
    pub fn custom(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.custom.insert(name.into(), value.into());
        self
    }

    /// Changes a field of this vendor alone.
    #[must_use]
    pub fn vendor_field(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.vendor_fields.insert(name.into(), value.into());
        self
    }

    /// Whether nothing is changed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// What a status shall become.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum StatusTarget {
    /// A state of the common vocabulary.
    State(LeadState),
    /// The vendor's own code, sent as it is: what was read as
    /// [`detail.code`](crate::status::StatusDetail::code) can be written back.
    Code(String),
}

/// A change of a lead's status.
///
/// ```
/// use leads_core::{LeadState, client::StatusChange};
/// let lost = StatusChange::to(LeadState::Lost).reason("12").comment("bought elsewhere");
/// let back = StatusChange::to_code("ON_HOLD").sub_status("YetToDecide");
/// ```
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
#[serde(deny_unknown_fields)]
pub struct StatusChange {
    /// What it shall become.
    pub target: StatusTarget,
    /// The sub-status.
    #[serde(default)]
    pub sub_status: Option<String>,
    /// The reason, by the vendor's id: a reason of Capillary, an outcome of Nutshell.
    #[serde(default)]
    pub reason: Option<String>,
    /// The stage, where a vendor has one beside the status.
    #[serde(default)]
    pub stage: Option<String>,
    /// What was said about the change.
    #[serde(default)]
    pub comment: Option<Personal<String>>,
    /// When it changed, where the vendor takes it.
    #[serde(default)]
    pub changed_at: Option<DateTime<Utc>>,
    /// Who changed it, by the vendor's id, where the vendor takes it.
    #[serde(default)]
    pub changed_by: Option<String>,
    /// Fields of this vendor alone, by the names of its crate's setters. An unknown name is refused.
    #[serde(default)]
    pub vendor_fields: BTreeMap<String, Value>,
}

impl StatusChange {
    fn with(target: StatusTarget) -> Self {
        Self {
            target,
            sub_status: None,
            reason: None,
            stage: None,
            comment: None,
            changed_at: None,
            changed_by: None,
            vendor_fields: BTreeMap::new(),
        }
    }

    /// To a state of the common vocabulary.
    #[must_use]
    pub fn to(state: LeadState) -> Self {
        Self::with(StatusTarget::State(state))
    }

    /// To the vendor's own code.
    pub fn to_code(code: impl Into<String>) -> Self {
        Self::with(StatusTarget::Code(code.into()))
    }

    builder! {
        /// Sets the sub-status.
        sub_status: String,
        /// Sets the reason, by the vendor's id.
        reason: String,
        /// Sets the stage.
        stage: String,
        /// Sets what was said about the change.
        comment: Personal<String>,
        /// Sets when it changed.
        changed_at: DateTime<Utc>,
        /// Sets who changed it.
        changed_by: String,
    }

    /// Sets a field of this vendor alone.
    #[must_use]
    pub fn vendor_field(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.vendor_fields.insert(name.into(), value.into());
        self
    }
}

/// Which leads to list. What a vendor cannot filter by is refused, never ignored.
///
/// ```
/// use leads_core::{LeadState, client::LeadQuery};
/// let open = LeadQuery::new().state(LeadState::Open).page_size(100);
/// ```
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
#[serde(default, deny_unknown_fields)]
pub struct LeadQuery {
    /// Leads in this state.
    pub state: Option<LeadState>,
    /// Leads of this owner, as the vendor names them in a filter.
    pub owner: Option<String>,
    /// Leads of the person with this e-mail address.
    pub email: Option<Personal<String>>,
    /// Leads of the person with this phone number. It is sent as it is given; `+<country code>-<national number>` is the
    /// usual form of vendors that compare the exact text.
    pub phone: Option<Personal<String>>,
    /// Leads that fit this text.
    pub text: Option<Personal<String>>,
    /// Leads changed at or after this time.
    pub changed_since: Option<DateTime<Utc>>,
    /// Rows in a page, at least 1. More than the vendor's largest page is sent as that.
    pub page_size: Option<u32>,
    /// Filters of this vendor alone, by the names of its crate's setters. An unknown name is refused.
    pub vendor_fields: BTreeMap<String, Value>,
}

impl LeadQuery {
    /// Every lead.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    builder! {
        /// Leads in this state.
        state: LeadState,
        /// Leads of this owner.
        owner: String,
        /// Leads of the person with this e-mail address.
        email: Personal<String>,
        /// Leads of the person with this phone number, which is sent as it is given.
        phone: Personal<String>,
        /// Leads that fit this text.
        text: Personal<String>,
        /// Leads changed at or after this time.
        changed_since: DateTime<Utc>,
    }

    /// Sets the rows in a page, at least 1; 0 is an error of the list.
    #[must_use]
    pub fn page_size(mut self, rows: u32) -> Self {
        self.page_size = Some(rows);
        self
    }

    /// The rows in a page for adapters to ask for: the page size, or `usual` if none is set; at most `most`.
    ///
    /// # Errors
    /// An invalid request that names `page_size` if it is 0.
    pub fn rows(&self, usual: u32, most: u32) -> Result<u32> {
        match self.page_size {
            Some(0) => Err(Error::invalid("page_size", "must be at least 1")),
            Some(rows) => Ok(rows.min(most)),
            None => Ok(usual.min(most)),
        }
    }

    /// Sets a filter of this vendor alone.
    #[must_use]
    pub fn vendor_field(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.vendor_fields.insert(name.into(), value.into());
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lead::Decimal;

    #[test]
    fn fields_are_the_members_of_the_stored_form() {
        let change = StatusChange::to(LeadState::Won);
        for (fields, stored) in [
            (NewLead::FIELDS, serde_json::to_value(NewLead::default()).unwrap()),
            (StatusChange::FIELDS, serde_json::to_value(change).unwrap()),
            (LeadQuery::FIELDS, serde_json::to_value(LeadQuery::new()).unwrap()),
        ] {
            let mut stored: Vec<_> = stored.as_object().unwrap().keys().map(String::as_str).collect();
            let mut fields = fields.to_vec();
            stored.sort_unstable();
            fields.sort_unstable();
            assert_eq!(fields, stored);
        }
        assert!(LeadUpdate::FIELDS.contains(&"email"), "fields that are kept are not stored");
    }

    #[test]
    fn page_size_is_at_least_one_and_at_most_the_largest() {
        let rows = |query: LeadQuery| query.rows(100, 1_000);
        assert_eq!(rows(LeadQuery::new().page_size(0)).unwrap_err().field(), Some("page_size"));
        assert_eq!(rows(LeadQuery::new().page_size(1)).unwrap(), 1);
        assert_eq!(rows(LeadQuery::new().page_size(5_000)).unwrap(), 1_000);
        assert_eq!(rows(LeadQuery::new()).unwrap(), 100);
    }

    #[test]
    fn debug_shows_the_names_of_fields_and_no_values() {
        let street = "12 Elm Street";
        let new = NewLead::new("Jane").custom("mx_Street1", street).vendor_field("message", street);
        let update = LeadUpdate::new().custom("mx_Street1", street).vendor_field("message", street);
        let change = StatusChange::to(LeadState::Won).comment(street).vendor_field("message", street);
        let query = LeadQuery::new().text(street).vendor_field("message", vec![street]);
        for shown in [format!("{new:?}"), format!("{new:#?}"), format!("{update:?}"), format!("{change:?}")] {
            assert!(!shown.contains("Elm") && !shown.contains("Jane"), "{shown}");
            assert!(shown.contains("message") && shown.contains("[PERSONAL]"), "{shown}");
        }
        let shown = format!("{query:?}");
        assert!(shown.contains("message") && !shown.contains("Elm"), "{shown}");
    }

    #[test]
    fn debug_shows_what_is_nobodys() {
        let new = NewLead::new("Jane").source("web").value(Money::new(Decimal::from(5))).custom("mx_Street1", "x");
        assert_eq!(
            format!("{new:?}"),
            "NewLead { name: Some([PERSONAL]), first_name: None, last_name: None, emails: [], phones: [], note: None, \
             source: Some(\"web\"), value: Some(Money { amount: 5, currency: None }), state: None, owner: None, custom: \
             {\"mx_Street1\": [PERSONAL]}, vendor_fields: {} }"
        );
        let update = format!("{:?}", LeadUpdate::new().owner(Patch::set("7")));
        assert!(
            update.contains("owner: Set([PERSONAL])") && update.ends_with("custom: {}, vendor_fields: {} }"),
            "{update}"
        );
        for shown in [
            format!("{:?}", NewLead::new("Jane").owner("jane.roe")),
            format!("{:?}", StatusChange::to(LeadState::Won).changed_by("jane.roe")),
            format!("{:?}", LeadQuery::new().owner("jane.roe")),
            format!("{:?}", crate::LeadId::new("jane.roe@example.com")),
        ] {
            assert!(!shown.contains("roe") && shown.contains("[PERSONAL]"), "{shown}");
        }
    }
}
