//! What the pipeline needs to know about Nutshell.

use crate::Nutshell;
use leads_core::HttpResponse;
use leads_core::vendor::{Classification, Operation, Vendor};

impl Vendor for Nutshell {
    const NAME: &'static str = "nutshell";
    const PREFIXES: &'static [&'static str] = &["/rest"];
    const REQUEST_ID_HEADERS: &'static [&'static str] = &["x-nutshell-request-id"];
    type Settings = ();

    fn classify((): &(), operation: &Operation, response: &HttpResponse) -> Classification {
        crate::error::classify(operation, response)
    }

    #[cfg(feature = "inspect")]
    fn inspect(operation: &Operation, response: &HttpResponse) -> Option<leads_core::inspect::Inspection> {
        crate::api::inspect(operation, response)
    }
}

/// The vendor's API reference. The URLs of its pages for single operations are not stated in the vendor's document, so
/// every [`Operation::docs`](leads_core::Operation) of this crate is this URL.
pub(crate) const REFERENCE: &str = "https://developers.nutshell.com/reference";
