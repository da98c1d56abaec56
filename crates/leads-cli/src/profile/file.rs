//! The configuration file.

use super::Profile;
use crate::args::Global;
use crate::failure::{Failure, Result};
use serde_json::{Map, Value};
use std::path::PathBuf;
use std::time::Duration;

/// The profiles of a configuration file.
pub(crate) struct Profiles {
    path: PathBuf,
    default: Option<String>,
    profiles: Vec<Profile>,
}

impl Profiles {
    /// Reads the file that the options name, or the default one.
    pub(crate) fn read(global: &Global) -> Result<Self> {
        let path = match &global.config {
            Some(path) => path.clone(),
            None => default_path()?,
        };
        let text = std::fs::read_to_string(&path).map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => Failure::usage(
                path.display().to_string(),
                "does not exist",
                "create it with a table [profile.NAME] that has `vendor` and the vendor's fields, or name another file with --config",
            ),
            _ => Failure::file(&path, "read", &error),
        })?;
        Self::parse(path, &text)
    }

    fn parse(path: PathBuf, text: &str) -> Result<Self> {
        let shown = path.display().to_string();
        // The parser's message can show a part of the file, so the error has the line only.
        let mut table: Map<String, Value> = toml::from_str(text).map_err(|error| {
            let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
            let line = before.split('\n').count();
            Failure::usage(format!("{shown}:{line}"), "is not valid TOML, or has a key twice", "correct this line")
        })?;
        let default = match table.remove("default_profile") {
            None => None,
            Some(Value::String(name)) => Some(name),
            Some(_) => {
                return Err(Failure::usage("default_profile", "must be a name", "write default_profile = \"NAME\""));
            }
        };
        let profiles = match table.remove("profile") {
            Some(Value::Object(profiles)) => profiles,
            _ => return Err(Failure::usage(shown, "has no profile", "add a table [profile.NAME]")),
        };
        if let Some(other) = table.keys().next() {
            let help = "the settings are default_profile and [profile.NAME]";
            return Err(Failure::usage(other, "is not a setting of this file", help));
        }
        let profiles = profiles.into_iter().map(|(name, fields)| profile(name, fields)).collect::<Result<_>>()?;
        Ok(Self { path, default, profiles })
    }

    /// Returns the profile that the options name, the default one, or the only one.
    pub(crate) fn select(&self, global: &Global) -> Result<&Profile> {
        match (global.profile.as_ref().or(self.default.as_ref()), self.profiles.as_slice()) {
            (Some(name), _) => self.named(name),
            (None, [only]) => Ok(only),
            (None, _) => Err(Failure::usage("--profile", "is missing", format!("choose one: {}", self.names()))),
        }
    }

    /// Returns the profile for a vendor: the one that the options name, or the only one of this vendor.
    pub(crate) fn of_vendor(&self, global: &Global, vendor: &str) -> Result<&Profile> {
        if global.profile.is_none() {
            let of_vendor: Vec<_> = self.profiles.iter().filter(|profile| profile.vendor() == vendor).collect();
            if let [only] = of_vendor.as_slice() {
                return Ok(only);
            }
        }
        let profile = self.select(global)?;
        if profile.vendor() != vendor {
            let message = format!("is `{}`, an account of {}", profile.name, profile.vendor());
            return Err(Failure::usage(
                "--profile",
                message,
                format!("choose a profile of {vendor}: {}", self.names()),
            ));
        }
        Ok(profile)
    }

    pub(crate) fn named(&self, name: &str) -> Result<&Profile> {
        self.profiles.iter().find(|profile| profile.name == name).ok_or_else(|| {
            let message = format!("`{name}` is not in {}", self.path.display());
            Failure::usage("--profile", message, format!("choose one: {}", self.names()))
        })
    }

    pub(crate) fn all(&self) -> &[Profile] {
        &self.profiles
    }

    fn names(&self) -> String {
        self.profiles.iter().map(|profile| profile.name.as_str()).collect::<Vec<_>>().join(", ")
    }
}

fn default_path() -> Result<PathBuf> {
    match directories::ProjectDirs::from("", "", "leads") {
        Some(folders) => Ok(folders.config_dir().join("config.toml")),
        None => Err(Failure::usage(
            "--config",
            "is missing, and the user has no home folder",
            "name the file with --config",
        )),
    }
}

/// Reads a profile's own settings; the others are the vendor's.
fn profile(name: String, fields: Value) -> Result<Profile> {
    let place = |field: &str| format!("profile.{name}.{field}");
    let Value::Object(mut fields) = fields else {
        return Err(Failure::usage(format!("profile.{name}"), "must be a table", "write [profile.NAME]"));
    };
    let may_write = match fields.remove("allow") {
        None => true,
        Some(allow) => match serde_json::from_value::<Vec<String>>(allow) {
            Ok(list)
                if list.iter().all(|one| one == "read" || one == "write") && list.iter().any(|one| one == "read") =>
            {
                list.iter().any(|one| one == "write")
            }
            _ => {
                let help = "write allow = [\"read\"] or allow = [\"read\", \"write\"]";
                return Err(Failure::usage(
                    place("allow"),
                    "must be a list with \"read\", and \"write\" if the profile may write",
                    help,
                ));
            }
        },
    };
    let visible_within = match fields.remove("visible_within_secs") {
        None => None,
        Some(seconds) => match seconds.as_f64().map(Duration::try_from_secs_f64) {
            Some(Ok(delay)) => Some(delay),
            _ => {
                let help = "write the number of seconds after which a write is visible to reads, as you measured it";
                return Err(Failure::usage(place("visible_within_secs"), "must be a number of seconds", help));
            }
        },
    };
    super::secret::check(&name, &fields)?;
    Ok(Profile { name, fields, may_write, visible_within })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Profiles> {
        Profiles::parse(PathBuf::from("config.toml"), text)
    }

    #[test]
    fn file_errors_show_no_content() {
        for text in [
            "[profile.crm]\nvendor = \"nutshell\"\napi_key = \"hush-9876\"\n",
            "[profile.crm]\napi_key = hush-9876\n",
            "[profile.crm]\nvendor = \"nutshell\"\napi_key = { hush = \"hush-9876\" }\n",
        ] {
            let shown = match parse(text) {
                Ok(_) => panic!("must be an error: {text}"),
                Err(failure) => format!("{failure:?}"),
            };
            assert!(!shown.contains("hush-9876"), "{shown}");
        }
    }
}
