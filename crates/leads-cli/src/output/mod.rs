//! Standard output: tables, JSON, NDJSON and CSV.

mod table;

use crate::failure::{Failure, Result};
use clap::ValueEnum;
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::Value;
use std::io::{self, IsTerminal as _, Write};

/// The form of standard output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Columns; the default on a terminal.
    Table,
    /// One JSON document.
    Json,
    /// One JSON object per line; the default otherwise.
    Ndjson,
    /// Comma-separated values with a header.
    Csv,
}

/// A row: names and values, in their order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Row(pub(crate) Vec<(String, Value)>);

impl Row {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    pub(crate) fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.0.push((name.to_owned(), value.into()));
        self
    }

    fn get(&self, name: &str) -> &Value {
        self.0.iter().find(|(known, _)| known == name).map_or(&Value::Null, |(_, value)| value)
    }
}

impl Serialize for Row {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, value) in &self.0 {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

/// How to print.
#[derive(Clone, Debug)]
pub(crate) struct Output {
    format: Format,
    fields: Option<Vec<String>>,
    bold: bool,
}

impl Output {
    pub(crate) fn new(format: Option<Format>, fields: Option<Vec<String>>) -> Self {
        let terminal = io::stdout().is_terminal();
        let default = if terminal { Format::Table } else { Format::Ndjson };
        let bold = terminal && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        Self { format: format.unwrap_or(default), fields, bold }
    }

    /// Prints one object.
    pub(crate) fn one(&self, row: Row) -> Result<()> {
        let row = self.selected(row)?;
        let mut stdout = io::stdout().lock();
        written(match self.format {
            Format::Table => table::details(&mut stdout, &row),
            Format::Json => json(&mut stdout, &row, true),
            Format::Ndjson => json(&mut stdout, &row, false),
            Format::Csv => csv(&mut stdout, std::slice::from_ref(&row)),
        })
    }

    /// Begins a list. NDJSON is printed row by row; the other forms when the list is complete.
    pub(crate) fn list(&self) -> List<'_> {
        List { output: self, rows: Vec::new(), is_closed: false }
    }

    /// Prints text as it is.
    pub(crate) fn text(&self, text: &str) -> Result<()> {
        let mut stdout = io::stdout().lock();
        written(stdout.write_all(text.as_bytes()).and_then(|()| match text.ends_with('\n') {
            true => Ok(()),
            false => stdout.write_all(b"\n"),
        }))
    }

    fn selected(&self, row: Row) -> Result<Row> {
        let Some(fields) = &self.fields else { return Ok(row) };
        let known = |field: &&String| !row.0.iter().any(|(name, _)| name == *field);
        if let Some(unknown) = fields.iter().find(known) {
            let names: Vec<_> = row.0.iter().map(|(name, _)| name.as_str()).collect();
            let help = format!("the fields are {}", names.join(", "));
            return Err(Failure::usage("--fields", format!("has no field `{unknown}`"), help));
        }
        Ok(Row(fields.iter().map(|field| (field.clone(), row.get(field).clone())).collect()))
    }
}

/// A list that is being printed.
#[derive(Debug)]
pub(crate) struct List<'a> {
    output: &'a Output,
    rows: Vec<Row>,
    is_closed: bool,
}

impl List<'_> {
    pub(crate) fn push(&mut self, row: Row) -> Result<()> {
        let row = self.output.selected(row)?;
        match self.output.format {
            Format::Ndjson => {
                let printed = json(&mut io::stdout().lock(), &row, false);
                self.is_closed |= printed.as_ref().is_err_and(|error| error.kind() == io::ErrorKind::BrokenPipe);
                written(printed)
            }
            _ => {
                self.rows.push(row);
                Ok(())
            }
        }
    }

    /// Returns whether the reader of standard output has ended.
    pub(crate) fn is_closed(&self) -> bool {
        self.is_closed
    }

    pub(crate) fn end(self) -> Result<()> {
        let mut stdout = io::stdout().lock();
        written(match self.output.format {
            Format::Ndjson => Ok(()),
            Format::Table => table::rows(&mut stdout, &self.rows, self.output.bold),
            Format::Json => json(&mut stdout, &self.rows, true),
            Format::Csv => csv(&mut stdout, &self.rows),
        })
    }
}

fn json(out: &mut impl Write, value: &impl Serialize, pretty: bool) -> io::Result<()> {
    match pretty {
        true => serde_json::to_writer_pretty(&mut *out, value)?,
        false => serde_json::to_writer(&mut *out, value)?,
    }
    out.write_all(b"\n")?;
    out.flush()
}

fn csv(out: &mut impl Write, rows: &[Row]) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    if let Some(first) = rows.first() {
        writer.write_record(first.0.iter().map(|(name, _)| name))?;
    }
    for row in rows {
        writer.write_record(row.0.iter().map(|(_, value)| cell(value)))?;
    }
    writer.flush()
}

/// Returns a value as text for a cell.
pub(crate) fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) if items.iter().all(|item| !item.is_object() && !item.is_array()) => {
            items.iter().map(cell).collect::<Vec<_>>().join("; ")
        }
        other => other.to_string(),
    }
}

/// Returns text without control characters: a vendor's text must not control the terminal.
pub(crate) fn plain(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}

/// A reader that ends early, such as `head`, is not an error.
fn written(result: io::Result<()>) -> Result<()> {
    match result {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Failure::file(std::path::Path::new("standard output"), "written", &error))
        }
        _ => Ok(()),
    }
}
