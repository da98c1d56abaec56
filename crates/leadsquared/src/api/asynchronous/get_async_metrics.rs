//! `GET {async-host}/activity/createcustom/metrics`

use crate::api::prelude::*;
use crate::model::AsyncMetrics;
use leads_core::vendor::{Auth, Host};

/// Reads the load of the async host. Requires only the key of the async host.
///
/// `GET {async-host}/activity/createcustom/metrics`.
///
/// See [the vendor's page](https://apidocs.leadsquared.com/async-api/).
///
/// # Errors
///
/// Returns an error before sending if the client has no `async_api_key` or no async host.
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use leadsquared::api::asynchronous::GetAsyncMetrics;
///
/// let metrics = client.send(&GetAsyncMetrics::new()).await?;
/// println!("{:?} pending", metrics.pending_messages);
/// println!("{:?} seconds", metrics.max_delay_in_seconds);
/// # Ok(()) }
/// ```
#[doc(alias = "/activity/createcustom/metrics")]
#[doc(alias = "activity/createcustom/metrics")]
#[doc(alias = "get metrics")]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GetAsyncMetrics {}

impl GetAsyncMetrics {
    /// Reads the metrics.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
}

impl Request for GetAsyncMetrics {
    type Vendor = LeadSquared;
    type Response = Raw<AsyncMetrics>;
    const OPERATION: Operation = op::get("get_async_metrics", "/activity/createcustom/metrics", Safety::Read)
        .host(Host::Async)
        .auth(Auth::None)
        .docs("https://apidocs.leadsquared.com/async-api/");

    fn parts(&self) -> Result<Parts> {
        Parts::new().empty()
    }
}

sample!(GetAsyncMetrics: Self::new());
