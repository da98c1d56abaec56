//! Every code of the leads API, provoked.

use super::start;
use capillary_leads::api::follow_ups::AddFollowUp;
use capillary_leads::api::leads::{CreateLead, Customer, GetLead, UpdateLead, UpdateLeadStatus};
use capillary_leads::api::statuses::CreateSubStatus;
use capillary_leads::leads_core::vendor::{Body, HasBody, Request};
use capillary_leads::model::{LeadStatus, LeadType};
use capillary_leads::{CODES, Capillary as Vendor, Client, ErrorCode};
use leads_core::{CallOptions, Error, Method, Operation, Retry, Safety, VendorCode, WriteOutcome};
use leads_testkit::Fake;
use leads_testkit::capillary::{ErrorBody, FakeCapillary, Settings};
use std::collections::BTreeSet;

/// How a code is provoked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum By {
    /// By a typed request.
    Type,
    /// By `execute`, because no typed request can omit the field, or it is rejected before sending.
    Execute,
}

struct Scene<'a> {
    fake: &'a Fake<FakeCapillary>,
    client: &'a Client,
    customer: i64,
    lead: i64,
}

impl Scene<'_> {
    fn set(&self, change: impl FnOnce(&mut Settings)) {
        self.fake.handler().set(change);
    }

    async fn rejected<R: Request<Vendor = Vendor> + HasBody>(&self, request: R) -> Error
    where
        R::Response: std::fmt::Debug,
    {
        self.client.send(&request).await.unwrap_err()
    }

    async fn execute(&self, method: Method, path: &str, body: &str) -> Error {
        let operation = Operation::new("by_hand", method, "", Safety::NonIdempotent);
        let body = Body::Bytes { content_type: "application/json", bytes: body.to_owned().into() };
        self.client.pipeline().execute(operation, path, &CallOptions::new(), body).await.unwrap_err()
    }

    async fn create(&self, body: &str) -> Error {
        self.execute(Method::Post, "/v2/leads", body).await
    }

    fn status(&self, status: impl Into<LeadStatus>) -> UpdateLeadStatus {
        UpdateLeadStatus::new(self.lead, status)
    }

    fn new_lead(&self) -> CreateLead {
        CreateLead::new("boots-42", Customer::id(self.customer))
    }
}

fn only(name: &str) -> Option<BTreeSet<String>> {
    Some(BTreeSet::from([name.to_owned()]))
}

/// The table: which code, how it is provoked, and the arguments that its message must contain.
const TABLE: [(ErrorCode, By, &[&str]); 25] = [
    (ErrorCode::LeadNotFound, By::Type, &[]),
    (ErrorCode::DuplicateLeadStatus, By::Type, &[]),
    (ErrorCode::InvalidLeadStatus, By::Type, &["PARKED"]),
    (ErrorCode::ReasonNotFound, By::Type, &["77"]),
    (ErrorCode::FollowedUpOnMissing, By::Execute, &[]),
    (ErrorCode::LeadForMissing, By::Execute, &[]),
    (ErrorCode::UserIdMissing, By::Execute, &[]),
    (ErrorCode::UserNotFound, By::Type, &["5"]),
    (ErrorCode::InvalidLeadType, By::Type, &[]),
    (ErrorCode::LeadIdMissing, By::Execute, &[]),
    (ErrorCode::CustomerRegistrationFailed, By::Type, &[]),
    (ErrorCode::UserDetailsEmpty, By::Execute, &[]),
    (ErrorCode::OrgSourceMissing, By::Execute, &[]),
    (ErrorCode::InvalidOrgSource, By::Type, &[]),
    (ErrorCode::InvalidIdType, By::Execute, &[]),
    (ErrorCode::InvalidSku, By::Type, &["boots-42"]),
    (ErrorCode::InvalidBrand, By::Type, &["boots-42"]),
    (ErrorCode::InvalidCategory, By::Type, &["boots-42"]),
    (ErrorCode::InvalidLeadOwner, By::Type, &["nobody"]),
    (ErrorCode::InvalidSubStatus, By::Type, &["Call Back"]),
    (ErrorCode::DuplicateSubStatus, By::Type, &["CallBack", "ON_HOLD"]),
    (ErrorCode::StatusEmpty, By::Execute, &[]),
    (ErrorCode::SubStatusEmpty, By::Execute, &[]),
    (ErrorCode::ClosedLead, By::Type, &[]),
    (ErrorCode::CustomerNotRegistered, By::Type, &[]),
];

async fn provoke(scene: &Scene<'_>, code: &ErrorCode) -> (By, Error) {
    use ErrorCode as Code;
    let unknown = || CreateLead::new("boots-42", Customer::email("stranger@example.com"));
    let by_type = |error| (By::Type, error);
    let by_hand = |error| (By::Execute, error);
    match code {
        Code::LeadNotFound => by_type(scene.client.send(&GetLead::new(404)).await.unwrap_err()),
        Code::DuplicateLeadStatus => by_type(scene.rejected(scene.status(LeadStatus::Open)).await),
        Code::InvalidLeadStatus => by_type(scene.rejected(scene.status("PARKED")).await),
        Code::ReasonNotFound => by_type(scene.rejected(scene.status(LeadStatus::Lost).reason_id(77)).await),
        Code::FollowedUpOnMissing => {
            let path = format!("/v2/leads/{}/followup", scene.lead);
            by_hand(scene.execute(Method::Post, &path, r#"{"followedUpOn":null,"createdBy":1}"#).await)
        }
        Code::LeadForMissing => by_hand(scene.create(r#"{"userId":1}"#).await),
        Code::UserIdMissing => by_hand(scene.create(r#"{"leadFor":"x","userId":null}"#).await),
        Code::UserNotFound => by_type(scene.rejected(CreateLead::new("x", Customer::id(5))).await),
        Code::InvalidLeadType => by_type(scene.rejected(scene.new_lead().lead_type("HOUSE")).await),
        Code::LeadIdMissing => by_hand(scene.execute(Method::Put, "/v2/leads//status", r#"{"status":"WON"}"#).await),
        Code::CustomerRegistrationFailed => {
            scene.set(|settings| settings.registration_fails = true);
            by_type(scene.rejected(unknown()).await)
        }
        Code::UserDetailsEmpty => by_hand(scene.create(r#"{"leadFor":"x"}"#).await),
        Code::OrgSourceMissing => by_hand(scene.create(r#"{"leadFor":"x","userId":1,"orgSourceId":null}"#).await),
        Code::InvalidOrgSource => by_type(scene.rejected(scene.new_lead().org_source_id(9)).await),
        Code::InvalidIdType => by_hand(scene.create(r#"{"leadFor":"x","idType":"FAX","identifier":"1"}"#).await),
        Code::InvalidSku => {
            scene.set(|settings| settings.skus = only("shoes"));
            by_type(scene.rejected(scene.new_lead()).await)
        }
        Code::InvalidBrand => {
            scene.set(|settings| settings.brands = only("acme"));
            by_type(scene.rejected(scene.new_lead().lead_type(LeadType::Brand)).await)
        }
        Code::InvalidCategory => {
            scene.set(|settings| settings.categories = only("shoes"));
            by_type(scene.rejected(scene.new_lead().lead_type(LeadType::Category)).await)
        }
        Code::InvalidLeadOwner => by_type(scene.rejected(UpdateLead::new(scene.lead).owner("nobody")).await),
        Code::InvalidSubStatus => {
            by_type(scene.rejected(scene.status(LeadStatus::OnHold).sub_status("Call Back")).await)
        }
        Code::DuplicateSubStatus => by_type(scene.rejected(CreateSubStatus::new(LeadStatus::OnHold, "CallBack")).await),
        Code::StatusEmpty => {
            let path = format!("/v2/leads/{}/status", scene.lead);
            by_hand(scene.execute(Method::Put, &path, r#"{"status":""}"#).await)
        }
        Code::SubStatusEmpty => {
            by_hand(scene.execute(Method::Post, "/v2/leads/substatus", r#"{"status":"LOST","subStatus":""}"#).await)
        }
        Code::ClosedLead => {
            scene.client.send(&scene.status(LeadStatus::Won).reason_id(1)).await.unwrap();
            by_type(scene.rejected(scene.status(LeadStatus::OnHold)).await)
        }
        Code::CustomerNotRegistered => {
            scene.set(|settings| settings.auto_registration = false);
            by_type(scene.rejected(unknown()).await)
        }
        other => panic!("{other} is not a code of the leads API"),
    }
}

/// The documentation shows neither the HTTP status nor the body of the codes, so every plausible pair is tested.
#[tokio::test(start_paused = true)]
async fn every_code_is_recognized_with_any_status_and_body() {
    let codes: BTreeSet<&str> = TABLE.iter().map(|(code, ..)| code.as_str()).collect();
    let published: BTreeSet<String> = (92001..=92025).map(|code| code.to_string()).collect();
    assert!(codes.iter().copied().eq(published.iter().map(String::as_str)), "every code is covered");

    for status in [200, 201, 400, 404, 422, 500] {
        for body in ErrorBody::ALL {
            for (code, by, arguments) in &TABLE {
                let (fake, client, customer, lead) = start();
                fake.handler().set(|settings| (settings.error_status, settings.error_body) = (status, body));
                let scene = Scene { fake: &fake, client: &client, customer, lead };
                let before = fake.handler().leads();
                let (caused, error) = provoke(&scene, code).await;
                let what = format!("{code} with {status} and {body:?}: {error}");
                assert_eq!(caused, *by, "{what}");
                assert_eq!(error.code_as::<ErrorCode>().as_ref(), Some(code), "{what}");
                assert_eq!(error.codes()[0].arguments, *arguments, "{what}");
                let entry = CODES.get(code.as_str()).unwrap();
                assert_eq!((error.kind(), error.help()), (entry.kind, Some(entry.remedy)), "{what}");
                assert_eq!(error.is_retryable(), entry.retry == Retry::Later, "{what}");
                assert_eq!((error.outcome(), error.attempts()), (WriteOutcome::NotApplied, 1), "{what}");
                assert_eq!(error.http_status(), Some(status), "{what}");
                assert!(error.request_id().is_some(), "{what}");
                assert_eq!(fake.handler().leads(), before, "{what}");
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn invalid_typed_request_is_not_sent() {
    let (fake, client, _, lead) = start();
    let rejected = [
        client.send(&UpdateLeadStatus::new(lead, "")).await.unwrap_err(),
        client.send(&CreateSubStatus::new(LeadStatus::Lost, "")).await.unwrap_err(),
        client.send(&CreateLead::new("", Customer::id(1))).await.unwrap_err(),
        client.send(&AddFollowUp::new(lead, "", 1)).await.unwrap_err(),
    ];
    assert!(rejected.iter().all(Error::is_invalid_request));
    assert_eq!(fake.request_count(), 0);
}

#[tokio::test(start_paused = true)]
async fn general_codes_are_classified() {
    let (fake, client, _, lead) = start();
    let code = |error: &Error| error.code_as::<ErrorCode>().unwrap();

    let bad = CreateLead::new("x", Customer::email("no address"));
    assert_eq!(code(&client.send(&bad).await.unwrap_err()), ErrorCode::InvalidEmail);
    let bad = CreateLead::new("x", Customer::mobile("+91 99"));
    assert_eq!(code(&client.send(&bad).await.unwrap_err()), ErrorCode::InvalidMobile);

    let options = CallOptions::new().header("x-cap-api-attribution-lookup", "x").unwrap();
    let error = client.send_with(&GetLead::new(lead), &options).await.unwrap_err();
    assert_eq!(code(&error), ErrorCode::LookupTypeMissing);

    fake.handler().set(|settings| settings.may_write = false);
    let error = client.send(&UpdateLeadStatus::new(lead, LeadStatus::Won)).await.unwrap_err();
    assert_eq!((code(&error), error.http_status()), (ErrorCode::NotAuthorized, Some(403)));
    assert_eq!(error.code_as::<ErrorCode>().unwrap().entry().unwrap().retry, Retry::AfterChange);
    assert!(client.send(&GetLead::new(lead)).await.is_ok(), "reading needs another permission");
}

#[tokio::test(start_paused = true)]
async fn omitted_field_is_a_warning() {
    let (fake, client, _, lead) = start();
    fake.handler().set(|settings| settings.extended_fields = only("trial"));
    let request = UpdateLead::new(lead).extended_field("trial", "Done").extended_field("tryal", "Done");
    let reply = client.send(&request).await.unwrap();
    assert_eq!(reply.meta().warnings.len(), 1);
    assert_eq!(ErrorCode::from(reply.meta().warnings[0].code.as_str()), ErrorCode::InvalidExtendedField);
    assert_eq!(reply.warnings.as_ref().unwrap().len(), 1);
    assert_eq!(reply.meta().outcome, WriteOutcome::Applied);
    assert_eq!(fake.handler().lead(lead).unwrap()["extendedFields"], serde_json::json!({"trial": "Done"}));
}
