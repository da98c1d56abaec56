//! A vendor's decoders, classification and incoming events, through its catalog and without its types.

use bytes::Bytes;
use http::HeaderMap;
use leads_core::inspect::{Entry, Event};
use leads_core::vendor::{Classification, Vendor};
use leads_core::{HttpResponse, Pipeline, WriteOutcome};

const STATUSES: [u16; 18] = [200, 201, 202, 204, 301, 400, 401, 403, 404, 408, 409, 422, 429, 500, 502, 504, 425, 503];

/// An input: which check, which operation, which status, then the body.
pub fn encode(kind: u8, entry: usize, status: u16, body: &[u8]) -> Vec<u8> {
    let at = STATUSES.iter().position(|known| *known == status).unwrap_or(0);
    let entry = u8::try_from(entry).unwrap_or(u8::MAX);
    [&[kind, entry, at as u8], body].concat()
}

pub fn check<V: Vendor>(catalog: &[Entry<V>], events: &[Event], receive: fn(&[u8]), data: &[u8])
where
    V::Settings: Default,
{
    let [kind, entry, status, body @ ..] = data else { return };
    if catalog.is_empty() {
        return;
    }
    let entry = &catalog[usize::from(*entry) % catalog.len()];
    let status = STATUSES[usize::from(*status) % STATUSES.len()];
    // Nothing may panic, for any combination of types and inputs.
    match kind % 5 {
        0 => drop(entry.inspect_response(status, body)),
        1 => drop(entry.inspect_error(status, body)),
        2 => drop(entry.inspect_element(body)),
        3 => drop(entry.inspect_request(body, &[])),
        _ => {
            events.iter().for_each(|event| drop(event.inspect(body)));
            receive(body);
        }
    }
    classify(entry, status, body);
}

/// Properties of the classification of every response.
fn classify<V: Vendor>(entry: &Entry<V>, status: u16, body: &[u8])
where
    V::Settings: Default,
{
    let meaning = |status: u16, body: &[u8]| {
        let response = HttpResponse::new(status, HeaderMap::new(), Bytes::copy_from_slice(body));
        V::classify(&V::Settings::default(), &entry.operation, &response)
    };
    let name = entry.operation.name;
    drop(meaning(status, body));
    // An HTML page is never a vendor's envelope, whatever else it contains.
    let page = [b"<!DOCTYPE html><html><title>Sign in</title>", body].concat();
    match meaning(status, &page) {
        // A read whose response is text accepts any text.
        Classification::Success { confirmed, .. } => {
            assert!(
                !confirmed || !entry.operation.safety.is_write(),
                "{name} accepts a page with status {status} as a success"
            );
        }
        Classification::Failure(failure) if !(400..500).contains(&status) || status == 408 => {
            assert_eq!(failure.outcome, WriteOutcome::Unknown, "{name}: a page with status {status} proves nothing");
        }
        Classification::Failure(_) => {}
        _ => {}
    }
    // An error status is never a success because the body is empty.
    if status >= 400 {
        for nothing in [&b""[..], b"{}", b"[]", b"null"] {
            assert!(
                matches!(meaning(status, nothing), Classification::Failure(_)),
                "{name} accepts an empty {status} as a success"
            );
        }
    }
}

/// Seeds of a vendor: the body of every example, used as request, response, element and error.
pub fn seeds<V: Vendor>(
    pipeline: &Pipeline<V>,
    catalog: &[Entry<V>],
    fixtures: &[&str],
    posted: &[&str],
) -> Vec<Vec<u8>> {
    // What is posted to a receiver belongs to no operation.
    let mut all: Vec<Vec<u8>> = posted.iter().map(|body| encode(4, 0, 200, body.as_bytes())).collect();
    for (at, entry) in catalog.iter().enumerate() {
        let planned = entry.preview(pipeline).map(|plan| plan.to_string()).unwrap_or_default();
        let body = planned.split_once("\n\n").map_or("{}", |(_, body)| body);
        for kind in 0..4 {
            all.push(encode(kind, at, 200, body.as_bytes()));
        }
        for fixture in fixtures {
            all.push(encode(0, at, 200, fixture.as_bytes()));
            all.push(encode(1, at, 400, fixture.as_bytes()));
            all.push(encode(4, at, 200, fixture.as_bytes()));
        }
    }
    all
}

/// Splits the input for a receiver: the first line is its headers and query, the rest its body.
fn posted(data: &[u8]) -> (HeaderMap, String, Bytes) {
    let (line, body) = match data.iter().position(|byte| *byte == b'\n') {
        Some(at) => (&data[..at], &data[at + 1..]),
        None => (&b""[..], data),
    };
    let mut headers = HeaderMap::new();
    if let Ok(value) = http::HeaderValue::from_bytes(line) {
        for name in ["authorization", "x-authorization", "x-api-key", "x-hook-key"] {
            headers.append(name, value.clone());
        }
    }
    (headers, String::from_utf8_lossy(line).into_owned(), Bytes::copy_from_slice(body))
}

/// Long enough that no input contains it by chance.
const TOKEN: &str = "an unguessable token 8d1f77aa";

/// Capillary sends no webhooks.
fn capillary_receives(_: &[u8]) {}

fn nutshell_receives(data: &[u8]) {
    use nutshell::webhook::{Receiver, Rejection};
    let (headers, query, body) = posted(data);
    let guarded = Receiver::new().token(TOKEN);
    let refused = guarded.receive(&headers, Some(&query), body.clone());
    assert_eq!(refused.expect_err("accepted without its token"), Rejection::Unauthenticated);
    let taken = Receiver::unauthenticated().receive(&headers, Some(&query), body.clone());
    let delivery = taken.expect("an open receiver accepts everything").delivery().expect("no verification");
    assert_eq!(*delivery.body(), body, "the body is unchanged");
    if let Ok(webhook) = delivery.event() {
        for event in webhook.events() {
            let _ = webhook.payloads_of(event).count();
            let _ = webhook.actor_of(event);
        }
    }
}

fn leadsquared_receives(data: &[u8]) {
    use leadsquared::webhook::{EventKind, Incoming, Receiver, Rejection};
    let (headers, query, body) = posted(data);
    let empty = body.trim_ascii().is_empty();
    for kind in EventKind::all() {
        let guarded = Receiver::new(kind.clone()).require_header("x-hook-key", TOKEN);
        match guarded.receive(&headers, Some(&query), body.clone()) {
            Ok(Incoming::Verification) => assert!(empty),
            // White space beyond a few bytes is no verification.
            Err(Rejection::Unauthenticated) => assert!(!empty || body.len() > 64),
            other => panic!("accepted without its header: {other:?}"),
        }
        let taken = Receiver::unauthenticated(kind).receive(&headers, Some(&query), body.clone());
        let delivery = taken.expect("an open receiver accepts everything").delivery();
        let kept = delivery.map(|delivery| delivery.body().clone());
        assert_eq!(kept.as_ref(), (!empty).then_some(&body), "the body is unchanged");
    }
}

fn dealerstudio_receives(data: &[u8]) {
    use dealerstudio::webhook::{Event, Kind, Receiver, Rejection};
    let (headers, name, body) = posted(data);
    for kind in [Kind::guess(&body), Some(Kind::from(name.as_str()))].into_iter().flatten() {
        let guarded =
            Receiver::new(kind.clone()).bearer(TOKEN).x_authorization(TOKEN).x_api_key(TOKEN).basic("user", TOKEN);
        let refused = guarded.receive(&headers, None, body.clone());
        assert_eq!(refused.expect_err("accepted without a secret"), Rejection::Unauthenticated);
        let taken = Receiver::unauthenticated(kind.clone()).receive(&headers, None, body.clone());
        let delivery = taken.expect("an open receiver accepts everything").delivery().expect("no verification");
        assert_eq!(*delivery.body(), body, "the body is unchanged");
        if let Ok(event) = delivery.event() {
            assert_eq!(event.kind(), kind);
            // A body that is invalid JSON only because of single members is kept as a readable copy.
            let came = leads_core::vendor::decode::readable(&body).unwrap_or_else(|| body.clone());
            let text = std::str::from_utf8(&came).unwrap_or_default().trim();
            assert!(matches!(event, Event::Other { .. }) || event.text().is_some_and(|kept| kept.trim() == text));
        }
    }
}

/// Defines the check and the seeds of a vendor.
macro_rules! vendor {
    ($check:ident, $seeds:ident, $receive:ident, $krate:ident, $vendor:ident, $fixtures:expr, $events:expr, $client:expr) => {
        pub fn $check(data: &[u8]) {
            thread_local! {
                static KNOWN: (Vec<Entry<$krate::$vendor>>, Vec<Event>) = ($krate::api::catalog(), $events);
            }
            KNOWN.with(|(catalog, events)| check(catalog, events, $receive, data));
        }

        pub fn $seeds() -> Vec<Vec<u8>> {
            use $krate::Client;
            let client = Client::builder().base_url("https://fuzz.example").config(super::seeds::offline());
            let build: fn($krate::Builder) -> Client = $client;
            let (fixtures, posted): (&[&str], &[&str]) = $fixtures;
            seeds(build(client).pipeline(), &$krate::api::catalog(), fixtures, posted)
        }
    };
}

vendor!(
    capillary,
    capillary_seeds,
    capillary_receives,
    capillary_leads,
    Capillary,
    (super::seeds::CAPILLARY, &[]),
    Vec::new(),
    |builder| { builder.basic("till", capillary_leads::Password::plain("secret")).build().unwrap() }
);
vendor!(
    nutshell,
    nutshell_seeds,
    nutshell_receives,
    nutshell,
    Nutshell,
    (super::seeds::NUTSHELL, super::seeds::NUTSHELL_POSTS),
    nutshell::webhook::events(),
    |builder| { builder.basic("agent@example.com", "key").build().unwrap() }
);
vendor!(
    leadsquared,
    leadsquared_seeds,
    leadsquared_receives,
    leadsquared,
    LeadSquared,
    (super::seeds::LEADSQUARED, super::seeds::LEADSQUARED_POSTS),
    leadsquared::webhook::events(),
    |builder| { builder.async_base_url("https://fuzz.example").keys("key", "secret").build().unwrap() }
);
vendor!(
    dealerstudio,
    dealerstudio_seeds,
    dealerstudio_receives,
    dealerstudio,
    DealerStudio,
    (super::seeds::DEALERSTUDIO, super::seeds::DEALERSTUDIO_POSTS),
    dealerstudio::webhook::events(),
    |builder| { builder.api_key("key").build().unwrap() }
);
