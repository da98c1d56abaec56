//! Tokens over real sockets. The tests with the fake cover their expiry on a paused clock.

use crate::quick;
use async_trait::async_trait;
use capillary_leads::api::reasons::ListReasons;
use capillary_leads::leads_core::http::{LocalTokens, TokenClaim, TokenKey, TokenStore, TokenTurn};
use capillary_leads::leads_core::{CredentialProvider, ErrorKind, SecretString};
use capillary_leads::{Client, Credentials, OauthHeader, Password, Result};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::task::JoinSet;
use wiremock::matchers::{header, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

const LIST: &str = r#"{"data":[],"warnings":[],"errors":[]}"#;

/// Returns a numbered token for each request, as the vendor returns a different one each time.
struct Tokens(AtomicUsize);

impl wiremock::Respond for Tokens {
    fn respond(&self, _: &wiremock::Request) -> ResponseTemplate {
        let number = self.0.fetch_add(1, Ordering::Relaxed) + 1;
        let body = format!(r#"{{"data":{{"accessToken":"tok-{number}","ttlSeconds":300}},"errors":null}}"#);
        ResponseTemplate::new(200).set_body_string(body).set_delay(Duration::from_millis(20))
    }
}

async fn server() -> MockServer {
    let server = MockServer::start().await;
    let tokens = Tokens(AtomicUsize::new(0));
    Mock::given(path("/v3/oauth/token/generate")).respond_with(tokens).mount(&server).await;
    server
}

async fn count(server: &MockServer, wanted: &str) -> usize {
    server.received_requests().await.unwrap().iter().filter(|request| request.url.path() == wanted).count()
}

fn client(server: &MockServer) -> Client {
    Client::builder().base_url(server.uri()).oauth("client-key", "client-secret").config(quick()).build().unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn concurrent_calls_fetch_one_token() {
    let server = server().await;
    let good = ResponseTemplate::new(200).set_body_string(LIST);
    Mock::given(path("/v2/leads/reasons"))
        .and(header("x-cap-api-oauth-token", "tok-1"))
        .respond_with(good)
        .mount(&server)
        .await;
    let client = client(&server);
    let mut calls = JoinSet::new();
    for _ in 0..200 {
        let client = client.clone();
        calls.spawn(async move { client.send(&ListReasons::new()).await.map(drop) });
    }
    while let Some(call) = calls.join_next().await {
        call.unwrap().unwrap();
    }
    assert_eq!(count(&server, "/v3/oauth/token/generate").await, 1);
    assert_eq!(count(&server, "/v2/leads/reasons").await, 200);
    let sent = server.received_requests().await.unwrap();
    assert!(sent.iter().all(|request| !request.headers.contains_key("authorization")));
}

/// Rejects a token, for every second call so late that a new token exists by then.
struct Revoked(AtomicUsize);

impl wiremock::Respond for Revoked {
    fn respond(&self, _: &wiremock::Request) -> ResponseTemplate {
        let late = self.0.fetch_add(1, Ordering::Relaxed) % 2 == 1;
        ResponseTemplate::new(401).set_delay(Duration::from_millis(if late { 600 } else { 0 }))
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn revoked_token_is_renewed_once_for_all_calls() {
    let server = server().await;
    let good = ResponseTemplate::new(200).set_body_string(LIST);
    Mock::given(header("x-cap-api-oauth-token", "tok-2")).respond_with(good).mount(&server).await;
    let revoked = Revoked(AtomicUsize::new(0));
    Mock::given(header("x-cap-api-oauth-token", "tok-1")).respond_with(revoked).mount(&server).await;
    let client = client(&server);
    let mut calls = JoinSet::new();
    for _ in 0..50 {
        let client = client.clone();
        calls.spawn(async move { client.send(&ListReasons::new()).await.map(drop) });
    }
    while let Some(call) = calls.join_next().await {
        call.unwrap().unwrap();
    }
    assert_eq!(count(&server, "/v3/oauth/token/generate").await, 2, "a late 401 must not drop the new token");
}

#[tokio::test]
async fn rejected_token_is_renewed_only_once() {
    let server = server().await;
    Mock::given(path("/v2/leads/reasons")).respond_with(ResponseTemplate::new(401)).mount(&server).await;
    let error = client(&server).send(&ListReasons::new()).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Unauthenticated, 2));
    assert_eq!(count(&server, "/v3/oauth/token/generate").await, 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn bad_secret_is_not_retried_by_every_waiting_call() {
    let server = MockServer::start().await;
    let body = r#"{"data":null,"errors":[{"status":false,"code":9,"message":"bad secret"}]}"#;
    let rejection = ResponseTemplate::new(200).set_body_string(body).set_delay(Duration::from_millis(300));
    Mock::given(path("/v3/oauth/token/generate")).respond_with(rejection).mount(&server).await;
    let client = client(&server);
    let mut calls = JoinSet::new();
    for _ in 0..50 {
        let client = client.clone();
        calls.spawn(async move { client.send(&ListReasons::new()).await.unwrap_err() });
    }
    while let Some(error) = calls.join_next().await {
        let error = error.unwrap();
        assert_eq!((error.kind(), error.operation()), (ErrorKind::Unauthenticated, "generate_token"), "{error}");
        assert_eq!(error.codes()[0].code, "9");
    }
    assert_eq!(count(&server, "/v3/oauth/token/generate").await, 1);
    assert_eq!(count(&server, "/v2/leads/reasons").await, 0);
}

#[tokio::test]
async fn token_header_is_configurable() {
    let server = server().await;
    let good = ResponseTemplate::new(200).set_body_string(LIST);
    Mock::given(header("cap-api-access-token", "tok-1")).respond_with(good).mount(&server).await;
    let client = Client::builder()
        .base_url(server.uri())
        .oauth("client-key", "client-secret")
        .oauth_header(OauthHeader::CapApiAccessToken)
        .config(quick())
        .build()
        .unwrap();
    client.send(&ListReasons::new()).await.unwrap();
}

/// Returns different credentials on each call.
#[derive(Debug, Default)]
struct Rotating(AtomicUsize);

#[async_trait]
impl CredentialProvider<Credentials> for Rotating {
    async fn credentials(&self) -> Result<Credentials> {
        Ok(match self.0.fetch_add(1, Ordering::Relaxed) {
            0 => Credentials::basic("till", Password::plain("old")),
            1 => Credentials::oauth("key-1", "secret-1"),
            _ => Credentials::oauth("key-2", "secret-2"),
        })
    }
}

#[tokio::test]
async fn provider_rotates_credentials() {
    let server = server().await;
    let good = ResponseTemplate::new(200).set_body_string(LIST);
    Mock::given(path("/v2/leads/reasons")).respond_with(good).mount(&server).await;
    let client = Client::builder()
        .base_url(server.uri())
        .credential_provider(Arc::new(Rotating::default()))
        .config(quick())
        .build()
        .unwrap();
    for _ in 0..4 {
        client.send(&ListReasons::new()).await.unwrap();
    }
    let sent = server.received_requests().await.unwrap();
    let used: Vec<String> = sent
        .iter()
        .filter(|request| request.url.path() == "/v2/leads/reasons")
        .map(|request| {
            let of = |name: &str| request.headers.get(name).map(|value| value.to_str().unwrap().to_owned());
            of("x-cap-api-oauth-token").or(of("authorization").map(|_| "basic".to_owned())).unwrap()
        })
        .collect();
    assert_eq!(used, ["basic", "tok-1", "tok-2", "tok-2"], "a token of another key is not used");
}

/// The forms in which an expired token is reported: HTTP status and body.
fn expired() -> Vec<(u16, String)> {
    let words = "Token expired at 2026-01-02T03:04:05.000+0530";
    let v2 = format!(r#"{{"warnings":[],"errors":[{{"status":false,"code":498,"message":"{words}"}}]}}"#);
    let bare = format!(r#"{{"data":null,"errors":[{{"code":498,"message":"{words}"}}]}}"#);
    let v1 =
        format!(r#"{{"response":{{"status":{{"success":"true","code":"498","message":"{words}"}},"leads":null}}}}"#);
    let mut all = vec![(498, String::new()), (401, String::new())];
    for status in [200, 401, 403, 498] {
        all.extend([&v2, &bare, &v1].map(|body| (status, body.clone())));
    }
    all
}

fn tokens_used(sent: &[wiremock::Request]) -> Vec<String> {
    sent.iter()
        .filter_map(|request| request.headers.get("x-cap-api-oauth-token"))
        .map(|token| token.to_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn expired_token_is_renewed_and_the_write_resent() {
    use capillary_leads::api::leads::{CreateLead, Customer, UpdateLeadStatus};
    use capillary_leads::model::LeadStatus;
    for (status, body) in expired() {
        let server = server().await;
        let stale = ResponseTemplate::new(status).set_body_string(body.clone());
        Mock::given(header("x-cap-api-oauth-token", "tok-1")).respond_with(stale).mount(&server).await;
        let made = ResponseTemplate::new(200).set_body_string(crate::LEAD);
        Mock::given(header("x-cap-api-oauth-token", "tok-2")).respond_with(made).mount(&server).await;
        let client = client(&server);
        // Also a write that is never retried after an unknown outcome: nothing was applied.
        let reply = client.send(&CreateLead::new("boots-42", Customer::id(345))).await.unwrap();
        assert_eq!((reply.meta().outcome, reply.meta().attempts), (capillary_leads::WriteOutcome::Applied, 2));
        client.send(&UpdateLeadStatus::new(12, LeadStatus::Won)).await.unwrap();
        let sent = server.received_requests().await.unwrap();
        assert_eq!(tokens_used(&sent), ["tok-1", "tok-2", "tok-2"], "{status} {body}");
    }
}

#[tokio::test]
async fn token_that_stays_expired_is_unauthenticated() {
    use capillary_leads::api::leads::UpdateLeadStatus;
    use capillary_leads::model::LeadStatus;
    for (status, body) in expired() {
        let server = server().await;
        let stale = ResponseTemplate::new(status).set_body_string(body.clone());
        Mock::given(path("/v2/leads/12/status")).respond_with(stale).mount(&server).await;
        let client = client(&server);
        let won = UpdateLeadStatus::new(12, LeadStatus::Won);
        for _ in 0..2 {
            let error = client.send(&won).await.unwrap_err();
            assert_eq!((error.kind(), error.attempts()), (ErrorKind::Unauthenticated, 2), "{status} {body}: {error}");
            assert_eq!(error.outcome(), capillary_leads::WriteOutcome::NotApplied);
        }
        let sent = server.received_requests().await.unwrap();
        assert_eq!(tokens_used(&sent), ["tok-1", "tok-2", "tok-3", "tok-4"], "{status} {body}");
    }
}

#[tokio::test]
async fn v1_403_is_forbidden_and_keeps_the_token() {
    use capillary_leads::ErrorCode;
    use capillary_leads::api::leads::UpdateLeadStatus;
    use capillary_leads::model::LeadStatus;
    let server = server().await;
    let body =
        r#"{"response":{"status":{"code":403,"message":"no access","success":false,"warnings":{"warning":[]}}}}"#;
    let rejection = ResponseTemplate::new(403).set_body_string(body);
    Mock::given(path("/v2/leads/12/status")).respond_with(rejection).mount(&server).await;
    let client = client(&server);
    for _ in 0..2 {
        let error = client.send(&UpdateLeadStatus::new(12, LeadStatus::Won)).await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Forbidden, 1));
        assert_eq!(error.outcome(), capillary_leads::WriteOutcome::NotApplied);
        assert_eq!(error.code_as::<ErrorCode>(), Some(ErrorCode::NoAccess));
        assert_eq!(error.codes()[0].message.as_deref(), Some("no access"));
    }
    assert_eq!(count(&server, "/v3/oauth/token/generate").await, 1);
}

#[tokio::test]
async fn wrong_key_or_secret_is_reported_by_its_code() {
    use capillary_leads::ErrorCode;
    for status in [200, 400, 401] {
        let server = MockServer::start().await;
        let body = r#"{"data":null,"errors":[{"code":320001,"message":"wrong"}]}"#;
        let rejection = ResponseTemplate::new(status).set_body_string(body);
        Mock::given(path("/v3/oauth/token/generate")).respond_with(rejection).mount(&server).await;
        let error = client(&server).send(&ListReasons::new()).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Unauthenticated, "{status}");
        assert_eq!(error.code_as::<ErrorCode>(), Some(ErrorCode::InvalidClientCredentials), "{status}");
        assert_eq!(count(&server, "/v3/oauth/token/generate").await, 1, "{status}");
    }
}

/// A store that cannot be reached.
#[derive(Debug)]
struct Unreachable;

#[async_trait]
impl TokenStore for Unreachable {
    async fn claim(&self, _: &TokenKey, _: Option<&str>) -> Result<TokenClaim> {
        Err(capillary_leads::leads_core::Error::new(ErrorKind::Connect, "the store is down"))
    }
    async fn keep(&self, _: &TokenKey, _: &TokenTurn, _: &SecretString, _: Duration) -> Result<String> {
        panic!("there is no turn")
    }
    async fn extend(&self, _: &TokenKey, _: &TokenTurn) -> Result<()> {
        panic!("there is no turn")
    }
    fn release(&self, _: &TokenKey, _: &TokenTurn) {
        panic!("there is no turn")
    }
}

fn sharing(server: &MockServer, store: Arc<dyn TokenStore>) -> Client {
    let builder = Client::builder().base_url(server.uri()).oauth("client-key", "client-secret").token_store(store);
    builder.config(quick()).build().unwrap()
}

async fn accepts(server: &MockServer, token: &str) {
    let good = ResponseTemplate::new(200).set_body_string(LIST);
    Mock::given(path("/v2/leads/reasons"))
        .and(header("x-cap-api-oauth-token", token))
        .respond_with(good)
        .mount(server)
        .await;
}

#[tokio::test]
async fn clients_with_one_store_share_a_token_and_replace_a_refused_one_once() {
    let server = server().await;
    accepts(&server, "tok-2").await;
    let refused = ResponseTemplate::new(401);
    Mock::given(path("/v2/leads/reasons"))
        .and(header("x-cap-api-oauth-token", "tok-1"))
        .respond_with(refused)
        .mount(&server)
        .await;
    let store: Arc<dyn TokenStore> = Arc::new(LocalTokens::new());
    let clients: Vec<Client> = (0..5).map(|_| sharing(&server, Arc::clone(&store))).collect();
    for client in &clients {
        client.send(&ListReasons::new()).await.unwrap();
    }
    assert_eq!(count(&server, "/v3/oauth/token/generate").await, 2);
}

#[tokio::test]
async fn client_whose_token_request_fails_leaves_the_turn_to_another() {
    let server = MockServer::start().await;
    let failing = ResponseTemplate::new(401);
    Mock::given(path("/v3/oauth/token/generate")).respond_with(failing).mount(&server).await;
    let store: Arc<dyn TokenStore> = Arc::new(LocalTokens::new());
    let (one, two) = (sharing(&server, Arc::clone(&store)), sharing(&server, store));
    let began = std::time::Instant::now();
    assert!(one.send(&ListReasons::new()).await.is_err());
    assert!(two.send(&ListReasons::new()).await.is_err());
    // A turn that had to expire would take five seconds.
    assert!(began.elapsed() < Duration::from_secs(4));
    assert_eq!(count(&server, "/v3/oauth/token/generate").await, 2);
}

#[tokio::test]
async fn client_whose_store_cannot_be_reached_fetches_its_own_token() {
    let server = server().await;
    accepts(&server, "tok-1").await;
    let client = sharing(&server, Arc::new(Unreachable));
    client.send(&ListReasons::new()).await.unwrap();
    client.send(&ListReasons::new()).await.unwrap();
    assert_eq!(count(&server, "/v3/oauth/token/generate").await, 1);
}
