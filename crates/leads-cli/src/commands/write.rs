//! `leads create`, `update`, `status` and `delete`.

use super::show;
use crate::args::{Global, pair, private};
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::output::Row;
use crate::profile::{Access, Profiles, Session};
use clap::Args;
use leads::client::{LeadUpdate, NewLead, StatusChange};
use leads::{LeadClientExt as _, LeadId, LeadState, Patch};

fn connect(global: &Global) -> Result<Session> {
    Profiles::read(global)?.select(global)?.connect(Access::Write)
}

/// Reads a builder from its stored form. The parser's message can show a value, so the error has the position only.
fn parse<T: serde::de::DeserializeOwned>(text: &str) -> Result<T> {
    serde_json::from_str(&private("--json", text)?).map_err(|error| {
        let message = format!("cannot be read at line {}, column {}", error.line(), error.column());
        Failure::usage("--json", message, "use the fields of the command's options; an unknown field is an error")
    })
}

/// Creates a lead.
#[derive(Debug, Args)]
pub(crate) struct CreateArgs {
    /// The lead as JSON, from @FILE, or from standard input with -: {"name": .., "emails": [..], "phones": [..], "note": ..,
    /// "source": .., "owner": .., "custom": {..}, "vendor_fields": {..}}.
    #[arg(long, value_name = "@FILE")]
    json: String,
}

pub(crate) async fn create(global: &Global, args: CreateArgs) -> Result<Exit> {
    let lead: NewLead = parse(&args.json)?;
    let created = connect(global)?.leads.create(&lead).await?;
    let effect = serde_json::to_value(created.effect).unwrap_or_default();
    let meta = created.meta();
    let row = Row::new()
        .with("id", created.id.to_string())
        .with("effect", effect)
        .with("outcome", meta.outcome.to_string())
        .with("warnings", show::warnings(meta));
    let exit = Exit::of_outcome(meta.outcome);
    global.printer().one(row)?;
    Ok(exit)
}

/// Updates fields of a lead. Fields that are not set are left unchanged.
#[derive(Debug, Args)]
pub(crate) struct UpdateArgs {
    /// The lead's id.
    id: String,
    /// The changes as JSON, from @FILE, or from standard input with -; null clears a field.
    #[arg(long, value_name = "@FILE")]
    json: Option<String>,
    /// Sets the source or the owner. Can be repeated.
    #[arg(long, value_parser = pair, value_name = "FIELD=VALUE")]
    set: Vec<(String, String)>,
    /// Clears a field: name, email, phone, note, source or owner. Can be repeated.
    #[arg(long, value_name = "FIELD")]
    clear: Vec<String>,
}

/// Clears a field, or sets one that does not hold personal data.
fn patch(change: &mut LeadUpdate, field: &str, value: Option<String>) -> Result<()> {
    match (field, value) {
        ("source", value) => change.source = value.map_or(Patch::Clear, Patch::Set),
        ("owner", value) => change.owner = value.map_or(Patch::Clear, Patch::Set),
        ("name", None) => change.name = Patch::Clear,
        ("email", None) => change.email = Patch::Clear,
        ("phone", None) => change.phone = Patch::Clear,
        ("note", None) => change.note = Patch::Clear,
        (_, Some(_)) => {
            let help =
                "use --json @FILE or --json - for the other fields: other users of the machine can see arguments";
            return Err(Failure::usage("--set", "takes source and owner only", help));
        }
        (_, None) => {
            let help = "the fields are name, email, phone, note, source and owner; use --json for the tenant's fields";
            return Err(Failure::usage("--clear", format!("has no field `{field}`"), help));
        }
    }
    Ok(())
}

pub(crate) async fn update(global: &Global, args: UpdateArgs) -> Result<Exit> {
    let mut change: LeadUpdate = args.json.as_deref().map_or_else(|| Ok(LeadUpdate::new()), parse)?;
    for (field, value) in args.set {
        patch(&mut change, &field, Some(value))?;
    }
    for field in args.clear {
        patch(&mut change, &field, None)?;
    }
    if change.is_empty() {
        return Err(Failure::usage("--set", "is missing", "set at least one field; nothing was sent"));
    }
    let updated = connect(global)?.leads.update(&LeadId::new(args.id), &change).await?;
    updated_row(global, &updated)
}

fn updated_row(global: &Global, updated: &leads::Reply<leads::client::Updated>) -> Result<Exit> {
    let meta = updated.meta();
    let written = updated.written.as_ref();
    global.printer().one(
        Row::new()
            .with("id", updated.id.to_string())
            .with("outcome", meta.outcome.to_string())
            .with("state", written.map(|written| written.state.to_string()))
            .with("status", written.map(|written| written.code.clone()))
            .with("narrowed", written.map(leads::status::StatusWrite::is_narrowed))
            .with("warnings", show::warnings(meta)),
    )?;
    Ok(Exit::of_outcome(meta.outcome))
}

/// Changes the status of a lead.
#[derive(Debug, Args)]
pub(crate) struct StatusArgs {
    /// The lead's id.
    id: String,
    /// The state: open, on_hold, won, lost, ..
    #[arg(required_unless_present = "code", conflicts_with = "code")]
    state: Option<LeadState>,
    /// The vendor's own code, sent unchanged.
    #[arg(long)]
    code: Option<String>,
    /// The sub-status.
    #[arg(long)]
    sub_status: Option<String>,
    /// The reason, by the vendor's id.
    #[arg(long)]
    reason: Option<String>,
    /// The stage.
    #[arg(long)]
    stage: Option<String>,
    /// A comment, from @FILE, or from standard input with -.
    #[arg(long, value_name = "@FILE")]
    comment: Option<String>,
}

pub(crate) async fn status(global: &Global, args: StatusArgs) -> Result<Exit> {
    let mut change = match (args.state, args.code) {
        (Some(state), _) => StatusChange::to(state),
        (None, code) => StatusChange::to_code(code.unwrap_or_default()),
    };
    change.sub_status = args.sub_status;
    change.reason = args.reason;
    change.stage = args.stage;
    change.comment = args.comment.map(|text| private("--comment", &text)).transpose()?.map(Into::into);
    let updated = connect(global)?.leads.set_status(&LeadId::new(args.id), &change).await?;
    updated_row(global, &updated)
}

/// Deletes a lead.
#[derive(Debug, Args)]
pub(crate) struct DeleteArgs {
    /// The lead's id.
    id: String,
    /// Does not ask.
    #[arg(long)]
    yes: bool,
}

pub(crate) async fn delete(global: &Global, args: DeleteArgs) -> Result<Exit> {
    let session = connect(global)?;
    crate::confirm::ask(&format!("Delete the lead {}?", args.id), args.yes)?;
    let deleted = session.leads.delete(&LeadId::new(args.id)).await?;
    updated_row(global, &deleted)
}
