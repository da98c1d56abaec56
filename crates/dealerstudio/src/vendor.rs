//! What the pipeline needs to know about Dealer Studio.

use crate::DealerStudio;
use crate::settings::Settings;
use leads_core::HttpResponse;
use leads_core::vendor::{Classification, Operation, Vendor};

impl Vendor for DealerStudio {
    const NAME: &'static str = "dealerstudio";
    const PREFIXES: &'static [&'static str] = &["/api/v1", "/api"];
    // Not documented; the standard header of the platform that the vendor uses.
    const REQUEST_ID_HEADERS: &'static [&'static str] = &["x-request-id"];
    type Settings = Settings;

    fn classify(settings: &Settings, operation: &Operation, response: &HttpResponse) -> Classification {
        crate::error::classify(settings, operation, response)
    }

    #[cfg(feature = "inspect")]
    fn inspect(operation: &Operation, response: &HttpResponse) -> Option<leads_core::inspect::Inspection> {
        crate::api::inspect(operation, response)
    }
}
