//! The multipart form on the wire, parsed by an independent parser.

use crate::client;
use dealerstudio::api::leads::{CreateLead, UpdateLead};
use dealerstudio::model::{Address, Charge, ChargeBreakdown, Dealership, FileType, LeadFile, Payment};
use leads_core::{Patch, Safety, WriteOutcome};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

/// A part: name, file name, content type, content.
type Part = (String, Option<String>, Option<String>, Vec<u8>);

fn text(name: &str, value: &str) -> Part {
    (name.to_owned(), None, None, value.as_bytes().to_vec())
}

fn file(name: &str, file_name: &str, content_type: &str, content: &[u8]) -> Part {
    (name.to_owned(), Some(file_name.to_owned()), Some(content_type.to_owned()), content.to_vec())
}

/// Returns what the server receives: content type, body, and the parts if it is a form.
async fn seen(request: &CreateLead) -> (String, Vec<u8>, Vec<Part>) {
    let server = MockServer::start().await;
    let response = ResponseTemplate::new(201).set_body_string(r#"{"id":12,"lead_cluster_id":34}"#);
    Mock::given(any()).respond_with(response).mount(&server).await;
    let reply = client(&server).send(request).await.unwrap();
    assert_eq!((reply.id, reply.meta().outcome), (Some(12.into()), WriteOutcome::Applied));
    parts_of(server.received_requests().await.unwrap().remove(0)).await
}

async fn parts_of(seen: Request) -> (String, Vec<u8>, Vec<Part>) {
    let kind = seen.headers["content-type"].to_str().unwrap().to_owned();
    let length: usize = seen.headers["content-length"].to_str().unwrap().parse().unwrap();
    assert_eq!(length, seen.body.len());
    let mut parts = Vec::new();
    if let Ok(boundary) = multer::parse_boundary(&kind) {
        let whole = bytes::Bytes::from(seen.body.clone());
        let whole = futures_util::stream::once(async move { Ok::<_, std::io::Error>(whole) });
        let mut form = multer::Multipart::new(whole, boundary);
        while let Some(part) = form.next_field().await.unwrap() {
            let name = part.name().unwrap().to_owned();
            let file_name = part.file_name().map(str::to_owned);
            let kind = part.content_type().map(ToString::to_string);
            parts.push((name, file_name, kind, part.bytes().await.unwrap().to_vec()));
        }
    }
    (kind, seen.body, parts)
}

fn plain() -> CreateLead {
    CreateLead::new(Dealership::both(42, "north"), "General Enquiry", "Website", "jo@example.com", "0400000000")
}

/// The parts of `plain`.
fn plain_parts() -> Vec<Part> {
    vec![
        text("lead[email]", "jo@example.com"),
        text("lead[phone]", "0400000000"),
        text("lead[dealership_id]", "42"),
        text("lead[dealership_slug]", "north"),
        text("lead[category]", "General Enquiry"),
        text("lead[source]", "Website"),
    ]
}

#[tokio::test]
async fn request_without_files_is_json() {
    let (kind, body, parts) = seen(&plain()).await;
    assert_eq!((kind.as_str(), parts.len()), ("application/json", 0));
    assert!(body.starts_with(b"{\"lead\":{"));
}

#[tokio::test]
async fn one_file_is_sent_as_a_part() {
    let content: Vec<u8> = (0..=255).chain(*b"\r\n--leads-boundary--\r\n").collect();
    let request = plain().file(LeadFile::bytes("scän \"1\".pdf", content.clone()).file_type(FileType::Resume));
    let (kind, _, parts) = seen(&request).await;
    assert!(kind.starts_with("multipart/form-data; boundary="));
    let mut want = plain_parts();
    want.push(text("lead[lead_files_attributes][0][file_type]", "resume"));
    want.push(file("lead[lead_files_attributes][0][file]", "scän %221%22.pdf", "application/pdf", &content));
    assert_eq!(parts, want);
}

#[tokio::test]
async fn form_has_files_and_every_kind_of_member() {
    let folder = std::env::temp_dir().join(format!("dealerstudio-{}-three", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("licence.JPG");
    let large: Vec<u8> = (0..300_000_u32).map(|at| (at % 251) as u8).collect();
    std::fs::write(&path, &large).unwrap();
    let amount = "1734.50".parse::<leads_core::Decimal>().unwrap();
    let request = plain()
        .golden(true)
        .time_on_site_seconds(Patch::Set(120))
        .tags(vec!["a".into(), "b & c".into()])
        .payment(Payment::new().amount(amount.clone()))
        .address(Address::new().city("Darwin").postcode("0800"))
        .document_type("ppsr")
        .field("list", serde_json::json!([1, 2]))
        .charge_breakdown(
            ChargeBreakdown::new()
                .total(amount)
                .charge(Charge::new("Luxury Car Tax", 1234).extra("gst", false))
                .charge(Charge::new("Delivery Fee", 500)),
        )
        .extra("notes_attributes", serde_json::json!([{"text": "x"}, {"text": "y"}]))
        .file(LeadFile::path(&path).file_type(FileType::Other))
        .file(LeadFile::bytes("empty", Vec::new()))
        .file(LeadFile::bytes("letter.txt", &b"hi"[..]).file_type("a new type"));
    let (_, _, parts) = seen(&request).await;
    std::fs::remove_dir_all(&folder).unwrap();
    let mut want = plain_parts();
    want.extend([
        text("lead[golden]", "true"),
        text("lead[tags][]", "a"),
        text("lead[tags][]", "b & c"),
        text("lead[time_on_site_seconds]", "120"),
        text("lead[payment_attributes][amount]", "1734.50"),
        text("lead[address_attributes][city]", "Darwin"),
        text("lead[address_attributes][postcode]", "0800"),
        text("lead[fields][document_type]", "ppsr"),
        text("lead[fields][list][]", "1"),
        text("lead[fields][list][]", "2"),
        text("lead[charge_breakdown][total][amount]", "1734.50"),
        text("lead[charge_breakdown][charges][][name]", "Luxury Car Tax"),
        text("lead[charge_breakdown][charges][][amount]", "1234"),
        text("lead[charge_breakdown][charges][][gst]", "false"),
        text("lead[charge_breakdown][charges][][name]", "Delivery Fee"),
        text("lead[charge_breakdown][charges][][amount]", "500"),
        text("lead[notes_attributes][0][text]", "x"),
        text("lead[notes_attributes][1][text]", "y"),
        text("lead[lead_files_attributes][0][file_type]", "other"),
        file("lead[lead_files_attributes][0][file]", "licence.JPG", "image/jpeg", &large),
        file("lead[lead_files_attributes][1][file]", "empty", "application/octet-stream", b""),
        text("lead[lead_files_attributes][2][file_type]", "a new type"),
        file("lead[lead_files_attributes][2][file]", "letter.txt", "text/plain", b"hi"),
    ]);
    assert_eq!(parts, want);
}

#[tokio::test]
async fn update_accepts_files_and_rejects_values_without_form_encoding() {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(ResponseTemplate::new(200)).mount(&server).await;
    let client = client(&server);
    let update = UpdateLead::new(
        12,
        Dealership::both(42, "north"),
        "General Enquiry",
        "Website",
        "jo@example.com",
        "0400000000",
    )
    .file(LeadFile::bytes("cv.pdf", vec![7; 10]).file_type(FileType::CoverLetter));
    let cleared = client.send(&update.clone().time_on_site_seconds(Patch::Clear)).await.unwrap_err();
    assert_eq!((cleared.field(), cleared.outcome()), (Some("time_on_site_seconds"), WriteOutcome::NotApplied));
    assert!(server.received_requests().await.unwrap().is_empty());

    let reply = client.send(&update).await.unwrap();
    assert_eq!((reply.is_none(), reply.meta().outcome), (true, WriteOutcome::Applied));
    let seen = server.received_requests().await.unwrap().remove(0);
    assert_eq!((seen.method.as_str(), seen.url.path()), ("PUT", "/api/v1/leads/12"));
    assert_eq!(seen.headers["authorization"], "Bearer made-up-key");
    let (kind, _, parts) = parts_of(seen).await;
    assert!(kind.starts_with("multipart/form-data; boundary="));
    let mut want = plain_parts();
    want.push(text("lead[lead_files_attributes][0][file_type]", "cover_letter"));
    want.push(file("lead[lead_files_attributes][0][file]", "cv.pdf", "application/pdf", &[7; 10]));
    assert_eq!(parts, want);
}

#[tokio::test]
async fn missing_file_is_rejected_before_sending() {
    let server = MockServer::start().await;
    let request = plain().file(LeadFile::path("/nowhere/at-all.pdf"));
    let error = client(&server).send(&request).await.unwrap_err();
    assert_eq!((error.field(), error.outcome(), error.attempts()), (Some("file"), WriteOutcome::NotApplied, 0));
    assert!(server.received_requests().await.unwrap().is_empty());
}

/// An update with a form is sent once although it is a `PUT`; a plain update is retried.
#[tokio::test]
async fn update_with_files_is_not_retried() {
    use leads_core::http::RetryPolicy;
    use leads_core::{ClientConfig, Request as _};
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(ResponseTemplate::new(503).insert_header("retry-after", "0")).mount(&server).await;
    let client = dealerstudio::Client::builder()
        .base_url(server.uri())
        .api_key("made-up-key")
        .config(ClientConfig::new().retry(RetryPolicy::none().max_attempts(3)))
        .build()
        .unwrap();
    let plain = UpdateLead::partial(12).name("Jo");
    let with_file = plain.clone().file(LeadFile::bytes("a", vec![1]));
    let with_payment = plain.clone().payment(Payment::new().amount(1));
    for (request, safety, times) in [
        (plain, Safety::Idempotent, 3),
        (with_file, Safety::NonIdempotent, 1),
        (with_payment, Safety::NonIdempotent, 1),
    ] {
        assert_eq!(request.safety(), safety);
        server.reset().await;
        Mock::given(any()).respond_with(ResponseTemplate::new(503)).mount(&server).await;
        let error = client.send(&request).await.unwrap_err();
        assert_eq!((error.outcome(), error.attempts()), (WriteOutcome::Unknown, times));
        assert_eq!(server.received_requests().await.unwrap().len(), times as usize);
    }
}

#[tokio::test]
async fn update_may_have_files_only() {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(ResponseTemplate::new(204)).mount(&server).await;
    let update = UpdateLead::partial(12).file(LeadFile::bytes("cv.pdf", &b"x"[..]));
    client(&server).send(&update).await.unwrap();
    let (_, _, parts) = parts_of(server.received_requests().await.unwrap().remove(0)).await;
    assert_eq!(parts, [file("lead[lead_files_attributes][0][file]", "cv.pdf", "application/pdf", b"x")]);
}

#[test]
fn file_without_name_or_content_type_is_rejected() {
    use leads_core::Request as _;
    let named = |name: &str| UpdateLead::partial(12).file(LeadFile::bytes(name, vec![1]));
    assert_eq!(named(" ").parts().unwrap_err().field(), Some("files"));
    let untyped = UpdateLead::partial(12).file(LeadFile::bytes("a", vec![1]).with_content_type(""));
    assert_eq!(untyped.parts().unwrap_err().field(), Some("files"));
    assert!(named("a").parts().is_ok());
}

#[test]
fn inseparable_objects_are_rejected() {
    use leads_core::Request as _;
    let with = |rows: serde_json::Value| plain().field("rows", rows).file(LeadFile::bytes("a", vec![1])).parts();
    for rows in [
        serde_json::json!([{"a": [1]}, {"a": [2]}]),
        serde_json::json!([{"a": {"b": 1}}, {"a": {"c": 1}}]),
        serde_json::json!([{"a": 1}, {"b": 1}]),
    ] {
        assert_eq!(with(rows).unwrap_err().field(), Some("rows"));
    }
    assert!(with(serde_json::json!([{"a": 1, "b": [1]}, {"a": 2, "b": [2]}])).is_ok());
}
