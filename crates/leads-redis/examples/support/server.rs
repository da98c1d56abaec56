//! The server of the examples.

use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::process::Stdio;
use std::time::Duration;
use tokio::process::{Child, Command};
use tokio::time::{Instant, sleep};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// Returns the URL of the server: of `REDIS_URL`, or of one that is started here and ends with the example.
pub(crate) async fn start() -> Result<Option<(String, Option<Child>)>> {
    if let Ok(url) = std::env::var("REDIS_URL") {
        return Ok(Some((url, None)));
    }
    let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
    for program in ["redis-server", "valkey-server"] {
        let started = Command::new(program)
            .args(["--port", &port.to_string(), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"])
            .stdout(Stdio::null())
            .kill_on_drop(true)
            .spawn();
        let Ok(server) = started else { continue };
        let began = Instant::now();
        while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
            if began.elapsed() > Duration::from_secs(10) {
                return Err("the server does not start".into());
            }
            sleep(Duration::from_millis(10)).await;
        }
        return Ok(Some((format!("redis://127.0.0.1:{port}"), Some(server))));
    }
    eprintln!("SKIPPED: there is no redis-server; install Debian's package `redis-server`, or set REDIS_URL");
    if std::env::var_os("LEADS_REQUIRE_SERVERS").is_some() {
        return Err("a server is required".into());
    }
    Ok(None)
}
