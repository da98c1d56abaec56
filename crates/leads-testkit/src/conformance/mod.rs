//! The conformance suite: what every [`LeadClient`] must do, whatever is behind it.
//!
//! The suite is a public list of [`CASES`]. Each case asks the client's capabilities whether it applies, so that it can
//! be run against a fake, a vendor's sandbox or a backend of one's own: implement [`Harness`] and call [`run`].
//!
//! ```
//! use leads_testkit::conformance::{self, Harness};
//! async fn try_mine(bench: &dyn Harness) {
//!     let report = conformance::run(bench).await;
//!     println!("{report}");
//!     assert!(report.passed(), "{report}");
//! }
//! ```

mod cases;

use async_trait::async_trait;
use leads_core::client::{Capabilities, LeadClient, LeadQuery, LeadUpdate, NewLead, StatusChange};
use leads_core::{Lead, LeadId, LeadState};
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

/// A filter that a list can have.
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

    /// Whether a client says that it has the filter.
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

    /// The field of [`LeadQuery`].
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

/// A list with one filter, a lead that it must have, and a lead that it must not have.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Filtered {
    /// The list.
    pub query: LeadQuery,
    /// A lead that fits.
    pub hit: LeadId,
    /// A lead that does not fit.
    pub miss: LeadId,
}

impl Filtered {
    /// A list with a lead that fits and one that does not.
    #[must_use]
    pub fn new(query: LeadQuery, hit: LeadId, miss: LeadId) -> Self {
        Self { query, hit, miss }
    }
}

/// A field of [`StatusChange`] that a vendor can have.
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

    /// Whether a client says that it takes the field.
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

/// What the suite needs to know of the place that it runs in.
///
/// ```
/// use leads_core::client::{LeadClient, LeadUpdate, NewLead};
/// use leads_core::{LeadClientExt, LeadId, Patch};
/// use leads_testkit::conformance::Harness;
/// /// A sandbox that the vendor gave us.
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
///     fn change(&self) -> LeadUpdate {
///         LeadUpdate::new().owner(Patch::set("trial.owner"))
///     }
///     fn arrivals(&self) -> Option<u64> {
///         None // nobody can count at the vendor's
///     }
/// }
/// ```
#[async_trait]
pub trait Harness: Send + Sync {
    /// The client to be tried.
    fn client(&self) -> &dyn LeadClient;

    /// A lead that can be made; `number` makes it unlike the others.
    fn new_lead(&self, number: usize) -> NewLead;

    /// A lead that is there, is open and was made a moment ago. A client that can create may do so.
    async fn fresh_lead(&self) -> LeadId;

    /// An id of the right form that names no lead.
    fn missing_lead(&self) -> LeadId;

    /// A change of fields that the vendor takes. It must be one that a fresh lead does not have.
    fn change(&self) -> LeadUpdate;

    /// Whether a lead that was read shows [`change`](Self::change). Without a better look, at the exact text: whether it
    /// is another than before.
    fn shows_change(&self, before: &dyn Lead, after: &dyn Lead) -> bool {
        before.text() != after.text()
    }

    /// A change to a state with what this place demands beside it: a reason, a comment.
    fn to_state(&self, state: LeadState) -> StatusChange {
        StatusChange::to(state)
    }

    /// A list with this filter, a lead that it must have and one that it must not have. The default `None` lets the suite
    /// make the leads with the client. It cannot do that for an owner, and of a time it proves only that leads changed
    /// before it are left out.
    async fn filtered(&self, filter: Filter) -> Option<Filtered> {
        let _ = filter;
        None
    }

    /// A change of status that this place takes, with this field set as it is read back. With the default `None` the field
    /// is not proved.
    fn detailed(&self, field: StatusField) -> Option<StatusChange> {
        let _ = field;
        None
    }

    /// Lets `time` pass at the vendor. Returns false where the clock cannot be moved, as on a real sandbox; the end of
    /// [`update_window`](Capabilities::update_window) is not proved then.
    fn advance(&self, time: Duration) -> bool {
        let _ = time;
        false
    }

    /// How many requests arrived so far; `None` where that cannot be known, as on a real sandbox.
    fn arrivals(&self) -> Option<u64>;
}

/// What became of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CaseResult {
    /// The client did as it must.
    Passed,
    /// The client's capabilities say that the case does not apply.
    Skipped,
    /// The client did something else.
    Failed(String),
}

/// One case of the suite.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct Case {
    /// Its name.
    pub name: &'static str,
    /// What it proves.
    pub proves: &'static str,
    run: for<'a> fn(&'a dyn Harness) -> Running<'a>,
}

type Running<'a> = Pin<Box<dyn Future<Output = CaseResult> + Send + 'a>>;

impl fmt::Debug for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Case").field("name", &self.name).finish_non_exhaustive()
    }
}

impl Case {
    /// Runs the case alone.
    pub async fn run(&self, bench: &dyn Harness) -> CaseResult {
        (self.run)(bench).await
    }
}

macro_rules! cases {
    ($( $name:ident: $proves:literal ),* $(,)?) => {
        /// Every case.
        pub const CASES: &[Case] = &[ $( Case {
            name: stringify!($name),
            proves: $proves,
            run: |bench| Box::pin(async move {
                match cases::$name(bench).await {
                    Ok(true) => CaseResult::Passed,
                    Ok(false) => CaseResult::Skipped,
                    Err(reason) => CaseResult::Failed(reason),
                }
            }),
        } ),* ];
    };
}

cases! {
    capabilities_tell_the_truth: "what is `false` in the capabilities is refused as unsupported and sends nothing",
    credentials_can_be_proved: "`check` succeeds with good credentials by one call",
    a_made_lead_can_be_read: "a lead that was created is there under the id that was given out",
    a_change_is_applied: "an update succeeds, says applied, and is readable where leads can be read",
    an_empty_change_is_refused_or_harmless: "an update of nothing sends nothing that could change something",
    every_state_is_written_or_refused: "each state is written exactly, written more coarsely and reported, or refused \
                                        before sending, as the capabilities say",
    a_status_can_be_written_back: "the vendor's own code that was read is taken when it is written back",
    what_was_not_asked_for_is_refused: "sub-status, reason, stage and comment are refused where the vendor has none",
    a_missing_lead_is_not_found: "an id that names nothing is an error that proves that nothing was changed",
    a_strange_id_is_refused: "an id of no vendor's form is refused before sending, or is not found",
    a_list_ends_and_repeats_nothing: "a list over several pages ends and gives out no lead twice",
    filters_are_kept_or_refused: "a list by each filter has the lead that fits and not the one that does not; a filter \
                                  that the vendor lacks is refused, never ignored",
    details_of_a_status_are_readable: "sub-status, reason, stage and comment are written and read back where the \
                                       capabilities say so",
    a_loss_needs_no_reasons: "`mark_lost` works where the vendor has no reasons, and reports that the reason was left out",
    odd_values_mean_the_same: "a page of no rows, and `null` as a custom field of a new lead, are errors that send \
                               nothing; in a change `null` clears or is unsupported",
    update_window_is_kept: "a lead can be updated within the update window and not after it",
    a_deleted_lead_is_gone: "a deleted lead is not found or is marked as deleted",
    unknown_vendor_fields_are_refused: "a misspelt vendor field is refused before sending, naming it",
}

/// What became of the suite.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Report {
    /// The vendor.
    pub vendor: &'static str,
    /// Each case with its verdict.
    pub rows: Vec<(&'static str, CaseResult)>,
}

impl Report {
    /// Whether no case failed.
    #[must_use]
    pub fn passed(&self) -> bool {
        !self.rows.iter().any(|(_, verdict)| matches!(verdict, CaseResult::Failed(_)))
    }

    /// The names of the cases that did not apply.
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

/// Runs every case, one after the other.
pub async fn run(bench: &dyn Harness) -> Report {
    let mut rows = Vec::with_capacity(CASES.len());
    for case in CASES {
        rows.push((case.name, case.run(bench).await));
    }
    Report { vendor: bench.client().vendor(), rows }
}
