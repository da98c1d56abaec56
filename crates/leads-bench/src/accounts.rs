//! Many accounts that make one call each.

use async_trait::async_trait;
use leads::{Account, AccountConfig, AccountLoader, Accounts, ClientConfig, LeadClientExt, VendorConfig};
use leads_core::HttpResponse;
use leads_core::http::{Progress, RetryPolicy, Transport, TransportError, TransportErrorKind, WireRequest};
use std::sync::Arc;
use std::time::Duration;

/// Every name is an account of LeadSquared, the vendor with the most windows in its limiter.
#[derive(Debug)]
struct Loader;

#[async_trait]
impl AccountLoader for Loader {
    async fn load(&self, name: &str) -> leads::Result<Option<AccountConfig>> {
        let config: VendorConfig = serde_json::from_value(serde_json::json!({
            "vendor": "leadsquared", "base_url": format!("https://{name}.example"), "plan": "pro",
            "access_key": format!("access-{name}"), "secret_key": format!("secret-{name}"),
            "opportunities": { "event_code": 12000 },
        }))
        .expect("a configuration");
        Ok(Some(config.into()))
    }
}

/// A transport without a network.
#[derive(Debug)]
struct Nowhere;

#[async_trait]
impl Transport for Nowhere {
    async fn send(&self, _: WireRequest, _: Arc<dyn Progress>) -> Result<HttpResponse, TransportError> {
        Err(TransportError::new(TransportErrorKind::Exchange))
    }
}

/// Creates the accounts. Their clients count as idle at once.
///
/// # Panics
/// Panics if they cannot be built.
#[must_use]
pub fn accounts() -> Accounts {
    let config = ClientConfig::new().transport(Arc::new(Nowhere)).retry(RetryPolicy::none());
    let builder = Accounts::builder().loader(Loader).client_config(config).idle(Duration::ZERO);
    builder.build().expect("accounts")
}

/// Sends one call for each of this many accounts, which fails after it was counted. Returns the accounts.
///
/// # Panics
/// Panics if an account cannot be built.
pub async fn call_each(accounts: &Accounts, number: usize) -> Vec<Account> {
    let mut called = Vec::with_capacity(number);
    for account in 0..number {
        let account = accounts.get(&format!("account-{number}-{account}")).await.expect("an account");
        account.check().await.expect_err("there is no network");
        called.push(account);
    }
    called
}
