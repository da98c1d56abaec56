//! Initial inputs, made from the project's own examples.

use async_trait::async_trait;
use leads_core::http::{Progress, Transport, TransportError, TransportErrorKind, WireRequest};
use leads_core::{ClientConfig, HttpResponse};
use std::sync::Arc;

/// A client configuration without network and HTTP library: only previews are made with it.
pub fn offline() -> ClientConfig {
    #[derive(Debug)]
    struct Nowhere;
    #[async_trait]
    impl Transport for Nowhere {
        async fn send(&self, _: WireRequest, _: Arc<dyn Progress>) -> Result<HttpResponse, TransportError> {
            Err(TransportError::new(TransportErrorKind::Connect))
        }
    }
    ClientConfig::new().transport(Arc::new(Nowhere))
}

fn of(texts: &[&str]) -> Vec<Vec<u8>> {
    texts.iter().map(|text| text.as_bytes().to_vec()).collect()
}

pub fn retry_after() -> Vec<Vec<u8>> {
    of(&[
        "120",
        " 0 ",
        "Sun, 06 Nov 1994 08:49:37 GMT",
        "Sunday, 06-Nov-94 08:49:37 GMT",
        "Sun Nov  6 08:49:37 1994",
        "soon",
        "99999999999999999999",
        "18446744073709551615",
    ])
}

pub fn times() -> Vec<Vec<u8>> {
    of(&[
        "2018-10-05T08:00:00+05:30",
        "2026-07-31 05:33:50.123",
        "7/31/2026 5:33:50 AM",
        "/Date(1751910591000+0000)/",
        "/Date(-9223372036854775808)/",
        "2026-07-31",
        "1751910591",
        "\"1751910591\"",
        "99999999999999999",
        "+262142-12-31T23:59:60Z",
    ])
}

pub fn decimals() -> Vec<Vec<u8>> {
    of(&["27290.0", "\"200,000\"", "-0.10", "1e5", "1E-400", ".5", "+1", "-0", "00.00", "1e9223372036854775807"])
}

pub fn ids() -> Vec<Vec<u8>> {
    of(&[
        "1003-leads\nq[a]",
        "a/b",
        "..\n&=",
        "%2e%2e\n%",
        "ä ö\n ",
        "a?b#c\n#",
        "1003,1004",
        "\\\\host",
        ";x=1",
        "\u{feff}",
        "\u{200b}1",
    ])
}

pub fn templates() -> Vec<Vec<u8>> {
    of(&[
        "Lead sub status {0} already exists for status {1}\nLead sub status Call back already exists for status OPEN",
        "Invalid SKU {0}\nsomething else",
        "{0} ü\né ü",
        "{1}{0}\nab",
        "{0\nx",
        "a{99999999999999999999}\na",
    ])
}

pub fn names() -> Vec<Vec<u8>> {
    of(&["lead[a\"b]\nvalue", "a\r\nX-Evil: 1\r\n\r\n--", "\n\r\n--leads", "file\u{0}name.txt", "ü.pdf\n\"\\"])
}

const JSON: &[&str] = &[
    r#"{"id": 7, "mx_Custom_7": "blue", "value": 1.50, "list": [{"id": 1, "list": []}], "rows": [{"id": "a"}, null]}"#,
    r#" [ {"id": 1e3} , null, {"id": null, "id": true} ] "#,
    r#"{"rows": {"no": "list"}, "meta": {"next": 2}, "rows": [ ]}"#,
    r#""\ud83d\ude00\u0000 \" \\""#,
    "123456789012345678901234567890.5",
    "[[[[[[[[]]]]]]]]",
    "1e400",
    "null",
];

pub fn json() -> Vec<Vec<u8>> {
    of(JSON)
}

pub const CAPILLARY: &[&str] = &[
    include_str!("../../examples/data/capillary_lead.json"),
    include_str!("../../examples/data/capillary_statuses.json"),
    r#"{"errors":[{"code":92024,"message":"Status change not allowed on closed leads","status":false}],"warnings":[]}"#,
    r#"{"data":[{"id":1,"status":"OPEN","createdOn":"2018-10-05T08:00:00+05:30"}],"errors":null,"warnings":[]}"#,
    r#"{"id":12,"status":"WON","statusLog":[{"status":"OPEN"}]}"#,
];

pub const NUTSHELL: &[&str] = &[
    r#"{"leads":[{"id":"1-leads","type":"leads","status":0,"links":{"contacts":["1-contacts"]},"value":{"amount":1}}]}"#,
    r#"{"errors":[{"status":"404","title":"Not found","detail":"no lead"}]}"#,
    r#"{"error":"rate limit","code":429}"#,
    r#"{"events":[{"id":"1-events","type":"events","payloads":[{"id":"1-leads"}]}],"meta":{"next":"x"}}"#,
];

pub const LEADSQUARED: &[&str] = &[
    r#"{"Status":"Error","ExceptionType":"MXInvalidInputException","ExceptionMessage":"Invalid input"}"#,
    r#"{"Status":"Success","Message":{"Id":"7","AffectedRows":1}}"#,
    r#"[{"RowNumber":1,"StatusCode":"LeadCreated","LeadId":"7"},{"RowNumber":2,"StatusReason":"bad"}]"#,
    r#"{"RecordCount":1,"List":[{"ProspectID":"7","mx_Custom_1":"x"}]}"#,
];

pub const DEALERSTUDIO: &[&str] = &[
    r#"{"lead":{"id":12,"lead_cluster_id":4,"message":"hello"}}"#,
    r#"{"errors":{"email":["is invalid"]}}"#,
    r#"{"error":[[[{"message":"deep"}]]]}"#,
    r#"{"id":1,"permissions":["index:external_identifier"]}"#,
];

/// What is posted to receivers. For the last two vendors, the first line is a query or a header.
pub const NUTSHELL_POSTS: &[&str] = &[
    r#"{"meta":{},"links":{},"events":[{"id":"7-events","action":"edit","payloadType":"leads","links":{"actor":"1-users","payloads":["1003-leads"]}}],"actors":[{"id":"1-users","type":"users","name":"Jo"}],"payloads":[{"id":"1003-leads","type":"leads","status":"open"},{"id":"9-gadgets","type":"gadgets"}]}"#,
    r#"{"events":[],"payloads":{}}"#,
];

pub const LEADSQUARED_POSTS: &[&str] = &[
    "entityType=Lead&entityId=7&eventType=Create\n{\"ProspectID\":\"a31\",\"FirstName\":\"Jo\",\"mx_City\":null}",
    "x\n{\"Before\":{\"ProspectID\":\"a31\",\"Score\":\"1\"},\"After\":{\"ProspectID\":\"a31\",\"Score\":\"2\"}}",
    r#"[{"ProspectActivityId":"4","ActivityEvent":"201","RelatedProspectId":"7","Data":{"Note":"called"}}]"#,
    r#"[{"UserTaskId":"4","Name":"call","DueDate":"2026-03-01 10:00:00","RelatedEntityId":"7"}]"#,
    "\n \n",
];

pub const DEALERSTUDIO_POSTS: &[&str] = &[
    "Bearer token\n{\"id\":12,\"lead_cluster_id\":4,\"dealership_id\":7,\"has_test_drives\":true,\"appointments\":[{\"id\":1,\"status\":\"pending\"}]}",
    "lead_cluster\n{\"Id\":4,\"dealership_id\":7,\"status\":\"new\",\"contact\":{\"name\":\"Jo\"},\"leads\":[],\"created\":\"2026-03-01T10:00:00Z\"}",
    "inventory_vehicle\n{\"Type\":\"CAR\",\"Identifier\":3,\"SaleStatus\":\"WITHDRAWN\",\"Identification\":[{\"Type\":\"VIN\",\"Value\":\"X\"}],\"OdometerReadings\":[]}",
    "finance_application\n{\"dealership\":{\"dealership_id\":7},\"contact\":{},\"deposit\":1000.0,\"loan_term\":60,\"asset\":{}}",
    "lead_export_v9\n{\"event_type\":\"lead\",\"subscription_plan\":{\"price\":\"99.50\",\"frequnecy\":\"weekly\"}}",
];
