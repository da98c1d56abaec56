//! The command line.

use crate::commands::Command;
use crate::failure::{Failure, Result};
use crate::output::{Format, Output};
use clap::{Args, Parser, ValueEnum};
use std::path::PathBuf;

/// Checks keys, reads and changes leads, and sends any operation, at Capillary, Nutshell, LeadSquared and Dealer Studio.
#[derive(Debug, Parser)]
#[command(name = "leads", version, after_help = crate::exit::HELP, propagate_version = false, max_term_width = 100)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Options of every command.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Options of every command")]
pub(crate) struct Global {
    /// The profile: an account in the configuration file.
    #[arg(short, long, global = true, env = "LEADS_PROFILE", hide_env_values = true, value_name = "NAME")]
    pub(crate) profile: Option<String>,
    /// The configuration file [default: leads/config.toml in the user's folder for configuration].
    #[arg(long, global = true, env = "LEADS_CONFIG", hide_env_values = true, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// The form of the output [default: table on a terminal, ndjson otherwise].
    #[arg(short, long, global = true, value_name = "FORM")]
    pub(crate) output: Option<Format>,
    /// Prints only these fields, in this order.
    #[arg(long, global = true, value_delimiter = ',', value_name = "FIELD,..")]
    pub(crate) fields: Option<Vec<String>>,
    /// The form of errors: text, or a report as one line of JSON.
    #[arg(long, global = true, default_value = "text", value_name = "FORM")]
    pub(crate) error_format: ErrorFormat,
    /// Prints the vendor's own message in an error too. It can contain personal data.
    #[arg(long, global = true)]
    pub(crate) show_messages: bool,
    /// Prints diagnostics to standard error: -v, -vv or -vvv. They contain neither keys nor people.
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    pub(crate) verbose: u8,
}

impl Global {
    pub(crate) fn printer(&self) -> Output {
        Output::new(self.output, self.fields.clone())
    }
}

/// The form of errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ErrorFormat {
    /// One line, the outcome, and the remedy.
    Text,
    /// A report.
    Json,
}

/// Reads an argument `name=value`.
pub(crate) fn pair(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.trim().is_empty() => Ok((name.trim().to_owned(), value.to_owned())),
        _ => Err("must have the form NAME=VALUE".to_owned()),
    }
}

/// Reads a value from `@FILE` or, for `-`, from standard input.
///
/// Options for personal data take nothing else, because other users of the machine can see arguments.
pub(crate) fn private(option: &str, text: &str) -> Result<String> {
    if text != "-" && !text.starts_with('@') {
        let help = "write the value to a file and give @FILE, or give - and write it to standard input";
        return Err(Failure::usage(option, "must be @FILE or -, because other users can see arguments", help));
    }
    let mut value = document(text)?;
    value.truncate(value.trim_end_matches(['\r', '\n']).len());
    Ok(value)
}

/// Reads a document from `@FILE`, `-` or the text itself.
pub(crate) fn document(text: &str) -> Result<String> {
    let read = match text.strip_prefix('@') {
        Some(path) => std::fs::read_to_string(path).map_err(|error| (path, error)),
        None if text == "-" => std::io::read_to_string(std::io::stdin()).map_err(|error| ("standard input", error)),
        None => Ok(text.to_owned()),
    };
    read.map_err(|(path, error)| Failure::file(std::path::Path::new(path), "read", &error))
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    #[test]
    fn command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn pair_has_a_name() {
        assert_eq!(pair("a=b=c"), Ok(("a".to_owned(), "b=c".to_owned())));
        assert!(pair("=b").is_err() && pair("a").is_err());
    }
}
