//! Every receiver, credential and client of all vendors rejects a secret that is blank or contains a control character.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use async_trait::async_trait;
use dealerstudio::webhook::Kind;
use http::HeaderMap;
use leads::VendorConfig;
use leads_core::http::{Progress, Transport, TransportError, WireRequest};
use leads_core::webhook::{Receive, Rejection};
use leads_core::{ClientConfig, CredentialProvider, Error, ErrorKind, HttpResponse, Result, WriteOutcome};
use leadsquared::webhook::EventKind;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Secrets that are rejected everywhere.
const REJECTED: &[&str] = &[
    "",
    " ",
    "   ",
    "\t",
    "\n",
    "\r\n",
    "\0",
    "\u{7f}",
    "\u{85}",
    "\u{a0}",
    "\u{2003}",
    "\u{200b}",
    "\u{feff}",
    "key\n",
    "\nkey",
    "ke\0y",
    "key\u{1b}[2J",
];

/// A valid secret, used together with the one under test.
const SOUND: &str = "sound-key-1";

/// The MD5 of `SOUND` as a password.
const MD5: &str = "8a16a6b70505eb1f1ff7cdc0cd5559a7";

/// Builds something with one secret and returns the error.
type Made = Box<dyn Fn(&'static str) -> Result<()>>;

fn made<T>(make: impl Fn(&'static str) -> Result<T> + 'static) -> Made {
    Box::new(move |secret| make(secret).map(drop))
}

/// Everything that takes a secret, with the field that the error names.
fn places() -> Vec<(&'static str, &'static str, Made)> {
    let capillary = || capillary_leads::Client::builder().base_url("https://h.example");
    let leadsquared = || leadsquared::Client::builder().base_url("https://h.example");
    let config = |json: fn(&str) -> serde_json::Value| {
        made(move |secret| serde_json::from_value::<VendorConfig>(json(secret)).unwrap().connect())
    };
    vec![
        // Clients.
        (
            "capillary user",
            "username",
            made(move |it| capillary().basic(it, capillary_leads::Password::plain(SOUND)).build()),
        ),
        (
            "capillary password",
            "password",
            made(move |it| capillary().basic("till", capillary_leads::Password::plain(it)).build()),
        ),
        (
            "capillary MD5",
            "password",
            made(move |it| capillary().basic("till", capillary_leads::Password::md5_hex(it)).build()),
        ),
        ("capillary key", "key", made(move |it| capillary().oauth(it, SOUND).build())),
        ("capillary secret", "secret", made(move |it| capillary().oauth(SOUND, it).build())),
        ("nutshell email", "email", made(|it| nutshell::Client::builder().basic(it, SOUND).build())),
        ("nutshell key", "api_key", made(|it| nutshell::Client::builder().basic("u", it).build())),
        ("leadsquared access key", "access_key", made(move |it| leadsquared().keys(it, SOUND).build())),
        ("leadsquared secret key", "secret_key", made(move |it| leadsquared().keys(SOUND, it).build())),
        (
            "leadsquared async key",
            "async_api_key",
            made(move |it| leadsquared().keys(SOUND, SOUND).async_api_key(it).build()),
        ),
        ("dealerstudio key", "api_key", made(|it| dealerstudio::Client::builder().api_key(it).build())),
        // Credentials passed to a client.
        (
            "nutshell credentials",
            "api_key",
            made(|it| nutshell::Client::builder().credentials(nutshell::Credentials::new("u", it)).build()),
        ),
        (
            "leadsquared credentials",
            "secret_key",
            made(move |it| leadsquared().credentials(leadsquared::Credentials::new(SOUND, it)).build()),
        ),
        (
            "dealerstudio credentials",
            "api_key",
            made(|it| dealerstudio::Client::builder().credentials(dealerstudio::Credentials::api_key(it)).build()),
        ),
        // Configurations.
        (
            "capillary config",
            "password",
            config(|it| serde_json::json!({"vendor": "capillary", "cluster": "eu", "username": "u", "password": it})),
        ),
        (
            "capillary config with OAuth",
            "secret",
            config(|it| serde_json::json!({"vendor": "capillary", "cluster": "eu", "key": SOUND, "secret": it})),
        ),
        (
            "nutshell config",
            "api_key",
            config(|it| serde_json::json!({"vendor": "nutshell", "user": "u", "api_key": it})),
        ),
        (
            "leadsquared config",
            "access_key",
            config(|it| {
                serde_json::json!({"vendor": "leadsquared", "region": "ireland", "access_key": it, "secret_key": SOUND,
                    "leads": {}})
            }),
        ),
        ("dealerstudio config", "api_key", config(|it| serde_json::json!({"vendor": "dealerstudio", "api_key": it}))),
        // Receivers.
        ("nutshell token", "token", made(|it| nutshell::webhook::Receiver::new().token(it).check())),
        (
            "nutshell token on an open receiver",
            "token",
            made(|it| nutshell::webhook::Receiver::unauthenticated().token(it).check()),
        ),
        (
            "leadsquared header",
            "require_header",
            made(|it| leadsquared::webhook::Receiver::new(EventKind::LeadCreate).require_header("x-key", it).check()),
        ),
        (
            "second leadsquared header",
            "require_header",
            made(|it| {
                let receiver = leadsquared::webhook::Receiver::unauthenticated(EventKind::LeadCreate)
                    .require_header("x-key", SOUND);
                receiver.require_header("x-other", it).check()
            }),
        ),
        (
            "dealerstudio bearer",
            "bearer",
            made(|it| dealerstudio::webhook::Receiver::new(Kind::LeadCluster).bearer(it).check()),
        ),
        (
            "dealerstudio token",
            "token",
            made(|it| dealerstudio::webhook::Receiver::new(Kind::LeadCluster).token(it).check()),
        ),
        (
            "dealerstudio X-Authorization",
            "x_authorization",
            made(|it| dealerstudio::webhook::Receiver::new(Kind::LeadCluster).x_authorization(it).check()),
        ),
        (
            "dealerstudio X-API-KEY",
            "x_api_key",
            made(|it| dealerstudio::webhook::Receiver::new(Kind::LeadCluster).x_api_key(it).check()),
        ),
        (
            "dealerstudio user",
            "user",
            made(|it| dealerstudio::webhook::Receiver::new(Kind::LeadCluster).basic(it, SOUND).check()),
        ),
        (
            "dealerstudio password",
            "password",
            made(|it| dealerstudio::webhook::Receiver::unauthenticated(Kind::LeadCluster).basic("u", it).check()),
        ),
    ]
}

#[test]
fn blank_secrets_are_rejected_naming_the_field() {
    for (place, field, make) in places() {
        for secret in REJECTED {
            let error = make(secret).expect_err(&format!("{place} accepts {secret:?}"));
            assert_eq!((error.field(), error.kind()), (Some(field), ErrorKind::Config), "{place} with {secret:?}");
            let shown = format!("{error} {error:?}");
            assert!(secret.trim().is_empty() || !shown.contains(secret), "{place}: {shown}");
        }
        let sound = if place == "capillary MD5" { MD5 } else { SOUND };
        make(sound).unwrap_or_else(|error| panic!("{place} rejects a valid secret: {error}"));
    }
}

#[test]
fn colon_in_a_basic_user_name_is_rejected() {
    for (place, field, make) in places() {
        if ["username", "email", "user"].contains(&field) {
            assert_eq!(make("a:b").unwrap_err().field(), Some(field), "{place}");
        }
    }
}

/// Headers that any sender can send without knowing a secret.
fn guesses() -> Vec<HeaderMap> {
    let names = ["authorization", "x-authorization", "x-api-key", "x-key"];
    let values = ["", " ", "Bearer", "Bearer ", "bearer  ", "Basic ", "Basic Og==", "Basic IDog"];
    let pairs = names.into_iter().flat_map(|name| values.map(|value| (name, value)));
    let one = |(name, value): (&'static str, &'static str)| {
        HeaderMap::from_iter([(http::HeaderName::from_static(name), http::HeaderValue::from_static(value))])
    };
    [HeaderMap::new()].into_iter().chain(pairs.map(one)).collect()
}

#[test]
fn receiver_with_a_blank_secret_accepts_nothing() {
    for headers in guesses() {
        for it in REJECTED {
            let new = || dealerstudio::webhook::Receiver::new(Kind::LeadCluster);
            for receiver in [
                new(),
                new().bearer(*it),
                new().x_authorization(*it),
                new().x_api_key(*it),
                new().token(*it),
                new().basic(it, *it),
                new().basic("", ""),
                dealerstudio::webhook::Receiver::unauthenticated(Kind::LeadCluster).token(*it),
            ] {
                accepts_nothing(&receiver, &headers);
            }
            let new = || leadsquared::webhook::Receiver::new(EventKind::LeadCreate);
            for receiver in [
                new(),
                new().require_header("x-key", *it),
                new().require_header("", SOUND),
                leadsquared::webhook::Receiver::unauthenticated(EventKind::LeadCreate).require_header("x-key", *it),
            ] {
                accepts_nothing(&receiver, &headers);
            }
            let new = nutshell::webhook::Receiver::new;
            for receiver in [new(), new().token(*it), nutshell::webhook::Receiver::unauthenticated().token(*it)] {
                accepts_nothing(&receiver, &headers);
            }
        }
    }
}

fn accepts_nothing<R: Receive + std::fmt::Debug>(receiver: &R, headers: &HeaderMap) {
    for query in [None, Some("token"), Some("token="), Some("token=%20")] {
        for body in ["{}", ""] {
            let received = receiver.receive(headers, query, body.into());
            assert!(
                matches!(received, Err(Rejection::Unauthenticated)),
                "{receiver:?} accepts {headers:?}, {query:?} and {body:?}"
            );
        }
    }
}

/// Counts requests and rejects the credentials.
#[derive(Debug, Default)]
struct Counting(AtomicUsize);

#[async_trait]
impl Transport for Counting {
    async fn send(&self, _: WireRequest, progress: Arc<dyn Progress>) -> Result<HttpResponse, TransportError> {
        self.0.fetch_add(1, Ordering::Relaxed);
        progress.head_received();
        Ok(HttpResponse::new(401, HeaderMap::new(), ""))
    }
}

/// Provides credentials made of each secret in turn.
#[derive(Debug)]
struct Gives<C: 'static>(fn(&str) -> C, Vec<&'static str>, AtomicUsize);

impl<C> Gives<C> {
    fn new(make: fn(&str) -> C, secrets: &[&'static str]) -> Arc<Self> {
        Arc::new(Self(make, secrets.to_vec(), AtomicUsize::new(0)))
    }
}

#[async_trait]
impl<C: std::fmt::Debug + Send + Sync + 'static> CredentialProvider<C> for Gives<C> {
    async fn credentials(&self) -> Result<C> {
        let at = self.2.fetch_add(1, Ordering::Relaxed);
        Ok((self.0)(self.1[at.min(self.1.len() - 1)]))
    }
}

/// Sends a request of each vendor with provided credentials: returns the errors, how often each provider was called,
/// and how many requests were sent.
async fn provided(secrets: &[&'static str]) -> Vec<(&'static str, Error, usize, usize)> {
    let counting = Arc::new(Counting::default());
    let config = || ClientConfig::new().transport(Arc::clone(&counting) as Arc<dyn Transport>);
    let mut seen = Vec::new();
    macro_rules! try_one {
        ($vendor:literal, $builder:expr, $make:expr, $request:expr) => {{
            let gives = Gives::new($make, secrets);
            let client = $builder.credential_provider(gives.clone()).config(config()).build().unwrap();
            let error = client.send(&$request).await.unwrap_err();
            seen.push(($vendor, error, gives.2.load(Ordering::Relaxed), counting.0.swap(0, Ordering::Relaxed)));
        }};
    }
    try_one!(
        "capillary-leads",
        capillary_leads::Client::builder().base_url("https://h.example"),
        |it| capillary_leads::Credentials::basic("till", capillary_leads::Password::plain(it)),
        capillary_leads::api::leads::GetLead::new(1)
    );
    try_one!(
        "nutshell",
        nutshell::Client::builder(),
        |it| nutshell::Credentials::new("u", it),
        nutshell::api::leads::GetLead::new("1-leads")
    );
    try_one!(
        "leadsquared",
        leadsquared::Client::builder().base_url("https://h.example"),
        |it| leadsquared::Credentials::new(it, it),
        leadsquared::api::leads::GetLead::new("7")
    );
    try_one!(
        "dealerstudio",
        dealerstudio::Client::builder(),
        |it| dealerstudio::Credentials::api_key(it),
        dealerstudio::api::apikeys::ShowApikey::new()
    );
    seen
}

#[tokio::test(start_paused = true)]
async fn blank_provided_credentials_are_rejected_before_sending() {
    for secret in REJECTED {
        for (vendor, error, requested, sent) in provided(&[secret]).await {
            assert_eq!(
                (error.kind(), error.outcome()),
                (ErrorKind::Config, WriteOutcome::NotApplied),
                "{vendor}: {error}"
            );
            assert!(error.field().is_some() && error.vendor() == vendor, "{vendor}: {error:?}");
            assert_eq!((requested, sent), (1, 0), "{vendor} with {secret:?}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn provider_is_called_again_after_a_401() {
    for (vendor, error, requested, sent) in provided(&["first-key", "second-key"]).await {
        assert!(error.is_unauthenticated(), "{vendor}: {error}");
        assert_eq!((requested, sent), (2, 2), "{vendor}");
    }
}

#[tokio::test(start_paused = true)]
async fn fixed_credentials_are_not_retried_after_a_401() {
    let counting = Arc::new(Counting::default());
    let config = || ClientConfig::new().transport(Arc::clone(&counting) as Arc<dyn Transport>);
    let nutshell = nutshell::Client::builder().basic("u", SOUND).config(config()).build().unwrap();
    assert!(nutshell.send(&nutshell::api::leads::GetLead::new("1-leads")).await.unwrap_err().is_unauthenticated());
    let dealerstudio = dealerstudio::Client::builder().api_key(SOUND).config(config()).build().unwrap();
    assert!(dealerstudio.send(&dealerstudio::api::apikeys::ShowApikey::new()).await.unwrap_err().is_unauthenticated());
    assert_eq!(counting.0.load(Ordering::Relaxed), 2);
}
