//! Where secrets come from.
//!
//! A text in a profile can be a reference: `env:NAME` is an environment variable, `file:PATH` a file without the line ending
//! at its end, `command:PROGRAM ARG ..` what a program prints, and `keyring:SERVICE/USER` an entry of the keyring. A secret must
//! be a reference: a key in the configuration file itself is an error.

use crate::failure::{Failure, Result};
use serde_json::{Map, Value};
use std::process::{Command, Stdio};

/// The fields of all vendors that hold secrets.
const SECRETS: &[&str] = &["api_key", "password", "password_md5", "key", "secret", "access_key", "secret_key"];
const SOURCES: &[&str] = &["env:", "file:", "command:", "keyring:"];
const HELP: &str =
    "write env:NAME, file:PATH or command:PROGRAM (or keyring:SERVICE/USER in a build with the feature keyring)";

/// Checks that every secret is a reference. Reads none.
pub(super) fn check(profile: &str, fields: &Map<String, Value>) -> Result<()> {
    for name in SECRETS {
        let Some(value) = fields.get(*name) else { continue };
        if !value.as_str().is_some_and(|text| SOURCES.iter().any(|source| text.starts_with(source))) {
            let message = "must say where the secret is, and not be the secret itself";
            return Err(Failure::usage(format!("profile.{profile}.{name}"), message, HELP));
        }
    }
    Ok(())
}

/// Replaces each reference by what it refers to.
pub(super) fn resolve(profile: &str, mut fields: Map<String, Value>) -> Result<Map<String, Value>> {
    for (name, value) in &mut fields {
        let Some(text) = value.as_str() else { continue };
        let Some(source) = SOURCES.iter().find(|source| text.starts_with(**source)) else { continue };
        let of = text.get(source.len()..).unwrap_or_default();
        let read = match *source {
            "env:" => variable(of),
            "file:" => file(of),
            "command:" => command(of),
            _ => keyring(of),
        };
        let text = read.map_err(|message| Failure::usage(format!("profile.{profile}.{name}"), message, HELP))?;
        *value = Value::String(text);
    }
    Ok(fields)
}

fn variable(name: &str) -> Result<String, String> {
    std::env::var(name).map_err(|_| format!("needs the environment variable {name}, which is not set or not text"))
}

fn file(path: &str) -> Result<String, String> {
    match std::fs::read_to_string(path) {
        Ok(text) => Ok(text.trim_end_matches(['\r', '\n']).to_owned()),
        Err(error) => Err(format!("needs the file {path}, which cannot be read: {}", error.kind())),
    }
}

/// Runs a program without a shell: words are separated by spaces. Its standard error is shown as it is.
fn command(line: &str) -> Result<String, String> {
    let mut words = line.split_whitespace();
    let program = words.next().ok_or("names no program")?;
    let run = Command::new(program).args(words).stdin(Stdio::null()).stderr(Stdio::inherit()).output();
    let output = run.map_err(|error| format!("needs the program {program}, which cannot be run: {}", error.kind()))?;
    if !output.status.success() {
        return Err(format!("needs the program {program}, which failed ({})", output.status));
    }
    let text =
        String::from_utf8(output.stdout).map_err(|_| format!("needs the program {program}, which printed no text"))?;
    Ok(text.trim_end_matches(['\r', '\n']).to_owned())
}

#[cfg(feature = "keyring")]
fn keyring(of: &str) -> Result<String, String> {
    let (service, user) = of.split_once('/').ok_or("must have the form keyring:SERVICE/USER")?;
    let entry = keyring::Entry::new(service, user).and_then(|entry| entry.get_password());
    entry.map_err(|_| format!("needs the entry {service}/{user} of the keyring, which cannot be read"))
}

#[cfg(not(feature = "keyring"))]
fn keyring(_: &str) -> Result<String, String> {
    Err("needs a build of this program with the feature keyring".to_owned())
}
