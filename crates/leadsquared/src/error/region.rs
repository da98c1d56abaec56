//! Help for calls to the host of another region.

use crate::region::{Region, host_in};

/// Returns the help for an error message that names the host of another region.
pub(super) fn wrong_region(message: &str) -> Option<String> {
    let host = host_in(message)?;
    Some(match Region::of_host(host) {
        Some(region) => {
            format!("the account is in another region: use Region::{region:?}, {}", region.base_url())
        }
        None => format!("the account is on another host: use base_url(\"https://{host}\")"),
    })
}
