//! `leads get` and `leads list`.

use super::show;
use crate::args::{Global, pair, private};
use crate::exit::Exit;
use crate::failure::Result;
use crate::profile::{Access, Profiles};
use chrono::{DateTime, Utc};
use clap::Args;
use leads::client::{LeadKey, LeadQuery};
use leads::{LeadClientExt as _, LeadId, LeadState};

/// Reads one lead by its id, or by a value that only it has.
#[derive(Debug, Args)]
pub(crate) struct GetArgs {
    /// The lead's id.
    #[arg(required_unless_present_any = ["email", "phone", "field"], conflicts_with_all = ["email", "phone", "field"])]
    id: Option<String>,
    /// Finds the lead by the person's e-mail address, from @FILE, or from standard input with -.
    #[arg(long, value_name = "@FILE", conflicts_with_all = ["phone", "field"])]
    email: Option<String>,
    /// Finds the lead by the person's phone number, from @FILE, or from standard input with -.
    #[arg(long, value_name = "@FILE", conflicts_with = "field")]
    phone: Option<String>,
    /// Finds the lead by a field of the vendor that holds no personal data, such as an id of another system.
    #[arg(long, value_parser = pair, value_name = "NAME=VALUE")]
    field: Option<(String, String)>,
    /// Prints the lead as the vendor sent it, as JSON.
    #[arg(long)]
    raw: bool,
}

pub(crate) async fn get(global: &Global, args: GetArgs) -> Result<Exit> {
    let key = match (args.email, args.phone, args.field) {
        (Some(email), ..) => Some(LeadKey::email(private("--email", &email)?)),
        (_, Some(phone), _) => Some(LeadKey::phone(private("--phone", &phone)?)),
        (.., Some((name, value))) => Some(LeadKey::field(name, value)),
        _ => None,
    };
    let session = Profiles::read(global)?.select(global)?.connect(Access::Read)?;
    let lead = match key {
        Some(key) => session.leads.find(&key).await?,
        None => session.leads.get(&LeadId::new(args.id.unwrap_or_default())).await?,
    };
    match args.raw {
        true => global.printer().text(lead.text())?,
        false => global.printer().one(show::lead(&**lead))?,
    }
    Ok(Exit::Done)
}

/// Lists leads. A filter that the vendor does not have is an error.
#[derive(Debug, Args)]
pub(crate) struct ListArgs {
    /// Leads in this state: open, won, lost, ..
    #[arg(long)]
    state: Option<LeadState>,
    /// Leads of this owner, as the vendor identifies owners in a filter.
    #[arg(long)]
    owner: Option<String>,
    /// Leads of the person with this e-mail address; from @FILE, or from standard input with -.
    #[arg(long, value_name = "@FILE")]
    email: Option<String>,
    /// Leads of the person with this phone number, which is sent unchanged; from @FILE, or from standard input with -.
    #[arg(long, value_name = "@FILE")]
    phone: Option<String>,
    /// Leads that match this text; from @FILE, or from standard input with -.
    #[arg(long, value_name = "@FILE")]
    text: Option<String>,
    /// Leads changed at or after this time (RFC 3339).
    #[arg(long, value_name = "TIME")]
    changed_since: Option<DateTime<Utc>>,
    /// The most leads to print; 0 prints all.
    #[arg(long, default_value_t = 100)]
    limit: usize,
}

impl ListArgs {
    pub(crate) fn query(&self) -> Result<LeadQuery> {
        let value = |option: &str, text: &Option<String>| -> Result<Option<leads::Personal<String>>> {
            text.as_deref().map(|text| private(option, text).map(leads::Personal)).transpose()
        };
        let mut query = LeadQuery::new();
        query.state = self.state;
        query.owner = self.owner.clone();
        query.email = value("--email", &self.email)?;
        query.phone = value("--phone", &self.phone)?;
        query.text = value("--text", &self.text)?;
        query.changed_since = self.changed_since;
        Ok(query)
    }

    /// Returns whether one more lead may be printed.
    pub(crate) fn has_room(&self, printed: usize) -> bool {
        self.limit == 0 || printed < self.limit
    }
}

pub(crate) async fn list(global: &Global, args: ListArgs) -> Result<Exit> {
    let query = args.query()?;
    let session = Profiles::read(global)?.select(global)?.connect(Access::Read)?;
    let output = global.printer();
    let (mut list, mut printed) = (output.list(), 0);
    let mut leads = session.leads.list(query);
    while args.has_room(printed) {
        let Some(lead) = leads.next().await else { break };
        list.push(show::lead(&*lead?))?;
        printed += 1;
    }
    list.end()?;
    Ok(Exit::Done)
}
