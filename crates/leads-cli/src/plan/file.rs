//! The file of a plan.

use super::loss::Loss;
use crate::failure::{Failure, Result};
use chrono::{DateTime, Utc};
use leads::client::{LeadKey, LeadUpdate};
use leads::{LeadId, LeadState};
use leads_journal::Write;
use serde::{Deserialize, Serialize};
use std::io::Write as _;
use std::path::Path;

/// The version of the format.
const VERSION: u32 = 1;

/// A plan. It contains the data of people, so its file belongs to its owner only.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Plan {
    version: u32,
    /// The name of the job: the keys in the journal begin with it.
    pub(crate) job: String,
    /// The profile that it was made for.
    pub(crate) profile: String,
    /// The vendor of that profile.
    pub(crate) vendor: String,
    pub(crate) made: DateTime<Utc>,
    pub(crate) rows: Vec<PlanRow>,
}

/// What is to be done with a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Action {
    Create,
    Update,
    Delete,
    Unchanged,
    Refused,
}

impl Action {
    pub(crate) const ALL: [Self; 5] = [Self::Create, Self::Update, Self::Delete, Self::Unchanged, Self::Refused];

    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Update => "update",
            Self::Delete => "delete",
            Self::Unchanged => "unchanged",
            Self::Refused => "refused",
        }
    }
}

/// The values that an update replaces.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Before {
    pub(crate) update: LeadUpdate,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) state: Option<LeadState>,
}

/// A row.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PlanRow {
    /// The line of the file, or the number in the list.
    pub(crate) row: u64,
    pub(crate) action: Action,
    /// The lead, if it exists.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) lead: Option<LeadId>,
    /// The value that it was searched by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) key: Option<LeadKey>,
    /// The fields that change.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) fields: Vec<String>,
    /// What this vendor cannot store.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) loss: Vec<Loss>,
    /// Why it is refused or unchanged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) reason: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) writes: Vec<Write>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) before: Option<Before>,
    /// The fingerprint of the lead as it was read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) seen: Option<String>,
}

impl PlanRow {
    pub(crate) fn new(row: u64, action: Action) -> Self {
        Self {
            row,
            action,
            lead: None,
            key: None,
            fields: Vec::new(),
            loss: Vec::new(),
            reason: None,
            writes: Vec::new(),
            before: None,
            seen: None,
        }
    }

    pub(crate) fn refused(row: u64, reason: impl Into<String>) -> Self {
        Self { reason: Some(reason.into()), ..Self::new(row, Action::Refused) }
    }
}

impl Plan {
    pub(crate) fn new(profile: &str, vendor: &str, rows: Vec<PlanRow>) -> Self {
        let made = Utc::now();
        let text = serde_json::to_string(&rows).unwrap_or_default();
        let job = format!("{:x}", md5::compute(format!("{profile} {made} {text}")));
        let job = job.get(..12).unwrap_or_default().to_owned();
        Self { version: VERSION, job, profile: profile.to_owned(), vendor: vendor.to_owned(), made, rows }
    }

    /// Returns the key of a write in the journal.
    pub(crate) fn key(&self, row: &PlanRow, write: usize) -> String {
        format!("{}:{}:{write}", self.job, row.row)
    }

    pub(crate) fn count(&self, action: Action) -> usize {
        self.rows.iter().filter(|row| row.action == action).count()
    }

    /// Returns the number of writes.
    pub(crate) fn writes(&self) -> usize {
        self.rows.iter().map(|row| row.writes.len()).sum()
    }

    /// Reads a plan. The parser's message can show a value, so the error has the position only.
    pub(crate) fn read(path: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(path).map_err(|error| Failure::file(path, "read", &error))?;
        let plan: Self = serde_json::from_str(&text).map_err(|error| {
            let place = format!("{}:{}", path.display(), error.line());
            Failure::usage(place, "is not a plan of this version", "make the plan again with `leads plan`")
        })?;
        if plan.version != VERSION {
            let message = format!("has version {}, and this program reads {VERSION}", plan.version);
            return Err(Failure::usage(path.display().to_string(), message, "make the plan again with `leads plan`"));
        }
        Ok(plan)
    }

    /// Writes the plan for its owner only. A file that exists is an error, unless `replace` is set.
    pub(crate) fn write(&self, path: &Path, replace: bool) -> Result<()> {
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create(true).create_new(!replace).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(path).map_err(|error| match error.kind() {
            std::io::ErrorKind::AlreadyExists => {
                Failure::usage(path.display().to_string(), "exists already", "choose another file, or add --force")
            }
            _ => Failure::file(path, "written", &error),
        })?;
        // A file that is replaced keeps its mode otherwise.
        #[cfg(unix)]
        file.set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o600))
            .map_err(|error| Failure::file(path, "written", &error))?;
        let text = serde_json::to_string_pretty(self)
            .map_err(|_| Failure::usage("plan", "cannot be stored", "leave out the field"))?;
        file.write_all(text.as_bytes())
            .and_then(|()| file.write_all(b"\n"))
            .and_then(|()| file.sync_all())
            .map_err(|error| Failure::file(path, "written", &error))
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt as _;

    #[test]
    fn file_that_is_replaced_belongs_to_its_owner_only() {
        let path = std::env::temp_dir().join(format!("leads-plan-{}.json", std::process::id()));
        std::fs::write(&path, "old").unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
        let written = Plan::new("crm", "nutshell", Vec::new()).write(&path, true);
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        std::fs::remove_file(&path).unwrap();
        assert!(written.is_ok());
        assert_eq!(mode & 0o777, 0o600);
    }
}
