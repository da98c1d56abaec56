//! Verification of writes whose response was lost: which read is sent, and what it proves.

use crate::{LEAD, arrived, builder, target};
use capillary_leads::api::leads::{UpdateLead, UpdateLeadStatus};
use capillary_leads::api::statuses::CreateSubStatus;
use capillary_leads::leads_core::Request;
use capillary_leads::model::LeadStatus;
use capillary_leads::{Capillary, Client, Resolution, Resolve, Result, WriteOutcome};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, ResponseTemplate};

struct Fixture {
    server: MockServer,
    client: Client,
}

impl Fixture {
    async fn new() -> Self {
        let server = MockServer::start().await;
        Self { client: builder(&server).build().unwrap(), server }
    }

    /// Loses the response of a write and resolves it: exactly one read of `path` is sent.
    async fn resolve_lost<R>(&self, request: &R, path: &str, status: u16, body: &str) -> Result<Resolution>
    where
        R: Resolve<Vendor = Capillary>,
    {
        self.server.reset().await;
        let lost = ResponseTemplate::new(502).set_body_raw("<p>bad gateway</p>", "text/html");
        Mock::given(any()).respond_with(lost).up_to_n_times(1).mount(&self.server).await;
        let kind = if body.starts_with('<') { "text/html" } else { "application/json" };
        let response = ResponseTemplate::new(status).set_body_raw(body.to_owned(), kind);
        Mock::given(any()).respond_with(response).mount(&self.server).await;
        let error = self.client.send(request).await.map(drop).unwrap_err();
        assert_eq!(error.outcome(), WriteOutcome::Unknown, "{error}");
        let resolution = self.client.resolve(request, &error).await;
        let (all, what) = (arrived(&self.server).await, R::OPERATION.name);
        assert_eq!(all.len(), 2, "{what}");
        assert_eq!((all[1].method.as_str(), target(&all[1]).as_str()), ("GET", path), "{what}");
        assert!(all[1].body.is_empty(), "{what}");
        resolution
    }

    /// Checks a request against the response that proves it and against responses that do not. A failed verification
    /// read proves nothing.
    async fn verify<R: Resolve<Vendor = Capillary>>(&self, request: R, path: &str, proof: &str, others: &[&str]) {
        let what = R::OPERATION.name;
        assert_eq!(self.resolve_lost(&request, path, 200, proof).await.unwrap(), Resolution::Found, "{what} {proof}");
        for other in others {
            let seen = self.resolve_lost(&request, path, 200, other).await.unwrap();
            assert_eq!(
                seen,
                Resolution::CannotTell,
                "{what} {other}: how soon a write becomes visible is not documented"
            );
        }
        for (status, body) in [(503, "<p>down</p>"), (401, ""), (200, "<p>Sign in</p>"), (500, "")] {
            let error = self.resolve_lost(&request, path, status, body).await.unwrap_err();
            assert_eq!(
                error.operation(),
                <R::Check as Request>::OPERATION.name,
                "{what}: the verification read failed"
            );
        }
    }
}

#[tokio::test]
async fn lead_is_compared_with_the_write() {
    let fixture = Fixture::new().await;
    let lead = |was: &str, is: &str| LEAD.replace(was, is);
    let update = UpdateLead::new(12).extended_field("trial", "x").owner("store.lead.1");
    fixture
        .verify(
            update.clone(),
            "/v2/leads/12",
            LEAD,
            &[
                &lead(r#""trial":"x""#, r#""trial":"y""#),
                &lead(r#""trial":"x""#, r#""other":"x""#),
                &lead(r#""owner":"store.lead.1""#, r#""owner":"store.lead.2""#),
                &lead(r#""owner":"store.lead.1","#, ""),
            ],
        )
        .await;
    let gone = r#"{"errors":[{"code":92001,"message":"Lead not found","status":false}]}"#;
    for (status, body) in [(400, gone), (404, gone)] {
        let seen = fixture.resolve_lost(&update, "/v2/leads/12", status, body).await;
        assert_eq!(seen.unwrap(), Resolution::CannotTell, "{status}: a missing lead does not prove a change");
    }
    let number = UpdateLead::new(12).extended_field("visits", 2);
    let text = lead(r#""trial":"x""#, r#""visits":"2""#);
    assert_eq!(fixture.resolve_lost(&number, "/v2/leads/12", 200, &text).await.unwrap(), Resolution::Found);
    fixture
        .verify(
            UpdateLeadStatus::new(12, LeadStatus::OnHold).sub_status("CallBack"),
            "/v2/leads/12",
            LEAD,
            &[
                &lead(r#""status":"ON_HOLD""#, r#""status":"WON""#),
                &lead(r#""subStatus":"CallBack""#, r#""subStatus":"No""#),
            ],
        )
        .await;
}

#[tokio::test]
async fn sub_status_is_verified_by_the_list() {
    let fixture = Fixture::new().await;
    let list = |rows: &str| format!(r#"{{"data":[{rows}],"warnings":[],"errors":[]}}"#);
    fixture
        .verify(
            CreateSubStatus::new(LeadStatus::Lost, "TooDear"),
            "/v2/leads/substatuses",
            &list(r#"{"status":"LOST","subStatus":"TooDear"}"#),
            &[&list(r#"{"status":"WON","subStatus":"TooDear"}"#), &list("")],
        )
        .await;
}
