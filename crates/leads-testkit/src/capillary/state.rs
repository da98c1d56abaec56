//! The fake's state.

use super::access::{Access, TILL_ENTITY};
use super::responses::{Rejection, reject};
use super::settings::Settings;
use crate::oddity::Oddities;
use crate::{Clock, FakeRequest};
use chrono::{DateTime, FixedOffset, TimeDelta, Utc};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, HashMap};

/// The statuses, and whether a lead in that status is closed (inferred).
const STATUSES: [(&str, bool); 5] =
    [("OPEN", false), ("WON", true), ("LOST", true), ("ON_HOLD", false), ("DELETED", true)];

/// The reason text of leads closed by age.
const AUTO_CLOSE: &str = "AUTO_CLOSE";

#[derive(Debug)]
pub(super) struct Customer {
    pub(super) id: i64,
    pub(super) email: Option<String>,
    pub(super) mobile: Option<String>,
}

#[derive(Debug)]
pub(super) struct FollowUp {
    pub(super) id: i64,
    pub(super) notes: Option<String>,
    pub(super) created_by: i64,
    pub(super) created_on: DateTime<Utc>,
    pub(super) followed_up_by: i64,
    pub(super) followed_up_on: Option<DateTime<Utc>>,
    pub(super) scheduled: Option<DateTime<Utc>>,
}

#[derive(Debug)]
pub(super) struct LogRow {
    pub(super) id: i64,
    pub(super) status: String,
    pub(super) sub_status: Option<String>,
    pub(super) created_by: i64,
    pub(super) created_on: DateTime<Utc>,
    pub(super) reason: Option<i64>,
}

#[derive(Debug)]
pub(super) struct Lead {
    pub(super) id: i64,
    pub(super) customer: i64,
    pub(super) lead_type: String,
    pub(super) lead_for: String,
    pub(super) status: String,
    pub(super) sub_status: Option<String>,
    pub(super) next_follow_up: Option<DateTime<Utc>>,
    pub(super) last_follow_up: Option<DateTime<Utc>>,
    pub(super) created_on: DateTime<Utc>,
    pub(super) created_by: i64,
    pub(super) updated_on: DateTime<Utc>,
    pub(super) updated_by: i64,
    /// When the fake received it, regardless of the time in the request.
    pub(super) arrived: DateTime<Utc>,
    pub(super) follow_ups: Vec<FollowUp>,
    pub(super) log: Vec<LogRow>,
    pub(super) source: i64,
    pub(super) extended: Map<String, Value>,
    pub(super) owner: Option<String>,
    pub(super) till: String,
    pub(super) store: String,
}

#[derive(Debug)]
pub(super) struct State {
    pub(super) settings: Settings,
    pub(super) oddities: Oddities,
    pub(super) access: Access,
    pub(super) customers: Vec<Customer>,
    pub(super) leads: BTreeMap<i64, Lead>,
    pub(super) reasons: Vec<(i64, String)>,
    pub(super) sub_statuses: Vec<(String, String)>,
    pub(super) staff: Vec<(String, i64)>,
    pub(super) sources: Vec<i64>,
    pub(super) translations: HashMap<(String, String), String>,
    pub(super) requests: u64,
    /// The id that the next lead gets instead of the next in order.
    pub(super) next_lead: Option<i64>,
    last_id: i64,
    now: DateTime<Utc>,
}

impl State {
    pub(super) fn new() -> Self {
        let mut state = Self {
            settings: Settings::default(),
            oddities: Oddities::default(),
            access: Access::new(),
            customers: Vec::new(),
            leads: BTreeMap::new(),
            reasons: Vec::new(),
            sub_statuses: vec![("ON_HOLD".into(), "CallBack".into()), ("LOST".into(), "WrongNumber".into())],
            staff: vec![("store.lead.1".into(), 4711), ("store.lead.2".into(), 4712)],
            sources: vec![-1, 2408],
            translations: HashMap::new(),
            requests: 0,
            next_lead: None,
            last_id: 0,
            now: Utc::now(),
        };
        for text in ["Walked in", "Out of stock", "Bought elsewhere"] {
            state.add_reason(text);
        }
        state
    }

    /// Returns the next id of follow-ups and log rows.
    pub(super) fn next_id(&mut self) -> i64 {
        self.last_id += 1;
        self.last_id
    }

    pub(super) fn now(&self) -> DateTime<Utc> {
        self.now
    }

    pub(super) fn add_customer(&mut self, email: Option<&str>, mobile: Option<&str>) -> i64 {
        let id = 360_001 + i64::try_from(self.customers.len()).unwrap_or(0);
        let owned = |text: Option<&str>| text.map(str::to_owned);
        self.customers.push(Customer { id, email: owned(email), mobile: owned(mobile) });
        id
    }

    pub(super) fn add_reason(&mut self, text: &str) -> i64 {
        let id = self.reasons.iter().map(|(id, _)| *id).max().unwrap_or(0) + 1;
        self.reasons.push((id, text.to_owned()));
        id
    }

    pub(super) fn add_lead(&mut self, customer: i64, lead_for: &str) -> i64 {
        let next = self.leads.keys().last().copied().unwrap_or(0) + 1;
        let id = self.next_lead.take().unwrap_or(next);
        let (till, store) = self.access.first_till();
        let row = LogRow {
            id: self.next_id(),
            status: "OPEN".to_owned(),
            sub_status: None,
            created_by: TILL_ENTITY,
            created_on: self.now,
            reason: None,
        };
        let lead = Lead {
            id,
            customer,
            lead_type: "SKU".to_owned(),
            lead_for: lead_for.to_owned(),
            status: "OPEN".to_owned(),
            sub_status: None,
            next_follow_up: None,
            last_follow_up: None,
            created_on: self.now,
            created_by: TILL_ENTITY,
            updated_on: self.now,
            updated_by: TILL_ENTITY,
            arrived: self.now,
            follow_ups: Vec::new(),
            log: vec![row],
            source: -1,
            extended: Map::new(),
            owner: None,
            till,
            store,
        };
        self.leads.insert(id, lead);
        id
    }

    /// Returns the leads that the index of lists has.
    pub(super) fn indexed(&self) -> impl Iterator<Item = &Lead> {
        let lag = self.oddities.index_lag().and_then(|lag| TimeDelta::from_std(lag).ok());
        self.leads.values().filter(move |lead| lag.is_none_or(|lag| lead.arrived + lag <= self.now))
    }

    /// Updates the time and closes leads that are too old.
    pub(super) fn tick(&mut self, clock: &Clock) {
        self.now = clock.now();
        let Some(age) = self.settings.auto_close_after.and_then(|age| TimeDelta::from_std(age).ok()) else { return };
        let now = self.now;
        let old: Vec<i64> = self
            .leads
            .values()
            .filter(|lead| !is_closed(&lead.status) && lead.arrived + age <= now)
            .map(|lead| lead.id)
            .collect();
        for id in old {
            let reason = match self.reasons.iter().find(|(_, text)| text == AUTO_CLOSE) {
                Some((id, _)) => *id,
                None => self.add_reason(AUTO_CLOSE),
            };
            let row_id = self.next_id();
            if let Some(lead) = self.leads.get_mut(&id) {
                let closed = lead.arrived + age;
                lead.change(row_id, "LOST", None, Some(reason), -1, closed, closed);
            }
        }
    }

    /// Parses the lead id in a path.
    pub(super) fn lead_id(&self, segment: &str) -> Result<i64, Rejection> {
        if segment.is_empty() {
            return Err(reject(92010, "", ""));
        }
        let id: i64 = segment.parse().map_err(|_| Rejection::Status(400))?;
        if self.leads.contains_key(&id) { Ok(id) } else { Err(reject(92001, "", "")) }
    }

    pub(super) fn known_status(&self, status: &str) -> Result<(), Rejection> {
        if STATUSES.iter().any(|(known, _)| *known == status) { Ok(()) } else { Err(reject(92003, status, "")) }
    }

    pub(super) fn known_sub_status(&self, status: &str, sub_status: &str) -> Result<(), Rejection> {
        let known = self.sub_statuses.iter().any(|(of, name)| of == status && name == sub_status);
        if known { Ok(()) } else { Err(reject(92020, sub_status, "")) }
    }

    pub(super) fn known_reason(&self, id: i64) -> Result<(), Rejection> {
        let known = self.reasons.iter().any(|(known, _)| *known == id);
        if known { Ok(()) } else { Err(reject(92004, &id.to_string(), "")) }
    }

    pub(super) fn known_owner(&self, username: &str) -> Result<(), Rejection> {
        let known = self.staff.iter().any(|(known, _)| known == username);
        if known { Ok(()) } else { Err(reject(92019, username, "")) }
    }

    /// Formats a time as the cluster does.
    pub(super) fn time(&self, time: DateTime<Utc>) -> Value {
        let indian = FixedOffset::east_opt(19_800).filter(|_| self.settings.indian_times);
        json!(match indian {
            Some(offset) => time.with_timezone(&offset).format("%Y-%m-%dT%H:%M:%S%:z").to_string(),
            None => time.format("%Y-%m-%dT%H:%M:%SZ").to_string(),
        })
    }

    /// Splits extended fields into known ones and a warning for each unknown one.
    pub(super) fn sift(&self, fields: Map<String, Value>) -> (Map<String, Value>, Vec<Value>) {
        let known = |name: &str| self.settings.extended_fields.as_ref().is_none_or(|known| known.contains(name));
        let (kept, left): (Map<_, _>, Map<_, _>) = fields.into_iter().partition(|(name, _)| known(name));
        let warn = |name: &String| super::responses::warning(91016, &format!("Extended field name invalid: {name}"));
        (kept, left.keys().map(warn).collect())
    }
}

pub(super) fn is_closed(status: &str) -> bool {
    STATUSES.iter().any(|(known, closed)| *known == status && *closed)
}

impl Lead {
    /// Changes the status and adds a log row.
    #[allow(clippy::too_many_arguments)] // the members of one row
    pub(super) fn change(
        &mut self,
        row: i64,
        status: &str,
        sub_status: Option<String>,
        reason: Option<i64>,
        by: i64,
        on: DateTime<Utc>,
        now: DateTime<Utc>,
    ) {
        self.status = status.to_owned();
        self.sub_status.clone_from(&sub_status);
        self.updated_on = now;
        self.updated_by = by;
        let status = status.to_owned();
        self.log.push(LogRow { id: row, status, sub_status, created_by: by, created_on: on, reason });
    }

    /// Returns the lead in the response format, with extended fields in a language.
    pub(super) fn shown(&self, state: &State, language: Option<&str>) -> Value {
        let mut shown = Map::new();
        let mut put = |name: &str, value: Value| {
            if !value.is_null() {
                shown.insert(name.to_owned(), value);
            }
        };
        let time = |time: Option<DateTime<Utc>>| time.map_or(Value::Null, |time| state.time(time));
        put("id", json!(self.id));
        put("userId", json!(self.customer));
        put("type", json!(self.lead_type));
        put("leadFor", json!(self.lead_for));
        put("status", json!(self.status));
        put("subStatus", json!(self.sub_status));
        put("nextFollowUp", time(self.next_follow_up));
        put("lastFollowUp", time(self.last_follow_up));
        put("createdOn", time(Some(self.created_on)));
        put("createdBy", json!(self.created_by));
        put("lastUpdatedOn", time(Some(self.updated_on)));
        put("lastUpdatedBy", json!(self.updated_by));
        put("followUpDetails", self.follow_ups.iter().map(|row| self.follow_up(state, row)).collect());
        put("statusLogDetails", self.log.iter().map(|row| self.log_row(state, row)).collect());
        put("orgSourceId", json!(self.source));
        if !self.extended.is_empty() {
            put("extendedFields", Value::Object(self.translated(state, language)));
        }
        put("owner", json!(self.owner));
        Value::Object(shown)
    }

    fn translated(&self, state: &State, language: Option<&str>) -> Map<String, Value> {
        let Some(language) = language.map(str::to_ascii_lowercase) else { return self.extended.clone() };
        let translate = |value: &Value| match value {
            Value::String(text) => state
                .translations
                .get(&(language.clone(), text.clone()))
                .map_or_else(|| value.clone(), |new| json!(new)),
            other => other.clone(),
        };
        self.extended.iter().map(|(name, value)| (name.clone(), translate(value))).collect()
    }

    pub(super) fn follow_up(&self, state: &State, row: &FollowUp) -> Value {
        let mut shown = json!({
            "id": row.id,
            "userId": self.customer,
            "leadId": self.id,
            "createdBy": row.created_by,
            "createdOn": state.time(row.created_on),
            "followedUpBy": row.followed_up_by,
        });
        let more = [
            ("notes", row.notes.as_ref().map(|notes| json!(notes))),
            ("followedUpOn", row.followed_up_on.map(|time| state.time(time))),
            ("scheduledFollowUp", row.scheduled.map(|time| state.time(time))),
        ];
        with(&mut shown, more);
        shown
    }

    pub(super) fn log_row(&self, state: &State, row: &LogRow) -> Value {
        let mut shown = json!({
            "id": row.id,
            "userId": self.customer,
            "leadId": self.id,
            "status": row.status,
            "createdBy": row.created_by,
            "createdOn": state.time(row.created_on),
        });
        let reason = row.reason.and_then(|id| state.reasons.iter().find(|(known, _)| *known == id));
        let more = [
            ("subStatus", row.sub_status.as_ref().map(|name| json!(name))),
            ("reasonId", reason.map(|(id, _)| json!(id))),
            ("reason", reason.map(|(_, text)| json!(text))),
        ];
        with(&mut shown, more);
        shown
    }
}

/// Adds the members that are present.
fn with<const N: usize>(shown: &mut Value, members: [(&str, Option<Value>); N]) {
    if let Value::Object(shown) = shown {
        shown.extend(members.into_iter().filter_map(|(name, value)| value.map(|value| (name.to_owned(), value))));
    }
}

/// Parses the body of a write, which must be an object.
pub(super) fn object(request: &FakeRequest) -> Result<Map<String, Value>, Rejection> {
    match request.json() {
        Ok(Value::Object(members)) => Ok(members),
        _ => Err(Rejection::Status(400)),
    }
}

/// Returns a string member, or `None` if it is absent or null. Any other type is a bad request.
pub(super) fn text(body: &Map<String, Value>, name: &str) -> Result<Option<String>, Rejection> {
    match body.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(_) => Err(Rejection::Status(400)),
    }
}

/// Returns an integer member, which may also be a string, or `None` if it is absent or null.
pub(super) fn number(body: &Map<String, Value>, name: &str) -> Result<Option<i64>, Rejection> {
    match body.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => text.parse().map(Some).map_err(|_| Rejection::Status(400)),
        Some(value) => value.as_i64().map(Some).ok_or(Rejection::Status(400)),
    }
}

/// Returns a time member, or `None` if it is absent or null. A time without an offset is UTC.
pub(super) fn moment(body: &Map<String, Value>, name: &str) -> Result<Option<DateTime<Utc>>, Rejection> {
    let Some(text) = text(body, name)? else { return Ok(None) };
    let parsed = DateTime::parse_from_rfc3339(&text)
        .map(|time| time.to_utc())
        .or_else(|_| chrono::NaiveDateTime::parse_from_str(&text, "%Y-%m-%dT%H:%M:%S").map(|time| time.and_utc()));
    parsed.map(Some).map_err(|_| Rejection::Status(400))
}

/// Returns the extended fields, or `None` if they are absent or null.
pub(super) fn fields(body: &Map<String, Value>) -> Result<Option<Map<String, Value>>, Rejection> {
    match body.get("extendedFields") {
        None | Some(Value::Null) => Ok(None),
        Some(Value::Object(fields)) => Ok(Some(fields.clone())),
        Some(_) => Err(Rejection::Status(400)),
    }
}
