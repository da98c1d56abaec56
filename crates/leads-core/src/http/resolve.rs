//! Finding out what became of a write whose outcome is unknown.

use super::{CallOptions, Pipeline};
use crate::error::{Error, Result, WriteOutcome};
use crate::request::{Operation, Request};
use crate::vendor::Vendor;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::time::Duration;
use tokio::time::sleep;

/// What looking for the effect of a write found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Resolution {
    /// The vendor's data is as the write would have left it. Sending it again is not needed, and for a write that can
    /// happen twice it would be wrong.
    Found,
    /// The vendor's data is not so, and a write of this kind would be visible by now. It can be sent again.
    Absent,
    /// Nobody can say: there is nothing to look by, or what was seen fits both. A person or a later look decides; a
    /// write that can happen twice must not be sent again.
    CannotTell,
}

impl Resolution {
    /// What several signs say together: a sign is `Some(true)` where the vendor's data is as the write would have left
    /// it, `Some(false)` where it is otherwise, and `None` where it does not show.
    ///
    /// [`Absent`](Self::Absent) where one sign says otherwise, [`Found`](Self::Found) where there are signs and every
    /// one agrees, else [`CannotTell`](Self::CannotTell).
    ///
    /// ```
    /// use leads_core::Resolution;
    ///
    /// assert_eq!(Resolution::from_evidence([Some(true), Some(true)]), Resolution::Found);
    /// assert_eq!(Resolution::from_evidence([None, Some(false)]), Resolution::Absent);
    /// assert_eq!(Resolution::from_evidence([Some(true), None]), Resolution::CannotTell);
    /// assert_eq!(Resolution::from_evidence([]), Resolution::CannotTell);
    /// ```
    #[must_use]
    pub fn from_evidence(signs: impl IntoIterator<Item = Option<bool>>) -> Self {
        let mut said = None;
        for sign in signs {
            said = match (said, sign) {
                (_, Some(false)) => return Self::Absent,
                (Some(Self::CannotTell), _) | (_, None) => Some(Self::CannotTell),
                (_, Some(true)) => Some(Self::Found),
            };
        }
        said.unwrap_or(Self::CannotTell)
    }

    /// The word for logs: `found`, `absent` or `cannot tell`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Found => "found",
            Self::Absent => "absent",
            Self::CannotTell => "cannot tell",
        }
    }
}

impl fmt::Display for Resolution {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A write whose effect can be looked for: by the record's id, by a unique field, by an id that the caller gave.
///
/// Implemented by the operation's own file, which is where it is known what the vendor gives to look by.
///
/// * **A look proves presence at once, absence only later.** A write whose answer was lost may still be on its way to
///   the vendor, in its queue, or in a copy of its data that reads do not see yet. [`VISIBLE_WITHIN`](Self::VISIBLE_WITHIN) says how
///   long that can take. Where nobody knows, it stays `None`, and what is not found is
///   [`CannotTell`](Resolution::CannotTell), never [`Absent`](Resolution::Absent).
/// * **`Found` needs something of one's own.** For a record that is made: an id or a unique field that only this call
///   can have put there. A name or an address that anybody may have is no proof.
/// * **A not-found answer must be the vendor's own.** A proxy that knows no such path says 404 too; an error without
///   the vendor's code or envelope is `CannotTell`.
pub trait Resolve: Request {
    /// The read that looks.
    type Check: Request<Vendor = Self::Vendor>;

    /// What is [`Found`](Resolution::Found), in a few words for documentation: `the lead has the status`.
    const FOUND_WHEN: &'static str;

    /// After how long a write of this kind that was made is surely seen by the look; `None` where nobody knows.
    const VISIBLE_WITHIN: Option<Duration> = None;

    /// The look for this very value; `None` when it holds nothing to look by.
    fn check(&self) -> Option<Self::Check>;

    /// Judges what was seen. An error is always one of [not found](Error::is_not_found): any other failure of the look
    /// proves nothing and is given to the caller instead.
    fn interpret(&self, seen: Result<&<Self::Check as Request>::Response, &Error>) -> Resolution;
}

/// How a write can be looked for, as data: for tables of operations.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Verification {
    /// The read that looks.
    pub by: Operation,
    /// What is found: [`Resolve::FOUND_WHEN`].
    pub proof: &'static str,
    /// [`Resolve::VISIBLE_WITHIN`].
    pub settles: Option<Duration>,
}

impl Verification {
    /// How this write is looked for.
    #[must_use]
    pub const fn of<R: Resolve>() -> Self {
        Self { by: <R::Check as Request>::OPERATION, proof: R::FOUND_WHEN, settles: R::VISIBLE_WITHIN }
    }
}

impl<V: Vendor> Pipeline<V> {
    /// Finds out what became of a write that ended with this error.
    ///
    /// An error that states what happened is believed and nothing is sent: [`NotApplied`](WriteOutcome::NotApplied) is
    /// absent, [`Applied`](WriteOutcome::Applied) is found. Otherwise the request's [look](Resolve::look) is sent once; what
    /// is not there is looked for a second time after [`VISIBLE_WITHIN`](Resolve::VISIBLE_WITHIN), so this can take that long.
    ///
    /// [`Partial`](WriteOutcome::Partial) cannot be told apart by one look: the error's codes name the rows.
    ///
    /// # Errors
    /// A look that failed, which says nothing of the write; ask again later. An error of another operation.
    pub async fn resolve<R: Resolve<Vendor = V>>(&self, request: &R, error: &Error) -> Result<Resolution> {
        self.resolve_with(request, error, &CallOptions::new()).await
    }

    /// [`resolve`](Self::resolve) with options of its own for each look.
    ///
    /// # Errors
    /// As [`resolve`](Self::resolve).
    pub async fn resolve_with<R: Resolve<Vendor = V>>(
        &self,
        request: &R,
        error: &Error,
        options: &CallOptions,
    ) -> Result<Resolution> {
        if error.vendor() != V::NAME || error.operation() != R::OPERATION.name {
            return Err(
                Error::invalid("error", "is not an error of this request").for_operation(V::NAME, R::OPERATION.name)
            );
        }
        match error.outcome() {
            WriteOutcome::NotApplied => return Ok(Resolution::Absent),
            WriteOutcome::Applied => return Ok(Resolution::Found),
            WriteOutcome::Partial => return Ok(Resolution::CannotTell),
            WriteOutcome::Accepted | WriteOutcome::Unknown => {}
        }
        let Some(look) = request.check() else { return Ok(Resolution::CannotTell) };
        let first = self.looked(request, &look, options).await?;
        match (first, R::VISIBLE_WITHIN) {
            (Resolution::Absent, None) => Ok(Resolution::CannotTell),
            (Resolution::Absent, Some(settles)) if !settles.is_zero() => {
                sleep(settles).await;
                self.looked(request, &look, options).await
            }
            (seen, _) => Ok(seen),
        }
    }

    async fn looked<R: Resolve<Vendor = V>>(
        &self,
        request: &R,
        look: &R::Check,
        options: &CallOptions,
    ) -> Result<Resolution> {
        match self.send_with(look, options).await {
            Ok(reply) => Ok(request.interpret(Ok(&*reply))),
            Err(error) if error.is_not_found() => Ok(request.interpret(Err(&error))),
            Err(error) => Err(error),
        }
    }
}
