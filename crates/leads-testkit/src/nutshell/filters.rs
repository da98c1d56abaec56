//! Filters and search.

use super::kinds;
use super::responses::Rejection;
use super::store::{Store, number};
use crate::FakeRequest;
use chrono::{DateTime, NaiveDate, NaiveTime};
use serde_json::Value;

/// The filters that name related records: key and relation.
const RELATIONS: &[(&str, &str)] = &[
    ("accounts", "accounts"),
    ("accountIds", "accounts"),
    ("contacts", "contacts"),
    ("contactIds", "contacts"),
    ("owners", "owner"),
    ("creator", "creator"),
    ("tags", "tags"),
    ("sources", "sources"),
    ("outcomes", "outcome"),
    ("stageset", "stageset"),
    ("milestones", "stage"),
    ("watchers", "watchers"),
    ("products", "products"),
    ("competitors", "competitors"),
    ("territories", "territory"),
    ("markets", "market"),
    ("accountTypes", "accountType"),
    ("industries", "industry"),
    ("audiences", "emAudiences"),
    ("assignee", "assignee"),
    ("relatedEntity", "relatedEntity"),
    ("lead", "lead"),
    ("activityType", "activityType"),
];

/// One filter of a request: `filter[key]`, `filter[key][]` or `filter[key][part]`, with every value.
struct Filter<'a> {
    key: &'a str,
    part: Option<&'a str>,
    values: Vec<&'a str>,
}

impl<'a> Filter<'a> {
    fn of(name: &'a str, request: &'a FakeRequest) -> Option<Self> {
        let (key, rest) = name.strip_prefix("filter[")?.split_once(']')?;
        let part = rest.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).filter(|part| !part.is_empty());
        Some(Self { key, part, values: request.queries(name).collect() })
    }

    fn value(&self) -> &'a str {
        self.values.first().copied().unwrap_or_default()
    }

    /// Returns whether an id, or one of a list of ids, is among the values; a plain integer is an id, too.
    fn names(&self, ids: &Value) -> bool {
        let wanted = |id: &Value| {
            let id = id.as_str().and_then(number);
            id.is_some() && self.values.iter().any(|value| number(value) == id)
        };
        match ids {
            Value::Array(ids) => ids.iter().any(wanted),
            id => wanted(id),
        }
    }
}

/// Keeps the rows that match every filter and the search of a request.
pub(super) fn apply(
    store: &Store,
    kind: &'static str,
    rows: &mut Vec<&Value>,
    request: &FakeRequest,
) -> Result<(), Rejection> {
    for (name, value) in &request.query {
        let lower = value.to_lowercase();
        match name.as_str() {
            "q" => rows.retain(|row| row.to_string().to_lowercase().contains(&lower)),
            "email" => rows.retain(|row| has_email(store, row, value)),
            "userId" => rows.retain(|row| row["links"]["user"].as_str().and_then(number) == number(value)),
            "reportType" if kind == "filters" => {
                let stem = value.trim_end_matches('*');
                rows.retain(|row| row["reportType"].as_str().is_some_and(|found| found.starts_with(stem)));
            }
            name => {
                let Some(filter) = Filter::of(name, request) else { continue };
                let mut kept = Vec::new();
                for row in rows.iter() {
                    if matches(store, kind, &filter, row)? {
                        kept.push(*row);
                    }
                }
                check(store, kind, &filter)?;
                *rows = kept;
            }
        }
    }
    Ok(())
}

/// Rejects a filter that the kind does not have, also if the list is empty.
fn check(store: &Store, kind: &'static str, filter: &Filter<'_>) -> Result<(), Rejection> {
    if filter.key == "name" && filter.value().contains(',') {
        // Observed.
        return Err(Rejection::Internal);
    }
    matches(store, kind, filter, &Value::Null).map(drop)
}

fn matches(store: &Store, kind: &'static str, filter: &Filter<'_>, row: &Value) -> Result<bool, Rejection> {
    let value = filter.value();
    let is = |name: &str, wanted: bool| row[name].as_bool().unwrap_or(false) == wanted;
    Ok(match (kind, filter.key) {
        ("activities", "participant") => {
            ["users", "contacts", "accounts", "leads"].iter().any(|kind| filter.names(&row["links"][*kind]))
        }
        ("activities", "status") => filter.values.contains(&activity_status(row)),
        ("activities", "leadPriority") => {
            let leads = row["links"]["leads"].as_array();
            let mut leads = leads.into_iter().flatten().filter_map(|id| store.get("leads", id.as_str()?));
            leads.any(|lead| lead["priority"] == 1)
        }
        ("activities", "flagged") => is("isFlagged", value == "true"),
        // What makes an activity important is not documented.
        ("activities", "isImportant") => true,
        ("activities" | "tasks" | "quotes" | "invoices", "dateMin" | "dateMax") => {
            let name = if kind == "activities" { "startTime" } else { "createdTime" };
            is_within(&row[name], filter)
        }
        (_, "email") => has_email(store, row, value),
        (_, "phone") => has_phone(store, row, value),
        (_, "name") => {
            let name = row["name"].as_str().unwrap_or_default();
            name.to_lowercase().contains(&value.to_lowercase())
        }
        ("tags", "tagType") => row["tagType"] == value,
        (_, "address") => has_address(row, filter.part, value),
        (_, "number") => has_number(row, value),
        (_, "createdTime" | "lastContactedTime") => is_between(&row[filter.key], value),
        (_, "id") => filter.names(&row["id"]),
        (_, "omittedId") => !filter.names(&row["id"]),
        ("leads", "accountTags" | "contactTags") => {
            let target = if filter.key == "accountTags" { "accounts" } else { "contacts" };
            let ids = row["links"][target].as_array();
            let mut records = ids.into_iter().flatten().filter_map(|id| store.get(target, id.as_str()?));
            records.any(|record| filter.names(&record["links"]["tags"]))
        }
        (_, key) => match RELATIONS.iter().find(|(known, _)| *known == key) {
            Some((_, relation)) => filter.names(&row["links"][*relation]),
            None if kinds::is_entity(kind) && store.custom_fields(kind).contains_key(key) => {
                row["customFields"][key].as_str() == Some(value)
            }
            None => {
                let detail = format!("Unknown filter: {key}");
                return Err(Rejection::Listed(kind, "Invalid filter".to_owned(), Some(detail)));
            }
        },
    })
}

fn activity_status(row: &Value) -> &'static str {
    if row["isCancelled"] == true {
        "cancelled"
    } else if row["isLogged"] == true {
        "logged"
    } else {
        "scheduled"
    }
}

/// Returns the seconds of a time in any of the vendor's formats.
fn seconds(time: &Value) -> Option<i64> {
    let text = || Some(DateTime::parse_from_rfc3339(time.as_str()?).ok()?.timestamp());
    time["timestamp"].as_i64().or(time.as_i64()).or_else(text)
}

/// Compares a time with a date or a time; an upper date includes its day.
fn is_within(time: &Value, filter: &Filter<'_>) -> bool {
    let Some(time) = seconds(time) else { return false };
    let value = filter.value();
    let bound = match value.parse::<NaiveDate>() {
        Ok(day) if filter.key == "dateMax" => day.and_time(NaiveTime::MIN).and_utc().timestamp() + 86_399,
        Ok(day) => day.and_time(NaiveTime::MIN).and_utc().timestamp(),
        Err(_) => match DateTime::parse_from_rfc3339(value) {
            Ok(time) => time.timestamp(),
            Err(_) => return true,
        },
    };
    if filter.key == "dateMax" { time <= bound } else { time >= bound }
}

/// Compares a time with a range, `from TO until` or two times with a space between them.
fn is_between(time: &Value, range: &str) -> bool {
    let ends: Vec<i64> = range
        .split_whitespace()
        .filter_map(|text| DateTime::parse_from_rfc3339(text).ok())
        .map(|time| time.timestamp())
        .collect();
    match ends.as_slice() {
        [from, to] => (*from..=*to).contains(&seconds(time).unwrap_or(0)),
        _ => true,
    }
}

/// Compares a number, which may be `>1020`, `<1020` or `1020`.
fn has_number(row: &Value, value: &str) -> bool {
    let (sign, text) = value.split_at(value.find(|c: char| c.is_ascii_digit()).unwrap_or(0));
    let wanted: i64 = text.parse().unwrap_or(0);
    let has = row["number"].as_str().and_then(number).and_then(|number| i64::try_from(number).ok()).unwrap_or(0);
    match sign {
        ">" => has > wanted,
        "<" => has < wanted,
        _ => has == wanted,
    }
}

fn has_address(row: &Value, part: Option<&str>, value: &str) -> bool {
    let like = |text: &Value| text.as_str().is_some_and(|text| text.to_lowercase().contains(&value.to_lowercase()));
    let mut addresses = row["addresses"].as_array().into_iter().flatten();
    addresses.any(|address| match part {
        Some(part) => like(&address["value"][part]),
        None => address["value"].as_object().is_some_and(|parts| parts.values().any(like)),
    })
}

/// Returns whether a record, or a contact of a lead, has an address that contains the text.
fn has_email(store: &Store, row: &Value, value: &str) -> bool {
    let wanted = value.to_lowercase();
    let has = |row: &Value| {
        let mut points = row["emails"].as_array().into_iter().flatten();
        points.any(|point| point["value"].as_str().is_some_and(|text| text.to_lowercase().contains(&wanted)))
    };
    has(row) || related(store, row, has)
}

/// Returns whether a record, or a contact of a lead, has a number with these digits, ignoring punctuation.
fn has_phone(store: &Store, row: &Value, value: &str) -> bool {
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let wanted = digits(value);
    let has = |row: &Value| {
        let mut points = row["phones"].as_array().into_iter().flatten();
        let spelt = ["number", "E164", "countryCodeAndNumber"];
        let is_wanted = |text: &Value| text.as_str().is_some_and(|text| digits(text).contains(&wanted));
        !wanted.is_empty() && points.any(|point| spelt.iter().any(|name| is_wanted(&point["value"][*name])))
    };
    has(row) || related(store, row, has)
}

/// Returns whether a predicate holds for a contact of a lead.
fn related(store: &Store, row: &Value, holds: impl Fn(&Value) -> bool) -> bool {
    let ids = row["links"]["contacts"].as_array().into_iter().flatten();
    ids.filter_map(|id| store.get("contacts", id.as_str()?)).any(holds)
}
