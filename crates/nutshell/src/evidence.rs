//! Proof that a write was applied: a record with an id in Nutshell's format, or the documented empty response.

use crate::envelope::{self, One, Record, Records};
use crate::model::{
    Account, Activity, Audience, Competitor, Contact, CustomField, Edition, Email, Form, FormField, Industry,
    Installment, Invoice, Lead, LeadCompetitorMap, LeadProductMap, Market, Note, Outcome, Product, ProductCategory,
    Quote, Source, Tag, Task, User,
};
use leads_core::{Error, HttpResponse, Operation, Result};
use serde::de::DeserializeOwned;

/// The operations that are declared to respond without a body, with the status. For any other operation an empty
/// response proves nothing.
const WITHOUT_BODY: &[(&str, u16)] = &[
    ("update_account", 204),
    ("update_contact", 204),
    ("update_lead", 204),
    ("update_task", 204),
    ("update_competitor_map", 204),
    ("update_product_map", 204),
    ("delete_contact", 204),
    ("delete_competitor_map", 204),
    ("delete_product", 204),
    ("delete_product_map", 204),
    ("create_task", 200),
    ("create_account_custom_field", 200),
    ("create_contact_custom_field", 200),
    ("create_lead_custom_field", 200),
];

/// Returns whether an operation is declared to respond with this status and no body.
pub(crate) fn is_without_body(operation: &str, status: u16) -> bool {
    WITHOUT_BODY.iter().any(|(name, declared)| *name == operation && *declared == status)
}

/// Returns whether this is an id in Nutshell's format: digits, a hyphen, letters. The letters need not name the
/// record's own type: an invoice can be `789-quotes`.
fn is_id(text: &str) -> bool {
    text.split_once('-').is_some_and(|(number, kind)| {
        let digits = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
        digits && !kind.is_empty() && kind.bytes().all(|byte| byte.is_ascii_alphabetic())
    })
}

/// A record with an id, which proves a write.
pub(crate) trait Identified: Record {
    /// Returns the record's id.
    fn id(&self) -> Option<&str>;
}

macro_rules! identified {
    ($($record:ident),+) => { $(
        impl Identified for $record {
            fn id(&self) -> Option<&str> {
                Some(self.id.as_str())
            }
        }
    )+ };
}

identified!(
    Account,
    Activity,
    Audience,
    Competitor,
    Contact,
    CustomField,
    Edition,
    Email,
    Form,
    FormField,
    Industry,
    Invoice,
    Lead,
    LeadCompetitorMap,
    LeadProductMap,
    Market,
    Note,
    Outcome,
    Product,
    ProductCategory,
    Quote,
    Source,
    Tag,
    Task,
    User
);

impl Identified for Installment {
    fn id(&self) -> Option<&str> {
        self.id.as_ref().map(|id| id.as_str())
    }
}

fn is_proof<T: Identified>(record: &T) -> bool {
    record.id().is_some_and(is_id)
}

fn unproved<T: Record>(response: &HttpResponse) -> Error {
    response.unproved(format!("{}[0].id", T::PLURAL), "a record with an id like `1-leads`")
}

/// Adds the status and the shape of the body to the error if the record is missing; returns other errors unchanged.
fn describe_missing_record<T: Record>(response: &HttpResponse, error: Error) -> Error {
    match error.decode_error() {
        Some(decode) if decode.category == "missing" => unproved::<T>(response),
        _ => error,
    }
}

/// Returns whether a list or envelope without records is the vendor's own but proves too little. `classify` reports an
/// unknown outcome for every body without an id.
fn has_no_record(response: &HttpResponse) -> bool {
    response.first_byte() == Some(b'{') && !response.contains(b"\"id\"")
}

/// Reads the record of a write.
///
/// # Errors
///
/// Returns a decode error if the response does not contain exactly one record, or the record's id has another format.
pub(crate) fn record<T: Identified + DeserializeOwned>(response: &HttpResponse) -> Result<One<T>> {
    let one = envelope::one::<T>(response).map_err(|error| describe_missing_record::<T>(response, error))?;
    if is_proof(one.record().value()) { Ok(one) } else { Err(unproved::<T>(response)) }
}

/// Reads the records of a write of several.
///
/// # Errors
///
/// Returns a decode error if the response does not contain the list, or a row's id has another format.
pub(crate) fn records<T: Identified + DeserializeOwned>(response: &HttpResponse) -> Result<Records<T>> {
    let records = envelope::list::<T>(response).map_err(|error| describe_missing_record::<T>(response, error))?;
    let proved = match records.rows() {
        // A row that could not be read proves nothing.
        _ if !records.unreadable().is_empty() => false,
        [] => has_no_record(response),
        rows => rows.iter().all(|row| is_proof(row.value())),
    };
    if proved { Ok(records) } else { Err(unproved::<T>(response)) }
}

/// Reads the record of a write whose response may also lack it: `None` for the documented empty response, and for the
/// vendor's own envelope without records.
///
/// # Errors
///
/// As for [`record`]. Also returns an error for an empty response that is not documented for this operation.
pub(crate) fn record_or_nothing<T: Identified + DeserializeOwned>(
    operation: &Operation,
    response: &HttpResponse,
) -> Result<Option<One<T>>> {
    if response.is_blank() {
        return nothing::<T>(operation, response).map(|()| None);
    }
    if has_no_record(response)
        && envelope::list::<T>(response)
            .is_ok_and(|records| records.rows().is_empty() && records.unreadable().is_empty())
    {
        return Ok(None);
    }
    record(response).map(Some)
}

/// Reads the records of a write of several whose response may also lack them.
///
/// # Errors
///
/// As for [`records`]. Also returns an error for an empty response that is not documented for this operation.
pub(crate) fn records_or_nothing<T: Identified + DeserializeOwned>(
    operation: &Operation,
    response: &HttpResponse,
) -> Result<Option<Records<T>>> {
    if response.is_blank() { nothing::<T>(operation, response).map(|()| None) } else { records(response).map(Some) }
}

fn nothing<T: Record>(operation: &Operation, response: &HttpResponse) -> Result<()> {
    if is_without_body(operation.name, response.status) { Ok(()) } else { Err(unproved::<T>(response)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api;
    use leads_core::Method;
    use std::collections::BTreeSet;

    #[test]
    fn id_is_digits_hyphen_and_letters() {
        for id in ["1-leads", "789-quotes", "12-emAudiences", "0-x"] {
            assert!(is_id(id), "{id}");
        }
        for id in [
            "",
            "1",
            "-leads",
            "1-",
            "proxy-17",
            "17-",
            "1-le ads",
            "1-leads-2",
            "1-17",
            "x1-leads",
            "1_leads",
            "١-leads",
        ] {
            assert!(!is_id(id), "{id}");
        }
    }

    #[test]
    fn every_table_row_is_an_operation() {
        let names: BTreeSet<&str> = api::operations().map(|operation| operation.name).collect();
        for (name, status) in WITHOUT_BODY {
            assert!(names.contains(name), "{name}");
            assert!(matches!(status, 200 | 204), "{name}");
        }
        for operation in api::operations().filter(|operation| operation.method == Method::Patch) {
            assert!(is_without_body(operation.name, 204), "{}", operation.name);
            assert!(!is_without_body(operation.name, 200), "{}", operation.name);
        }
    }
}
