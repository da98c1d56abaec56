//! Errors as the program prints them.

use crate::args::ErrorFormat;
use crate::exit::Exit;
use leads::{Error, ErrorKind, WriteOutcome};
use std::io::Write as _;

/// An error that ends the program.
#[derive(Debug)]
pub(crate) struct Failure(Box<Error>);

pub(crate) type Result<T, E = Failure> = std::result::Result<T, E>;

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self(Box::new(error))
    }
}

impl Failure {
    /// An error of the command line or of a file.
    pub(crate) fn usage(setting: impl Into<String>, message: impl Into<String>, help: impl Into<String>) -> Self {
        Error::config(setting.into(), message.into()).with_help(help.into()).into()
    }

    /// A file that cannot be read or written. The error of the system has no content of the file.
    pub(crate) fn file(path: &std::path::Path, verb: &str, error: &std::io::Error) -> Self {
        let message = format!("cannot be {verb}: {}", error.kind());
        Self::usage(path.display().to_string(), message, "check the path and its permissions")
    }

    pub(crate) fn into_error(self) -> Error {
        *self.0
    }

    pub(crate) fn exit(&self) -> Exit {
        Exit::of(&self.0)
    }

    /// Prints the error to standard error: one line, the outcome of a write, and the remedy; or a report as JSON.
    ///
    /// Without `messages`, the vendor's own texts are left out, because they can identify a person.
    pub(crate) fn print(&self, form: ErrorFormat, messages: bool) {
        let mut stderr = std::io::stderr().lock();
        // If standard error is closed, the status still says what happened.
        let _ = match form {
            ErrorFormat::Json => {
                let mut report = self.0.report();
                report.help.get_or_insert_with(|| remedy(&self.0).to_owned());
                serde_json::to_writer(&mut stderr, &report).map_err(Into::into).and_then(|()| writeln!(stderr))
            }
            ErrorFormat::Text => self.print_text(&mut stderr, messages),
        };
    }

    fn print_text(&self, stderr: &mut impl std::io::Write, messages: bool) -> std::io::Result<()> {
        let error = &self.0;
        let text = if messages { error.to_string() } else { summary(error) };
        writeln!(stderr, "error: {}", crate::output::plain(&text))?;
        if error.outcome() != WriteOutcome::NotApplied {
            writeln!(stderr, "outcome: {}", error.outcome())?;
        }
        writeln!(stderr, "remedy: {}", error.help().unwrap_or_else(|| remedy(error)))
    }
}

/// Returns an error in one line, without the texts of a vendor: the kind, the field, the codes and the ids.
///
/// An error that occurred before anything was sent has only this workspace's own text, which contains no value.
pub(crate) fn summary(error: &Error) -> String {
    if error.attempts() == 0 && error.http_status().is_none() && error.codes().is_empty() {
        return error.to_string();
    }
    let report = error.report();
    let mut facts = report.codes.clone();
    facts.extend(report.http_status.map(|status| format!("HTTP {status}")));
    facts.extend(report.request_id.map(|id| format!("request {id}")));
    if report.attempts > 1 {
        facts.push(format!("{} attempts", report.attempts));
    }
    let is_id = |id: &&String| id.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
    let ids: Vec<_> = error.candidates().iter().filter(is_id).map(String::as_str).collect();
    if !ids.is_empty() {
        facts.push(format!("ids {}", ids.join(" ")));
    }
    let mut text = format!("{} {}: {}", report.vendor, report.operation, report.kind);
    if let Some(field) = report.field {
        text.push_str(&format!(" `{field}`"));
    }
    if !facts.is_empty() {
        text.push_str(&format!(" ({})", facts.join(", ")));
    }
    text.trim_start().to_owned()
}

/// Returns what to do about an error whose message has no remedy.
pub(crate) fn remedy(error: &Error) -> &'static str {
    if error.outcome() == WriteOutcome::Unknown {
        return "read the record at the vendor before you send the write again";
    }
    match error.kind() {
        ErrorKind::Config => "correct the setting that the error names; `leads help` describes the settings",
        ErrorKind::InvalidRequest => "correct the field that the error names",
        ErrorKind::Unsupported => "`leads doctor` lists what this vendor supports",
        ErrorKind::Ambiguous => "use one of the ids that the error lists",
        ErrorKind::Unauthenticated => "check the profile's keys; `leads doctor` says what it used",
        ErrorKind::Forbidden => "let an administrator of the vendor's account give this key the permission",
        ErrorKind::NotFound => "check the id, and that the profile is the account that has the record",
        ErrorKind::Conflict => "read the record that exists, and update it",
        ErrorKind::State => "read the record; its state does not allow the change",
        ErrorKind::Rejected => "`leads explain CODE` says what the vendor rejects",
        ErrorKind::Precondition => "set up what is missing in the vendor's account",
        ErrorKind::RateLimited => "wait, and run the command again",
        ErrorKind::QuotaExhausted => "wait until the quota starts again, or let the vendor raise it",
        ErrorKind::Timeout | ErrorKind::Connect | ErrorKind::Transport => {
            "check the network and the host; `leads doctor` shows the host"
        }
        ErrorKind::Foreign => "check the host of the profile, and proxies between here and the vendor",
        ErrorKind::Decode => "run the command again with -vv, and report what in the response does not match the types",
        ErrorKind::Server => "run the command again later",
        _ => "run the command again with -vv for details",
    }
}
