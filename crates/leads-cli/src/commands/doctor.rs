//! `leads doctor`.

use crate::args::Global;
use crate::exit::Exit;
use crate::failure::{Result, remedy};
use crate::output::Row;
use crate::profile::{Access, Profiles, Session};
use chrono::{DateTime, Utc};
use leads::status::StateSupport;
use leads::{Error, LeadClientExt as _, VendorClient};

/// Clocks that differ more than this are reported.
const CLOCK: i64 = 60;

/// Checks a profile in detail, with one call that verifies the credentials.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {}

pub(crate) async fn run(global: &Global, _: Args) -> Result<Exit> {
    let profile = Profiles::read(global)?.select(global)?.clone();
    let session = profile.connect(Access::Read)?;
    let output = global.printer();
    let mut list = output.list();
    let mut print = |check: &str, ok: bool, finding: String, remedy: Option<String>| {
        let row = Row::new().with("check", check).with("ok", ok).with("finding", finding).with("remedy", remedy);
        list.push(row)
    };
    print("profile", true, format!("{}, an account of {}", profile.name, session.leads.vendor()), None)?;
    let access = if profile.allow(Access::Write).is_ok() { "reads and writes" } else { "reads only" };
    print("access", true, access.to_owned(), None)?;
    print("host", true, host(&session), None)?;
    let checked = session.leads.check().await;
    let exit = checked.as_ref().err().map_or(Exit::Done, Exit::of);
    match &checked {
        Ok(report) => {
            let account = report.account.as_deref().map(|account| format!("valid for {account}"));
            print("credentials", true, account.unwrap_or_else(|| "valid".to_owned()), None)?;
            let (ok, finding) = clock(report.meta().headers.get("date").and_then(|date| date.to_str().ok()));
            let help = (!ok).then(|| "set this machine's clock; searches by time and tokens depend on it".to_owned());
            print("clock", ok, finding, help)?;
        }
        Err(error) => print("credentials", false, super::show::error(&error.report()), Some(help(error)))?,
    }
    match &session.limiter {
        None => print("limit", true, "the vendor documents no limit".to_owned(), None)?,
        Some(limiter) => {
            for room in limiter.headroom() {
                let window = &room.window;
                let finding =
                    format!("{}: {} calls per {:?}, {} left", window.class, window.calls, window.per, room.left);
                let help = (room.left == 0).then(|| "wait, or let the vendor raise the plan".to_owned());
                print("limit", room.left > 0, finding, help)?;
            }
        }
    }
    for (name, finding) in supported(&session) {
        print(name, true, finding, None)?;
    }
    list.end()?;
    Ok(exit)
}

fn help(error: &Error) -> String {
    error.help().unwrap_or_else(|| remedy(error)).to_owned()
}

fn base<V: leads_core::Vendor>(client: &impl AsRef<leads_core::Pipeline<V>>) -> String {
    client.as_ref().base_url().to_string()
}

/// Returns the host that receives the calls, without a path: a path may contain a name of the tenant.
fn host(session: &Session) -> String {
    let url = match &session.typed {
        VendorClient::Capillary(client) => base(client),
        VendorClient::Nutshell(client) => base(client),
        VendorClient::LeadSquared(client) => base(client),
        VendorClient::DealerStudio(client) => base(client),
        _ => String::new(),
    };
    url.split('/').take(3).collect::<Vec<_>>().join("/")
}

/// Compares the clocks by the `Date` of a response.
fn clock(date: Option<&str>) -> (bool, String) {
    let Some(there) = date.and_then(|date| DateTime::parse_from_rfc2822(date).ok()) else {
        return (true, "the vendor sent no time".to_owned());
    };
    let seconds = (Utc::now() - there.to_utc()).num_seconds();
    match seconds {
        _ if seconds.abs() <= CLOCK => (true, "agrees with the vendor's".to_owned()),
        _ if seconds > 0 => (false, format!("{seconds} s ahead of the vendor's")),
        _ => (false, format!("{} s behind the vendor's", -seconds)),
    }
}

/// Returns what the vendor supports, for people.
fn supported(session: &Session) -> Vec<(&'static str, String)> {
    let can = session.leads.capabilities();
    let names = |all: &[(&str, bool)]| {
        let names: Vec<_> = all.iter().filter(|(_, can)| *can).map(|(name, _)| *name).collect();
        if names.is_empty() { "nothing".to_owned() } else { names.join(", ") }
    };
    let states = |wanted: &dyn Fn(StateSupport) -> bool| {
        let names: Vec<_> =
            can.states.iter().filter(|(_, how)| wanted(*how)).map(|(state, _)| state.to_string()).collect();
        if names.is_empty() { "none".to_owned() } else { names.join(", ") }
    };
    vec![
        (
            "commands",
            names(&[
                ("check", can.check),
                ("get", can.get),
                ("list", can.list),
                ("create", can.create),
                ("update", can.update),
                ("status", can.set_status),
                ("delete", can.delete),
            ]),
        ),
        ("keys", names(&[("email", can.find_by_email), ("phone", can.find_by_phone), ("field", can.find_by_field)])),
        ("states written", states(&|how| matches!(how, StateSupport::Exact | StateSupport::ThroughMap))),
        ("states narrowed", states(&|how| how == StateSupport::Narrowed)),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clock_is_compared_with_the_date_of_the_response() {
        let at = |seconds: i64| (Utc::now() + chrono::TimeDelta::seconds(seconds)).to_rfc2822();
        assert!(clock(Some(&at(0))).0 && clock(None).0 && clock(Some("soon")).0);
        assert!(clock(Some(&at(3600))).1.contains("behind") && clock(Some(&at(-3600))).1.contains("ahead"));
        assert!(!clock(Some(&at(3600))).0);
    }
}
