//! Mistakes on the command line, as the program prints them.

use crate::args::{Cli, ErrorFormat};
use crate::exit::Exit;
use crate::failure::Failure;
use clap::Parser as _;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use std::ffi::OsString;
use std::io::Write as _;
use std::process::ExitCode;

/// Reads the command line. Prints the help or the mistake, and returns the exit status, if there is no command to run.
pub(crate) fn parse() -> Result<Cli, ExitCode> {
    let arguments: Vec<OsString> = std::env::args_os().collect();
    Cli::try_parse_from(&arguments).map_err(|error| {
        let help = matches!(error.kind(), ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand);
        if !error.use_stderr() || help {
            let _ = error.print();
            return if error.use_stderr() { Exit::Usage } else { Exit::Done }.into();
        }
        match form(&arguments) {
            ErrorFormat::Json => {
                let (argument, summary) = (argument(&error), summary(&error));
                // A report has no message, so the remedy says what it is about.
                let remedy = format!("`{argument}` {summary}; {}", remedy(&error));
                Failure::usage(argument, summary, remedy).print(ErrorFormat::Json, false);
            }
            ErrorFormat::Text => {
                let _ = error.print();
                // If standard error is closed, the status still says what happened.
                let _ = writeln!(std::io::stderr(), "remedy: {}", remedy(&error));
            }
        }
        Exit::Usage.into()
    })
}

/// Returns the form of errors. The command line was not read, so its words are compared.
fn form(arguments: &[OsString]) -> ErrorFormat {
    let mut pairs = arguments.iter().zip(arguments.iter().skip(1));
    let apart = pairs.any(|(name, value)| name == "--error-format" && value == "json");
    if apart || arguments.iter().any(|word| word == "--error-format=json") {
        ErrorFormat::Json
    } else {
        ErrorFormat::Text
    }
}

/// Returns the argument or the command that the error is about.
///
/// An argument without a name is a value, which can be personal data, and is not returned.
fn argument(error: &clap::Error) -> String {
    let named = |text: &String| text.starts_with(['-', '<']);
    let command = |text: &String| text.chars().all(|c| c.is_ascii_lowercase() || c == '-');
    text(error, ContextKind::InvalidArg)
        .filter(named)
        .or_else(|| text(error, ContextKind::InvalidSubcommand).filter(command))
        .unwrap_or_else(|| "command line".to_owned())
}

/// Returns the error without the value that was given, which can be personal data.
fn summary(error: &clap::Error) -> String {
    match error.kind() {
        ErrorKind::MissingRequiredArgument => "is missing",
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => "has a value that is not valid",
        ErrorKind::UnknownArgument => "is not an option of this command",
        ErrorKind::InvalidSubcommand => "is not a command",
        ErrorKind::ArgumentConflict => "cannot be used together with another option",
        ErrorKind::TooManyValues | ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            "has the wrong number of values"
        }
        _ => "is not valid",
    }
    .to_owned()
}

/// Returns what to do.
fn remedy(error: &clap::Error) -> String {
    let suggested = text(error, ContextKind::SuggestedArg).or_else(|| text(error, ContextKind::SuggestedSubcommand));
    if let Some(suggested) = suggested {
        return format!("use `{suggested}`");
    }
    if let Some(values) = text(error, ContextKind::ValidValue) {
        return format!("use one of: {values}");
    }
    match error.kind() {
        ErrorKind::InvalidSubcommand | ErrorKind::MissingSubcommand => "`leads help` lists the commands".to_owned(),
        ErrorKind::MissingRequiredArgument => format!("give {}", argument(error)),
        _ => "`leads help COMMAND` describes the options and their values".to_owned(),
    }
}

fn text(error: &clap::Error, kind: ContextKind) -> Option<String> {
    match error.get(kind)? {
        ContextValue::String(text) => Some(text.clone()),
        ContextValue::Strings(texts) if !texts.is_empty() => Some(texts.join(", ")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(line: &str) -> clap::Error {
        Cli::try_parse_from(line.split(' ')).unwrap_err()
    }

    #[test]
    fn every_mistake_has_a_remedy_that_fits() {
        for (line, about, wanted) in [
            ("leads gett 1", "gett", "use `get`"),
            ("leads zzzzz", "zzzzz", "`leads help` lists the commands"),
            ("leads get 1 --profil x", "--profil", "use `--profile`"),
            ("leads get 1 --zzzzz", "--zzzzz", "`leads help COMMAND` describes the options and their values"),
            ("leads get", "<ID>", "give <ID>"),
            ("leads get 1 -o xml", "--output <FORM>", "use one of: table, json, ndjson, csv"),
        ] {
            let error = error(line);
            assert_eq!((argument(&error).as_str(), remedy(&error).as_str()), (about, wanted), "{line}");
        }
    }

    #[test]
    fn summary_does_not_repeat_the_value() {
        for line in [
            "leads get 1 -o jane@example.com",
            "leads fake nutshell --port jane@example.com",
            "leads get 1 jane@example.com",
            "leads jane@example.com",
        ] {
            let error = error(line);
            assert!(!summary(&error).contains("jane") && !remedy(&error).contains("jane"), "{line}");
            assert!(!argument(&error).contains("jane"), "{line}");
        }
    }

    #[test]
    fn form_of_errors_is_found_in_both_spellings() {
        let form = |line: &str| form(&line.split(' ').map(OsString::from).collect::<Vec<_>>());
        assert_eq!(form("leads gett --error-format=json"), ErrorFormat::Json);
        assert_eq!(form("leads --error-format json gett"), ErrorFormat::Json);
        assert_eq!(form("leads json --error-format text"), ErrorFormat::Text);
    }
}
