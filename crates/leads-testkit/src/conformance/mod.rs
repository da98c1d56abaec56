//! The conformance suite: what every [`LeadClient`] must do, whichever backend it uses.
//!
//! The suite is a public list of [`CASES`]. Each case checks the client's capabilities to decide whether it applies, so
//! the suite can run against a fake, a vendor's sandbox or your own backend: implement [`Harness`] and call [`run`].
//!
//! ```
//! use leads_testkit::conformance::{self, Harness};
//! async fn check_my_client(harness: &dyn Harness) {
//!     let report = conformance::run(harness).await;
//!     println!("{report}");
//!     assert!(report.passed(), "{report}");
//! }
//! ```

mod cases;
mod filters;
mod keys;
mod status_fields;
mod upsert;

use async_trait::async_trait;
use leads_core::client::{Capabilities, LeadClient, LeadKey, LeadQuery, LeadUpdate, NewLead, StatusChange};
use leads_core::{Lead, LeadId, LeadState};
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

/// A filter of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Filter {
    /// [`LeadQuery::state`].
    State,
    /// [`LeadQuery::owner`].
    Owner,
    /// [`LeadQuery::email`].
    Email,
    /// [`LeadQuery::phone`].
    Phone,
    /// [`LeadQuery::text`].
    Text,
    /// [`LeadQuery::changed_since`].
    ChangedSince,
}

impl Filter {
    /// Every filter.
    pub const ALL: [Self; 6] = [Self::State, Self::Owner, Self::Email, Self::Phone, Self::Text, Self::ChangedSince];

    /// Returns whether a client's capabilities include the filter.
    #[must_use]
    pub fn is_in(self, can: &Capabilities) -> bool {
        match self {
            Self::State => can.list_by_state,
            Self::Owner => can.list_by_owner,
            Self::Email => can.list_by_email,
            Self::Phone => can.list_by_phone,
            Self::Text => can.list_by_text,
            Self::ChangedSince => can.list_changed_since,
        }
    }

    /// Returns the name of the field of [`LeadQuery`].
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::State => "state",
            Self::Owner => "owner",
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Text => "text",
            Self::ChangedSince => "changed_since",
        }
    }
}

/// A list query with one filter, a lead that it must return, and a lead that it must not return.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct FilterExample {
    /// The query.
    pub query: LeadQuery,
    /// A lead that matches.
    pub hit: LeadId,
    /// A lead that does not match.
    pub miss: LeadId,
}

impl FilterExample {
    /// Creates an example from a query, a lead that matches and one that does not.
    #[must_use]
    pub fn new(query: LeadQuery, hit: LeadId, miss: LeadId) -> Self {
        Self { query, hit, miss }
    }
}

/// A kind of [`LeadKey`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum KeyKind {
    /// [`LeadKey::Email`].
    Email,
    /// [`LeadKey::Phone`].
    Phone,
    /// [`LeadKey::Field`].
    Field,
}

impl KeyKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Email, Self::Phone, Self::Field];

    /// Returns whether a client's capabilities include finding a lead by this kind of key.
    #[must_use]
    pub fn is_in(self, can: &Capabilities) -> bool {
        match self {
            Self::Email => can.find_by_email,
            Self::Phone => can.find_by_phone,
            Self::Field => can.find_by_field,
        }
    }

    /// Returns the name of the kind, as in [`LeadKey::kind`].
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Field => "field",
        }
    }
}

/// A key with the lead that it must find, and keys that must find none.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct KeyExample {
    /// The key of exactly one lead.
    pub hit: LeadKey,
    /// The lead.
    pub lead: LeadId,
    /// A key that no lead has.
    pub miss: LeadKey,
    /// A key that several leads have, if the vendor allows that.
    pub several: Option<LeadKey>,
}

impl KeyExample {
    /// Creates an example from the key of a lead and a key that no lead has.
    #[must_use]
    pub fn new(hit: LeadKey, lead: LeadId, miss: LeadKey) -> Self {
        Self { hit, lead, miss, several: None }
    }

    /// Sets a key that several leads have. At least one kind of key needs it.
    #[must_use]
    pub fn several(mut self, key: LeadKey) -> Self {
        self.several = Some(key);
        self
    }
}

/// An optional field of [`StatusChange`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum StatusField {
    /// [`StatusChange::sub_status`].
    SubStatus,
    /// [`StatusChange::reason`].
    Reason,
    /// [`StatusChange::stage`].
    Stage,
    /// [`StatusChange::comment`].
    Comment,
}

impl StatusField {
    /// Every field.
    pub const ALL: [Self; 4] = [Self::SubStatus, Self::Reason, Self::Stage, Self::Comment];

    /// Returns whether a client's capabilities include the field.
    #[must_use]
    pub fn is_in(self, can: &Capabilities) -> bool {
        match self {
            Self::SubStatus => can.sub_status,
            Self::Reason => can.reason,
            Self::Stage => can.stage,
            Self::Comment => can.comment,
        }
    }
}

/// What the suite needs to know about the environment it runs in.
///
/// ```
/// use leads_core::client::{LeadClient, LeadUpdate, NewLead};
/// use leads_core::{LeadClientExt, LeadId, Patch};
/// use leads_testkit::conformance::Harness;
/// /// A sandbox provided by the vendor.
/// struct Sandbox<C>(C);
/// #[async_trait::async_trait]
/// impl<C: LeadClient> Harness for Sandbox<C> {
///     fn client(&self) -> &dyn LeadClient {
///         &self.0
///     }
///     fn new_lead(&self, number: usize) -> NewLead {
///         NewLead::new(format!("Trial {number}")).email(format!("trial.{number}@example.com"))
///     }
///     async fn fresh_lead(&self) -> LeadId {
///         self.0.create(&self.new_lead(0)).await.expect("the sandbox takes leads").into_inner().id
///     }
///     fn missing_lead(&self) -> LeadId {
///         LeadId::new("999999999")
///     }
///     fn update(&self) -> LeadUpdate {
///         LeadUpdate::new().owner(Patch::set("trial.owner"))
///     }
///     fn request_count(&self) -> Option<u64> {
///         None // requests cannot be counted at the vendor
///     }
/// }
/// ```
#[async_trait]
pub trait Harness: Send + Sync {
    /// Returns the client under test.
    fn client(&self) -> &dyn LeadClient;

    /// Returns a lead to create; `number` makes it unique.
    fn new_lead(&self, number: usize) -> NewLead;

    /// Returns an existing, open lead that was just created, possibly with the client itself.
    async fn fresh_lead(&self) -> LeadId;

    /// Returns a well-formed id of a lead that does not exist.
    fn missing_lead(&self) -> LeadId;

    /// Returns an update that the vendor accepts. It must differ from the values of a fresh lead.
    fn update(&self) -> LeadUpdate;

    /// Returns whether a lead shows [`update`](Self::update), given its state before and after. By default, compares
    /// the leads' text.
    fn shows_update(&self, before: &dyn Lead, after: &dyn Lead) -> bool {
        before.text() != after.text()
    }

    /// Returns a change to a state, with whatever else this environment requires: a reason, a comment.
    fn to_state(&self, state: LeadState) -> StatusChange {
        StatusChange::to(state)
    }

    /// Returns a query with this filter, a lead that it must return and one that it must not. With the default `None`,
    /// the suite creates the leads with the client. It cannot do that for an owner and for a time: a capability without
    /// an example fails the suite. A state needs an example only if the client cannot move a lead into it.
    async fn filter_example(&self, filter: Filter) -> Option<FilterExample> {
        let _ = filter;
        None
    }

    /// Returns a key that no lead has, and a lead to create with it; `number` makes them unique. By default the key is
    /// the e-mail address or phone number of [`new_lead`](Self::new_lead). `None` if the client can find leads only by
    /// other keys.
    fn upsert_example(&self, number: usize) -> Option<(LeadKey, NewLead)> {
        let (can, lead) = (self.client().capabilities(), self.new_lead(number));
        let email = lead.emails.first().filter(|_| can.find_by_email).map(|address| LeadKey::email(address.as_str()));
        let phone = lead.phones.first().filter(|_| can.find_by_phone).map(|number| LeadKey::phone(number.as_str()));
        Some((email.or(phone)?, lead))
    }

    /// Makes the vendor lose the response to the next create, after it has created the lead. Returns `false` if that is
    /// not possible, as in a real sandbox; an upsert with a lost response is then not tested.
    fn lose_next_create(&self) -> bool {
        false
    }

    /// Returns keys of this kind with the leads that they must find. A capability without an example fails the suite.
    async fn key_example(&self, kind: KeyKind) -> Option<KeyExample> {
        let _ = kind;
        None
    }

    /// Returns a status change that this environment accepts, with this field set as it is read back. A capability
    /// without an example fails the suite.
    fn status_change(&self, field: StatusField) -> Option<StatusChange> {
        let _ = field;
        None
    }

    /// Returns whether the vendor stores a field of a status change for a lead. With the default `None`, the suite reads
    /// the lead with the client, which may not show the field: a comment can be a separate record.
    async fn stores(&self, id: &LeadId, field: StatusField, change: &StatusChange) -> Option<bool> {
        let _ = (id, field, change);
        None
    }

    /// Returns a client of the same environment with wrong credentials. Without it, a client whose capabilities include
    /// `check` fails the suite.
    fn client_with_wrong_credentials(&self) -> Option<Box<dyn LeadClient>> {
        None
    }

    /// Advances the vendor's clock by `time`. Returns `false` if the clock cannot be moved, as in a real sandbox; the
    /// end of [`update_window`](Capabilities::update_window) is then not tested.
    fn advance(&self, time: Duration) -> bool {
        let _ = time;
        false
    }

    /// Returns how many requests arrived so far, or `None` if that is unknown, as in a real sandbox.
    fn request_count(&self) -> Option<u64>;
}

/// The result of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CaseResult {
    /// The client behaved as required.
    Passed,
    /// The case does not apply, according to the client's capabilities.
    Skipped,
    /// The client behaved differently.
    Failed(String),
}

/// One case of the suite.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct Case {
    /// The name.
    pub name: &'static str,
    /// What the case verifies.
    pub description: &'static str,
    run: for<'a> fn(&'a dyn Harness) -> CaseFuture<'a>,
}

type CaseFuture<'a> = Pin<Box<dyn Future<Output = CaseResult> + Send + 'a>>;

impl fmt::Debug for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Case").field("name", &self.name).finish_non_exhaustive()
    }
}

impl Case {
    /// Runs this case only.
    pub async fn run(&self, harness: &dyn Harness) -> CaseResult {
        (self.run)(harness).await
    }
}

macro_rules! cases {
    ($( $name:ident: $description:literal ),* $(,)?) => {
        /// Every case.
        pub const CASES: &[Case] = &[ $( Case {
            name: stringify!($name),
            description: $description,
            run: |harness| Box::pin(async move {
                match cases::$name(harness).await {
                    Ok(true) => CaseResult::Passed,
                    Ok(false) => CaseResult::Skipped,
                    Err(reason) => CaseResult::Failed(reason),
                }
            }),
        } ),* ];
    };
}

cases! {
    capabilities_are_accurate: "operations that are `false` in the capabilities are rejected as unsupported and send \
                                nothing",
    check_verifies_credentials: "`check` succeeds with valid credentials and fails with wrong ones",
    created_lead_is_readable: "a created lead can be read under the id that was returned",
    update_is_applied: "an update succeeds, reports applied, and is readable if leads can be read",
    empty_update_is_rejected: "an empty update is rejected before sending",
    every_state_is_written_or_rejected: "each state is written exactly, written less precisely and reported, or \
                                         rejected before sending, as the capabilities say",
    status_code_round_trips: "the vendor's own code, once read, is accepted when written back",
    unsupported_status_fields_are_rejected: "sub-status, reason, stage and comment are rejected if the vendor has none",
    missing_lead_is_not_found: "an unknown id is an error that proves that nothing changed",
    malformed_id_is_rejected: "an id that no vendor uses is rejected before sending",
    list_ends_without_duplicates: "a list over several pages ends and returns no lead twice",
    filters_are_honored_or_rejected: "a list by each filter and each state returns the lead that matches once, and not \
                                      the one that does not; an unsupported filter is rejected, never ignored",
    key_finds_exactly_one_lead: "a lead is found by each kind of key that the capabilities include; an unknown key is \
                                 not found, one of several leads is ambiguous, others are rejected before sending",
    status_details_are_readable: "sub-status, reason, stage and comment are written and read back if the capabilities \
                                  say so",
    mark_lost_works_without_reasons: "`mark_lost` works if the vendor has no reasons, and reports that the reason was \
                                      omitted",
    edge_values_are_consistent: "a page size of zero, and `null` as a custom field of a new lead, are errors that send \
                                 nothing; in an update `null` clears the field or is unsupported",
    update_window_is_enforced: "a lead can be updated within the update window and not after it",
    upsert_creates_once_and_then_matches: "an upsert creates a lead, a second one matches it and leaves it as it is, and \
                                           one with another key creates another; without the capability nothing is sent",
    concurrent_upserts_create_one_lead: "of twenty upserts with one key at the same time, one creates the lead and the \
                                         others match it",
    upsert_with_a_lost_response_creates_one_lead: "an upsert whose create loses its response finds the lead or reports \
                                                   that it is unknown, and the next one creates no second lead",
    deleted_lead_is_not_found: "a deleted lead is not found or is marked as deleted",
    unknown_vendor_fields_are_rejected: "a misspelled vendor field is rejected before sending, and the error names it",
}

/// The report of a run.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Report {
    /// The vendor.
    pub vendor: &'static str,
    /// Each case with its result.
    pub rows: Vec<(&'static str, CaseResult)>,
}

impl Report {
    /// Returns whether no case failed.
    #[must_use]
    pub fn passed(&self) -> bool {
        !self.rows.iter().any(|(_, verdict)| matches!(verdict, CaseResult::Failed(_)))
    }

    /// Returns the names of the cases that did not apply.
    #[must_use]
    pub fn skipped(&self) -> Vec<&'static str> {
        self.rows.iter().filter(|(_, verdict)| *verdict == CaseResult::Skipped).map(|(name, _)| *name).collect()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, verdict) in &self.rows {
            match verdict {
                CaseResult::Passed => writeln!(f, "passed   {} {name}", self.vendor)?,
                CaseResult::Skipped => writeln!(f, "skipped  {} {name}", self.vendor)?,
                CaseResult::Failed(reason) => writeln!(f, "FAILED   {} {name}: {reason}", self.vendor)?,
            }
        }
        Ok(())
    }
}

/// Runs every case in order.
pub async fn run(harness: &dyn Harness) -> Report {
    let mut rows = Vec::with_capacity(CASES.len());
    for case in CASES {
        rows.push((case.name, case.run(harness).await));
    }
    Report { vendor: harness.client().vendor(), rows }
}
