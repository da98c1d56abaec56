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
mod resolve;
mod status_fields;
mod upsert;

use async_trait::async_trait;
use leads_core::client::{Capabilities, CreateKey, LeadClient, LeadKey, LeadQuery, LeadUpdate, NewLead, StatusChange};
use leads_core::{Lead, LeadId, LeadState};
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

/// A filter of a list.
///
/// ```
/// use leads_testkit::conformance::Filter;
/// let names: Vec<&str> = Filter::ALL.iter().map(|filter| filter.as_str()).collect();
/// assert_eq!(names, ["state", "owner", "email", "phone", "text", "changed_since"]);
/// ```
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
    ///
    /// ```
    /// use leads_core::client::Capabilities;
    /// use leads_testkit::conformance::Filter;
    /// let can = Capabilities::none().list_by_email(true);
    /// assert!(Filter::Email.is_in(&can) && !Filter::Phone.is_in(&can));
    /// ```
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
    ///
    /// ```
    /// use leads_testkit::conformance::Filter;
    /// assert_eq!(Filter::ChangedSince.as_str(), "changed_since");
    /// ```
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
///
/// ```
/// use leads_core::{LeadId, client::LeadQuery};
/// use leads_testkit::conformance::FilterExample;
/// let query = LeadQuery::new().owner("2-users");
/// let (hit, miss) = (LeadId::new("1003-leads"), LeadId::new("1004-leads"));
/// let example = FilterExample::new(query, hit, miss);
/// assert_ne!(example.hit, example.miss);
/// ```
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
    ///
    /// ```
    /// use leads_core::client::LeadQuery;
    /// use leads_testkit::conformance::FilterExample;
    /// let example = FilterExample::new(LeadQuery::new().text("car wash"), "7".into(), "8".into());
    /// assert_eq!(example.hit.as_str(), "7");
    /// ```
    #[must_use]
    pub fn new(query: LeadQuery, hit: LeadId, miss: LeadId) -> Self {
        Self { query, hit, miss }
    }
}

/// A kind of [`LeadKey`].
///
/// ```
/// use leads_testkit::conformance::KeyKind;
/// assert_eq!(KeyKind::ALL.map(KeyKind::as_str), ["email", "phone", "field"]);
/// ```
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
    ///
    /// ```
    /// use leads_core::client::Capabilities;
    /// use leads_testkit::conformance::KeyKind;
    /// assert!(KeyKind::Email.is_in(&Capabilities::none().find_by_email(true)));
    /// ```
    #[must_use]
    pub fn is_in(self, can: &Capabilities) -> bool {
        match self {
            Self::Email => can.find_by_email,
            Self::Phone => can.find_by_phone,
            Self::Field => can.find_by_field,
        }
    }

    /// Returns the name of the kind, as in [`LeadKey::kind`].
    ///
    /// ```
    /// use leads_core::client::LeadKey;
    /// use leads_testkit::conformance::KeyKind;
    /// assert_eq!(KeyKind::Email.as_str(), LeadKey::email("jane@example.com").kind());
    /// ```
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
///
/// ```
/// use leads_core::client::LeadKey;
/// use leads_testkit::conformance::KeyExample;
/// let key = LeadKey::email;
/// let example = KeyExample::new(key("jane@example.com"), "7".into(), key("jo@example.com"))
///     .several(key("office@example.com"));
/// assert!(example.several.is_some());
/// ```
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
    ///
    /// ```
    /// use leads_core::client::LeadKey;
    /// use leads_testkit::conformance::KeyExample;
    /// let (hit, miss) = (LeadKey::phone("+15550100"), LeadKey::phone("+15550101"));
    /// assert_eq!(KeyExample::new(hit, "7".into(), miss).lead.as_str(), "7");
    /// ```
    #[must_use]
    pub fn new(hit: LeadKey, lead: LeadId, miss: LeadKey) -> Self {
        Self { hit, lead, miss, several: None }
    }

    /// Sets a key that several leads have. At least one kind of key needs it.
    ///
    /// ```
    /// use leads_core::client::LeadKey;
    /// use leads_testkit::conformance::KeyExample;
    /// let key = |id: &str| LeadKey::field("web_id", id);
    /// let example = KeyExample::new(key("w-1"), "7".into(), key("w-3")).several(key("w-2"));
    /// assert_eq!(example.several, Some(key("w-2")));
    /// ```
    #[must_use]
    pub fn several(mut self, key: LeadKey) -> Self {
        self.several = Some(key);
        self
    }
}

/// An optional field of [`StatusChange`].
///
/// ```
/// use leads_core::client::Capabilities;
/// use leads_testkit::conformance::StatusField;
/// let none = Capabilities::none();
/// assert!(!StatusField::ALL.iter().any(|field| field.is_in(&none)));
/// ```
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
    ///
    /// ```
    /// use leads_core::client::Capabilities;
    /// use leads_testkit::conformance::StatusField;
    /// assert!(StatusField::Comment.is_in(&Capabilities::none().comment(true)));
    /// ```
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
///         NewLead::new(format!("Trial {number}"))
///             .email(format!("trial.{number}@example.com"))
///     }
///     async fn fresh_lead(&self) -> LeadId {
///         self.0
///             .create(&self.new_lead(0))
///             .await
///             .expect("the sandbox takes leads")
///             .into_inner()
///             .id
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
    ///
    /// ```
    /// # #[cfg(not(feature = "nutshell"))] fn main() {}
    /// # #[cfg(feature = "nutshell")]
    /// # mod sandbox { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/sandbox.rs")); }
    /// # #[cfg(feature = "nutshell")] #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() {
    /// # use sandbox::Sandbox;
    /// # use leads_testkit::conformance::Harness;
    /// # let sandbox = Sandbox::new();
    /// assert_eq!(sandbox.client().vendor(), "nutshell");
    /// # }
    /// ```
    fn client(&self) -> &dyn LeadClient;

    /// Returns a lead to create; `number` makes it unique.
    ///
    /// ```
    /// # #[cfg(not(feature = "nutshell"))] fn main() {}
    /// # #[cfg(feature = "nutshell")]
    /// # mod sandbox { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/sandbox.rs")); }
    /// # #[cfg(feature = "nutshell")] #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() {
    /// # use sandbox::Sandbox;
    /// # use leads_testkit::conformance::Harness;
    /// # let sandbox = Sandbox::new();
    /// assert_ne!(sandbox.new_lead(1), sandbox.new_lead(2));
    /// # }
    /// ```
    fn new_lead(&self, number: usize) -> NewLead;

    /// Returns an existing, open lead that was just created, possibly with the client itself.
    ///
    /// ```
    /// # #[cfg(not(feature = "nutshell"))] fn main() {}
    /// # #[cfg(feature = "nutshell")]
    /// # mod sandbox { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/sandbox.rs")); }
    /// # #[cfg(feature = "nutshell")] #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() {
    /// # use sandbox::Sandbox;
    /// # use leads_core::LeadClientExt;
    /// # use leads_testkit::conformance::Harness;
    /// # let sandbox = Sandbox::new();
    /// let id = sandbox.fresh_lead().await;
    /// assert!(!sandbox.client().get(&id).await.unwrap().status().state.is_closed());
    /// # }
    /// ```
    async fn fresh_lead(&self) -> LeadId;

    /// Returns a well-formed id of a lead that does not exist.
    ///
    /// ```
    /// # #[cfg(not(feature = "nutshell"))] fn main() {}
    /// # #[cfg(feature = "nutshell")]
    /// # mod sandbox { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/sandbox.rs")); }
    /// # #[cfg(feature = "nutshell")] #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() {
    /// # use sandbox::Sandbox;
    /// # use leads_core::LeadClientExt;
    /// # use leads_testkit::conformance::Harness;
    /// # let sandbox = Sandbox::new();
    /// let id = sandbox.missing_lead();
    /// assert!(sandbox.client().get(&id).await.unwrap_err().is_not_found());
    /// # }
    /// ```
    fn missing_lead(&self) -> LeadId;

    /// Returns an update that the vendor accepts. It must differ from the values of a fresh lead.
    ///
    /// ```
    /// # #[cfg(not(feature = "nutshell"))] fn main() {}
    /// # #[cfg(feature = "nutshell")]
    /// # mod sandbox { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/sandbox.rs")); }
    /// # #[cfg(feature = "nutshell")] #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() {
    /// # use sandbox::Sandbox;
    /// # use leads_testkit::conformance::Harness;
    /// # let sandbox = Sandbox::new();
    /// assert!(!sandbox.update().is_empty());
    /// # }
    /// ```
    fn update(&self) -> LeadUpdate;

    /// Returns whether a lead shows [`update`](Self::update), given its state before and after. By default, compares
    /// the leads' text.
    ///
    /// ```
    /// # #[cfg(not(feature = "nutshell"))] fn main() {}
    /// # #[cfg(feature = "nutshell")]
    /// # mod sandbox { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/sandbox.rs")); }
    /// # #[cfg(feature = "nutshell")] #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() {
    /// # use sandbox::Sandbox;
    /// # use leads_core::LeadClientExt;
    /// # use leads_testkit::conformance::Harness;
    /// # let sandbox = Sandbox::new();
    /// let id = sandbox.fresh_lead().await;
    /// let before = sandbox.client().get(&id).await.unwrap();
    /// sandbox.client().update(&id, &sandbox.update()).await.unwrap();
    /// let after = sandbox.client().get(&id).await.unwrap();
    /// assert!(sandbox.shows_update(&**before, &**after));
    /// # }
    /// ```
    fn shows_update(&self, before: &dyn Lead, after: &dyn Lead) -> bool {
        before.text() != after.text()
    }

    /// Returns a change to a state, with whatever else this environment requires: a reason, a comment.
    ///
    /// ```
    /// # #[cfg(not(feature = "nutshell"))] fn main() {}
    /// # #[cfg(feature = "nutshell")]
    /// # mod sandbox { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/sandbox.rs")); }
    /// # #[cfg(feature = "nutshell")] #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() {
    /// # use sandbox::Sandbox;
    /// # use leads_core::{LeadState, client::StatusTarget};
    /// # use leads_testkit::conformance::Harness;
    /// # let sandbox = Sandbox::new();
    /// let change = sandbox.to_state(LeadState::Won);
    /// assert_eq!(change.target, StatusTarget::State(LeadState::Won));
    /// # }
    /// ```
    fn to_state(&self, state: LeadState) -> StatusChange {
        StatusChange::to(state)
    }

    /// Returns a query with this filter, a lead that it must return and one that it must not. With the default `None`,
    /// the suite creates the leads with the client. It cannot do that for an owner and for a time: a capability without
    /// an example fails the suite. A state needs an example only if the client cannot move a lead into it.
    ///
    /// ```
    /// # #[cfg(not(feature = "nutshell"))] fn main() {}
    /// # #[cfg(feature = "nutshell")]
    /// # mod sandbox { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/sandbox.rs")); }
    /// # #[cfg(feature = "nutshell")] #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() {
    /// # use sandbox::Sandbox;
    /// # use leads_testkit::conformance::Harness;
    /// use leads_testkit::conformance::Filter;
    /// # let sandbox = Sandbox::new();
    /// let example = sandbox.filter_example(Filter::Owner).await.unwrap();
    /// assert_eq!(example.query.owner.as_deref(), Some("2-users"));
    /// # }
    /// ```
    async fn filter_example(&self, filter: Filter) -> Option<FilterExample> {
        let _ = filter;
        None
    }

    /// Returns a key that no lead has, and a lead to create with it; `number` makes them unique. By default the key is
    /// the e-mail address or phone number of [`new_lead`](Self::new_lead). `None` if the client can find leads only by
    /// other keys.
    ///
    /// ```
    /// # #[cfg(not(feature = "nutshell"))] fn main() {}
    /// # #[cfg(feature = "nutshell")]
    /// # mod sandbox { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/sandbox.rs")); }
    /// # #[cfg(feature = "nutshell")] #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() {
    /// # use sandbox::Sandbox;
    /// # use leads_testkit::conformance::Harness;
    /// # let sandbox = Sandbox::new();
    /// let (key, lead) = sandbox.upsert_example(3).unwrap();
    /// assert_eq!(key.value(), lead.emails[0].as_str());
    /// # }
    /// ```
    fn upsert_example(&self, number: usize) -> Option<(LeadKey, NewLead)> {
        let (can, lead) = (self.client().capabilities(), self.new_lead(number));
        let email = lead.emails.first().filter(|_| can.find_by_email).map(|address| LeadKey::email(address.as_str()));
        let phone = lead.phones.first().filter(|_| can.find_by_phone).map(|number| LeadKey::phone(number.as_str()));
        Some((email.or(phone)?, lead))
    }

    /// Returns a lead to create, and what it is found by if the response is lost; `number` makes them unique. By default the
    /// key is that of [`upsert_example`](Self::upsert_example). A capability without an example fails the suite.
    ///
    /// ```
    /// # #[cfg(not(feature = "nutshell"))] fn main() {}
    /// # #[cfg(feature = "nutshell")]
    /// # mod sandbox { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/sandbox.rs")); }
    /// # #[cfg(feature = "nutshell")] #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() {
    /// # use sandbox::Sandbox;
    /// # use leads_testkit::conformance::Harness;
    /// # let sandbox = Sandbox::new();
    /// let (key, lead) = sandbox.create_example(3).unwrap();
    /// assert!(key.check_in(&lead).is_ok());
    /// # }
    /// ```
    fn create_example(&self, number: usize) -> Option<(CreateKey, NewLead)> {
        let (key, lead) = self.upsert_example(number)?;
        Some((CreateKey::contact(key), lead))
    }

    /// Makes the vendor lose the response to the next create, after it has created the lead. Returns `false` if that is
    /// not possible, as in a real sandbox; an upsert with a lost response is then not tested.
    ///
    /// ```
    /// # #[cfg(not(feature = "nutshell"))] fn main() {}
    /// # #[cfg(feature = "nutshell")]
    /// # mod sandbox { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/sandbox.rs")); }
    /// # #[cfg(feature = "nutshell")] #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() {
    /// # use sandbox::Sandbox;
    /// # use leads_core::{LeadClientExt, WriteOutcome};
    /// # use leads_testkit::conformance::Harness;
    /// # let sandbox = Sandbox::new();
    /// assert!(sandbox.lose_next_create());
    /// let error = sandbox.client().create(&sandbox.new_lead(1)).await.unwrap_err();
    /// assert_eq!(error.outcome(), WriteOutcome::Unknown);
    /// assert_eq!(sandbox.fake.handler().count("leads"), 1);
    /// # }
    /// ```
    fn lose_next_create(&self) -> bool {
        false
    }

    /// Returns keys of this kind with the leads that they must find. A capability without an example fails the suite.
    ///
    /// ```
    /// # #[cfg(not(feature = "nutshell"))] fn main() {}
    /// # #[cfg(feature = "nutshell")]
    /// # mod sandbox { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/sandbox.rs")); }
    /// # #[cfg(feature = "nutshell")] #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() {
    /// # use sandbox::Sandbox;
    /// # use leads_core::LeadClientExt;
    /// # use leads_testkit::conformance::Harness;
    /// use leads_testkit::conformance::KeyKind;
    /// # let sandbox = Sandbox::new();
    /// let example = sandbox.key_example(KeyKind::Email).await.unwrap();
    /// let found = sandbox.client().find(&example.hit).await.unwrap();
    /// assert_eq!(found.id(), Some(example.lead));
    /// # }
    /// ```
    async fn key_example(&self, kind: KeyKind) -> Option<KeyExample> {
        let _ = kind;
        None
    }

    /// Returns a status change that this environment accepts, with this field set as it is read back. A capability
    /// without an example fails the suite.
    ///
    /// ```
    /// # #[cfg(not(feature = "nutshell"))] fn main() {}
    /// # #[cfg(feature = "nutshell")]
    /// # mod sandbox { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/sandbox.rs")); }
    /// # #[cfg(feature = "nutshell")] #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() {
    /// # use sandbox::Sandbox;
    /// # use leads_testkit::conformance::Harness;
    /// use leads_testkit::conformance::StatusField;
    /// # let sandbox = Sandbox::new();
    /// let change = sandbox.status_change(StatusField::Reason).unwrap();
    /// assert_eq!(change.reason.as_deref(), Some("2-outcomes"));
    /// # }
    /// ```
    fn status_change(&self, field: StatusField) -> Option<StatusChange> {
        let _ = field;
        None
    }

    /// Returns whether the vendor stores a field of a status change for a lead. With the default `None`, the suite reads
    /// the lead with the client, which may not show the field: a comment can be a separate record.
    ///
    /// ```
    /// # #[cfg(not(feature = "nutshell"))] fn main() {}
    /// # #[cfg(feature = "nutshell")]
    /// # mod sandbox { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/sandbox.rs")); }
    /// # #[cfg(feature = "nutshell")] #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() {
    /// # use sandbox::Sandbox;
    /// # use leads_core::{LeadState, client::StatusChange};
    /// # use leads_testkit::conformance::Harness;
    /// use leads_testkit::conformance::StatusField;
    /// # let sandbox = Sandbox::new();
    /// let (id, change) = (sandbox.fresh_lead().await, StatusChange::to(LeadState::Lost));
    /// // The default: the suite reads the lead itself.
    /// assert_eq!(sandbox.stores(&id, StatusField::Reason, &change).await, None);
    /// # }
    /// ```
    async fn stores(&self, id: &LeadId, field: StatusField, change: &StatusChange) -> Option<bool> {
        let _ = (id, field, change);
        None
    }

    /// Returns a client of the same environment with wrong credentials. Without it, a client whose capabilities include
    /// `check` fails the suite.
    ///
    /// ```
    /// # #[cfg(not(feature = "nutshell"))] fn main() {}
    /// # #[cfg(feature = "nutshell")]
    /// # mod sandbox { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/sandbox.rs")); }
    /// # #[cfg(feature = "nutshell")] #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() {
    /// # use sandbox::Sandbox;
    /// # use leads_core::LeadClientExt;
    /// # use leads_testkit::conformance::Harness;
    /// # let sandbox = Sandbox::new();
    /// let wrong = sandbox.client_with_wrong_credentials().unwrap();
    /// assert!(wrong.check().await.unwrap_err().is_unauthenticated());
    /// # }
    /// ```
    fn client_with_wrong_credentials(&self) -> Option<Box<dyn LeadClient>> {
        None
    }

    /// Advances the vendor's clock by `time`. Returns `false` if the clock cannot be moved, as in a real sandbox; the
    /// end of [`update_window`](Capabilities::update_window) is then not tested.
    ///
    /// ```
    /// # #[cfg(not(feature = "nutshell"))] fn main() {}
    /// # #[cfg(feature = "nutshell")]
    /// # mod sandbox { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/sandbox.rs")); }
    /// # #[cfg(feature = "nutshell")] #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() {
    /// # use sandbox::Sandbox;
    /// # use leads_testkit::conformance::Harness;
    /// use std::time::Duration;
    /// # let sandbox = Sandbox::new();
    /// let before = sandbox.fake.clock().now();
    /// assert!(sandbox.advance(Duration::from_secs(86_400)));
    /// assert_eq!((sandbox.fake.clock().now() - before).num_days(), 1);
    /// # }
    /// ```
    fn advance(&self, time: Duration) -> bool {
        let _ = time;
        false
    }

    /// Returns how many requests arrived so far, or `None` if that is unknown, as in a real sandbox.
    ///
    /// ```
    /// # #[cfg(not(feature = "nutshell"))] fn main() {}
    /// # #[cfg(feature = "nutshell")]
    /// # mod sandbox { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/sandbox.rs")); }
    /// # #[cfg(feature = "nutshell")] #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() {
    /// # use sandbox::Sandbox;
    /// # use leads_core::LeadClientExt;
    /// # use leads_testkit::conformance::Harness;
    /// # let sandbox = Sandbox::new();
    /// sandbox.client().check().await.unwrap();
    /// assert_eq!(sandbox.request_count(), Some(1));
    /// # }
    /// ```
    fn request_count(&self) -> Option<u64>;
}

/// The result of a case.
///
/// ```
/// use leads_testkit::conformance::CaseResult;
/// fn mark(result: &CaseResult) -> &'static str {
///     match result {
///         CaseResult::Passed => "yes",
///         CaseResult::Skipped => "does not apply",
///         _ => "NO",
///     }
/// }
/// assert_eq!(mark(&CaseResult::Failed("no error".to_owned())), "NO");
/// ```
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
///
/// ```
/// use leads_testkit::conformance::CASES;
/// let case = CASES.iter().find(|case| case.name == "created_lead_is_readable").unwrap();
/// assert!(case.description.contains("can be read"));
/// ```
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
    ///
    /// ```
    /// # #[cfg(not(feature = "nutshell"))] fn main() {}
    /// # #[cfg(feature = "nutshell")]
    /// # mod sandbox { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/sandbox.rs")); }
    /// # #[cfg(feature = "nutshell")] #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() {
    /// # use sandbox::Sandbox;
    /// use leads_testkit::conformance::{CASES, CaseResult};
    /// # let sandbox = Sandbox::new();
    /// let case = CASES.iter().find(|case| case.name == "update_is_applied").unwrap();
    /// assert_eq!(case.run(&sandbox).await, CaseResult::Passed);
    /// # }
    /// ```
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
    lost_changes_are_resolved: "a status change, an update and a delete whose response was lost are found by a read if they \
                                were applied; without the capability it cannot be told, and nothing is sent",
    lost_create_is_resolved: "a create whose response was lost is found by its key, with the lead's id; one that was never \
                              sent is not found; without the capability it cannot be told, and nothing is sent",
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
///
/// ```
/// # #[cfg(not(feature = "nutshell"))] fn main() {}
/// # #[cfg(feature = "nutshell")]
/// # mod sandbox { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/sandbox.rs")); }
/// # #[cfg(feature = "nutshell")] #[tokio::main(flavor = "current_thread", start_paused = true)]
/// # async fn main() {
/// # use sandbox::Sandbox;
/// use leads_testkit::conformance::run;
/// # let sandbox = Sandbox::new();
/// let report = run(&sandbox).await;
/// // One line for each case.
/// assert_eq!(report.to_string().lines().count(), report.rows.len());
/// # }
/// ```
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
    ///
    /// ```
    /// # #[cfg(not(feature = "nutshell"))] fn main() {}
    /// # #[cfg(feature = "nutshell")]
    /// # mod sandbox { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/sandbox.rs")); }
    /// # #[cfg(feature = "nutshell")] #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() {
    /// # use sandbox::Sandbox;
    /// use leads_testkit::conformance::{CASES, run};
    /// # let sandbox = Sandbox::new();
    /// let report = run(&sandbox).await;
    /// // This harness has no example for each key, so a case fails, and its line says why.
    /// assert!(!report.passed());
    /// assert!(report.to_string().contains("FAILED"));
    /// # }
    /// ```
    #[must_use]
    pub fn passed(&self) -> bool {
        !self.rows.iter().any(|(_, verdict)| matches!(verdict, CaseResult::Failed(_)))
    }

    /// Returns the names of the cases that did not apply.
    ///
    /// ```
    /// # #[cfg(not(feature = "nutshell"))] fn main() {}
    /// # #[cfg(feature = "nutshell")]
    /// # mod sandbox { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/sandbox.rs")); }
    /// # #[cfg(feature = "nutshell")] #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() {
    /// # use sandbox::Sandbox;
    /// use leads_testkit::conformance::run;
    /// # let sandbox = Sandbox::new();
    /// let report = run(&sandbox).await;
    /// // Nutshell's leads can be updated at any time.
    /// assert!(report.skipped().contains(&"update_window_is_enforced"));
    /// # }
    /// ```
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
///
/// ```
/// # #[cfg(not(feature = "nutshell"))] fn main() {}
/// # #[cfg(feature = "nutshell")]
/// # mod sandbox { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/sandbox.rs")); }
/// # #[cfg(feature = "nutshell")] #[tokio::main(flavor = "current_thread", start_paused = true)]
/// # async fn main() {
/// # use sandbox::Sandbox;
/// use leads_testkit::conformance::{CASES, run};
/// # let sandbox = Sandbox::new();
/// let report = run(&sandbox).await;
/// assert_eq!((report.vendor, report.rows.len()), ("nutshell", CASES.len()));
/// # }
/// ```
pub async fn run(harness: &dyn Harness) -> Report {
    let mut rows = Vec::with_capacity(CASES.len());
    for case in CASES {
        rows.push((case.name, case.run(harness).await));
    }
    Report { vendor: harness.client().vendor(), rows }
}
