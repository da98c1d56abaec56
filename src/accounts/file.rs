//! Accounts in a file.

use super::{AccountConfig, AccountLoader};
use crate::config::{from_fields, within};
use leads_core::{Error, Result};
use serde_json::{Map, Value};
use std::path::{Path, PathBuf};

/// Accounts in a file of TOML or JSON: a table `accounts` with a table of fields for each account, as in
/// [`VendorConfig`](crate::VendorConfig).
///
/// The file is read again each time an account is loaded, so that [`Accounts::rotate`](super::Accounts::rotate) sees new
/// keys. In addition to the vendor's fields, an account can have `limits`, as in [`AccountConfig::limits`]. In place of a text, a
/// field can name where the text is: `{ env = "CRM_KEY" }` is an environment variable, `{ file = "/run/secrets/crm" }` a
/// file, without the line ending at its end.
#[derive(Clone, Debug)]
pub struct AccountsFile {
    path: PathBuf,
    names: Vec<String>,
}

impl AccountsFile {
    /// Reads the file and checks all accounts.
    ///
    /// # Errors
    /// Returns a configuration error that names the path of the first setting that is missing or invalid,
    /// `accounts.crm.api_key`, or the line of a syntax error. It shows no value.
    pub fn read(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref().to_owned();
        let mut accounts = parse(&path)?;
        let names: Vec<String> = accounts.keys().cloned().collect();
        for name in &names {
            account(&mut accounts, name).map_err(|error| within(error, &format!("accounts.{name}")))?;
        }
        Ok(Self { path, names })
    }
}

#[async_trait::async_trait]
impl AccountLoader for AccountsFile {
    async fn load(&self, name: &str) -> Result<Option<AccountConfig>> {
        let (path, name) = (self.path.clone(), name.to_owned());
        // Files can be on a network drive, so they are not read on a thread of the runtime.
        let reading = tokio::task::spawn_blocking(move || account(&mut parse(&path)?, &name));
        reading.await.unwrap_or_else(|_| Err(Error::config("", "was not loaded, because the process is ending")))
    }

    fn names(&self) -> Vec<String> {
        self.names.clone()
    }
}

/// Returns the fields of all accounts.
fn parse(path: &Path) -> Result<Map<String, Value>> {
    let shown = path.display().to_string();
    let unreadable = |error: std::io::Error| Error::config(shown.clone(), format!("cannot be read: {}", error.kind()));
    let text = std::fs::read_to_string(path).map_err(unreadable)?;
    let is_toml = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("toml"));
    let value = if is_toml { toml(&shown, &text)? } else { json(&shown, &text)? };
    let Value::Object(mut file) = value else { return Err(Error::config(shown, "must be a table")) };
    let accounts = file.remove("accounts");
    if let Some(other) = file.keys().next() {
        return Err(Error::config(other.clone(), "is not a setting of a file of accounts"));
    }
    match accounts {
        Some(Value::Object(accounts)) => Ok(accounts),
        Some(_) => Err(Error::config("accounts", "must be a table")),
        None => Err(Error::config("accounts", "is missing")),
    }
}

fn json(shown: &str, text: &str) -> Result<Value> {
    // The message of the parser can show a part of the file, so the error only has the position.
    serde_json::from_str(text)
        .map_err(|error| Error::config(format!("{shown}:{}:{}", error.line(), error.column()), "is not valid JSON"))
}

#[cfg(feature = "toml")]
fn toml(shown: &str, text: &str) -> Result<Value> {
    ::toml::from_str(text).map_err(|error| {
        let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
        let line = before.split('\n').count();
        Error::config(format!("{shown}:{line}"), "is not valid TOML, or has a key twice")
    })
}

#[cfg(not(feature = "toml"))]
fn toml(shown: &str, _: &str) -> Result<Value> {
    Err(Error::config(shown.to_owned(), "needs the feature `toml`").with_help("enable the feature, or use JSON"))
}

/// Reads one account; `None` if it is not in the file.
fn account(accounts: &mut Map<String, Value>, name: &str) -> Result<Option<AccountConfig>> {
    let Some(fields) = accounts.remove(name) else { return Ok(None) };
    let Value::Object(mut fields) = fields else { return Err(Error::config("", "must be a table")) };
    let limits = match fields.remove("limits") {
        None => None,
        Some(Value::String(limits)) if !limits.trim().is_empty() => Some(limits),
        Some(_) => return Err(Error::config("limits", "must be a name")),
    };
    for (field, value) in &mut fields {
        if let Some(text) = referenced(value).map_err(|error| within(error, field))? {
            *value = Value::String(text);
        }
    }
    let mut config = AccountConfig::new(from_fields(fields, "vendor")?);
    config.limits = limits;
    Ok(Some(config))
}

/// Returns the text that a value refers to: `{ env = "NAME" }` or `{ file = "path" }`.
fn referenced(value: &Value) -> Result<Option<String>> {
    let Some((source, Value::String(of))) =
        value.as_object().filter(|table| table.len() == 1).and_then(|table| table.iter().next())
    else {
        return Ok(None);
    };
    match source.as_str() {
        "env" => match std::env::var(of) {
            Ok(text) => Ok(Some(text)),
            Err(_) => {
                Err(Error::config("", format!("needs the environment variable {of}, which is not set or not text")))
            }
        },
        "file" => match std::fs::read_to_string(of) {
            Ok(text) => Ok(Some(text.trim_end_matches(['\r', '\n']).to_owned())),
            Err(error) => {
                Err(Error::config("", format!("needs the file {of}, which cannot be read: {}", error.kind())))
            }
        },
        _ => Ok(None),
    }
}
