//! A vendor's decoders, classification and incoming events, through its catalogue and without knowing its types.

use bytes::Bytes;
use http::HeaderMap;
use leads_core::inspect::{Entry, Event};
use leads_core::{Answer, Core, Outcome, Vendor, Verdict};

const STATUSES: [u16; 16] = [200, 201, 202, 204, 301, 400, 401, 403, 404, 408, 409, 422, 429, 500, 502, 504];

/// An input: what to do with it, which operation, which status, then the body.
pub fn encode(kind: u8, entry: usize, status: u16, body: &[u8]) -> Vec<u8> {
    let at = STATUSES.iter().position(|known| *known == status).unwrap_or(0);
    let entry = u8::try_from(entry).unwrap_or(u8::MAX);
    [&[kind, entry, at as u8], body].concat()
}

pub fn check<V: Vendor>(catalog: &[Entry<V>], events: &[Event], data: &[u8])
where
    V::Settings: Default,
{
    let [kind, entry, status, body @ ..] = data else { return };
    if catalog.is_empty() {
        return;
    }
    let entry = &catalog[usize::from(*entry) % catalog.len()];
    let status = STATUSES[usize::from(*status) % STATUSES.len()];
    // Nothing may panic, whatever is held against whatever.
    match kind % 5 {
        0 => drop(entry.inspect_response(status, body)),
        1 => drop(entry.inspect_error(status, body)),
        2 => drop(entry.inspect_element(body)),
        3 => drop(entry.inspect_request(body, &[])),
        _ => events.iter().for_each(|event| drop(event.inspect(body))),
    }
    classify(entry, status, body);
}

/// What holds for the meaning of every answer.
fn classify<V: Vendor>(entry: &Entry<V>, status: u16, body: &[u8])
where
    V::Settings: Default,
{
    let meaning = |status: u16, body: &[u8]| {
        let answer = Answer::new(status, HeaderMap::new(), Bytes::copy_from_slice(body));
        V::classify(&V::Settings::default(), &entry.operation, &answer)
    };
    let name = entry.operation.name;
    drop(meaning(status, body));
    // A page is nobody's envelope, whatever else stands in it.
    let page = [b"<!DOCTYPE html><html><title>Sign in</title>", body].concat();
    match meaning(status, &page) {
        // A read that answers text takes any text.
        Verdict::Success { affirmed, .. } => {
            assert!(!affirmed || !entry.operation.safety.is_write(), "{name} takes a page of {status} for a success");
        }
        Verdict::Failure(failure) if !(400..500).contains(&status) || status == 408 => {
            assert_eq!(failure.outcome, Outcome::Unknown, "{name}: a page of {status} proves nothing");
        }
        Verdict::Failure(_) => {}
        _ => {}
    }
    // No status that is an error is ever a success because the body says nothing.
    if status >= 400 {
        for nothing in [&b""[..], b"{}", b"[]", b"null"] {
            assert!(
                matches!(meaning(status, nothing), Verdict::Failure(_)),
                "{name} takes an empty {status} as success"
            );
        }
    }
}

/// Seeds of a vendor: the body of every example, held as request, answer, element and error.
pub fn seeds<V: Vendor>(core: &Core<V>, catalog: &[Entry<V>], fixtures: &[&str]) -> Vec<Vec<u8>> {
    let mut all = Vec::new();
    for (at, entry) in catalog.iter().enumerate() {
        let planned = entry.plan(core).map(|plan| plan.to_string()).unwrap_or_default();
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

/// The check and the seeds of a vendor.
macro_rules! vendor {
    ($check:ident, $seeds:ident, $krate:ident, $vendor:ident, $fixtures:ident, $events:expr, $client:expr) => {
        pub fn $check(data: &[u8]) {
            thread_local! {
                static KNOWN: (Vec<Entry<$krate::$vendor>>, Vec<Event>) = ($krate::api::catalog(), $events);
            }
            KNOWN.with(|(catalog, events)| check(catalog, events, data));
        }

        pub fn $seeds() -> Vec<Vec<u8>> {
            use $krate::Client;
            let client = Client::builder().base_url("https://fuzz.example").config(super::seeds::offline());
            let build: fn($krate::Builder) -> Client = $client;
            seeds(build(client).core(), &$krate::api::catalog(), super::seeds::$fixtures)
        }
    };
}

vendor!(capillary, capillary_seeds, capillary_leads, Capillary, CAPILLARY, Vec::new(), |builder| {
    builder.basic("till", capillary_leads::Password::plain("secret")).build().unwrap()
});
vendor!(nutshell, nutshell_seeds, nutshell, Nutshell, NUTSHELL, nutshell::webhook::events(), |builder| {
    builder.basic("agent@example.com", "key").build().unwrap()
});
vendor!(
    leadsquared,
    leadsquared_seeds,
    leadsquared,
    LeadSquared,
    LEADSQUARED,
    leadsquared::webhook::events(),
    |builder| { builder.async_base_url("https://fuzz.example").keys("key", "secret").build().unwrap() }
);
vendor!(
    dealerstudio,
    dealerstudio_seeds,
    dealerstudio,
    DealerStudio,
    DEALERSTUDIO,
    dealerstudio::webhook::events(),
    |builder| { builder.api_key("key").build().unwrap() }
);
