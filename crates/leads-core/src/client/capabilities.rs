//! Declares what a vendor supports.

use crate::status::{LeadState, StateSupport};
use std::time::Duration;

/// What a vendor's adapter supports. Whatever is `false` here returns an [`Unsupported`](crate::ErrorKind::Unsupported)
/// error without sending anything, and vice versa. Only the four verifications `resolve_*` return
/// [`CannotTell`](crate::Resolution::CannotTell) instead of an error.
///
/// ```
/// use leads_core::client::Capabilities;
/// const CAN: Capabilities = Capabilities::none().create(true).update(true);
/// assert!(CAN.create && !CAN.get);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Capabilities {
    /// [`check`](super::LeadClient::check_with): verify the credentials.
    pub check: bool,
    /// Create a lead.
    pub create: bool,
    /// Read one lead by its id alone.
    pub get: bool,
    /// Update a lead's fields.
    pub update: bool,
    /// Change a lead's status.
    pub set_status: bool,
    /// Delete a lead.
    pub delete: bool,
    /// List leads.
    pub list: bool,
    /// A status change accepts a sub-status.
    pub sub_status: bool,
    /// A status change accepts a reason.
    pub reason: bool,
    /// A status change accepts a stage.
    pub stage: bool,
    /// A status change accepts a comment.
    pub comment: bool,
    /// A list can be filtered by state, for at least one of [`list_states`](#structfield.list_states).
    pub list_by_state: bool,
    /// A list can be filtered by owner.
    pub list_by_owner: bool,
    /// A list can be filtered by e-mail address.
    pub list_by_email: bool,
    /// A list can be filtered by phone number.
    pub list_by_phone: bool,
    /// A list can be filtered by text.
    pub list_by_text: bool,
    /// A list can be filtered to leads changed since a time.
    pub list_changed_since: bool,
    /// A lead can be found by e-mail address.
    pub find_by_email: bool,
    /// A lead can be found by phone number.
    pub find_by_phone: bool,
    /// A lead can be found by a field of the vendor.
    pub find_by_field: bool,
    /// A lead can be created only if none has its key, by the keys that a lead can be found by.
    pub upsert: bool,
    /// Whether a status change took effect can be determined by a read.
    pub resolve_status: bool,
    /// Whether an update took effect can be determined by a read.
    pub resolve_update: bool,
    /// Whether a delete took effect can be determined by a read.
    pub resolve_delete: bool,
    /// Whether a create took effect can be determined by a search for a [key](super::CreateKey).
    pub resolve_create: bool,
    /// How long after its creation a lead can be updated, if the vendor limits this.
    pub update_window: Option<Duration>,
    /// How well each writable state can be expressed, in the order of [`LeadState::WRITABLE`]. This depends on the
    /// adapter's configuration.
    pub states: [(LeadState, StateSupport); LeadState::WRITABLE.len()],
    /// Whether a list can be filtered by each state, in the order of [`LeadState::WRITABLE`]. This depends on the
    /// adapter's configuration.
    pub list_states: [(LeadState, bool); LeadState::WRITABLE.len()],
}

const NO_LISTS: [(LeadState, bool); LeadState::WRITABLE.len()] = {
    let [pending, new, contacted, open, on_hold, won, lost, cancelled, disqualified] = LeadState::WRITABLE;
    [
        (pending, false),
        (new, false),
        (contacted, false),
        (open, false),
        (on_hold, false),
        (won, false),
        (lost, false),
        (cancelled, false),
        (disqualified, false),
    ]
};

const NO_STATES: [(LeadState, StateSupport); LeadState::WRITABLE.len()] = {
    let [pending, new, contacted, open, on_hold, won, lost, cancelled, disqualified] = LeadState::WRITABLE;
    let no = StateSupport::Unsupported;
    [
        (pending, no),
        (new, no),
        (contacted, no),
        (open, no),
        (on_hold, no),
        (won, no),
        (lost, no),
        (cancelled, no),
        (disqualified, no),
    ]
};

macro_rules! flags {
    ($( $name:ident ),* $(,)?) => {
        $(
            #[doc = concat!("Sets [`", stringify!($name), "`](#structfield.", stringify!($name), ").")]
            ///
            /// ```
            #[doc = concat!(
                "assert!(leads_core::client::Capabilities::none().", stringify!($name), "(true).", stringify!($name), ");"
            )]
            /// ```
            #[must_use]
            pub const fn $name(mut self, can: bool) -> Self {
                self.$name = can;
                self
            }
        )*
    };
}

impl Capabilities {
    /// Returns capabilities that support nothing.
    #[must_use]
    pub const fn none() -> Self {
        Self {
            check: false,
            create: false,
            get: false,
            update: false,
            set_status: false,
            delete: false,
            list: false,
            sub_status: false,
            reason: false,
            stage: false,
            comment: false,
            list_by_state: false,
            list_by_owner: false,
            list_by_email: false,
            list_by_phone: false,
            list_by_text: false,
            list_changed_since: false,
            find_by_email: false,
            find_by_phone: false,
            find_by_field: false,
            upsert: false,
            resolve_status: false,
            resolve_update: false,
            resolve_delete: false,
            resolve_create: false,
            update_window: None,
            states: NO_STATES,
            list_states: NO_LISTS,
        }
    }

    flags! {
        check, create, get, update, set_status, delete, list, sub_status, reason, stage, comment, list_by_owner,
        list_by_email, list_by_phone, list_by_text, list_changed_since, find_by_email, find_by_phone, find_by_field,
        upsert, resolve_status, resolve_update, resolve_delete, resolve_create,
    }

    /// Sets how long after its creation a lead can be updated.
    #[must_use]
    pub const fn update_window(mut self, window: Duration) -> Self {
        self.update_window = Some(window);
        self
    }

    /// Sets how well each state can be expressed. States that are not listed are left unchanged (initially
    /// unsupported).
    #[must_use]
    pub const fn states(mut self, mut states: &[(LeadState, StateSupport)]) -> Self {
        while let [(state, support), rest @ ..] = states {
            self = self.with_state(*state, *support);
            states = rest;
        }
        self
    }

    /// Sets how well one state can be expressed. [`LeadState::Other`] can never be written.
    #[must_use]
    pub const fn with_state(mut self, state: LeadState, support: StateSupport) -> Self {
        let mut table: &mut [(LeadState, StateSupport)] = &mut self.states;
        while let [row, rest @ ..] = table {
            if row.0 as u8 == state as u8 {
                row.1 = support;
            }
            table = rest;
        }
        self
    }

    /// Adds states that a list can be filtered by, and sets [`list_by_state`](#structfield.list_by_state).
    #[must_use]
    pub const fn list_states(mut self, mut states: &[LeadState]) -> Self {
        while let [state, rest @ ..] = states {
            let mut table: &mut [(LeadState, bool)] = &mut self.list_states;
            while let [row, others @ ..] = table {
                if row.0 as u8 == *state as u8 {
                    row.1 = true;
                    self.list_by_state = true;
                }
                table = others;
            }
            states = rest;
        }
        self
    }

    /// Returns whether a list can be filtered by a state.
    #[must_use]
    pub fn lists_state(&self, state: LeadState) -> bool {
        self.list_states.iter().any(|(known, can)| *known == state && *can)
    }

    /// Returns how well a state can be expressed.
    #[must_use]
    pub fn state(&self, state: LeadState) -> StateSupport {
        self.states.iter().find(|(known, _)| *known == state).map_or(StateSupport::Unsupported, |(_, support)| *support)
    }

    /// Returns every flag with its name, for tables and tests.
    #[must_use]
    pub fn flags(&self) -> [(&'static str, bool); 25] {
        [
            ("check", self.check),
            ("create", self.create),
            ("get", self.get),
            ("update", self.update),
            ("set_status", self.set_status),
            ("delete", self.delete),
            ("list", self.list),
            ("sub_status", self.sub_status),
            ("reason", self.reason),
            ("stage", self.stage),
            ("comment", self.comment),
            ("list_by_state", self.list_by_state),
            ("list_by_owner", self.list_by_owner),
            ("list_by_email", self.list_by_email),
            ("list_by_phone", self.list_by_phone),
            ("list_by_text", self.list_by_text),
            ("list_changed_since", self.list_changed_since),
            ("find_by_email", self.find_by_email),
            ("find_by_phone", self.find_by_phone),
            ("find_by_field", self.find_by_field),
            ("upsert", self.upsert),
            ("resolve_status", self.resolve_status),
            ("resolve_update", self.resolve_update),
            ("resolve_delete", self.resolve_delete),
            ("resolve_create", self.resolve_create),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn list_by_state_follows_the_listed_states() {
        const CAN: Capabilities = Capabilities::none().list_states(&[LeadState::Won, LeadState::Other]);
        assert!(CAN.list_by_state && CAN.lists_state(LeadState::Won));
        assert!(!CAN.lists_state(LeadState::Lost) && !CAN.lists_state(LeadState::Other));
        assert!(!Capabilities::none().list_states(&[LeadState::Other]).list_by_state);
        assert_eq!(CAN.list_states.map(|(state, _)| state), LeadState::WRITABLE);
    }

    #[test]
    fn states_that_are_not_listed_are_unsupported() {
        const CAN: Capabilities = Capabilities::none()
            .states(&[(LeadState::Won, StateSupport::Exact), (LeadState::New, StateSupport::Narrowed)]);
        let other =
            CAN.with_state(LeadState::Other, StateSupport::Exact).with_state(LeadState::Won, StateSupport::Narrowed);
        assert_eq!(CAN.states.map(|(state, _)| state), LeadState::WRITABLE);
        for state in LeadState::WRITABLE {
            let expected = match state {
                LeadState::Won => StateSupport::Exact,
                LeadState::New => StateSupport::Narrowed,
                _ => StateSupport::Unsupported,
            };
            assert_eq!(CAN.state(state), expected, "{state}");
        }
        assert_eq!(other.state(LeadState::Other), StateSupport::Unsupported);
        assert_eq!(other.state(LeadState::Won), StateSupport::Narrowed);
    }
}
