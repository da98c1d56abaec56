//! A vendor's clients, built from configuration.

use leads_core::LeadClient;
use std::sync::Arc;
use std::time::Duration;

/// A vendor's typed client, built from [configuration](crate::VendorConfig::typed_client).
///
/// ```
/// use leads::VendorClient;
/// fn vendor(client: &VendorClient) -> &'static str {
///     match client {
///         # #[cfg(feature = "nutshell")]
///         VendorClient::Nutshell(_) => "the operations of `nutshell::api` can be sent",
///         _ => "another vendor",
///     }
/// }
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum VendorClient {
    /// Capillary.
    #[cfg(feature = "capillary")]
    Capillary(capillary_leads::Client),
    /// Nutshell.
    #[cfg(feature = "nutshell")]
    Nutshell(nutshell::Client),
    /// LeadSquared.
    #[cfg(feature = "leadsquared")]
    LeadSquared(leadsquared::Client),
    /// Dealer Studio.
    #[cfg(feature = "dealerstudio")]
    DealerStudio(dealerstudio::Client),
}

impl VendorClient {
    /// Returns how long the client has used its access token, if the vendor has them.
    pub(crate) fn token_age(&self) -> Option<Duration> {
        match self {
            #[cfg(feature = "capillary")]
            Self::Capillary(client) => client.as_ref().token_age(),
            #[allow(unreachable_patterns)] // without Capillary there are others, or none
            _ => None,
        }
    }
}

/// The common and the typed client of one vendor, over one pipeline.
#[derive(Clone, Debug)]
pub(crate) struct Connection {
    pub(crate) leads: Arc<dyn LeadClient>,
    pub(crate) typed: VendorClient,
}
