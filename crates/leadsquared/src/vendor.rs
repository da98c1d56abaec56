//! What the pipeline needs to know about LeadSquared.

use crate::LeadSquared;
use crate::settings::Settings;
use leads_core::http::RequestHead;
use leads_core::vendor::{Classification, Host, HttpResponse, Operation, Vendor};
use leads_core::{Error, Result};

const ASYNC_KEY_HEADER: &str = "x-api-key";

impl Vendor for LeadSquared {
    const NAME: &'static str = "leadsquared";
    const PREFIXES: &'static [&'static str] = &["/v2"];
    const REQUEST_ID_HEADERS: &'static [&'static str] = &["x-request-id", "x-amzn-requestid"];
    type Settings = Settings;

    fn classify(_settings: &Settings, operation: &Operation, response: &HttpResponse) -> Classification {
        crate::error::classify(operation, response)
    }

    fn prepare(settings: &Settings, operation: &Operation, head: &mut RequestHead) -> Result<()> {
        if operation.host == Host::Async {
            let key = settings
                .async_key
                .as_ref()
                .ok_or_else(|| Error::config("async_api_key", "is required by every call of the async host"))?;
            head.secret_header(ASYNC_KEY_HEADER, key)?;
        }
        Ok(())
    }

    #[cfg(feature = "inspect")]
    fn inspect(operation: &Operation, response: &HttpResponse) -> Option<leads_core::inspect::Inspection> {
        crate::api::inspect(operation, response)
    }
}
