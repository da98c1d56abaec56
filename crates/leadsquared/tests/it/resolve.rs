//! Verification of a write whose response was lost: which read is sent, and what it proves.

use crate::wire::client;
use leads_core::http::RetryPolicy;
use leads_core::{Request, Resolution, Resolve};
use leadsquared::api::asynchronous::{CaptureLeadAsync, UpdateLeadAsync, UpdateOpportunityAsync};
use leadsquared::api::leads::{
    BulkUpdateLeads, BulkUpdateLeadsV2, CaptureLead, ConvertVisitor, CreateOrUpdateLead, DeleteLead, UpdateLead,
};
use leadsquared::api::lists::AddLeadsToList;
use leadsquared::api::opportunities::{DeleteOpportunity, UpdateOpportunity};
use leadsquared::api::webhooks::DeleteWebhook;
use leadsquared::model::OpportunityRef;
use leadsquared::{CallOptions, Client, LeadSquared, Result, WriteOutcome};
use serde_json::Value;
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, ResponseTemplate};

const UNKNOWN: &str =
    r#"{"Status":"Error","ExceptionType":"MXUnknownProspectActivityException","ExceptionMessage":"no such id"}"#;

struct Fixture {
    server: MockServer,
    client: Client,
}

/// The expected verification read: method, path with query, body.
type WantedCheck<'a> = (&'a str, &'a str, &'a str);

impl Fixture {
    async fn new() -> Self {
        let server = MockServer::start().await;
        Self { client: client(&server), server }
    }

    /// Loses the response to a write, and resolves it: exactly this read is sent.
    async fn resolve_lost<R: Resolve<Vendor = LeadSquared>>(
        &self,
        request: &R,
        wanted: WantedCheck<'_>,
        status: u16,
        body: &str,
    ) -> Result<Resolution> {
        self.server.reset().await;
        let lost = ResponseTemplate::new(502).set_body_raw("<p>bad gateway</p>", "text/html");
        Mock::given(any()).respond_with(lost).up_to_n_times(1).mount(&self.server).await;
        let kind = if body.starts_with('<') { "text/html" } else { "application/json" };
        let response = ResponseTemplate::new(status).set_body_raw(body.to_owned(), kind);
        Mock::given(any()).respond_with(response).mount(&self.server).await;
        let once = CallOptions::new().retry(RetryPolicy::none());
        let error = self.client.send_with(request, &once).await.map(drop).unwrap_err();
        assert_eq!(error.outcome(), WriteOutcome::Unknown, "{error}");
        let resolution = self.client.resolve_with(request, &error, &once).await;
        let (arrived, what) = (self.server.received_requests().await.unwrap(), R::OPERATION.name);
        assert_eq!(arrived.len(), 2, "{what}");
        let check = &arrived[1];
        let query = check.url.query().map(|query| format!("?{query}")).unwrap_or_default();
        let target = format!("{}{query}", check.url.path());
        assert_eq!((check.method.as_str(), target.as_str()), (wanted.0, wanted.1), "{what}");
        let sent: Option<Value> = serde_json::from_slice(&check.body).ok();
        assert_eq!(sent, serde_json::from_str(wanted.2).ok(), "{what}");
        resolution
    }

    /// Checks a request against the response that proves it and against responses that do not. A failed verification
    /// read proves nothing.
    async fn assert_evidence<R>(&self, request: R, wanted: WantedCheck<'_>, proof: &str, others: &[&str])
    where
        R: Resolve<Vendor = LeadSquared>,
    {
        let what = R::OPERATION.name;
        assert_eq!(self.resolve_lost(&request, wanted, 200, proof).await.unwrap(), Resolution::Found, "{what} {proof}");
        for other in others {
            let seen = self.resolve_lost(&request, wanted, 200, other).await.unwrap();
            assert_eq!(seen, Resolution::CannotTell, "{what} {other}: must not be conclusive");
        }
        for (status, body) in [(503, "<p>down</p>"), (404, ""), (200, "<p>Sign in</p>"), (500, "")] {
            let error = self.resolve_lost(&request, wanted, status, body).await.unwrap_err();
            assert_eq!(
                error.operation(),
                <R::Check as Request>::OPERATION.name,
                "{what}: the verification read failed"
            );
        }
    }
}

#[tokio::test]
async fn updated_lead_is_verified_by_its_id() {
    let fixture = Fixture::new().await;
    let check = ("GET", "/v2/LeadManagement.svc/Leads.GetById?id=7", "");
    let change = [("ProspectStage", "Customer"), ("DoNotCall", "true"), ("Notes", "")];
    let proof = r#"[{"ProspectID":"7","ProspectStage":"Customer","DoNotCall":"1","Notes":null}]"#;
    let others = [
        r#"[{"ProspectID":"7","ProspectStage":"Lead","DoNotCall":"1","Notes":null}]"#,
        r#"[{"ProspectID":"7","ProspectStage":"Customer","DoNotCall":"1"}]"#,
        r#"[{"ProspectID":"8","ProspectStage":"Customer","DoNotCall":"1","Notes":null}]"#,
        "[]",
    ];
    fixture.assert_evidence(UpdateLead::new("7", change), check, proof, &others).await;
    fixture.assert_evidence(UpdateLeadAsync::new("7", change), check, proof, &others).await;
    fixture.assert_evidence(ConvertVisitor::new("7", change), check, proof, &others).await;
    let others = [r#"[{"ProspectID":"7"}]"#, r#"[{"ProspectID":"8"}]"#];
    fixture.assert_evidence(DeleteLead::new("7"), check, "[]", &others).await;
}

#[tokio::test]
async fn captured_lead_is_verified_by_the_vendors_search_order() {
    let fixture = Fixture::new().await;
    let search = |name: &str, value: &str| {
        format!(
            r#"{{"Parameter":{{"LookupName":"{name}","LookupValue":"{value}","SqlOperator":"="}},
            "Sorting":{{"ColumnName":"ProspectID","Direction":"0"}},"Paging":{{"PageIndex":1,"PageSize":100}}}}"#
        )
    };
    let path = "/v2/LeadManagement.svc/Leads.Get";
    let (mail, number) = (search("EmailAddress", "jane@example.com"), search("mx_Number", "A-17"));
    let jane = [("EmailAddress", "jane@example.com"), ("FirstName", "Jane")];
    let proof = r#"[{"ProspectID":"7","EmailAddress":"jane@example.com","FirstName":"Jane"}]"#;
    let others = [
        r#"[{"ProspectID":"7","EmailAddress":"jane@example.com","FirstName":"Janet"}]"#,
        // A condition that the vendor does not understand: every lead is returned.
        r#"[{"ProspectID":"8","EmailAddress":"john@example.com","FirstName":"Jane"}]"#,
        r#"[{"ProspectID":"7","FirstName":"Jane"}]"#,
        "[]",
    ];
    fixture.assert_evidence(CaptureLead::new(jane), ("POST", path, &mail), proof, &others).await;
    fixture.assert_evidence(CaptureLeadAsync::new(jane), ("POST", path, &mail), proof, &others).await;
    let keyed = CreateOrUpdateLead::new("mx_Number", [("mx_Number", "A-17"), ("FirstName", "Jane")]);
    let proof = r#"[{"ProspectID":"6","mx_Number":"A-17"},{"ProspectID":"7","mx_Number":"A-17","FirstName":"Jane"}]"#;
    fixture
        .assert_evidence(
            keyed,
            ("POST", path, &number),
            proof,
            &[r#"[{"ProspectID":"7","mx_Number":"A-1","FirstName":"Jane"}]"#],
        )
        .await;
}

#[tokio::test]
async fn capture_without_a_key_cannot_be_verified() {
    let fixture = Fixture::new().await;
    Mock::given(any()).respond_with(ResponseTemplate::new(502)).mount(&fixture.server).await;
    let by_name = CaptureLead::new([("FirstName", "Jane")]);
    let error = fixture.client.send(&by_name).await.unwrap_err();
    assert_eq!(fixture.client.resolve(&by_name, &error).await.unwrap(), Resolution::CannotTell);
    let once = CallOptions::new().retry(RetryPolicy::none());
    let by_number = UpdateOpportunity::new(OpportunityRef::AutoId("OPP-17".into())).note("signed");
    let error = fixture.client.send_with(&by_number, &once).await.unwrap_err();
    assert_eq!(fixture.client.resolve(&by_number, &error).await.unwrap(), Resolution::CannotTell);
    let by_mail = BulkUpdateLeadsV2::by("EmailAddress", [[("EmailAddress", "a@example.com"), ("mx_City", "Ulm")]]);
    let error = fixture.client.send_with(&by_mail, &once).await.unwrap_err();
    assert_eq!(fixture.client.resolve(&by_mail, &error).await.unwrap(), Resolution::CannotTell);
    assert_eq!(fixture.server.received_requests().await.unwrap().len(), 3, "only the writes");
}

#[tokio::test]
async fn bulk_update_is_proven_only_if_all_or_none_changed() {
    let fixture = Fixture::new().await;
    let path = "/v2/LeadManagement.svc/Leads/Retrieve/ByIds";
    let body = |columns: &str| {
        format!(
            r#"{{"SearchParameters":{{"LeadIds":["7","8"]}},"Columns":{{"Include_CSV":"{columns}"}},
                "Paging":{{"PageIndex":1,"PageSize":1000}}}}"#
        )
    };
    let rows = |first: &str, second: &str| {
        format!(
            r#"{{"RecordCount":2,"Leads":[{{"ProspectID":"7","mx_City":"{first}"}},{{"ProspectID":"8","mx_City":"{second}"}}]}}"#
        )
    };
    let columns = body("ProspectID,mx_City");
    let one = r#"{"RecordCount":1,"Leads":[{"ProspectID":"7","mx_City":"Ulm"}]}"#;
    fixture
        .assert_evidence(
            BulkUpdateLeads::new(["7", "8"], "mx_City", "Ulm"),
            ("POST", path, &columns),
            &rows("Ulm", "Ulm"),
            &[&rows("Ulm", "Bonn"), &rows("Bonn", "Bonn"), one],
        )
        .await;
    fixture
        .assert_evidence(
            BulkUpdateLeadsV2::by_id([("7", [("mx_City", "Ulm")]), ("8", [("mx_City", "Bonn")])]),
            ("POST", path, &columns),
            &rows("Ulm", "Bonn"),
            &[&rows("Ulm", "Ulm"), &rows("Bonn", "Ulm"), one],
        )
        .await;
}

#[tokio::test]
async fn opportunity_is_verified_by_its_id() {
    let fixture = Fixture::new().await;
    let check = ("GET", "/v2/OpportunityManagement.svc/GetOpportunityDetails?OpportunityId=7", "");
    let details = |status: &str, size: &str, note: &str| {
        format!(
            r#"{{"ID":"7","OpportunityNote":"{note}","Fields":[{{"SchemaName":"Status","Value":"{status}"}},
                {{"SchemaName":"mx_Custom_7","Value":"{size}"}}]}}"#
        )
    };
    let change = || UpdateOpportunity::new("7").field("Status", "Won").field("mx_Custom_7", "180,000").note("signed");
    let proof = details("Won", "180000.00", "signed");
    let others = [details("Open", "180000", "signed"), details("Won", "18", "signed"), details("Won", "180000", "")];
    let others = [others[0].as_str(), &others[1], &others[2], r#"{"ID":"7","Fields":[]}"#];
    fixture.assert_evidence(change(), check, &proof, &others).await;
    fixture.assert_evidence(UpdateOpportunityAsync::from(change()), check, &proof, &others).await;
    assert_eq!(fixture.resolve_lost(&change(), check, 500, UNKNOWN).await.unwrap(), Resolution::CannotTell);
    let delete = DeleteOpportunity::new("7");
    assert_eq!(fixture.resolve_lost(&delete, check, 500, UNKNOWN).await.unwrap(), Resolution::Found);
    assert_eq!(fixture.resolve_lost(&delete, check, 200, &proof).await.unwrap(), Resolution::CannotTell);
    for (status, body) in [(500, ""), (404, ""), (500, "<p>down</p>"), (404, "<title>no such path</title>")] {
        let error = fixture.resolve_lost(&delete, check, status, body).await.unwrap_err();
        assert_eq!(error.operation(), "get_opportunity", "{status} {body} is no word of the vendor's");
    }
}

#[tokio::test]
async fn webhooks_and_lists_are_verified_by_their_ids() {
    let fixture = Fixture::new().await;
    let body = r#"{"Parameter":{"Type":"Webhook","WebhookId":"7"},"Paging":{"PageIndex":1,"PageSize":100}}"#;
    let row = |id: u32| format!(r#"{{"WebhookId":"{id}","StatusCode":"0"}}"#);
    fixture
        .assert_evidence(
            DeleteWebhook::new("7"),
            ("POST", "/v2/Webhook.svc/Retrieve", body),
            r#"{"RecordCount":0}"#,
            &[
                &format!(r#"{{"RecordCount":1,"Response":[{}]}}"#, row(7)),
                &format!(r#"{{"RecordCount":180,"Response":[{}]}}"#, row(8)),
                "[]",
            ],
        )
        .await;
    let all = format!(r#"{{"RecordCount":1,"Response":[{}]}}"#, row(8));
    let check = ("POST", "/v2/Webhook.svc/Retrieve", body);
    assert_eq!(fixture.resolve_lost(&DeleteWebhook::new("7"), check, 200, &all).await.unwrap(), Resolution::Found);
    let body = r#"{"SearchParameters":{"ListId":"5","RetrieveBehaviour":"0"},"Columns":{"Include_CSV":"ProspectID"},
        "Sorting":{"ColumnName":"ProspectID","Direction":"0"},"Paging":{"PageIndex":1,"PageSize":1000}}"#;
    fixture
        .assert_evidence(
            AddLeadsToList::new("5", ["7", "8"]),
            ("POST", "/v2/LeadManagement.svc/Leads/Retrieve/BySearchParameter", body),
            r#"{"RecordCount":3,"Leads":[{"ProspectID":"8"},{"ProspectID":"9"},{"ProspectID":"7"}]}"#,
            &[
                r#"{"RecordCount":1,"Leads":[{"ProspectID":"8"}]}"#,
                r#"{"RecordCount":4000,"Leads":[{"ProspectID":"9"}]}"#,
                r#"{"RecordCount":0}"#,
            ],
        )
        .await;
}
