//! What is known about an interrupted run.

use super::{BulkReport, RowDigest, RowOutcome, RowReport};
use crate::error::{Error, Result};
use crate::lead::Personal;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// A row that is about to be sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RowBegan {
    /// The application's key of the row.
    pub key: Personal<String>,
    /// The hash of the row's content.
    pub digest: RowDigest,
    /// When it begins, on this machine's clock.
    pub at: DateTime<Utc>,
    /// The latest time at which it can still be sent.
    pub until: DateTime<Utc>,
}

impl RowBegan {
    /// Returns the row as it is known after a crash.
    fn unknown(&self) -> RowReport {
        let mut row = RowReport::new(&self.key, &self.digest, RowOutcome::Unknown);
        row.began_at = Some(self.at);
        row.sent_until = Some(self.until);
        row
    }
}

/// One entry in the log of a run: a row begins, or has ended. Written as one JSON object a line, the entries are a
/// [`BulkRecord`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum BulkEvent {
    /// The row is about to be sent.
    Began(RowBegan),
    /// The row has ended, whatever its outcome.
    Ended(Box<RowReport>),
}

/// What is known about the rows of earlier runs, from which the next run [resumes](super::BulkOptions::resume).
///
/// Create it from the [events](BulkEvent) of a log in their order, or from a [`BulkReport`]. The last event of a row
/// counts, so one log can serve several runs. In the next run
///
/// * a row that was applied, queued, partly applied or rejected is not sent again, and is reported as it ended;
/// * a row that began and did not end, or ended as [`Unknown`](RowOutcome::Unknown), is resolved first. It is sent again only
///   if it is proved, or [assumed](crate::Resolution::AssumedAbsent), that it was not applied, or if the request is
///   idempotent; otherwise it stays unknown;
/// * every other row is sent.
///
/// ```
/// use leads_core::bulk::BulkRecord;
/// // The process was killed in the middle of the last line.
/// let log = concat!(
///     r#"{"began":{"key":"a","digest":"00000000000000aa","#,
///     r#""at":"2026-01-05T10:00:00Z","until":"2026-01-05T10:01:31Z"}}"#, "\n",
///     r#"{"ended":{"key":"a","digest":"00000000000000aa","outcome":"applied"}}"#, "\n",
///     r#"{"began":{"key":"b","digest":"00000000000000bb","#,
///     r#""at":"2026-01-05T10:00:01Z","until":"2026-01-05T10:01:32Z"}}"#, "\n",
///     r#"{"ended":{"key":"b","dig"#,
/// );
/// let record = BulkRecord::from_json_lines(log)?;
/// assert_eq!(record.report().counts().unknown, 1);
/// # Ok::<(), leads_core::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BulkRecord {
    rows: Vec<RowReport>,
    places: HashMap<String, usize>,
}

/// What a run does with a row.
pub(super) enum Next {
    Send,
    Done(RowReport),
    Resolve(RowReport),
}

impl BulkRecord {
    /// Creates an empty record: every row is sent.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an event, which replaces what was known about the row.
    pub fn record(&mut self, event: BulkEvent) {
        let row = match event {
            BulkEvent::Began(row) => row.unknown(),
            BulkEvent::Ended(row) => *row,
        };
        match self.places.get(row.key.as_str()).and_then(|place| self.rows.get_mut(*place)) {
            Some(known) => *known = row,
            None => {
                self.places.insert(row.key.as_str().to_owned(), self.rows.len());
                self.rows.push(row);
            }
        }
    }

    /// Reads events from text with one JSON object a line. Blank lines are skipped, and so is a last line without a line
    /// break that is not complete: the process was killed while writing it.
    ///
    /// # Errors
    /// Returns an invalid-request error if another line is not an event; it has the line's number, not its text. Do not
    /// resume then: a row of that line would be sent again.
    pub fn from_json_lines(text: &str) -> Result<Self> {
        let mut record = Self::new();
        for (at, line) in text.split_inclusive('\n').enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            match serde_json::from_str(line) {
                Ok(event) => record.record(event),
                Err(_) if !line.ends_with('\n') => {}
                Err(_) => {
                    return Err(Error::invalid("record", format!("has no event in line {}", at + 1)).with_help(
                        "restore the line, or settle its row by hand: resuming without it could send a row twice",
                    ));
                }
            }
        }
        Ok(record)
    }

    /// Returns whether nothing is known about any row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Returns the number of rows of which something is known.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Returns what is known about the rows, in the order in which they first began. A row that began and did not end is
    /// [`Unknown`](RowOutcome::Unknown).
    pub fn report(&self) -> BulkReport {
        BulkReport::new(self.rows.clone())
    }

    /// Returns what is known about the row with a key.
    #[must_use]
    pub fn row(&self, key: &str) -> Option<&RowReport> {
        self.rows.get(*self.places.get(key)?)
    }

    /// Rejects a record of other rows. `digest` returns the digest of the row with a key.
    pub(super) fn check<'a>(&self, digest: impl Fn(&str) -> Option<&'a RowDigest>) -> Result<()> {
        for (at, known) in self.rows.iter().enumerate() {
            let problem = match digest(&known.key) {
                None => "is not among the rows of this run",
                Some(digest) if *digest != known.digest => "has another content in this run",
                Some(_) => continue,
            };
            return Err(Error::invalid("record", format!("is of other rows: its row {at} {problem}"))
                .with_help("nothing was sent; give the same rows, or begin with an empty record under other keys"));
        }
        Ok(())
    }

    pub(super) fn next(&self, key: &str, rejected_again: bool) -> Next {
        match self.row(key) {
            None => Next::Send,
            Some(row) => match row.outcome {
                RowOutcome::NotTried => Next::Send,
                RowOutcome::Rejected if rejected_again => Next::Send,
                RowOutcome::Unknown => Next::Resolve(row.clone()),
                _ => Next::Done(row.clone()),
            },
        }
    }
}

impl FromIterator<BulkEvent> for BulkRecord {
    fn from_iter<I: IntoIterator<Item = BulkEvent>>(events: I) -> Self {
        let mut record = Self::new();
        events.into_iter().for_each(|event| record.record(event));
        record
    }
}

impl From<BulkReport> for BulkRecord {
    /// The rows of a report. Those that were never begun are not part of the record, except that their content must stay
    /// the same.
    fn from(report: BulkReport) -> Self {
        report.rows.into_iter().map(|row| BulkEvent::Ended(Box::new(row))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digest() -> RowDigest {
        RowDigest::of(&0).unwrap()
    }

    fn began(key: &str) -> BulkEvent {
        let at = Utc::now();
        BulkEvent::Began(RowBegan { key: Personal(key.to_owned()), digest: digest(), at, until: at })
    }

    fn ended(key: &str, outcome: RowOutcome) -> BulkEvent {
        BulkEvent::Ended(Box::new(RowReport::new(key, &digest(), outcome)))
    }

    #[test]
    fn last_event_of_a_row_counts() {
        let events = [
            began("a"),
            ended("a", RowOutcome::Applied),
            began("b"),
            ended("b", RowOutcome::NotTried),
            began("c"),
            ended("c", RowOutcome::Rejected),
            began("d"),
            ended("e", RowOutcome::Unknown),
            ended("f", RowOutcome::NotTried),
            began("f"),
            ended("g", RowOutcome::Partial),
        ];
        let lines: String = events.iter().map(|event| serde_json::to_string(event).unwrap() + "\n").collect();
        let record = BulkRecord::from_json_lines(&lines).unwrap();
        assert_eq!(record, events.into_iter().collect());
        let next = |rejected_again| -> String {
            ["a", "b", "c", "d", "e", "f", "g", "h"]
                .into_iter()
                .map(|key| match record.next(key, rejected_again) {
                    Next::Send => 's',
                    Next::Done(_) => 'd',
                    Next::Resolve(_) => '?',
                })
                .collect()
        };
        assert_eq!((next(false).as_str(), next(true).as_str()), ("dsd???ds", "dss???ds"));
        assert_eq!(BulkRecord::from(record.report()), record);
        let stored = serde_json::to_string(&record.report()).unwrap();
        assert_eq!(BulkRecord::from(serde_json::from_str::<BulkReport>(&stored).unwrap()), record);
    }

    #[test]
    fn only_an_incomplete_last_line_is_skipped() {
        assert!(BulkRecord::from_json_lines("{\"began\":{\"ke").unwrap().is_empty());
        let error = BulkRecord::from_json_lines("\n{\"began\":{\"ke\n").unwrap_err();
        assert!(error.to_string().contains("line 2") && error.field() == Some("record"), "{error}");
        let glued = format!("{{\"began\":{{\"ke{}\n", serde_json::to_string(&began("a")).unwrap());
        assert!(BulkRecord::from_json_lines(&glued).is_err());
    }

    #[test]
    fn record_of_other_rows_is_rejected() {
        let record: BulkRecord = [began("jane@example.com")].into_iter().collect();
        let (same, other) = (digest(), RowDigest::of(&1).unwrap());
        assert!(record.check(|_| Some(&same)).is_ok());
        for digest in [None, Some(&other)] {
            let error = record.check(|_| digest).unwrap_err();
            assert!(error.field() == Some("record") && !format!("{error} {error:?}").contains("jane"), "{error}");
        }
    }
}
