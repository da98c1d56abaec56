//! Exit statuses.

use leads::{Error, ErrorKind, WriteOutcome};
use std::process::ExitCode;

/// How the program ends. The numbers are stable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Exit {
    /// Everything that was asked for is done.
    Done = 0,
    /// Nothing was changed, and this is proved: the vendor or the program refused.
    Refused = 1,
    /// The command line, the configuration or a file is wrong.
    Usage = 2,
    /// It is not known whether a write took effect.
    Unknown = 3,
    /// A part was done.
    Partial = 4,
    /// A rate limit or a quota is used up.
    Limit = 5,
    /// A plan has changes; only with `--detailed-exitcode`.
    Changes = 6,
}

impl Exit {
    /// Returns the status of an error.
    pub(crate) fn of(error: &Error) -> Self {
        match (error.outcome(), error.kind()) {
            (WriteOutcome::Unknown, _) => Self::Unknown,
            (WriteOutcome::Partial | WriteOutcome::Applied | WriteOutcome::Accepted, _) => Self::Partial,
            (_, ErrorKind::Config) => Self::Usage,
            (_, ErrorKind::RateLimited | ErrorKind::QuotaExhausted) => Self::Limit,
            _ => Self::Refused,
        }
    }

    /// Returns the status of a write that returned without an error.
    pub(crate) fn of_outcome(outcome: WriteOutcome) -> Self {
        match outcome {
            WriteOutcome::Unknown => Self::Unknown,
            WriteOutcome::Partial => Self::Partial,
            _ => Self::Done,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// The list in `--help`.
pub(crate) const HELP: &str = "\
Exit statuses:
  0  done
  1  refused: nothing was changed, and this is proved
  2  usage: the command line, the configuration or a file is wrong
  3  unknown: it is not known whether a write took effect; a person must check
  4  partial: a part was done
  5  limit: a rate limit or a quota is used up
  6  a plan has changes (`leads plan --detailed-exitcode`)";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statuses_are_those_of_the_help() {
        for (exit, number) in [
            (Exit::Done, 0),
            (Exit::Refused, 1),
            (Exit::Usage, 2),
            (Exit::Unknown, 3),
            (Exit::Partial, 4),
            (Exit::Limit, 5),
            (Exit::Changes, 6),
        ] {
            assert_eq!(exit as u8, number);
            assert!(HELP.contains(&format!("\n  {number}  ")), "{number}");
        }
    }

    #[test]
    fn outcome_takes_precedence_over_the_kind() {
        let limited = Error::new(ErrorKind::RateLimited, "x");
        assert_eq!(Exit::of(&limited.with_outcome(WriteOutcome::NotApplied)), Exit::Limit);
        let lost = Error::new(ErrorKind::RateLimited, "x").with_outcome(WriteOutcome::Unknown);
        assert_eq!(Exit::of(&lost), Exit::Unknown);
        assert_eq!(Exit::of(&Error::config("x", "y")), Exit::Usage);
        assert_eq!(Exit::of(&Error::invalid("x", "y")), Exit::Refused);
    }
}
