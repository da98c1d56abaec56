//! Rows of a CSV file.

use super::map::Map;
use super::row::{RowSource, Target};
use crate::failure::{Failure, Result};
use leads::client::NewLead;
use leads::{LeadId, LeadState, Money, Personal};
use serde_json::Value;
use std::collections::HashMap;
use std::path::Path;

/// Reads the rows of a file. A row that cannot be read is refused with its reason; a missing column is an error.
pub(crate) fn rows(path: &Path, map: &Map) -> Result<Vec<RowSource>> {
    let file = std::fs::File::open(path).map_err(|error| Failure::file(path, "read", &error))?;
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).flexible(true).from_reader(file);
    let place = path.display().to_string();
    let unreadable = |_| Failure::usage(place.clone(), "is not CSV in UTF-8", "save it as CSV in UTF-8");
    let heads: Vec<String> = reader.headers().map_err(unreadable)?.iter().map(str::to_owned).collect();
    if let Some(missing) = map.columns().find(|column| !heads.iter().any(|head| head == column)) {
        let help = format!("the columns are {}", heads.join(", "));
        return Err(Failure::usage(place, format!("has no column `{missing}`"), help));
    }
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(unreadable)?;
        let line = record.position().map_or(0, csv::Position::line);
        let cells: HashMap<&str, &str> = heads.iter().map(String::as_str).zip(record.iter()).collect();
        rows.push(RowSource { row: line, target: target(&cells, map), wanted: wanted(&cells, map) });
    }
    Ok(rows)
}

/// Returns a cell, or `None` if it is empty.
fn cell<'a>(cells: &HashMap<&str, &'a str>, column: &str) -> Option<&'a str> {
    cells.get(column).copied().filter(|text| !text.is_empty())
}

fn target(cells: &HashMap<&str, &str>, map: &Map) -> Result<Target, String> {
    let value = cell(cells, map.find.column()).ok_or_else(|| format!("the column `{}` is empty", map.find.column()))?;
    Ok(match map.find.key(value) {
        Some(key) => Target::Key(key),
        None => Target::Id(LeadId::new(value)),
    })
}

fn wanted(cells: &HashMap<&str, &str>, map: &Map) -> Result<NewLead, String> {
    let mut lead = NewLead::default();
    for (field, column) in &map.set {
        let Some(text) = cell(cells, column) else { continue };
        let personal = || Some(Personal(text.to_owned()));
        match field.as_str() {
            "name" => lead.name = personal(),
            "email" => lead.emails.extend(personal()),
            "phone" => lead.phones.extend(personal()),
            "note" => lead.note = personal(),
            "company" => lead.company = personal(),
            "source" => lead.source = Some(text.to_owned()),
            "owner" => lead.owner = Some(text.to_owned()),
            "campaign" => lead.campaign = Some(text.to_owned()),
            "value" => {
                let amount = text.parse().map_err(|_| format!("the column `{column}` is not a decimal number"))?;
                lead.value = Some(Money::new(amount));
            }
            // The map allows no other field.
            _ => lead.state = Some(state(text, column, map)?),
        }
    }
    let values = |columns: &std::collections::BTreeMap<String, String>| {
        let filled = columns.iter().filter_map(|(name, column)| Some((name.clone(), cell(cells, column)?)));
        filled.map(|(name, text)| (name, Value::String(text.to_owned()))).collect()
    };
    (lead.custom, lead.vendor_fields) = (values(&map.custom), values(&map.vendor_fields));
    // A lead that is created has the value by which it is found.
    if let Some(value) = cell(cells, map.find.column()) {
        match &map.find {
            super::map::Find::Email(_) if lead.emails.is_empty() => lead.emails.push(Personal(value.to_owned())),
            super::map::Find::Phone(_) if lead.phones.is_empty() => lead.phones.push(Personal(value.to_owned())),
            _ => {}
        }
    }
    Ok(lead)
}

fn state(text: &str, column: &str, map: &Map) -> Result<LeadState, String> {
    let known = map.states.get(text).copied().or_else(|| text.to_lowercase().parse().ok());
    known.ok_or_else(|| format!("the column `{column}` has a text that is no state; add it to [states] of the map"))
}
