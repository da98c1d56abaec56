// Included by documentation examples, with `include!`: responses without a network. Not part of the crate.

use leads_core::http::{Progress, Transport, TransportError, TransportErrorKind, WireRequest};
use leads_core::{ClientConfig, HttpResponse};
use std::sync::{Arc, Mutex};

#[derive(Debug)]
struct Canned(Mutex<std::vec::IntoIter<(u16, &'static str)>>);

#[async_trait::async_trait]
impl Transport for Canned {
    async fn send(&self, _: WireRequest, progress: Arc<dyn Progress>) -> Result<HttpResponse, TransportError> {
        let (status, body) = self.0.lock().unwrap().next().unwrap();
        if status == 0 {
            return Err(TransportError::new(TransportErrorKind::Exchange));
        }
        progress.head_received();
        Ok(HttpResponse::new(status, Default::default(), body))
    }
}

/// Returns a configuration whose transport responds with these statuses and bodies, in order. The status 0 is a
/// connection that fails after the request was sent.
pub fn responses<const N: usize>(responses: [(u16, &'static str); N]) -> ClientConfig {
    ClientConfig::new().transport(Arc::new(Canned(Mutex::new(responses.to_vec().into_iter()))))
}
