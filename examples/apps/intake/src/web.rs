//! The routes of the service.

use crate::{Enquiry, Error, seen_at_dealerstudio, submit};
use axum::extract::{Multipart, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use dealerstudio::webhook::{Event, Kind};
use leads::error::{ErrorReport, Fault};
use leads_journal::{EntryReport, Journal, State as Entry};
use leadsquared::webhook::EventKind;
use serde_json::json;

/// The dealership, and what the vendors' webhooks must show.
pub(crate) struct Settings {
    pub(crate) dealership: String,
    pub(crate) dealerstudio_token: String,
    pub(crate) leadsquared_key: String,
}

/// Returns the routes: the form, and the webhooks of both vendors.
pub(crate) fn app(journal: Journal, settings: Settings) -> Router {
    let exports = journal.clone();
    let dealerstudio = dealerstudio::webhook::Receiver::new(Kind::LeadExportV3).token(settings.dealerstudio_token);
    let leadsquared = leadsquared::webhook::Receiver::new(EventKind::LeadCreate)
        .require_header("x-hook-key", settings.leadsquared_key);
    let exported = move |delivery: dealerstudio::webhook::Delivery| {
        let journal = exports.clone();
        async move {
            match delivery.event() {
                Ok(Event::LeadExport { lead, .. }) => {
                    let key = lead.field("provider_id").map(|text| serde_json::from_str::<String>(text.get()));
                    seen_at_dealerstudio(&journal, &key.transpose()?.unwrap_or_default()).await
                }
                _ => {
                    tracing::warn!(bytes = delivery.body().len(), "a webhook cannot be read");
                    Ok(())
                }
            }
        }
    };
    // The worker settles captures by itself, so their events are only noted.
    let created = async |delivery: leadsquared::webhook::Delivery| {
        tracing::info!(readable = delivery.event().is_ok(), "a lead was created")
    };
    Router::new()
        .route("/enquiry", post(enquire))
        .with_state((journal, settings.dealership))
        .route("/hooks/dealerstudio", dealerstudio::webhook::route(dealerstudio, exported))
        .route("/hooks/leadsquared", leadsquared::webhook::route(leadsquared, created))
}

async fn enquire(State((journal, dealership)): State<(Journal, String)>, form: Multipart) -> Response {
    let Ok(enquiry) = read(form).await else {
        return (StatusCode::BAD_REQUEST, "the form cannot be read").into_response();
    };
    match submit(&journal, &dealership, enquiry).await {
        Ok(results) => respond(&results),
        Err(error) => {
            tracing::error!(%error, "an enquiry could not be stored");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}

async fn read(mut form: Multipart) -> Result<Enquiry, Error> {
    let mut enquiry = Enquiry::default();
    while let Some(field) = form.next_field().await? {
        match field.name().unwrap_or_default() {
            "name" => enquiry.name = field.text().await?,
            "email" => enquiry.email = field.text().await?,
            "phone" => enquiry.phone = field.text().await?,
            "message" => enquiry.message = field.text().await?,
            "file" => {
                enquiry.file = Some((field.file_name().unwrap_or("file").to_owned(), field.bytes().await?.to_vec()))
            }
            _ => {}
        }
    }
    Ok(enquiry)
}

fn respond(results: &[EntryReport; 2]) -> Response {
    let errors = |state: Entry| {
        results.iter().filter(move |entry| entry.state == state).filter_map(|entry| entry.error.as_ref())
    };
    // An error that names no field, such as a "not found", says nothing about the form.
    let names_a_field = |error: &&ErrorReport| error.fault() == Fault::Input && error.field.is_some();
    if let Some(error) = errors(Entry::Refused).find(names_a_field) {
        let field = error.field.as_deref().unwrap_or_default().to_lowercase();
        let ours = ["email", "phone", "message", "file", "name"].into_iter().find(|name| field.contains(name));
        return (StatusCode::UNPROCESSABLE_ENTITY, Json(json!({ "field": ours }))).into_response();
    }
    // The fault is not the visitor's: the entry is sent again later, or a person repairs it and retries.
    if errors(Entry::Refused).chain(errors(Entry::Ready)).next().is_some() {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    let [captured, created] = results;
    match results.iter().all(|entry| matches!(entry.state, Entry::Applied | Entry::Accepted)) {
        true => (StatusCode::CREATED, Json(json!({ "leadsquared": captured.id, "dealerstudio": created.id })))
            .into_response(),
        false => StatusCode::ACCEPTED.into_response(),
    }
}
