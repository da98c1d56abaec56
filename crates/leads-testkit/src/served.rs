//! Which operations a fake serves, and how.

use std::fmt;

/// How a fake responds to an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Answer {
    /// From the fake's state: a read shows what was written before.
    Stateful,
    /// With a response in the documented form that does not depend on what was written before.
    Documented,
}

impl Answer {
    /// Returns `stateful` or `documented response`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Stateful => "stateful",
            Self::Documented => "documented response",
        }
    }
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// An operation that a fake serves.
///
/// ```
/// use leads_testkit::{Answer, Handler, dealerstudio::FakeDealerStudio};
/// let served = FakeDealerStudio::new().served();
/// let create = served.iter().find(|operation| operation.name == "create_lead");
/// assert_eq!(create.map(|operation| operation.answer), Some(Answer::Stateful));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct ServedOperation {
    /// The operation's name, as in the vendor crate.
    pub name: &'static str,
    /// How the fake responds.
    pub answer: Answer,
}

impl ServedOperation {
    /// Creates an operation that is served from the fake's state.
    #[must_use]
    pub const fn stateful(name: &'static str) -> Self {
        Self { name, answer: Answer::Stateful }
    }

    /// Creates an operation that is served with a documented response.
    #[must_use]
    pub const fn documented(name: &'static str) -> Self {
        Self { name, answer: Answer::Documented }
    }
}
