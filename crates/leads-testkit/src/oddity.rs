//! Oddities of real servers, which a fake shows on request.

use crate::FakeResponse;
use crate::response::is_json;
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::time::Duration;

/// An oddity that a fake shows on every request until its oddities are cleared.
///
/// Every fake has `oddity`, which adds one, and `clear_oddities`. Unusual values appear only in successful responses. For a
/// response that is damaged once, use a [`Fault`](crate::Fault).
///
/// ```
/// use leads_testkit::{Fake, Oddity, nutshell::FakeNutshell};
/// use std::time::Duration;
/// let fake = Fake::new(FakeNutshell::new());
/// fake.handler().oddity(Oddity::IndexLag(Duration::from_secs(10)));
/// fake.handler().oddity(Oddity::NumbersAsText);
/// fake.handler().clear_oddities();
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Oddity {
    /// A proxy responds instead of the vendor: an HTML page with this status. The request is not handled.
    ///
    /// Evidence: gateways in front of an API respond 502, 503 and 504 with their own page, and a login page comes
    /// with 200. Nutshell itself responds 401 and 404 with pages.
    ProxyPage {
        /// The status of the page.
        status: u16,
    },
    /// Numbers are text.
    ///
    /// Evidence: LeadSquared sends most numbers as text and some as both; Nutshell sends amounts and the numbers of
    /// leads as either.
    NumbersAsText,
    /// Text members other than ids, types and statuses are null.
    ///
    /// Evidence: any member of a Nutshell or LeadSquared record may be null.
    Nulls,
    /// Lists and objects that are empty, and members that are null, are an empty string instead.
    ///
    /// Evidence: LeadSquared sends an empty string for an option set or a nested object without a value; Nutshell sends
    /// an empty list for an empty map.
    EmptyText,
    /// Each member of an object is written twice, with the same value.
    ///
    /// Evidence: Nutshell's older interface documents members that repeat.
    DuplicateMembers,
    /// Names, descriptions and other free texts end with half of a surrogate pair, which is not valid JSON text.
    ///
    /// Evidence: texts with emoji are stored by the vendors, and one that cuts a text at a length in UTF-16 units cuts
    /// a pair.
    LoneSurrogates,
    /// Pages have at most this many rows, the first ones of each page, although more follow.
    ///
    /// Evidence: Capillary and LeadSquared limit pages below what is asked for.
    CutPages {
        /// The number of rows.
        rows: usize,
    },
    /// Lists and searches show a new record only after this time; it can be read by its id at once.
    ///
    /// Evidence: LeadSquared's reads lag behind writes by seconds, and those of its search index by more.
    IndexLag(Duration),
    /// Lists take this long.
    SlowPages(Duration),
    /// After each page that is followed by another, its first record is removed, so that the others move up and the
    /// next page lacks one.
    ///
    /// Evidence: the pages of Nutshell, Capillary and LeadSquared are numbers or offsets, not cursors.
    DeleteBetweenPages,
}

/// The oddities of a fake.
#[derive(Clone, Debug, Default)]
pub(crate) struct Oddities(Vec<Oddity>);

impl Oddities {
    pub(crate) fn add(&mut self, oddity: Oddity) {
        self.0.push(oddity);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    /// Returns the response of a proxy, which comes instead of the handler's.
    pub(crate) fn proxy_page(&self) -> Option<FakeResponse> {
        self.0.iter().find_map(|oddity| match oddity {
            Oddity::ProxyPage { status } => {
                Some(FakeResponse::html(*status, "<html><head><title>Gateway</title></head><body></body></html>\n"))
            }
            _ => None,
        })
    }

    /// Returns how long lists do not show a new record.
    pub(crate) fn index_lag(&self) -> Option<Duration> {
        self.0.iter().find_map(|oddity| match oddity {
            Oddity::IndexLag(lag) => Some(*lag),
            _ => None,
        })
    }

    /// Returns the size of a page for which a size was asked.
    pub(crate) fn page_size(&self, asked: usize) -> usize {
        let cut = self.0.iter().find_map(|oddity| match oddity {
            Oddity::CutPages { rows } => Some(*rows),
            _ => None,
        });
        cut.map_or(asked, |cut| asked.min(cut))
    }

    pub(crate) fn deletes_between_pages(&self) -> bool {
        self.0.contains(&Oddity::DeleteBetweenPages)
    }

    /// Returns the response with the unusual values; a list is also delayed.
    pub(crate) fn apply(&self, response: FakeResponse, is_list: bool) -> FakeResponse {
        let mut response = response;
        for oddity in &self.0 {
            response = match oddity {
                Oddity::SlowPages(wait) if is_list => response.after(*wait),
                Oddity::NumbersAsText => changed(response, numbers_as_text),
                Oddity::Nulls => changed(response, |value| nulls("", value)),
                Oddity::EmptyText => changed(response, |value| empty_text(value, true)),
                _ => response,
            };
        }
        // Those that cannot be a JSON value are last.
        let doubled = self.0.contains(&Oddity::DuplicateMembers);
        let cut = self.0.contains(&Oddity::LoneSurrogates);
        if doubled || cut {
            response = rewritten(response, |value| {
                let mut out = String::new();
                write(value, "", doubled, cut, &mut out);
                out
            });
        }
        response
    }
}

/// Rewrites the body of a successful JSON response.
fn rewritten(response: FakeResponse, rewrite: impl FnOnce(&Value) -> String) -> FakeResponse {
    if !(200..300).contains(&response.status) || !is_json(&response.headers) {
        return response;
    }
    match serde_json::from_slice::<Value>(&response.body) {
        Ok(value) => FakeResponse { body: rewrite(&value).into(), ..response },
        Err(_) => response,
    }
}

fn changed(response: FakeResponse, change: impl FnOnce(&mut Value)) -> FakeResponse {
    rewritten(response, |value| {
        let mut value = value.clone();
        change(&mut value);
        value.to_string()
    })
}

fn numbers_as_text(value: &mut Value) {
    match value {
        Value::Number(number) => *value = json!(number.to_string()),
        Value::Array(rows) => rows.iter_mut().for_each(numbers_as_text),
        Value::Object(members) => members.values_mut().for_each(numbers_as_text),
        _ => {}
    }
}

fn nulls(name: &str, value: &mut Value) {
    match value {
        Value::String(_) if is_free_text(name) => *value = Value::Null,
        Value::Array(rows) => rows.iter_mut().for_each(|row| nulls("", row)),
        Value::Object(members) => members.iter_mut().for_each(|(name, value)| nulls(name, value)),
        _ => {}
    }
}

/// The members of the outermost object are those of the envelope, which stay as they are.
fn empty_text(value: &mut Value, is_envelope: bool) {
    match value {
        Value::Array(rows) => rows.iter_mut().for_each(|row| empty_text(row, false)),
        Value::Object(members) => {
            for value in members.values_mut() {
                let is_empty = match &*value {
                    Value::Null => true,
                    Value::Array(rows) => rows.is_empty(),
                    Value::Object(members) => members.is_empty(),
                    _ => false,
                };
                if is_empty && !is_envelope {
                    *value = json!("");
                } else {
                    empty_text(value, false);
                }
            }
        }
        _ => {}
    }
}

/// Returns whether a member is a text for people.
fn is_free_text(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["name", "description", "note", "comment", "agenda", "title", "subject", "excerpt", "message", "label"]
        .iter()
        .any(|word| name.ends_with(word) || name.ends_with(&format!("{word}s")))
        && !name.contains("exception")
}

fn write(value: &Value, name: &str, doubled: bool, cut: bool, out: &mut String) {
    match value {
        Value::Object(members) => {
            out.push('{');
            let copies = if doubled { 2 } else { 1 };
            let mut first = true;
            for (name, value) in members {
                for _ in 0..copies {
                    if !std::mem::take(&mut first) {
                        out.push(',');
                    }
                    let _ = write!(out, "{}:", Value::from(name.as_str()));
                    write(value, name, doubled, cut, out);
                }
            }
            out.push('}');
        }
        Value::Array(rows) => {
            out.push('[');
            for (at, row) in rows.iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                write(row, "", doubled, cut, out);
            }
            out.push(']');
        }
        Value::String(_) if cut && is_free_text(name) => {
            let text = value.to_string();
            let _ = write!(out, "{}\\ud83d\"", text.strip_suffix('"').unwrap_or(&text));
        }
        other => {
            let _ = write!(out, "{other}");
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn shown(oddity: Oddity, body: &Value) -> String {
        let mut oddities = Oddities::default();
        oddities.add(oddity);
        let response = oddities.apply(FakeResponse::json(200, body), false);
        String::from_utf8(response.body.to_vec()).unwrap()
    }

    #[test]
    fn values_are_odd_and_ids_are_kept() {
        let body = json!({"leads": [{"id": 7, "name": "Jo", "links": {}, "status": "open", "due": null}]});
        assert_eq!(
            shown(Oddity::NumbersAsText, &body),
            r#"{"leads":[{"due":null,"id":"7","links":{},"name":"Jo","status":"open"}]}"#
        );
        assert_eq!(
            shown(Oddity::Nulls, &body),
            r#"{"leads":[{"due":null,"id":7,"links":{},"name":null,"status":"open"}]}"#
        );
        assert_eq!(
            shown(Oddity::EmptyText, &body),
            r#"{"leads":[{"due":"","id":7,"links":"","name":"Jo","status":"open"}]}"#
        );
        assert_eq!(shown(Oddity::DuplicateMembers, &json!([{"id": 7}])), r#"[{"id":7,"id":7}]"#);
        assert_eq!(shown(Oddity::LoneSurrogates, &json!({"name": "Jo"})), r#"{"name":"Jo\ud83d"}"#);
    }

    #[test]
    fn rejections_and_files_are_unchanged() {
        let mut oddities = Oddities::default();
        oddities.add(Oddity::NumbersAsText);
        let rejected = oddities.apply(FakeResponse::json(400, &json!({"code": 7})), false);
        assert_eq!(&rejected.body[..], br#"{"code":7}"#);
        let file = oddities.apply(FakeResponse::text(200, "7"), false);
        assert_eq!(&file.body[..], b"7");
    }
}
