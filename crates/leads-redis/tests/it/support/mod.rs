//! What the tests share: a Redis server, a proxy in front of it, a vendor, and processes.

pub(crate) mod proxy;
pub(crate) mod server;
pub(crate) mod vendor;

use leads_redis::Shared;

pub(crate) async fn connect(server: &server::Server) -> Shared {
    Shared::connect(&server.url()).await.unwrap()
}
