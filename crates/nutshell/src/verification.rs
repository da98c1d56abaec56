//! What a record that was read proves about a write whose response was lost.
//!
//! Evidence is `Some(true)` if the record is as the write would have left it, `Some(false)` if it is not, and `None` if
//! the record does not show it.

use crate::Json;
use crate::envelope::Record;
use crate::error::ErrorCode;
use crate::patch::{PatchBody, PatchOp, PatchOperation, unescape};
use leads_core::{Decimal, Error, Raw, Resolution, Result};
use std::collections::{BTreeMap, BTreeSet};

/// Returns whether the vendor itself reports that there is no such record. A text or an object from the root of the
/// application reports it only for a path.
fn is_gone(error: &Error) -> bool {
    let code = error.code_as::<ErrorCode>();
    error.is_not_found() && matches!(code, Some(ErrorCode::NotFoundPage | ErrorCode::Listed))
}

/// Returns whether a record is deleted, from its deletion time: seconds, a text, or an object with both.
fn is_deleted<T>(record: &Raw<T>) -> Option<bool> {
    let time: Json = serde_json::from_str(record.field("deletedTime")?.get()).ok()?;
    let says = |json: &Json| json.as_str().is_some_and(|text| !matches!(text.trim(), "" | "0" | "false"));
    Some(match time.text().bytes().next()? {
        b'{' => time.read::<BTreeMap<String, Json>>().ok()?.values().any(says),
        b'[' => return None,
        _ => says(&time),
    })
}

/// Verifies a delete by a read of the record: it is deleted if the vendor no longer knows it, or if it has a deletion
/// time.
pub(crate) fn deleted<T>(seen: Result<&Raw<T>, &Error>) -> Resolution {
    match seen {
        Ok(record) => Resolution::from_evidence([is_deleted(record)]),
        Err(error) => Resolution::from_evidence([is_gone(error).then_some(true)]),
    }
}

/// Verifies an undelete by a read of the record: it is restored if it shows that it has no deletion time.
pub(crate) fn undeleted<T>(seen: Result<&Raw<T>, &Error>) -> Resolution {
    match seen {
        Ok(record) => Resolution::from_evidence([is_deleted(record).map(|deleted| !deleted)]),
        Err(error) => Resolution::from_evidence([is_gone(error).then_some(false)]),
    }
}

/// Verifies a delete or an undelete by a list row, for records that cannot be read individually.
///
/// A record that is not listed proves nothing: lists are not documented to be complete.
pub(crate) fn row<T>(wants_deleted: bool, row: Option<&Raw<T>>) -> Resolution {
    Resolution::from_evidence([row.and_then(is_deleted).map(|deleted| deleted == wants_deleted)])
}

/// Verifies a patch by a read of the record.
///
/// The operations are combined in order, and the resulting value of each member and relation is compared with the
/// record. An added product or competitor proves nothing, because a lead can have the same one several times.
pub(crate) fn patch<T: Record>(body: &PatchBody, seen: Result<&Raw<T>, &Error>) -> Resolution {
    let Ok(record) = seen else { return Resolution::CannotTell };
    let Ok(members) = serde_json::from_str::<BTreeMap<String, Json>>(record.text()) else {
        return Resolution::CannotTell;
    };
    let links = members.get("links").and_then(|links| links.read::<BTreeMap<String, Json>>().ok()).unwrap_or_default();
    let mut expected = ExpectedState::default();
    for operation in body.operations() {
        if expected.apply(T::PLURAL, operation).is_none() {
            expected.unclear = true;
        }
    }
    let fields = expected.fields.iter().map(|(name, value)| match name.as_str() {
        "manualValue" => amount(value, members.get("value")),
        _ => matches_written(value, members.get(name)?),
    });
    let relations = expected.relations.iter().map(|(name, relation)| relation.evidence(name, links.get(name)?));
    Resolution::from_evidence(fields.chain(relations).chain(expected.unclear.then_some(None)))
}

/// The expected state of a record after a patch.
#[derive(Default)]
struct ExpectedState {
    fields: BTreeMap<String, Json>,
    relations: BTreeMap<String, Relation>,
    unclear: bool,
}

#[derive(Default)]
struct Relation {
    whole: Option<Json>,
    with: BTreeSet<String>,
    without: BTreeSet<String>,
}

impl ExpectedState {
    /// Applies an operation. Returns `None` if its effect is unknown.
    fn apply(&mut self, root: &str, operation: &PatchOperation) -> Option<()> {
        let segments: Vec<String> = operation.path().split('/').skip(1).map(unescape).collect();
        let (found, rest) = segments.split_first()?;
        let ("0", rest) = rest.split_first().map(|(row, rest)| (row.as_str(), rest))? else { return None };
        if found != root {
            return None;
        }
        let rest: Vec<&str> = rest.iter().map(String::as_str).collect();
        match (operation.op(), rest.as_slice(), operation.value()) {
            (PatchOp::Replace, [field], Some(value)) if *field != "links" => {
                self.fields.insert((*field).to_owned(), value.clone());
            }
            (PatchOp::Replace, ["links", name], Some(value)) => {
                let whole = Relation { whole: Some(value.clone()), ..Relation::default() };
                self.relations.insert((*name).to_owned(), whole);
            }
            (PatchOp::Add, ["links", name, "-"], Some(id)) => {
                let (relation, id) = (self.relations.entry((*name).to_owned()).or_default(), id.as_str()?);
                relation.without.remove(&id);
                relation.with.insert(id);
            }
            (PatchOp::Remove, ["links", name, id], None) => {
                let relation = self.relations.entry((*name).to_owned()).or_default();
                relation.with.remove(*id);
                relation.without.insert((*id).to_owned());
            }
            _ => return None,
        }
        Some(())
    }
}

impl Relation {
    fn evidence(&self, name: &str, seen: &Json) -> Option<bool> {
        if let Some(whole) = &self.whole {
            // The effect of adding to a list after replacing it is not documented.
            return (self.with.is_empty() && self.without.is_empty()).then(|| related(whole, seen)).flatten();
        }
        let several = matches!(name, "products" | "productMaps" | "competitors" | "competitorMaps");
        if several && !self.with.is_empty() {
            return None;
        }
        let seen: BTreeSet<String> = seen.read::<Vec<Json>>().ok()?.iter().filter_map(Json::as_str).collect();
        let bare = |id: &String| !id.contains('-');
        if self.with.iter().chain(&self.without).any(bare) || seen.iter().any(bare) {
            return None;
        }
        Some(self.with.is_subset(&seen) && self.without.is_disjoint(&seen))
    }
}

/// Returns whether a replaced relation is as written. Ids without a type may be spelled in two ways.
fn related(expected: &Json, seen: &Json) -> Option<bool> {
    let ids = |json: &Json| -> Option<BTreeSet<String>> {
        match json.text().bytes().next()? {
            b'n' => Some(BTreeSet::new()),
            b'[' => json.read::<Vec<Json>>().ok()?.iter().map(Json::as_str).collect(),
            b'{' => None,
            _ => json.as_str().map(|id| BTreeSet::from([id])),
        }
    };
    let (expected, seen) = (ids(expected)?, ids(seen)?);
    let typed = expected.iter().chain(&seen).all(|id| id.contains('-'));
    typed.then(|| expected == seen)
}

/// Returns whether a value is the manual amount.
fn amount(expected: &Json, seen: Option<&Json>) -> Option<bool> {
    let seen = seen?.read::<BTreeMap<String, Json>>().ok()?;
    let number = |json: &Json| json.as_str()?.parse::<Decimal>().ok();
    Some(number(expected)? == number(seen.get("amount")?)?)
}

/// Returns whether a value is as it was written.
///
/// Only the written members of an object are compared, because the vendor adds others. Lists match if they have the
/// same length and contain everything that was written. A text that is read as an object proves nothing: a phone number
/// is returned in its parts.
pub(crate) fn matches_written(expected: &Json, seen: &Json) -> Option<bool> {
    let kind = |json: &Json| json.text().bytes().next().unwrap_or_default();
    match (kind(expected), kind(seen)) {
        (b'[', b'[') => {
            let (expected, seen) = (expected.read::<Vec<Json>>().ok()?, seen.read::<Vec<Json>>().ok()?);
            if expected.len() != seen.len() {
                return Some(false);
            }
            let evidence = expected.iter().map(|one| {
                let evidence: Vec<Option<bool>> = seen.iter().map(|other| matches_written(one, other)).collect();
                if evidence.contains(&Some(true)) {
                    Some(true)
                } else {
                    if evidence.contains(&None) { None } else { Some(false) }
                }
            });
            all(evidence)
        }
        (b'{', b'{') => {
            let expected = expected.read::<BTreeMap<String, Json>>().ok()?;
            let seen = seen.read::<BTreeMap<String, Json>>().ok()?;
            all(expected.iter().map(|(name, value)| matches_written(value, seen.get(name)?)))
        }
        (b'[' | b'{', _) | (_, b'[' | b'{') => None,
        (b'n', b'n') => Some(true),
        _ => {
            let (one, other) = (expected.as_str().unwrap_or_default(), seen.as_str().unwrap_or_default());
            let is_text = |json: &Json| kind(json) == b'"';
            let number = |text: &str| text.parse::<Decimal>().ok();
            let numbers = !(is_text(expected) && is_text(seen));
            Some(one == other || (numbers && number(&one).is_some() && number(&one) == number(&other)))
        }
    }
}

fn all(evidence: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let evidence: Vec<Option<bool>> = evidence.collect();
    if evidence.contains(&Some(false)) {
        Some(false)
    } else {
        evidence.into_iter().collect::<Option<Vec<bool>>>().map(|_| true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Contact, Lead};
    use bytes::Bytes;
    use rstest::rstest;

    const LEAD: &str = r#"{"id":"3-leads","name":"Wash","description":null,"confidence":50,"priority":"1",
        "value":{"amount":99.90,"currency":"USD"},"deletedTime":null,
        "links":{"owner":"2-users","territory":null,"tags":["1-tags","2-tags"],"products":["7-products"],"sources":[]}}"#;

    fn judge(patches: &str) -> Resolution {
        let lead = Raw::<Lead>::whole(&Bytes::from_static(LEAD.as_bytes())).unwrap();
        patch(&serde_json::from_str(patches).unwrap(), Ok(&lead))
    }

    fn one(op: &str, path: &str, value: &str) -> Resolution {
        judge(&format!(r#"[{{"op":"{op}","path":"{path}","value":{value}}}]"#))
    }

    #[rstest]
    #[case("/leads/0/name", r#""Wash""#, Resolution::Found)]
    #[case("/leads/0/name", r#""wash""#, Resolution::Absent)]
    #[case("/leads/0/confidence", "50", Resolution::Found)]
    #[case("/leads/0/confidence", "51", Resolution::Absent)]
    #[case("/leads/0/priority", "1", Resolution::Found)]
    #[case("/leads/0/description", "null", Resolution::Found)]
    #[case("/leads/0/description", r#""""#, Resolution::Found)]
    #[case("/leads/0/manualValue", r#""99.9""#, Resolution::Found)]
    #[case("/leads/0/manualValue", r#""100""#, Resolution::Absent)]
    #[case("/leads/0/City", r#""Detroit""#, Resolution::CannotTell)]
    #[case("/leads/0/links/owner", r#""2-users""#, Resolution::Found)]
    #[case("/leads/0/links/owner", r#""2-teams""#, Resolution::Absent)]
    #[case("/leads/0/links/owner", "2", Resolution::CannotTell)]
    #[case("/leads/0/links/territory", "null", Resolution::Found)]
    #[case("/leads/0/links/tags", r#"["2-tags","1-tags"]"#, Resolution::Found)]
    #[case("/leads/0/links/tags", r#"["2-tags"]"#, Resolution::Absent)]
    #[case("/leads/0/links/sources", "[]", Resolution::Found)]
    #[case("/leads/0/links/contacts", "[]", Resolution::CannotTell)]
    #[case("/accounts/0/name", r#""Wash""#, Resolution::CannotTell)]
    #[case("/leads/1/name", r#""Wash""#, Resolution::CannotTell)]
    fn replaced_member_is_compared_with_the_record(
        #[case] path: &str,
        #[case] value: &str,
        #[case] expected: Resolution,
    ) {
        assert_eq!(one("replace", path, value), expected, "{path} {value}");
    }

    #[test]
    fn additions_and_removals_are_verified_for_unique_relations() {
        let tag = "/leads/0/links/tags";
        assert_eq!(one("add", "/leads/0/links/tags/-", r#""1-tags""#), Resolution::Found);
        assert_eq!(one("add", "/leads/0/links/tags/-", r#""9-tags""#), Resolution::Absent);
        assert_eq!(one("add", "/leads/0/links/products/-", r#""7-products""#), Resolution::CannotTell);
        let remove = |id: &str| judge(&format!(r#"[{{"op":"remove","path":"{tag}/{id}"}}]"#));
        assert_eq!((remove("1-tags"), remove("9-tags")), (Resolution::Absent, Resolution::Found));
        assert_eq!(remove("9"), Resolution::CannotTell);
        let both = |first: &str, second: &str| judge(&format!("[{first},{second}]"));
        let (add, take) = (
            r#"{"op":"add","path":"/leads/0/links/tags/-","value":"1-tags"}"#,
            r#"{"op":"remove","path":"/leads/0/links/tags/1-tags"}"#,
        );
        assert_eq!((both(add, take), both(take, add)), (Resolution::Absent, Resolution::Found));
    }

    #[test]
    fn last_operation_wins_and_unknown_effects_prevent_proof() {
        let name = |name: &str| format!(r#"{{"op":"replace","path":"/leads/0/name","value":"{name}"}}"#);
        assert_eq!(judge(&format!("[{},{}]", name("x"), name("Wash"))), Resolution::Found);
        let sum = r#"{"op":"replace","path":"/leads/0/valueToProductMode"}"#;
        assert_eq!(judge(&format!("[{},{sum}]", name("Wash"))), Resolution::CannotTell);
        assert_eq!(judge(&format!("[{},{sum}]", name("x"))), Resolution::Absent);
        assert_eq!(judge("[]"), Resolution::CannotTell);
        for op in ["move", "copy", "test"] {
            assert_eq!(one(op, "/leads/0/name", r#""Wash""#), Resolution::CannotTell);
        }
    }

    #[test]
    fn text_read_back_as_object_proves_nothing() {
        let text = r#"{"id":"1-contacts","emails":[{"isPrimary":true,"name":"x","value":"a@example.com"}],
            "phones":[{"isPrimary":true,"value":{"number":"5550100","E164":"+15550100"}}]}"#;
        let contact = Raw::<Contact>::whole(&Bytes::from_static(text.as_bytes())).unwrap();
        let judge = |path: &str, value: &str| {
            let body = format!(r#"[{{"op":"replace","path":"/contacts/0/{path}","value":{value}}}]"#);
            patch(&serde_json::from_str(&body).unwrap(), Ok(&contact))
        };
        assert_eq!(judge("emails", r#"[{"value":"a@example.com"}]"#), Resolution::Found);
        assert_eq!(judge("emails", r#"[{"value":"b@example.com"}]"#), Resolution::Absent);
        assert_eq!(judge("emails", "[]"), Resolution::Absent);
        assert_eq!(judge("phones", r#"[{"value":"+1-5550100"}]"#), Resolution::CannotTell);
    }

    #[rstest]
    #[case("", Resolution::CannotTell, Resolution::CannotTell)]
    #[case(r#","deletedTime":null"#, Resolution::Absent, Resolution::Found)]
    #[case(r#","deletedTime":1755112319"#, Resolution::Found, Resolution::Absent)]
    #[case(r#","deletedTime":"2026-01-01T00:00:00Z""#, Resolution::Found, Resolution::Absent)]
    #[case(r#","deletedTime":{"timestamp":1}"#, Resolution::Found, Resolution::Absent)]
    #[case(r#","deletedTime":{"timestamp":null,"value":""}"#, Resolution::Absent, Resolution::Found)]
    #[case(r#","deletedTime":0"#, Resolution::Absent, Resolution::Found)]
    #[case(r#","deletedTime":[]"#, Resolution::CannotTell, Resolution::CannotTell)]
    fn deletion_time_decides_delete_and_undelete(
        #[case] time: &str,
        #[case] gone: Resolution,
        #[case] back: Resolution,
    ) {
        let text = format!(r#"{{"id":"3-leads"{time}}}"#);
        let lead = Raw::<Lead>::whole(&Bytes::from(text)).unwrap();
        assert_eq!((deleted(Ok(&lead)), undeleted(Ok(&lead))), (gone, back));
        assert_eq!((row(true, Some(&lead)), row(false, Some(&lead))), (gone, back));
        assert_eq!(row::<Lead>(true, None), Resolution::CannotTell);
    }
}
