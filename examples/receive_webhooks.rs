//! Receives Dealer Studio's webhooks in an axum server and keeps a live table of lead clusters.
//!
//! ```text
//! cargo run --example receive_webhooks          # fed by the fake, then exits
//! DEALERSTUDIO_WEBHOOK_TOKEN=… DEALERSTUDIO_WEBHOOK_PORT=8080 \
//!     cargo run --example receive_webhooks      # waits for the vendor
//! ```
//!
//! Each kind has its own path, `/lead_cluster` and so on, because no payload identifies its kind. Put a proxy with TLS
//! in front, and register the URLs and the token with Dealer Studio.

#![allow(clippy::print_stdout)]

use axum::Router;
use dealerstudio::api::lead_clusters::UpdateLeadCluster;
use dealerstudio::api::leads::CreateLead;
use dealerstudio::model::ClusterState;
use dealerstudio::webhook::{Delivery, Event, Kind, Receiver, route};
use leads_core::Patch;
use leads_testkit::dealerstudio::{DEALERSHIP_SLUG, FakeDealerStudio, USER_ID, WebhookAuth};
use leads_testkit::{Fake, Webhook};
use std::collections::BTreeMap;
use std::error::Error;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

/// The known state of each cluster.
#[derive(Clone, Debug, Default)]
struct Clusters(Arc<Mutex<BTreeMap<i64, Line>>>);

#[derive(Clone, Debug, Default)]
struct Line {
    status: String,
    leads: usize,
    provider: String,
    events: usize,
}

impl Clusters {
    /// Applies an event. A repeated event for the same cluster only increases the count.
    fn apply(&self, event: &Event) {
        let mut lines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match event {
            Event::LeadCluster(cluster) => {
                let Some(id) = cluster.id() else { return };
                let line = lines.entry(id.get()).or_default();
                line.status = cluster.status.as_ref().map_or_else(String::new, ToString::to_string);
                line.leads = cluster.leads.len();
                line.provider = cluster.provider.clone().unwrap_or_default();
                line.events += 1;
            }
            Event::LeadExport { lead, .. } => {
                if let Some(id) = lead.lead_cluster_id {
                    lines.entry(id.get()).or_default().events += 1;
                }
            }
            other => println!("  not in the table: {}", other.kind()),
        }
    }

    fn print(&self) {
        println!("{:>8}  {:<10} {:>5}  {:<14} {:>6}", "cluster", "status", "leads", "provider", "events");
        for (id, line) in self.0.lock().unwrap_or_else(PoisonError::into_inner).iter() {
            println!("{id:>8}  {:<10} {:>5}  {:<14} {:>6}", line.status, line.leads, line.provider, line.events);
        }
    }
}

/// One route for each kind.
fn app(token: &str, clusters: &Clusters) -> Router {
    Kind::all().fold(Router::new(), |app, kind| {
        let clusters = clusters.clone();
        let path = format!("/{kind}");
        let handler = move |delivery: Delivery| {
            match delivery.event() {
                Ok(event) => clusters.apply(event),
                // A real application stores the body. The vendor gets the success response all the same.
                Err(error) => println!("  {} unreadable bytes: {error}", delivery.body().len()),
            }
            async {}
        };
        app.route(&path, route(Receiver::new(kind).token(token), handler))
    })
}

/// Posts a webhook as Dealer Studio would and returns the status line.
async fn post(address: SocketAddr, hook: &Webhook) -> std::io::Result<String> {
    let mut head = format!(
        "POST /{} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\ncontent-length: {}\r\n",
        hook.event,
        hook.body.len()
    );
    for (name, value) in &hook.headers {
        head.push_str(&format!("{name}: {}\r\n", value.to_str().unwrap_or_default()));
    }
    let mut socket = tokio::net::TcpStream::connect(address).await?;
    socket.write_all(format!("{head}\r\n").as_bytes()).await?;
    socket.write_all(&hook.body).await?;
    let mut response = String::new();
    socket.read_to_string(&mut response).await?;
    Ok(response.lines().next().unwrap_or_default().to_owned())
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let clusters = Clusters::default();
    if let Ok(token) = std::env::var("DEALERSTUDIO_WEBHOOK_TOKEN") {
        let port: u16 = std::env::var("DEALERSTUDIO_WEBHOOK_PORT")?.parse()?;
        let listener = tokio::net::TcpListener::bind(("0.0.0.0", port)).await?;
        let shown = clusters.clone();
        tokio::spawn(async move {
            loop {
                tokio::time::sleep(std::time::Duration::from_secs(10)).await;
                shown.print();
            }
        });
        axum::serve(listener, app(&token, &clusters)).await?;
        return Ok(());
    }

    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let server = tokio::spawn(axum::serve(listener, app("made-up-token", &clusters)).into_future());

    let fake = Fake::new(FakeDealerStudio::new());
    fake.handler().set(|settings| settings.webhook_token = Some((WebhookAuth::Bearer, "made-up-token".to_owned())));
    let client = fake.client()?;
    let mut made = Vec::new();
    for (email, phone, category) in [
        ("jo@example.com", "0400000001", "Used Vehicle Enquiry"),
        ("kim@example.com", "0400000002", "Finance Enquiry"),
        ("jo@example.com", "0400000003", "Test Drive Booking"),
    ] {
        let request = CreateLead::new(DEALERSHIP_SLUG, category, "Website", email, phone).provider("example.com");
        made.push(client.send(&request).await?.lead_cluster_id.ok_or("a lead without a cluster")?);
    }
    for hook in fake.handler().take_webhooks() {
        println!("{:<20} {}", hook.event, post(address, &hook).await?);
    }
    clusters.print();

    if let Some(cluster) = made.first() {
        let won = UpdateLeadCluster::new(DEALERSHIP_SLUG, *cluster)
            .lead_state(Patch::Set(ClusterState::Converted))
            .user_id(Patch::set(USER_ID));
        client.send(&won).await?;
    }
    for hook in fake.handler().take_webhooks() {
        let mut forged = hook.clone();
        forged.headers.insert("authorization", "Bearer guessed".parse()?);
        println!("{:<20} {} (forged)", hook.event, post(address, &forged).await?);
        println!("{:<20} {}", hook.event, post(address, &hook).await?);
    }
    clusters.print();
    server.abort();
    Ok(())
}
