//! The records of an account.

use chrono::{DateTime, Utc};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use tokio::time::Instant;

/// The owner of the keys.
pub(super) const OWNER_ID: &str = "0d0e0f00-0000-4000-8000-000000000001";
pub(super) const OWNER_ADDRESS: &str = "owner@example.com";

/// Names and values, in order.
pub(super) type Pairs = Vec<(String, String)>;

/// What an index shows of a record: until the instant, what the record was before.
#[derive(Debug, Clone)]
pub(super) struct Lag<T>(Option<(Instant, Option<T>)>);

impl<T> Default for Lag<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T> Lag<T> {
    /// Hides the present state until `until`.
    pub(super) fn until(until: Instant, before: Option<T>) -> Self {
        Self(Some((until, before)))
    }

    /// Returns what the index shows now; `None` while it does not know the record.
    pub(super) fn shown<'a>(&'a self, present: &'a T, now: Instant) -> Option<&'a T> {
        match &self.0 {
            Some((until, before)) if now < *until => before.as_ref(),
            _ => Some(present),
        }
    }
}

#[derive(Debug, Clone)]
pub(super) struct Lead {
    pub(super) attributes: Pairs,
    pub(super) auto_id: u64,
    pub(super) created: Option<DateTime<Utc>>,
    pub(super) changed: Option<DateTime<Utc>>,
    /// Whether e-mails to the lead are stopped.
    pub(super) has_invalid_email: bool,
    pub(super) index: Lag<Pairs>,
}

impl Lead {
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        get(&self.attributes, name)
    }

    pub(super) fn set(&mut self, name: &str, value: String) {
        set(&mut self.attributes, name, value);
    }
}

/// Returns the value of a name.
pub(super) fn get<'a>(pairs: &'a Pairs, name: &str) -> Option<&'a str> {
    pairs.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
}

/// Sets the value of a name.
pub(super) fn set(pairs: &mut Pairs, name: &str, value: String) {
    match pairs.iter_mut().find(|(known, _)| known == name) {
        Some((_, known)) => *known = value,
        None => pairs.push((name.to_owned(), value)),
    }
}

#[derive(Debug, Clone)]
pub(super) struct Opportunity {
    pub(super) id: String,
    pub(super) lead: String,
    pub(super) code: i64,
    pub(super) note: Option<String>,
    pub(super) fields: BTreeMap<String, String>,
    pub(super) created: Option<DateTime<Utc>>,
    pub(super) modified: Option<DateTime<Utc>>,
    pub(super) index: Lag<BTreeMap<String, String>>,
}

#[derive(Debug, Clone)]
pub(super) struct Activity {
    pub(super) id: String,
    pub(super) auto_id: u64,
    pub(super) lead: String,
    pub(super) opportunity: Option<String>,
    pub(super) code: i64,
    pub(super) note: Option<String>,
    pub(super) fields: Pairs,
    pub(super) created: Option<DateTime<Utc>>,
    pub(super) modified: Option<DateTime<Utc>>,
    /// Written by the vendor itself; such activities have no fields.
    pub(super) is_system: bool,
    pub(super) is_locked: bool,
    pub(super) attachments: Vec<Attachment>,
    pub(super) index: Lag<()>,
}

#[derive(Debug, Clone)]
pub(super) struct Attachment {
    pub(super) name: String,
    pub(super) file: String,
}

/// One change of an activity or an opportunity.
#[derive(Debug, Clone)]
pub(super) struct Change {
    pub(super) activity: String,
    pub(super) code: i64,
    pub(super) at: Option<DateTime<Utc>>,
    pub(super) field: String,
    pub(super) old: Option<String>,
    pub(super) new: String,
}

/// A field of an activity type or an opportunity type.
#[derive(Debug, Clone, Default)]
pub(super) struct Field {
    pub(super) name: String,
    pub(super) label: String,
    pub(super) data_type: String,
    pub(super) is_mandatory: bool,
    pub(super) options: Vec<String>,
    /// The field whose value decides which options there are, with the options of each value.
    pub(super) parent: Option<String>,
    pub(super) dependent: Vec<(String, Vec<String>)>,
}

#[derive(Debug, Clone)]
pub(super) struct ActivityType {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) score: i64,
    pub(super) description: String,
    pub(super) direction: i64,
    pub(super) allows_attachments: bool,
    pub(super) can_delete: bool,
    pub(super) fields: Vec<Field>,
}

#[derive(Debug, Clone)]
pub(super) struct OpportunityType {
    pub(super) name: String,
    pub(super) fields: Vec<Field>,
}

/// A field of leads.
#[derive(Debug, Clone)]
pub(super) struct LeadField {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) label: String,
    pub(super) data_type: String,
    pub(super) render_type: String,
    pub(super) is_mandatory: bool,
    pub(super) is_unique: bool,
    pub(super) is_locked_after_create: bool,
    pub(super) max_length: Option<String>,
    pub(super) default_value: Option<String>,
    pub(super) options: Vec<String>,
    /// The options for each value of a parent field.
    pub(super) dependent: Vec<(String, String, Vec<String>)>,
}

#[derive(Debug, Clone)]
pub(super) struct Task {
    pub(super) auto_id: usize,
    pub(super) is_done: bool,
    pub(super) created: Option<DateTime<Utc>>,
    pub(super) modified: Option<DateTime<Utc>>,
    pub(super) completed: Option<DateTime<Utc>>,
    /// As sent, with the owner filled in.
    pub(super) members: Map<String, Value>,
}

#[derive(Debug, Clone)]
pub(super) struct TaskType {
    pub(super) id: String,
    pub(super) name: String,
    /// 0 appointment, 1 to-do.
    pub(super) category: u8,
}

#[derive(Debug, Clone)]
pub(super) struct Note {
    pub(super) lead: String,
    pub(super) note: String,
    pub(super) attachment: Option<String>,
    pub(super) created: Option<DateTime<Utc>>,
    pub(super) modified: Option<DateTime<Utc>>,
}

/// A list of leads: static, or with a condition.
#[derive(Debug, Clone)]
pub(super) struct List {
    pub(super) name: String,
    pub(super) description: String,
    pub(super) leads: Vec<String>,
    /// Attribute, operator and value.
    pub(super) condition: Option<(String, String, String)>,
}

#[derive(Debug, Clone)]
pub(super) struct User {
    pub(super) id: String,
    pub(super) address: String,
    pub(super) role: String,
    pub(super) is_active: bool,
    pub(super) groups: Vec<String>,
    /// Further members, such as `FirstName` and `AssociatedPhoneNumbers`.
    pub(super) members: Pairs,
    pub(super) created: Option<DateTime<Utc>>,
}

#[derive(Debug, Clone)]
pub(super) struct Company {
    pub(super) id: String,
    pub(super) kind: String,
    pub(super) attributes: Pairs,
    pub(super) created: Option<DateTime<Utc>>,
    pub(super) modified: Option<DateTime<Utc>>,
}

#[derive(Debug, Clone)]
pub(super) struct SalesActivity {
    pub(super) id: String,
    pub(super) lead: String,
    pub(super) fields: Pairs,
}

/// An access of a user to a lead or an opportunity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Share {
    pub(super) user: String,
    pub(super) entity: String,
    pub(super) context: Option<String>,
    pub(super) level: i64,
    pub(super) until: Option<DateTime<Utc>>,
}

#[derive(Debug, Clone)]
pub(super) struct StoredFile {
    pub(super) name: String,
    pub(super) url: String,
    pub(super) bytes: bytes::Bytes,
}

/// An e-mail sent to a lead.
#[derive(Debug, Clone)]
pub(super) struct Mail {
    pub(super) recipient: String,
    pub(super) subject: String,
}

/// A call of the async host.
#[derive(Debug)]
pub(super) struct Job {
    pub(super) done_at: Instant,
    pub(super) kind: JobKind,
    pub(super) body: String,
    /// Set when the job is done: the call's result, or exception and message.
    pub(super) ended: Option<Result<Value, (String, String)>>,
    pub(super) query: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum JobKind {
    CaptureLead,
    UpdateLead,
    CreateActivity,
    CreateLeadWithActivity,
    CaptureOpportunity,
    UpdateOpportunity,
    LogCall,
}

impl JobKind {
    /// Returns the vendor's name, where it is known.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::CaptureLead => "Lead Capture",
            Self::UpdateLead => "Lead Update",
            Self::CreateActivity => "Activity Create",
            Self::CreateLeadWithActivity => "Activity Create Custom",
            Self::CaptureOpportunity => "Opportunity Capture",
            Self::UpdateOpportunity => "Opportunity Update",
            Self::LogCall => "Telephony-LogCall",
        }
    }
}

/// A call that was queued by the API host.
#[derive(Debug)]
pub(super) struct Queued {
    pub(super) due: Instant,
    pub(super) effect: Effect,
    pub(super) report_to: Option<String>,
}

#[derive(Debug)]
pub(super) enum Effect {
    DeleteActivities { lead: String, codes: Vec<i64>, from: Option<DateTime<Utc>>, to: Option<DateTime<Utc>> },
    DeleteHistory { lead: String, code: i64, from: Option<DateTime<Utc>>, to: Option<DateTime<Utc>> },
    CreateTasks { tasks: Vec<Map<String, Value>> },
    DeleteTasks { ids: Vec<String> },
    Share { request: String, rows: Vec<Share>, revoke: bool },
}
