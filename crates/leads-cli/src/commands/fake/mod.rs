//! `leads fake`.

mod book;
mod control;
mod webhooks;

use crate::args::Global;
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use book::Vendor;
use clap::ValueEnum as _;
use control::{Control, Rate};
use leads_testkit::Fake;
use std::sync::Arc;

/// Requests to these paths control the fake.
const CONTROL: &str = "/_control";

/// Runs a fake of a vendor on this machine, for tests in any language. It keeps what it receives in memory.
///
/// The first line on standard output is JSON with the URL and the keys; they are made up. The fake runs until Ctrl-C.
#[derive(Debug, clap::Args)]
#[command(after_help = HELP)]
pub(crate) struct Args {
    /// The vendor.
    vendor: Vendor,
    /// The port on 127.0.0.1; 0 is a random one.
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// The seed that decides which requests meet a fault.
    #[arg(long, default_value_t = 0)]
    seed: u64,
    /// A fault and the share of requests that meet it, such as lost-response-reset:0.1. Can be repeated.
    #[arg(long, value_name = "NAME:RATE", value_parser = rate)]
    fault: Vec<Rate>,
    /// Made-up leads to begin with.
    #[arg(long, default_value_t = 0)]
    leads: usize,
    /// Sends the vendor's webhooks to this URL.
    #[arg(long, value_name = "URL")]
    webhooks_to: Option<String>,
}

const HELP: &str = "\
Control, as JSON over HTTP:
  GET    /_control          the vendor, and the number of requests and of writes
  GET    /_control/ledger   the number of writes of each operation that took effect
  GET    /_control/faults   the faults that requests have met, in order
  POST   /_control/faults   adds a fault: {\"fault\": NAME, \"times\": 2} or {\"fault\": NAME, \"rate\": 0.1}
  DELETE /_control/faults   removes all faults
  POST   /_control/reset    removes all data, counts and added faults
Requests to these paths meet no fault and are not counted. The names of the faults are in docs/faults.md.";

/// Reads `NAME:RATE`.
fn rate(text: &str) -> Result<Rate, String> {
    let (name, rate) = text.rsplit_once(':').ok_or("must have the form NAME:RATE")?;
    let rate: f64 = rate.parse().map_err(|_| "must have a number between 0 and 1 after the colon")?;
    Rate::new(name, rate)
}

pub(crate) async fn run(global: &Global, args: Args) -> Result<Exit> {
    let name = args.vendor.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default();
    let control = Control::new(args.vendor, name.clone(), args.leads, args.webhooks_to.is_some());
    let control = Arc::new(control.with_rates(args.fault, args.seed));
    // The log of requests is off, so that the memory does not grow.
    let fake = Fake::builder(control::Handled(Arc::clone(&control))).seed(args.seed).keep(0).build();
    control.attach(&fake);
    let running = fake.start_on(args.port).await.map_err(|error| {
        let message = format!("cannot be opened: {}", error.kind());
        Failure::usage("--port", message, "choose another port, or 0 for a random one")
    })?;
    let line = serde_json::json!({
        "vendor": name,
        "url": running.url(),
        "control": format!("{}{CONTROL}", running.url()),
        "keys": control.book().keys(),
    });
    let mut stopped = std::pin::pin!(tokio::signal::ctrl_c());
    // From here on, an interrupt ends the fake; whoever has read the line can send one.
    tokio::select! {
        biased;
        _ = &mut stopped => return Ok(Exit::Done),
        () = std::future::ready(()) => {}
    }
    global.printer().text(&line.to_string())?;
    match args.webhooks_to {
        Some(url) => {
            let sender = webhooks::Sender::new(url)?;
            tokio::select! {
                () = sender.run(&control) => {}
                _ = stopped => {}
            }
        }
        None => drop(stopped.await),
    }
    Ok(Exit::Done)
}
