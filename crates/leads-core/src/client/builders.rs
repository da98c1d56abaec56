//! Vendor-independent builders for leads, updates, status changes and queries.

use crate::error::{Error, Result};
use crate::lead::{Address, Consent, ContactTime, Money, Patch, Personal};
use crate::status::LeadState;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt;

/// Generates chained setters for the members of a builder.
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

/// Implements `Debug` for builders. Fields that name a user show only whether they are set; fields whose values may be
/// personal data show only the names. Every member is listed, so a new one must be shown or hidden explicitly: a member
/// that is missing here does not compile. The same list is `FIELDS`, which the adapters' tests iterate over.
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
            /// The names of all fields, as in the serialized form. Tests that iterate over them pick up new fields
            /// automatically.
            pub const FIELDS: &'static [&'static str] = &[$(stringify!($shown),)+ $(stringify!($user),)* $(stringify!($hidden),)+];
        }
    )+};
}

debug_with_hidden! {
    NewLead {
        name, first_name, last_name, emails, phones, note, source, campaign, value, state, consents, contact_time, address,
        company, page_url; owner; custom, vendor_fields
    }
    LeadUpdate { name, email, phone, note, source, value; owner; custom, vendor_fields }
    StatusChange { target, sub_status, reason, stage, comment, changed_at; changed_by; vendor_fields }
    LeadQuery { state, email, phone, text, changed_since, page_size; owner; vendor_fields }
}

/// Shows only the names of fields.
struct Names<'a>(&'a BTreeMap<String, Value>);

impl fmt::Debug for Names<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.0.keys().map(|name| (name, Personal(())))).finish()
    }
}

/// A lead to create.
///
/// Fields that a vendor requires in addition (a product for Capillary, a dealership for Dealer Studio, an event code
/// for LeadSquared) come from the adapter's configuration or from [`vendor_field`](Self::vendor_field). If one is
/// missing, an error names it before anything is sent.
///
/// `Debug` shows no personal data: it hides the values and shows only the names of custom and vendor fields.
///
/// ```
/// use leads_core::client::NewLead;
/// use leads_core::lead::{Address, Consent, ConsentChannel};
/// let lead = NewLead::new("Jane Doe")
///     .email("jane@example.com")
///     .phone("+15550100")
///     .note("asked for a demo")
///     .campaign("spring")
///     .consent(Consent::given().channel(ConsentChannel::Email))
///     .contact_time("afternoons")
///     .address(Address::new().city("Melbourne").postal_code("3000"));
/// ```
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
#[serde(default, deny_unknown_fields)]
pub struct NewLead {
    /// The person's or the lead's name.
    pub name: Option<Personal<String>>,
    /// The person's first name, if known separately.
    pub first_name: Option<Personal<String>>,
    /// The person's last name, if known separately.
    pub last_name: Option<Personal<String>>,
    /// E-mail addresses, the primary one first.
    pub emails: Vec<Personal<String>>,
    /// Phone numbers, the primary one first, in the vendor's format.
    pub phones: Vec<Personal<String>>,
    /// The person's message, or a note.
    pub note: Option<Personal<String>>,
    /// The lead's source, in the vendor's notation.
    pub source: Option<String>,
    /// The lead's owner, in the vendor's notation (a user name or id).
    pub owner: Option<String>,
    /// The lead's value.
    pub value: Option<Money>,
    /// The initial state.
    pub state: Option<LeadState>,
    /// The campaign that led the person to the form.
    pub campaign: Option<String>,
    /// What the person chose when asked for marketing consent, at most one choice per channel.
    pub consents: Vec<Consent>,
    /// When the person wants to be contacted.
    pub contact_time: Option<ContactTime>,
    /// The person's postal address.
    pub address: Option<Address>,
    /// The name of the person's company.
    pub company: Option<Personal<String>>,
    /// The address of the page that the form is on. It may identify the person, so `Debug` hides it.
    pub page_url: Option<Personal<String>>,
    /// The tenant's custom fields, by the tenant's names. `null` is an error, because a new lead has nothing to clear.
    pub custom: BTreeMap<String, Value>,
    /// Fields specific to this vendor, by the names of its crate's setters. An unknown name is rejected.
    pub vendor_fields: BTreeMap<String, Value>,
}

impl NewLead {
    /// Creates a lead with a name.
    ///
    /// ```
    /// use leads_core::client::NewLead;
    /// assert_eq!(NewLead::new("Jane Doe").name.unwrap().as_str(), "Jane Doe");
    /// ```
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: Some(Personal(name.into())), ..Self::default() }
    }

    /// Adds an e-mail address.
    ///
    /// ```
    /// use leads_core::client::NewLead;
    /// let lead = NewLead::new("Jane Doe").email("jane@example.com").email("jd@example.com");
    /// assert_eq!(lead.emails[0].as_str(), "jane@example.com", "the primary one is first");
    /// ```
    #[must_use]
    pub fn email(mut self, address: impl Into<String>) -> Self {
        self.emails.push(Personal(address.into()));
        self
    }

    /// Adds a phone number.
    ///
    /// ```
    /// use leads_core::client::NewLead;
    /// let lead = NewLead::new("Jane Doe").phone("+15550100");
    /// assert_eq!(lead.phones.len(), 1);
    /// ```
    #[must_use]
    pub fn phone(mut self, number: impl Into<String>) -> Self {
        self.phones.push(Personal(number.into()));
        self
    }

    builder! {
        /// Sets the person's first name.
        ///
        /// ```
        /// use leads_core::client::NewLead;
        /// let lead = NewLead::default().first_name("Jane").last_name("Doe");
        /// assert!(lead.name.is_none() && lead.first_name.is_some());
        /// ```
        first_name: Personal<String>,
        /// Sets the person's last name.
        ///
        /// ```
        /// use leads_core::client::NewLead;
        /// let lead = NewLead::new("Jane Doe").last_name("Doe");
        /// assert_eq!(lead.last_name.unwrap().as_str(), "Doe");
        /// ```
        last_name: Personal<String>,
        /// Sets the person's message, or a note.
        ///
        /// ```
        /// use leads_core::client::NewLead;
        /// let lead = NewLead::new("Jane Doe").note("asked for a demo");
        /// assert!(!format!("{lead:?}").contains("demo"));
        /// ```
        note: Personal<String>,
        /// Sets the lead's source.
        ///
        /// ```
        /// use leads_core::client::NewLead;
        /// assert_eq!(NewLead::new("Jane Doe").source("web").source.as_deref(), Some("web"));
        /// ```
        source: String,
        /// Sets the lead's owner.
        ///
        /// ```
        /// use leads_core::client::NewLead;
        /// let lead = NewLead::new("Jane Doe").owner("2-users");
        /// assert_eq!(lead.owner.as_deref(), Some("2-users"));
        /// ```
        owner: String,
        /// Sets the lead's value.
        ///
        /// ```
        /// use leads_core::{Decimal, Money, client::NewLead};
        /// let value = Money::new("4999.90".parse::<Decimal>()?);
        /// assert_eq!(NewLead::new("Jane Doe").value(value.clone()).value, Some(value));
        /// # Ok::<(), leads_core::lead::NotDecimal>(())
        /// ```
        value: Money,
        /// Sets the initial state.
        ///
        /// ```
        /// use leads_core::{LeadState, client::NewLead};
        /// let lead = NewLead::new("Jane Doe").state(LeadState::Contacted);
        /// assert_eq!(lead.state, Some(LeadState::Contacted));
        /// ```
        state: LeadState,
        /// Sets the campaign that led the person to the form.
        ///
        /// ```
        /// use leads_core::client::NewLead;
        /// let lead = NewLead::new("Jane Doe").campaign("spring");
        /// assert_eq!(lead.campaign.as_deref(), Some("spring"));
        /// ```
        campaign: String,
        /// Sets when the person wants to be contacted: a time, or words.
        ///
        /// ```
        /// use leads_core::client::NewLead;
        /// assert!(NewLead::new("Jane Doe").contact_time("afternoons").contact_time.is_some());
        /// ```
        contact_time: ContactTime,
        /// Sets the person's postal address.
        ///
        /// ```
        /// use leads_core::{client::NewLead, lead::Address};
        /// let lead = NewLead::new("Jane Doe").address(Address::new().city("Melbourne"));
        /// assert!(!lead.address.unwrap().is_empty());
        /// ```
        address: Address,
        /// Sets the name of the person's company.
        ///
        /// ```
        /// use leads_core::client::NewLead;
        /// let lead = NewLead::new("Jane Doe").company("Example Motors");
        /// assert_eq!(lead.company.unwrap().as_str(), "Example Motors");
        /// ```
        company: Personal<String>,
        /// Sets the address of the page that the form is on.
        ///
        /// ```
        /// use leads_core::client::NewLead;
        /// let lead = NewLead::new("Jane Doe").page_url("https://shop.example/contact?id=7");
        /// assert!(!format!("{lead:?}").contains("id=7"));
        /// ```
        page_url: Personal<String>,
    }

    /// Adds the person's choice when asked for marketing consent.
    ///
    /// ```
    /// use leads_core::client::NewLead;
    /// use leads_core::lead::{Consent, ConsentChannel};
    /// let lead = NewLead::new("Jane Doe")
    ///     .consent(Consent::given().channel(ConsentChannel::Email))
    ///     .consent(Consent::refused().channel(ConsentChannel::Phone));
    /// assert_eq!(lead.consents.len(), 2);
    /// ```
    #[must_use]
    pub fn consent(mut self, consent: Consent) -> Self {
        self.consents.push(consent);
        self
    }

    /// Sets one of the tenant's custom fields. `null` makes the create fail: leave the field out instead.
    ///
    /// ```
    /// use leads_core::client::NewLead;
    /// let lead = NewLead::new("Jane Doe").custom("Favourite colour", "blue").custom("Seats", 5);
    /// assert_eq!(lead.custom["Seats"], 5);
    /// ```
    #[must_use]
    pub fn custom(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.custom.insert(name.into(), value.into());
        self
    }

    /// Sets the tenant's custom fields from a struct of the application; see [`custom`](crate::custom). A field that is
    /// `null` is omitted, because a new lead has nothing to clear.
    ///
    /// ```
    /// use leads_core::client::NewLead;
    /// #[derive(serde::Serialize)]
    /// struct Fields { colour: &'static str, seats: Option<u8> }
    /// let lead = NewLead::new("Jane Doe").custom_fields(&Fields { colour: "blue", seats: None })?;
    /// assert_eq!(lead.custom.len(), 1, "a field that is null is omitted");
    /// # Ok::<(), leads_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// Returns an invalid-request error that names the field; see [`to_fields`](crate::custom::to_fields).
    pub fn custom_fields<T: Serialize + ?Sized>(mut self, fields: &T) -> Result<Self> {
        let fields = crate::custom::to_fields(fields)?;
        self.custom.extend(fields.into_iter().filter(|(_, value)| !value.is_null()));
        Ok(self)
    }

    /// Sets a field specific to this vendor.
    ///
    /// ```
    /// use leads_core::client::NewLead;
    /// let lead = NewLead::new("Jane Doe").vendor_field("dealership_id", 42);
    /// assert_eq!(lead.vendor_fields["dealership_id"], 42);
    /// ```
    #[must_use]
    pub fn vendor_field(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.vendor_fields.insert(name.into(), value.into());
        self
    }
}

/// An update of a lead's fields. Fields that are not set are left unchanged. Clearing a field that the vendor cannot
/// clear is rejected.
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
    /// The primary e-mail address.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub email: Patch<Personal<String>>,
    /// The primary phone number.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub phone: Patch<Personal<String>>,
    /// A note.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub note: Patch<Personal<String>>,
    /// The lead's source.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub source: Patch<String>,
    /// The lead's owner.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub owner: Patch<String>,
    /// The lead's value.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub value: Patch<Money>,
    /// The tenant's custom fields; `null` clears a field, and is an error if the vendor cannot clear it.
    pub custom: BTreeMap<String, Value>,
    /// Fields specific to this vendor, by the names of its crate's setters. An unknown name is rejected.
    pub vendor_fields: BTreeMap<String, Value>,
}

impl LeadUpdate {
    /// Creates an update that changes nothing.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Updates the name.
    ///
    /// ```
    /// use leads_core::{Patch, client::LeadUpdate};
    /// assert!(!LeadUpdate::new().name(Patch::set("Jane Roe")).is_empty());
    /// ```
    #[must_use]
    pub fn name(mut self, change: Patch<String>) -> Self {
        self.name = change.map(Personal);
        self
    }

    /// Updates the primary e-mail address.
    #[must_use]
    pub fn email(mut self, change: Patch<String>) -> Self {
        self.email = change.map(Personal);
        self
    }

    /// Updates the primary phone number.
    #[must_use]
    pub fn phone(mut self, change: Patch<String>) -> Self {
        self.phone = change.map(Personal);
        self
    }

    /// Updates the note.
    #[must_use]
    pub fn note(mut self, change: Patch<String>) -> Self {
        self.note = change.map(Personal);
        self
    }

    /// Updates the source.
    #[must_use]
    pub fn source(mut self, change: Patch<String>) -> Self {
        self.source = change;
        self
    }

    /// Updates the owner.
    #[must_use]
    pub fn owner(mut self, change: Patch<String>) -> Self {
        self.owner = change;
        self
    }

    /// Updates the lead's value.
    #[must_use]
    pub fn value(mut self, change: Patch<Money>) -> Self {
        self.value = change;
        self
    }

    /// Updates one of the tenant's custom fields; `null` clears it, and is an error if the vendor cannot clear it.
    #[must_use]
    pub fn custom(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.custom.insert(name.into(), value.into());
        self
    }

    /// Updates the tenant's custom fields from a struct of the application; see [`custom`](crate::custom). A field that
    /// is not serialized is kept, and `null` clears it, which is an error if the vendor cannot clear it.
    ///
    /// # Errors
    /// Returns an invalid-request error that names the field; see [`to_fields`](crate::custom::to_fields).
    pub fn custom_fields<T: Serialize + ?Sized>(mut self, fields: &T) -> Result<Self> {
        self.custom.extend(crate::custom::to_fields(fields)?);
        Ok(self)
    }

    /// Updates a field specific to this vendor.
    #[must_use]
    pub fn vendor_field(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.vendor_fields.insert(name.into(), value.into());
        self
    }

    /// Returns whether the update changes nothing.
    ///
    /// ```
    /// use leads_core::{Patch, client::LeadUpdate};
    /// assert!(LeadUpdate::new().is_empty());
    /// assert!(!LeadUpdate::new().owner(Patch::set("2-users")).is_empty());
    /// ```
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// The status to set.
///
/// ```
/// use leads_core::{LeadState, client::{StatusChange, StatusTarget}};
/// let change = StatusChange::to(LeadState::Won);
/// assert_eq!(change.target, StatusTarget::State(LeadState::Won));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum StatusTarget {
    /// A vendor-independent state.
    State(LeadState),
    /// The vendor's own code, sent unchanged: a value read from [`detail.code`](crate::status::StatusDetail::code) can
    /// be written back.
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
    /// The status to set.
    pub target: StatusTarget,
    /// The sub-status.
    #[serde(default)]
    pub sub_status: Option<String>,
    /// The reason, by the vendor's id: a reason of Capillary, an outcome of Nutshell.
    #[serde(default)]
    pub reason: Option<String>,
    /// The stage, for vendors that have one in addition to the status.
    #[serde(default)]
    pub stage: Option<String>,
    /// A comment on the change.
    #[serde(default)]
    pub comment: Option<Personal<String>>,
    /// When the status changed, for vendors that accept it.
    #[serde(default)]
    pub changed_at: Option<DateTime<Utc>>,
    /// The user who changed it, by the vendor's id, for vendors that accept it.
    #[serde(default)]
    pub changed_by: Option<String>,
    /// Fields specific to this vendor, by the names of its crate's setters. An unknown name is rejected.
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

    /// Creates a change to a vendor-independent state.
    ///
    /// ```
    /// use leads_core::{LeadState, client::StatusChange};
    /// let change = StatusChange::to(LeadState::Lost).reason("12");
    /// assert_eq!(change.reason.as_deref(), Some("12"));
    /// ```
    #[must_use]
    pub fn to(state: LeadState) -> Self {
        Self::with(StatusTarget::State(state))
    }

    /// Creates a change to the vendor's own code.
    ///
    /// ```
    /// use leads_core::client::{StatusChange, StatusTarget};
    /// let change = StatusChange::to_code("ON_HOLD");
    /// assert_eq!(change.target, StatusTarget::Code("ON_HOLD".to_owned()));
    /// ```
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
        /// Sets a comment on the change.
        comment: Personal<String>,
        /// Sets when the status changed.
        changed_at: DateTime<Utc>,
        /// Sets the user who changed it.
        changed_by: String,
    }

    /// Sets a field specific to this vendor.
    #[must_use]
    pub fn vendor_field(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.vendor_fields.insert(name.into(), value.into());
        self
    }
}

/// Selects the leads to list. A filter that the vendor does not support is rejected, never ignored.
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
    /// Leads of this owner, as the vendor identifies owners in a filter.
    pub owner: Option<String>,
    /// Leads of the person with this e-mail address.
    pub email: Option<Personal<String>>,
    /// Leads of the person with this phone number. It is sent unchanged; `+<country code>-<national number>` is the
    /// usual form for vendors that compare the exact text.
    pub phone: Option<Personal<String>>,
    /// Leads that match this text.
    pub text: Option<Personal<String>>,
    /// Leads changed at or after this time.
    pub changed_since: Option<DateTime<Utc>>,
    /// Rows per page, at least 1. Values above the vendor's maximum are reduced to it.
    pub page_size: Option<u32>,
    /// Filters specific to this vendor, by the names of its crate's setters. An unknown name is rejected.
    pub vendor_fields: BTreeMap<String, Value>,
}

impl LeadQuery {
    /// Creates a query for every lead.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    builder! {
        /// Lists only leads in this state.
        ///
        /// ```
        /// use leads_core::{LeadState, client::LeadQuery};
        /// let open = LeadQuery::new().state(LeadState::Open);
        /// assert_eq!(open.state, Some(LeadState::Open));
        /// ```
        state: LeadState,
        /// Lists only leads of this owner.
        ///
        /// ```
        /// use leads_core::client::LeadQuery;
        /// assert_eq!(LeadQuery::new().owner("2-users").owner.as_deref(), Some("2-users"));
        /// ```
        owner: String,
        /// Lists only leads of the person with this e-mail address.
        ///
        /// ```
        /// use leads_core::client::LeadQuery;
        /// let query = LeadQuery::new().email("jane@example.com");
        /// assert!(!format!("{query:?}").contains("jane"));
        /// ```
        email: Personal<String>,
        /// Lists only leads of the person with this phone number, which is sent unchanged.
        ///
        /// ```
        /// use leads_core::client::LeadQuery;
        /// let query = LeadQuery::new().phone("+1-5550100");
        /// assert_eq!(query.phone.unwrap().as_str(), "+1-5550100");
        /// ```
        phone: Personal<String>,
        /// Lists only leads that match this text.
        ///
        /// ```
        /// use leads_core::client::LeadQuery;
        /// assert!(LeadQuery::new().text("car wash").text.is_some());
        /// ```
        text: Personal<String>,
        /// Lists only leads changed at or after this time.
        ///
        /// ```
        /// use leads_core::client::LeadQuery;
        /// let monday: chrono::DateTime<chrono::Utc> = "2026-03-02T00:00:00Z".parse().unwrap();
        /// assert_eq!(LeadQuery::new().changed_since(monday).changed_since, Some(monday));
        /// ```
        changed_since: DateTime<Utc>,
    }

    /// Sets the number of rows per page. It must be at least 1; with 0, the list fails.
    ///
    /// ```
    /// use leads_core::client::LeadQuery;
    /// assert_eq!(LeadQuery::new().page_size(100).page_size, Some(100));
    /// ```
    #[must_use]
    pub fn page_size(mut self, rows: u32) -> Self {
        self.page_size = Some(rows);
        self
    }

    /// Returns the number of rows per page that an adapter requests: the page size, or `usual` if none is set; at most
    /// `most`.
    ///
    /// ```
    /// use leads_core::client::LeadQuery;
    /// assert_eq!(LeadQuery::new().rows(50, 100)?, 50);
    /// assert_eq!(LeadQuery::new().page_size(1_000).rows(50, 100)?, 100);
    /// assert!(LeadQuery::new().page_size(0).rows(50, 100).is_err());
    /// # Ok::<(), leads_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// Returns an invalid-request error that names `page_size` if it is 0.
    pub fn rows(&self, usual: u32, most: u32) -> Result<u32> {
        match self.page_size {
            Some(0) => Err(Error::invalid("page_size", "must be at least 1")),
            Some(rows) => Ok(rows.min(most)),
            None => Ok(usual.min(most)),
        }
    }

    /// Sets a filter specific to this vendor.
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
    fn fields_match_the_serialized_form() {
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
        assert!(LeadUpdate::FIELDS.contains(&"email"), "unset fields are not serialized");
    }

    #[test]
    fn page_size_is_at_least_one_and_at_most_the_maximum() {
        let rows = |query: LeadQuery| query.rows(100, 1_000);
        assert_eq!(rows(LeadQuery::new().page_size(0)).unwrap_err().field(), Some("page_size"));
        assert_eq!(rows(LeadQuery::new().page_size(1)).unwrap(), 1);
        assert_eq!(rows(LeadQuery::new().page_size(5_000)).unwrap(), 1_000);
        assert_eq!(rows(LeadQuery::new()).unwrap(), 100);
    }

    #[test]
    fn debug_shows_field_names_but_no_values() {
        let street = "12 Elm Street";
        let new = NewLead::new("Jane")
            .custom("mx_Street1", street)
            .vendor_field("message", street)
            .address(Address::new().street(street).city(street))
            .contact_time(street)
            .company(street)
            .page_url(street);
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
    fn debug_shows_fields_without_personal_data() {
        let new = NewLead::new("Jane").source("web").value(Money::new(Decimal::from(5))).custom("mx_Street1", "x");
        assert_eq!(
            format!("{new:?}"),
            "NewLead { name: Some([PERSONAL]), first_name: None, last_name: None, emails: [], phones: [], note: None, \
             source: Some(\"web\"), campaign: None, value: Some(Money { amount: 5, currency: None }), state: None, \
             consents: [], contact_time: None, address: None, company: None, page_url: None, owner: None, custom: \
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
