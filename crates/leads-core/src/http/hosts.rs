//! The base URLs of a vendor's hosts.

use super::base_url::BaseUrl;
use crate::error::{Error, Result};
use crate::request::Host;

/// The base URLs of a client, one for each [`Host`] of the vendor.
///
/// ```
/// use leads_core::Host;
/// use leads_core::http::{BaseUrl, Hosts};
/// let url = |text: &str| BaseUrl::new(text, &[], &[]);
/// let hosts = Hosts::from(url("https://api.example.com")?)
///     .with(Host::Files, url("https://files.example.com")?);
/// # let _ = hosts;
/// # Ok::<(), leads_core::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Hosts {
    pub(super) api: BaseUrl,
    queue: Option<BaseUrl>,
    files: Option<BaseUrl>,
}

impl From<BaseUrl> for Hosts {
    fn from(api: BaseUrl) -> Self {
        Self { api, queue: None, files: None }
    }
}

impl Hosts {
    /// Sets the base URL of one host.
    #[must_use]
    pub fn with(mut self, host: Host, base: impl Into<Option<BaseUrl>>) -> Self {
        match (host, base.into()) {
            (Host::Api, Some(base)) => self.api = base,
            (Host::Api, None) => {}
            (Host::Async, base) => self.queue = base,
            (Host::Files, base) => self.files = base,
        }
        self
    }

    /// Returns the base URL of a host, or an error that names the setting to be set.
    pub(super) fn of(&self, host: Host) -> Result<&BaseUrl> {
        let (base, setting) = match host {
            Host::Api => return Ok(&self.api),
            Host::Async => (&self.queue, "async_base_url"),
            Host::Files => (&self.files, "files_base_url"),
        };
        base.as_ref().ok_or_else(|| Error::config(setting, "is needed by this operation and was not set"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn missing_host_is_an_error_that_names_its_setting() {
        let url = |text: &str| BaseUrl::new(text, &[], &[]).unwrap();
        let hosts = Hosts::from(url("https://api.example.com"));
        for (host, setting) in [(Host::Async, "async_base_url"), (Host::Files, "files_base_url")] {
            assert_eq!(hosts.of(host).unwrap_err().field(), Some(setting));
            let hosts = hosts.clone().with(host, url("https://other.example.com"));
            assert!(hosts.of(host).is_ok() && hosts.of(Host::Api).is_ok());
            assert!(hosts.with(host, None).of(host).is_err());
        }
    }
}
