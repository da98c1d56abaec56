//! Many accounts in one process: configuration, isolation, and what survives a client.

mod config;
mod isolation;
mod lifetime;
mod load;
mod stats;

use async_trait::async_trait;
use leads::{AccountConfig, AccountLoader, Result, VendorConfig};
use leads_core::http::{Progress, Transport, TransportError, TransportErrorKind, WireRequest};
use leads_core::{ClientConfig, HttpResponse};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

/// Passes requests to a fake by their host: the transport that all accounts share.
#[derive(Clone, Debug, Default)]
struct Hosts(Arc<Mutex<BTreeMap<String, Arc<dyn Transport>>>>);

impl Hosts {
    fn add(&self, host: &str, transport: Arc<dyn Transport>) {
        self.0.lock().unwrap().insert(host.to_owned(), transport);
    }

    fn config(&self) -> ClientConfig {
        ClientConfig::new().transport(Arc::new(self.clone()))
    }
}

#[async_trait]
impl Transport for Hosts {
    async fn send(
        &self,
        wire: WireRequest,
        progress: Arc<dyn Progress>,
    ) -> std::result::Result<HttpResponse, TransportError> {
        let host = wire.url.host_str().unwrap_or_default().to_owned();
        let transport = self.0.lock().unwrap().get(&host).cloned();
        match transport {
            Some(transport) => transport.send(wire, progress).await,
            None => Err(TransportError::new(TransportErrorKind::Connect)),
        }
    }
}

/// Accounts as JSON, which a test can change, with the number of loads.
#[derive(Clone, Debug, Default)]
struct Table {
    rows: Arc<Mutex<BTreeMap<String, serde_json::Value>>>,
    loads: Arc<AtomicUsize>,
}

impl Table {
    fn set(&self, name: &str, row: serde_json::Value) {
        self.rows.lock().unwrap().insert(name.to_owned(), row);
    }

    fn loads(&self) -> usize {
        self.loads.load(Ordering::Relaxed)
    }
}

#[async_trait]
impl AccountLoader for Table {
    async fn load(&self, name: &str) -> Result<Option<AccountConfig>> {
        self.loads.fetch_add(1, Ordering::Relaxed);
        // Several callers that ask at the same time all arrive before the first one is served.
        tokio::task::yield_now().await;
        let row = self.rows.lock().unwrap().get(name).cloned();
        let Some(mut row) = row else { return Ok(None) };
        let limits = row.as_object_mut().and_then(|row| row.remove("limits"));
        let vendor: VendorConfig = serde_json::from_value(row).unwrap();
        let config = AccountConfig::new(vendor);
        Ok(Some(match limits {
            Some(limits) => config.limits(limits.as_str().unwrap()),
            None => config,
        }))
    }
}

fn nutshell_at(host: &str, key: &str) -> serde_json::Value {
    serde_json::json!({
        "vendor": "nutshell", "user": "ann@example.com", "api_key": key, "base_url": format!("https://{host}"),
    })
}

fn leadsquared_at(host: &str, plan: serde_json::Value) -> serde_json::Value {
    serde_json::json!({
        "vendor": "leadsquared", "access_key": "access", "secret_key": "secret", "base_url": format!("https://{host}"),
        "plan": plan, "opportunities": { "event_code": leads_testkit::leadsquared::EVENT_CODE },
    })
}
