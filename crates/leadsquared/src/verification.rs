//! Evaluation of records that were read to verify a write whose response was lost.
//!
//! Evidence is `Some(true)` if a record is as the write would have left it, `Some(false)` if it is not, and `None` if
//! it does not show.

use crate::api::leads::{ListLeadsByIds, SearchLeads};
use crate::model::{
    ActivityDetails, ActivityId, Attributes, Columns, FieldRef, FieldValue, Fields, Lead, LeadId, LookupName,
    Opportunity, OpportunityDetails, SqlOperator,
};
use leads_core::{Raw, Request, Resolution};

/// Attributes that control a search. They are not attributes of a lead.
const SEARCH_CONTROLS: [&str; 2] = ["SearchBy", "__UseUserDefinedGuid__"];
/// The spellings of a lead's id.
const IDS: [&str; 2] = ["ProspectID", "ProspectId"];

/// Combines the evidence of many records: absent only if none is as it was written, because a partial write cannot be
/// classified.
pub(crate) fn all_or_unknown(evidence: impl IntoIterator<Item = Option<bool>>) -> Resolution {
    let evidence: Vec<Option<bool>> = evidence.into_iter().collect();
    if evidence.contains(&Some(true)) && evidence.iter().any(|item| *item != Some(true)) {
        Resolution::CannotTell
    } else {
        Resolution::from_evidence(evidence)
    }
}

/// Returns whether a value is as it was written, in any spelling: flags are written as words and read as digits, times
/// gain milliseconds, amounts lose their separators, and cleared values are returned as null.
pub(crate) fn matches_written(wanted: FieldRef<'_>, seen: FieldRef<'_>) -> Option<bool> {
    let is_nested = |value: FieldRef<'_>| matches!(value, FieldRef::List(_) | FieldRef::Object(_));
    if is_nested(wanted) || is_nested(seen) {
        return None;
    }
    if wanted.is_blank() || seen.is_blank() {
        return Some(wanted.is_blank() == seen.is_blank());
    }
    let word = |value: FieldRef<'_>| match value.read::<String>()?.to_ascii_lowercase().as_str() {
        "true" | "1" => Some(true),
        "false" | "0" => Some(false),
        _ => None,
    };
    if let (Some(one), Some(other)) = (word(wanted), word(seen)) {
        return Some(one == other);
    }
    // A postcode or a phone number is not an amount: its zeros count.
    let amount = |value: FieldRef<'_>| {
        let plain = value.decimal()?.plain()?;
        let digits = plain.trim_start_matches('-');
        let counts =
            digits.starts_with('+') || (digits.len() > 1 && digits.starts_with('0') && !digits.starts_with("0."));
        if counts { None } else { plain.parse::<leads_core::Decimal>().ok() }
    };
    if let (Some(one), Some(other)) = (amount(wanted), amount(seen)) {
        return Some(one == other);
    }
    // Digits alone would be read as seconds since 1970.
    let instant =
        |value: FieldRef<'_>| value.time().filter(|_| value.text().is_some_and(|text| text.contains(':')))?.utc();
    if let (Some(one), Some(other)) = (instant(wanted), instant(seen)) {
        return Some(one.timestamp() == other.timestamp());
    }
    let text = |value: FieldRef<'_>| value.read::<String>();
    Some(text(wanted)? == text(seen)?)
}

/// Compares each attribute that was written with a lead. Of a composite attribute, only the parts can be read.
pub(crate) fn attributes(wanted: &Attributes, lead: &Lead) -> Vec<Option<bool>> {
    let pairs = wanted.pairs().iter().filter(|pair| !SEARCH_CONTROLS.contains(&pair.name()));
    pairs
        .map(|pair| {
            let id = IDS.contains(&pair.name()).then(|| lead.id()).flatten();
            match (pair.fields(), id) {
                (Some(_), _) => None,
                (None, Some(id)) => Some(pair.value().text() == Some(id.as_str())),
                (None, None) => matches_written(pair.value().by_ref(), lead.record().get(pair.name())?),
            }
        })
        .collect()
}

/// Interprets an update of one lead by a read of it.
pub(crate) fn lead(id: &LeadId, wanted: &Attributes, rows: &[Raw<Lead>]) -> Resolution {
    match rows.iter().find(|row| row.id().as_ref() == Some(id)) {
        Some(row) => Resolution::from_evidence(attributes(wanted, row)),
        None => Resolution::CannotTell,
    }
}

/// Interprets the removal of a lead by a read of it: the vendor responds with an empty list if it does not exist.
pub(crate) fn gone(id: &LeadId, rows: &[Raw<Lead>]) -> Resolution {
    match rows {
        [] => Resolution::Found,
        rows if rows.iter().any(|row| row.id().as_ref() == Some(id)) => Resolution::Absent,
        _ => Resolution::CannotTell,
    }
}

/// Interprets an update of many leads by a read of them.
pub(crate) fn leads<'a>(wanted: impl IntoIterator<Item = (&'a str, &'a Attributes)>, rows: &[Raw<Lead>]) -> Resolution {
    all_or_unknown(wanted.into_iter().map(|(id, wanted)| {
        let row = rows.iter().find(|row| row.id().is_some_and(|known| known.as_str() == id))?;
        match Resolution::from_evidence(attributes(wanted, row)) {
            Resolution::Found => Some(true),
            Resolution::Absent => Some(false),
            _ => None,
        }
    }))
}

/// Creates a read of these leads with these columns, or `None` if there is nothing to read.
pub(crate) fn by_ids<'a>(
    ids: impl IntoIterator<Item = &'a str>,
    names: impl IntoIterator<Item = &'a str>,
) -> Option<ListLeadsByIds> {
    let mut columns: Vec<&str> = names.into_iter().filter(|name| !IDS.contains(name)).collect();
    columns.push(IDS[0]);
    columns.sort_unstable();
    columns.dedup();
    Some(ListLeadsByIds::new(ids, Columns::include(columns))).filter(|request| request.parts().is_ok())
}

/// Creates a search for a lead that the vendor finds by one of the attributes, in the vendor's order: by `SearchBy`,
/// then by id, e-mail address and phone number. Returns `None` if the vendor would find none, or if searches do not
/// accept the name.
pub(crate) fn search(wanted: &Attributes) -> Option<SearchLeads> {
    let value = |name: &str| wanted.get(name).filter(|value| !value.is_blank());
    let id = || IDS.iter().find_map(|name| value(name));
    let all = id().is_some() && value("EmailAddress").is_some() && value("Phone").is_some();
    let by = value("SearchBy").and_then(FieldValue::text).filter(|_| !all);
    let (name, value) = match by {
        Some(name) if IDS.contains(&name) => (IDS[0], id()?),
        Some(name) => (name, value(name)?),
        None => id()
            .map(|id| (IDS[0], id))
            .or_else(|| ["EmailAddress", "Phone"].iter().find_map(|name| Some((*name, value(name)?))))?,
    };
    Some(SearchLeads::new(LookupName::from(name), SqlOperator::Equal, value.clone()))
        .filter(|request| request.parts().is_ok())
}

/// Interprets a capture by a search: one of the rows has every attribute. The vendor responds to a condition that it
/// does not understand with every lead, so the attribute that was searched by is compared with the row as well.
pub(crate) fn captured(wanted: &Attributes, rows: &[Raw<Lead>]) -> Resolution {
    let each = |row: &Raw<Lead>| Resolution::from_evidence(attributes(wanted, row));
    let all: Vec<Resolution> = rows.iter().map(each).collect();
    if all.contains(&Resolution::Found) {
        Resolution::Found
    } else if all.contains(&Resolution::CannotTell) {
        Resolution::CannotTell
    } else {
        Resolution::Absent
    }
}

/// Interprets an update of an opportunity by a read of it.
pub(crate) fn opportunity(wanted: Option<&Fields>, note: Option<&str>, seen: &OpportunityDetails) -> Resolution {
    let note = note.map(|note| seen.opportunity_note.as_ref().map(|seen| seen.as_str() == note));
    let fields = fields(wanted, |name| seen.field_value(name).map(FieldValue::by_ref));
    Resolution::from_evidence(fields.into_iter().chain(note))
}

/// Interprets an update of an activity by a read of it.
pub(crate) fn activity(id: &ActivityId, wanted: Option<&Fields>, seen: &ActivityDetails) -> Resolution {
    if seen.id != *id {
        return Resolution::CannotTell;
    }
    Resolution::from_evidence(fields(wanted, |name| Some(seen.definition(name)?.value.by_ref())))
}

/// Compares each field that was written with the value that was read. Of a composite field, only the parts can be read.
fn fields<'a>(wanted: Option<&Fields>, seen: impl Fn(&str) -> Option<FieldRef<'a>>) -> Vec<Option<bool>> {
    let pairs = wanted.iter().flat_map(|fields| fields.pairs());
    pairs
        .map(|pair| match pair.fields() {
            Some(_) => None,
            None => matches_written(pair.value().by_ref(), seen(pair.name())?),
        })
        .collect()
}

/// Returns whether a row of a list of opportunities has every field, or `None` if it does not show.
pub(crate) fn opportunity_row(wanted: &Fields, seen: &Opportunity) -> Option<bool> {
    let evidence = wanted.pairs().iter().map(|pair| match pair.fields() {
        Some(_) => None,
        None => matches_written(pair.value().by_ref(), seen.record().get(pair.name())?),
    });
    match Resolution::from_evidence(evidence) {
        Resolution::Found => Some(true),
        Resolution::Absent => Some(false),
        _ => None,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use leads_core::HasBody;
    use rstest::rstest;

    #[rstest]
    #[case("Jane", "Jane", true)]
    #[case("Jane", "jane", false)]
    #[case("true", "1", true)]
    #[case("true", "0", false)]
    #[case("5", "7", false)]
    #[case("false", "7", false)]
    #[case("200,000", "200000.00", true)]
    #[case("200,000", "2000000", false)]
    #[case("007", "7", false)]
    #[case("+15550100", "15550100", false)]
    #[case("0.50", "0.5", true)]
    #[case("2026-03-04 09:30:00", "2026-03-04 09:30:00.000", true)]
    #[case("2026-03-04 09:30:00", "2026-03-04 09:30:01.000", false)]
    #[case("", "", true)]
    #[case("", "x", false)]
    #[case("x", "", false)]
    fn values_are_compared_across_spellings(#[case] wanted: &str, #[case] seen: &str, #[case] expected: bool) {
        assert_eq!(matches_written(FieldRef::Text(wanted), FieldRef::Text(seen)), Some(expected), "{wanted} {seen}");
    }

    #[test]
    fn incomparable_values_prove_nothing() {
        let json = FieldValue::List(Vec::new());
        assert_eq!(
            (matches_written(json.by_ref(), json.by_ref()), matches_written(FieldRef::Text(""), FieldRef::Null)),
            (None, Some(true))
        );
        let lead = Lead::for_test([("ProspectID", "7"), ("mx_City", "Ulm")]);
        let composite = Attributes::new().with_composite("mx_Kyc", Attributes::from([("Status", "x")]));
        assert_eq!(attributes(&composite, &lead), [None]);
        assert_eq!(attributes(&Attributes::from([("mx_Town", "Ulm")]), &lead), [None]);
        assert_eq!(
            attributes(&Attributes::from([("ProspectId", "7"), ("SearchBy", "ProspectId")]), &lead),
            [Some(true)]
        );
    }

    #[test]
    fn partial_evidence_is_neither_found_nor_absent() {
        let (yes, no, unclear) = (Some(true), Some(false), None);
        assert_eq!(all_or_unknown([yes, yes]), Resolution::Found);
        assert_eq!(all_or_unknown([no, no]), Resolution::Absent);
        for evidence in [[yes, no], [yes, unclear], [unclear, unclear]] {
            assert_eq!(all_or_unknown(evidence), Resolution::CannotTell, "{evidence:?}");
        }
    }

    #[test]
    fn search_follows_the_vendors_order() {
        let by = |pairs: &[(&str, &str)]| {
            let request = search(&pairs.iter().copied().collect())?;
            Some(serde_json::to_value(request.body()).unwrap()["Parameter"]["LookupName"].as_str().unwrap().to_owned())
        };
        let (mail, phone, id) = (("EmailAddress", "a@example.com"), ("Phone", "+1-5550100"), ("ProspectID", "7"));
        assert_eq!(by(&[mail, phone]).as_deref(), Some("EmailAddress"));
        assert_eq!(by(&[phone]).as_deref(), Some("Phone"));
        assert_eq!(by(&[mail, id]).as_deref(), Some("ProspectID"));
        assert_eq!(by(&[mail, phone, ("SearchBy", "Phone")]).as_deref(), Some("Phone"));
        assert_eq!(by(&[id, ("SearchBy", "ProspectId")]).as_deref(), Some("ProspectID"));
        assert_eq!(by(&[mail, phone, id, ("SearchBy", "Phone")]).as_deref(), Some("ProspectID"), "ignored with all");
        assert_eq!(by(&[("mx_No", "1"), ("SearchBy", "mx_No")]).as_deref(), Some("mx_No"));
        for none in [&[("FirstName", "Jane")][..], &[("EmailAddress", "")], &[("SearchBy", "mx_No")]] {
            assert_eq!(by(none), None, "{none:?}");
        }
    }
}
