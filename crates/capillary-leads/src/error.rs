//! Error codes, and what an answer means.

use leads_core::error::{Code, CodeEntry, CodeTable, ErrorKind, Retry, VendorCode};
use leads_core::request::{Answer, Failure, Operation, Verdict};
use leads_core::{Evidence, decode, open_enum};
use serde::Deserialize;

open_enum! {
    /// A code of Capillary's errors and warnings.
    pub enum ErrorCode {
        /// There is no such lead.
        LeadNotFound = "92001",
        /// The lead is closed and takes no other status.
        ClosedLead = "92024",
    }
}

/// Every code that the reference knows.
pub static CODES: CodeTable = CodeTable::new(
    "capillary-leads",
    &[
        CodeEntry::new(
            "92001",
            "LeadNotFound",
            ErrorKind::NotFound,
            Retry::Never,
            "there is no lead with this id in the organisation",
            "check the id and that the credentials belong to the lead's organisation",
            Evidence::Documented,
        ),
        CodeEntry::new(
            "92024",
            "ClosedLead",
            ErrorKind::State,
            Retry::Never,
            "the lead is closed, and a closed lead takes no other status",
            "make a new lead, or ask the vendor whether the organisation may reopen leads",
            Evidence::Documented,
        ),
    ],
);

impl VendorCode for ErrorCode {
    const VENDOR: &'static str = "capillary-leads";
    fn from_code(code: &str) -> Self {
        Self::from(code)
    }
    fn as_code(&self) -> &str {
        self.as_str()
    }
    fn table() -> &'static CodeTable {
        &CODES
    }
}

#[derive(Deserialize)]
struct Envelope {
    #[serde(default)]
    errors: Option<Vec<Item>>,
}

#[derive(Deserialize)]
struct Item {
    #[serde(default, deserialize_with = "leads_core::tolerant::scalar")]
    code: Option<String>,
    #[serde(default, deserialize_with = "leads_core::tolerant::scalar")]
    message: Option<String>,
}

/// The body decides, whatever the status; the status only where the body says nothing.
pub(crate) fn classify(_operation: &Operation, answer: &Answer) -> Verdict {
    if answer.looks_like_json() && answer.contains(b"\"errors\"") {
        if let Ok(Envelope { errors: Some(items) }) = decode::from_slice::<Envelope>(&answer.body) {
            if !items.is_empty() {
                return refused(answer, items).into();
            }
        }
    }
    match answer.is_2xx() {
        true if answer.looks_like_json() => Verdict::unless_unreadable(),
        _ => Failure::from_status(answer).into(),
    }
}

fn refused(answer: &Answer, items: Vec<Item>) -> Failure {
    let codes: Vec<Code> = items
        .into_iter()
        .map(|item| {
            let code = Code::new(item.code.unwrap_or_default());
            match item.message {
                Some(message) => code.message(message),
                None => code,
            }
        })
        .collect();
    let entry = codes.first().and_then(|code| CODES.get(&code.code));
    let kind = entry.map_or(Failure::from_status(answer).kind, |entry| entry.kind);
    let failure = Failure::refused(kind, "refused").codes(codes);
    match entry {
        Some(entry) => failure.retryable(entry.retry == Retry::Later).help(entry.remedy),
        None => failure,
    }
}
