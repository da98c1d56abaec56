//! Work whose cost must grow at most linearly with its input: each case generates its input at any size.

use crate::decode;
use async_trait::async_trait;
use bytes::Bytes;
use http::HeaderMap;
use leads_core::http::{Progress, RetryPolicy, Transport, TransportError, WireRequest};
use leads_core::{ClientConfig, HttpResponse, Request};
use std::hint::black_box;
use std::sync::Arc;
use tokio::runtime::Runtime;

/// The key of every client here. Texts that repeat its beginning are the worst case for redaction.
const KEY: &str = "ssssssssssssssssssssssssssssssst";

/// A kind of work.
#[derive(Debug)]
pub struct Case {
    /// The name.
    pub name: &'static str,
    /// Creates the work for this many thousand bytes.
    pub make: fn(usize) -> Work,
}

/// Work over one input.
pub struct Work {
    /// The size of the input.
    pub bytes: usize,
    /// Runs it once.
    pub run: Box<dyn Fn()>,
}

impl std::fmt::Debug for Work {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Work").field("bytes", &self.bytes).finish_non_exhaustive()
    }
}

/// Every case.
pub const CASES: &[Case] = &[
    Case { name: "read-capillary-page", make: |kilobytes| page("capillary-leads", kilobytes) },
    Case { name: "read-nutshell-page", make: |kilobytes| page("nutshell", kilobytes) },
    Case { name: "read-leadsquared-page", make: |kilobytes| page("leadsquared", kilobytes) },
    Case { name: "read-dealerstudio-list", make: |kilobytes| page("dealerstudio", kilobytes) },
    Case { name: "read-nutshell-mistake", make: nutshell_mistake },
    Case { name: "read-leadsquared-wide-record", make: leadsquared_wide },
    Case { name: "read-dealerstudio-wide-record", make: dealerstudio_wide },
    Case { name: "join-nutshell-webhook", make: nutshell_join },
    Case { name: "compare-leadsquared-webhook", make: leadsquared_compare },
    Case { name: "classify-many-errors", make: |kilobytes| classify(kilobytes, many_errors) },
    Case { name: "classify-many-fields", make: |kilobytes| classify(kilobytes, many_fields) },
    Case { name: "classify-many-rows", make: |kilobytes| classify(kilobytes, many_rows) },
    Case { name: "classify-nested", make: |kilobytes| classify(kilobytes, nested) },
    Case { name: "classify-long-name", make: |kilobytes| classify(kilobytes, long_name) },
    Case { name: "classify-html", make: |kilobytes| classify(kilobytes, html) },
    Case {
        name: "redact-backslashes",
        make: |kilobytes| classify(kilobytes, |length| message_everywhere(&"\\\\".repeat(length / 2))),
    },
    Case {
        name: "redact-beginnings-of-a-key",
        make: |kilobytes| classify(kilobytes, |length| message_everywhere(&"s".repeat(length))),
    },
    Case {
        name: "redact-escapes",
        make: |kilobytes| classify(kilobytes, |length| message_everywhere(&"\\u0073".repeat(length / 6))),
    },
    Case {
        name: "redact-keys",
        make: |kilobytes| classify(kilobytes, |length| message_everywhere(&KEY.repeat(length / KEY.len()))),
    },
    Case { name: "redact-text", make: |kilobytes| classify(kilobytes, |length| "sss\\".repeat(length / 4)) },
    Case { name: "redact-preview", make: preview },
    Case { name: "redact-token-response", make: token_response },
];

fn runtime() -> Runtime {
    tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime")
}

fn page(vendor: &str, kilobytes: usize) -> Work {
    let page = decode::PAGES.iter().find(|page| page.vendor == vendor).expect("a vendor");
    let of_one = (page.make)(101).len() - (page.make)(100).len();
    let body = Bytes::from((page.make)((kilobytes * 1024 / of_one).max(1)));
    let read = page.lossless;
    Work {
        bytes: body.len(),
        run: Box::new(move || {
            black_box(read(&body));
        }),
    }
}

/// A page whose last row cannot be read, so that its location is searched for.
fn nutshell_mistake(kilobytes: usize) -> Work {
    let rows: String =
        (0..kilobytes * 1024 / 40).map(|id| format!(r#"{{"id":"{id}-leads","name":"Lead {id}"}},"#)).collect();
    let body = Bytes::from(format!(r#"{{"leads":[{rows}{{"id":{{}}}}],"meta":{{}}}}"#));
    let bytes = body.len();
    let response = HttpResponse::new(200, HeaderMap::new(), body);
    let run = move || {
        let read = <nutshell::api::leads::ListLeads as Request>::read(&response);
        assert!(read.is_ok_and(|page| page.unreadable().len() == 1));
    };
    Work { bytes, run: Box::new(run) }
}

fn wide(kilobytes: usize, first: &str) -> String {
    let members: String = (0..kilobytes * 1024 / 32).map(|at| format!(r#","mx_Custom_Field_{at}":"value""#)).collect();
    format!("{{{first}{members}}}")
}

fn leadsquared_wide(kilobytes: usize) -> Work {
    use leadsquared::webhook::{Batch, LeadEvent};
    let body = wide(kilobytes, r#""ProspectID":"7""#);
    Work {
        bytes: body.len(),
        run: Box::new(move || assert_eq!(Batch::<LeadEvent>::read(body.as_bytes()).expect("a lead").len(), 1)),
    }
}

fn dealerstudio_wide(kilobytes: usize) -> Work {
    use dealerstudio::webhook::{Event, Kind};
    let body = Bytes::from(wide(kilobytes, r#""Id":7,"first_lead_created_at":"x""#));
    let run = move || {
        let kind = Kind::guess(&body).expect("a kind");
        drop(black_box(Event::read(&kind, &body).expect("an event")));
        let map: dealerstudio::model::OpenMap = serde_json::from_slice(&body).expect("members");
        assert!(map.len() > 2);
    };
    Work { bytes: wide(kilobytes, "").len(), run: Box::new(run) }
}

/// Events, each with its own actor and payload.
fn nutshell_join(kilobytes: usize) -> Work {
    use nutshell::webhook::Event;
    let count = kilobytes * 1024 / 200;
    let each = |write: fn(usize) -> String| (0..count).map(write).collect::<Vec<_>>().join(",");
    let events =
        each(|at| format!(r#"{{"id":"{at}-events","links":{{"actor":"{at}-users","payloads":["{at}-notes"]}}}}"#));
    let actors = each(|at| format!(r#"{{"id":"{at}-users","type":"users","name":"Ann"}}"#));
    let payloads = each(|at| format!(r#"{{"id":"{at}-notes","type":"notes","body":"hi"}}"#));
    let body = Bytes::from(format!(
        r#"{{"meta":{{}},"links":{{}},"events":[{events}],"actors":[{actors}],"payloads":[{payloads}]}}"#
    ));
    let bytes = body.len();
    let run = move || {
        let webhook = Event::read(&body).expect("an event document");
        for event in webhook.events() {
            assert!(webhook.actor_of(event).is_some());
            assert_eq!(webhook.payloads_of(event).count(), 1);
        }
    };
    Work { bytes, run: Box::new(run) }
}

fn leadsquared_compare(kilobytes: usize) -> Work {
    use leadsquared::webhook::{Batch, LeadEvent};
    let lead = wide(kilobytes / 2, r#""ProspectID":"7""#);
    let body = format!(r#"{{"Before":{lead},"After":{}}}"#, lead.replace("mx_", "my_"));
    let run = move || {
        let events = Batch::<LeadEvent>::read(body.as_bytes()).expect("an event");
        assert!(events[0].changed().count() > 2);
    };
    Work { bytes: 2 * lead.len(), run: Box::new(run) }
}

fn repeated(length: usize, item: &str) -> String {
    vec![item; length / (item.len() + 1)].join(",")
}

fn many_errors(length: usize) -> String {
    let list = repeated(length, r#"{"code":92001,"status":"400","title":"not so","field":"email"}"#);
    format!(r#"{{"errors":[{list}],"Status":"Error"}}"#)
}

fn many_fields(length: usize) -> String {
    let fields: Vec<String> = (0..length / 36).map(|at| format!(r#""field_{at}":["is bad","is long"]"#)).collect();
    format!(r#"{{"errors":{{{}}},"message":"no"}}"#, fields.join(","))
}

fn many_rows(length: usize) -> String {
    let rows =
        repeated(length, r#"{"RowNumber":1,"ExceptionType":"MXDuplicateEntryException","ExceptionMessage":"no"}"#);
    format!(
        r#"{{"Status":"Error","ExceptionType":"MXInvalidInputException","ExceptionMessage":"no","Response":[{rows}]}}"#
    )
}

fn nested(length: usize) -> String {
    let one = format!(r#"{}"deep"{}"#, r#"{"a":["#.repeat(7), "]}".repeat(7));
    format!(r#"{{"errors":[{}],"message":[{}]}}"#, repeated(length / 2, &one), "[".repeat(200) + &"]".repeat(200))
}

fn long_name(length: usize) -> String {
    let inside: Vec<String> = (0..length / 24).map(|at| format!(r#""{at}":"bad""#)).collect();
    format!(r#"{{"errors":{{"{}":{{{}}}}}}}"#, "n".repeat(length / 2), inside.join(","))
}

fn html(length: usize) -> String {
    format!("<html><title>Error</title>{}</html>", "<p>sss</p>".repeat(length / 10))
}

/// A message in every member in which a vendor sends one.
fn message_everywhere(json: &str) -> String {
    let piece = json.get(..json.len() / 4 / 6 * 6).unwrap_or_default();
    format!(
        r#"{{"message":"{piece}","errors":[{{"code":1,"title":"{piece}","message":"{piece}"}}],
            "ExceptionType":"MXInvalidInputException","ExceptionMessage":"{piece}"}}"#
    )
}

#[derive(Debug)]
struct Says {
    status: u16,
    body: Bytes,
}

#[async_trait]
impl Transport for Says {
    async fn send(&self, _: WireRequest, progress: Arc<dyn Progress>) -> Result<HttpResponse, TransportError> {
        progress.head_received();
        Ok(HttpResponse::new(self.status, HeaderMap::new(), self.body.clone()))
    }
}

fn config(status: u16, body: &Bytes) -> ClientConfig {
    let says = Says { status, body: body.clone() };
    ClientConfig::new().retry(RetryPolicy::none()).transport(Arc::new(says))
}

/// Sends a read and a write of every vendor, which get the body with three statuses.
fn classify(kilobytes: usize, make: fn(usize) -> String) -> Work {
    let body = Bytes::from(make(kilobytes * 1024));
    let bytes = body.len();
    let run = move || {
        let runtime = runtime();
        for status in [200, 400, 500] {
            runtime.block_on(classify_once(status, &body));
        }
    };
    Work { bytes, run: Box::new(run) }
}

async fn classify_once(status: u16, body: &Bytes) {
    let capillary = capillary_leads::Client::builder()
        .base_url("https://h.example")
        .basic("till", capillary_leads::Password::plain(KEY))
        .config(config(status, body))
        .build()
        .expect("a client");
    black_box(capillary.send(&capillary_leads::api::leads::GetLead::new(1)).await.err());
    black_box(capillary.send(&capillary_leads::api::leads::UpdateLead::new(1).owner("o")).await.err());
    let nutshell = nutshell::Client::builder().basic("u", KEY).config(config(status, body)).build().expect("a client");
    black_box(nutshell.send(&nutshell::api::leads::ListLeads::new()).await.err());
    black_box(nutshell.send(&nutshell::api::leads::DeleteLead::new("1-leads")).await.err());
    let leadsquared = leadsquared::Client::builder()
        .base_url("https://h.example")
        .keys(KEY, "another-secret")
        .config(config(status, body))
        .build()
        .expect("a client");
    black_box(leadsquared.send(&leadsquared::api::leads::GetLead::new("7")).await.err());
    let update = leadsquared::api::leads::UpdateLead::new("7", [("ProspectStage", "Customer")]);
    black_box(leadsquared.send(&update).await.err());
    let dealerstudio =
        dealerstudio::Client::builder().api_key(KEY).config(config(status, body)).build().expect("a client");
    black_box(dealerstudio.send(&dealerstudio::api::apikeys::ShowApikey::new()).await.err());
    let lead =
        dealerstudio::api::leads::CreateLead::new("motors", "Enquiry", "Website", "jo@example.com", "0400000000");
    black_box(dealerstudio.send(&lead).await.err());
}

/// A request with its own secret and a long text, previewed in full.
fn preview(kilobytes: usize) -> Work {
    use leadsquared::api::webhooks::CreateWebhook;
    use leadsquared::model::{WebhookEvent, WebhookFields};
    let client = leadsquared::Client::builder().base_url("https://h.example").keys(KEY, KEY).build().expect("a client");
    let description = "sss\\\"\n".repeat(kilobytes * 1024 / 6);
    let bytes = description.len();
    let webhook = WebhookFields::new("https://example.com/hook", WebhookEvent::LeadCreate)
        .description(description)
        .header("x-hook-key", KEY);
    let request = CreateWebhook::new(webhook);
    let run = move || assert!(client.preview(&request).expect("a plan").body.expect("a body").len() > bytes);
    Work { bytes, run: Box::new(run) }
}

/// A token call whose response is full of text that looks like tokens.
fn token_response(kilobytes: usize) -> Work {
    let words = "token:token=".repeat(kilobytes * 1024 / 12);
    let body = Bytes::from(format!(r#"{{"errors":[{{"code":1,"message":"{words}"}}]}}"#));
    let bytes = body.len();
    let run = move || {
        let client = capillary_leads::Client::builder()
            .base_url("https://h.example")
            .oauth(KEY, "another-secret")
            .config(config(400, &body))
            .build()
            .expect("a client");
        black_box(runtime().block_on(client.send(&capillary_leads::api::leads::GetLead::new(1))).err());
    };
    Work { bytes, run: Box::new(run) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cases_run_and_have_about_the_requested_size() {
        for case in CASES {
            let (small, large) = ((case.make)(16), (case.make)(64));
            (small.run)();
            assert!((8_000..32_000).contains(&small.bytes), "{}: {}", case.name, small.bytes);
            assert!((3 * small.bytes..5 * small.bytes).contains(&large.bytes), "{}: {}", case.name, large.bytes);
        }
    }
}
