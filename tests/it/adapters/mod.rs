//! What the adapters do beyond one call per operation: lists of changes, texts in a separate call, finding a lead.

mod changes;
mod comments;
mod contact_details;
mod finding;

use leads_core::client::{LeadClient, LeadQuery, LeadStream};
use leads_core::http::RetryPolicy;
use leads_core::status::Presence;
use leads_core::{CallOptions, ClientConfig, LeadId};

fn once() -> ClientConfig {
    ClientConfig::new().retry(RetryPolicy::none())
}

/// Returns the ids and presences of a whole list, in its order.
async fn listed(client: &dyn LeadClient, query: LeadQuery) -> Vec<(LeadId, Presence)> {
    let mut stream = LeadStream::new(client, query, &CallOptions::new());
    let mut found = Vec::new();
    while let Some(lead) = stream.next().await {
        let lead = lead.unwrap();
        found.push((lead.id().unwrap(), lead.status().presence));
    }
    found
}
