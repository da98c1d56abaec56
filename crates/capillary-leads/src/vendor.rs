//! What the pipeline needs to know about Capillary.

use crate::Capillary;
use crate::settings::Settings;
use crate::{api, options};
use leads_core::http::RequestHead;
use leads_core::vendor::{Auth, Classification, Operation, Safety, Vendor};
use leads_core::{HttpResponse, Request, Result};

impl Vendor for Capillary {
    const NAME: &'static str = "capillary-leads";
    const PREFIXES: &'static [&'static str] = &["/v2", "/v3"];
    const REQUEST_ID_HEADERS: &'static [&'static str] = &["x-cap-requestid"];
    type Settings = Settings;

    fn classify(settings: &Settings, operation: &Operation, response: &HttpResponse) -> Classification {
        crate::error::classify(settings, operation, response)
    }

    fn prepare(settings: &Settings, operation: &Operation, head: &mut RequestHead) -> Result<()> {
        if operation.auth == Auth::None {
            return Ok(());
        }
        if operation.name == api::leads::CreateLead::OPERATION.name {
            head.method = settings.method().to_http();
        }
        let reads = operation.safety == Safety::Read;
        options::apply(head, reads, settings.language.as_ref(), settings.attribution.as_ref())
    }

    #[cfg(feature = "inspect")]
    fn inspect(operation: &Operation, response: &HttpResponse) -> Option<leads_core::inspect::Inspection> {
        crate::api::inspect(operation, response)
    }
}
