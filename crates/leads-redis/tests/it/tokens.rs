//! The token store: one fetch for many clients, sealed tokens, and refused ones.

use std::sync::Arc;
use std::time::Duration;

use capillary_leads::Client;
use capillary_leads::api::statuses::ListSubStatuses;
use leads_core::http::{TokenClaim, TokenKey, TokenStore, TokenTurn};
use leads_core::{ClientConfig, SecretString};
use leads_redis::{RedisTokens, SealingKey, Shared};
use leads_testkit::Fake;
use leads_testkit::capillary::{API_KEY, API_SECRET, FakeCapillary};
use secrecy::ExposeSecret;

use crate::support::connect;
use crate::support::server::Server;

/// The key with which the tests seal.
pub(crate) fn sealing_key() -> SealingKey {
    SealingKey::new([7; 32])
}

pub(crate) fn fetches(fake: &Fake<FakeCapillary>) -> usize {
    fake.requests().iter().filter(|request| request.path.contains("oauth")).count()
}

fn account() -> TokenKey {
    let text = |text: &str| text.to_owned().into();
    TokenKey::new("vendor", "https://example.com", text("canary-key"), text("canary-secret"))
}

async fn turn(store: &RedisTokens, refused: Option<&str>) -> TokenTurn {
    match store.claim(&account(), refused).await.unwrap() {
        TokenClaim::Turn(turn) => turn,
        other => panic!("{other:?}"),
    }
}

async fn keep(store: &RedisTokens, turn: &TokenTurn, token: &str, life: Duration) -> String {
    store.keep(&account(), turn, &SecretString::from(token), life).await.unwrap()
}

async fn token(store: &RedisTokens, refused: Option<&str>) -> (String, String) {
    match store.claim(&account(), refused).await.unwrap() {
        TokenClaim::Token(token) => (token.text.expose_secret().to_owned(), token.version),
        other => panic!("{other:?}"),
    }
}

const MINUTE: Duration = Duration::from_secs(60);

#[tokio::test]
async fn one_machine_fetches_and_the_others_get_its_token() {
    let Some(server) = Server::start() else { return };
    let (one, two) = (connect(&server).await.tokens(sealing_key()), connect(&server).await.tokens(sealing_key()));
    let first = turn(&one, None).await;
    assert!(matches!(two.claim(&account(), None).await.unwrap(), TokenClaim::Wait(_)));
    keep(&one, &first, "canary-token", MINUTE).await;
    assert_eq!(token(&two, None).await.0, "canary-token");
    let TokenClaim::Token(stored) = two.claim(&account(), None).await.unwrap() else { panic!("no token") };
    assert!(stored.life > MINUTE / 2 && stored.life <= MINUTE);
}

#[tokio::test]
async fn refused_token_is_removed_only_while_it_is_the_same() {
    let Some(server) = Server::start() else { return };
    let store = connect(&server).await.tokens(sealing_key());
    let first = turn(&store, None).await;
    let old = keep(&store, &first, "old", MINUTE).await;
    let second = turn(&store, Some(&old)).await;
    keep(&store, &second, "new", MINUTE).await;
    // A machine that was slow to learn of the refusal does not remove the new token.
    assert_eq!(token(&store, Some(&old)).await.0, "new");
}

#[tokio::test]
async fn turn_that_was_released_or_taken_over_keeps_nothing() {
    let Some(server) = Server::start() else { return };
    let shared = connect(&server).await;
    let store = shared.tokens(sealing_key());
    let first = turn(&store, None).await;
    store.release(&account(), &first);
    shared.flush().await.unwrap();
    let second = turn(&store, None).await;
    keep(&store, &first, "late", MINUTE).await;
    store.extend(&account(), &first).await.unwrap();
    store.release(&account(), &first);
    shared.flush().await.unwrap();
    assert!(matches!(store.claim(&account(), None).await.unwrap(), TokenClaim::Wait(_)));
    keep(&store, &second, "good", MINUTE).await;
    assert_eq!(token(&store, None).await.0, "good");
}

#[tokio::test]
async fn token_that_expires_soon_or_cannot_be_opened_is_fetched_again() {
    let Some(server) = Server::start() else { return };
    let store = connect(&server).await.tokens(sealing_key());
    let first = turn(&store, None).await;
    keep(&store, &first, "short", Duration::from_millis(200)).await;
    let second = turn(&store, None).await;
    keep(&store, &second, "good", MINUTE).await;
    let key = server.ask(&["KEYS", "*:token"]);
    let key = key.lines().find(|line| line.ends_with(":token")).unwrap();
    server.ask(&["HSET", key, "sealed", "00"]);
    turn(&store, None).await;
}

#[tokio::test]
async fn other_sealing_key_finds_nothing() {
    let Some(server) = Server::start() else { return };
    let shared = connect(&server).await;
    let (store, other) = (shared.tokens(sealing_key()), shared.tokens(SealingKey::new([8; 32])));
    let first = turn(&store, None).await;
    keep(&store, &first, "token", MINUTE).await;
    turn(&other, None).await;
}

fn client(fake: &Fake<FakeCapillary>, shared: &Shared) -> Client {
    let builder = fake.builder_in_process(ClientConfig::new()).oauth(API_KEY, API_SECRET);
    builder.token_store(Arc::new(shared.tokens(sealing_key()))).build().unwrap()
}

async fn call(client: &Client) {
    client.send(&ListSubStatuses::new()).await.unwrap();
}

#[tokio::test]
async fn clients_of_many_machines_fetch_one_token_per_life() {
    let Some(server) = Server::start() else { return };
    let fake = Fake::new(FakeCapillary::new());
    // Used for nine tenths of it.
    fake.handler().set(|settings| settings.token_life = Duration::from_secs(2));
    let shared = connect(&server).await;
    let clients: Vec<Client> = (0..10).map(|_| client(&fake, &shared)).collect();
    let began = std::time::Instant::now();
    while began.elapsed() < Duration::from_secs(5) {
        futures_util::future::join_all(clients.iter().map(call)).await;
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    // A token that lives for less than 250 ms is not handed out any more.
    let lives = began.elapsed().as_millis().div_ceil(1_550) as usize;
    assert!((2..=lives).contains(&fetches(&fake)), "{} in {lives} lives", fetches(&fake));
}

#[tokio::test]
async fn refused_token_is_fetched_once_for_all() {
    let Some(server) = Server::start() else { return };
    let fake = Fake::new(FakeCapillary::new());
    let shared = connect(&server).await;
    let clients: Vec<Client> = (0..5).map(|_| client(&fake, &shared)).collect();
    futures_util::future::join_all(clients.iter().map(call)).await;
    assert_eq!(fetches(&fake), 1);
    fake.handler().expire_tokens();
    futures_util::future::join_all(clients.iter().map(call)).await;
    assert_eq!(fetches(&fake), 2);
}

#[tokio::test]
async fn client_fetches_its_own_token_while_the_server_is_down() {
    let Some(mut server) = Server::start() else { return };
    let fake = Fake::new(FakeCapillary::new());
    let shared = connect(&server).await;
    server.stop();
    let (one, two) = (client(&fake, &shared), client(&fake, &shared));
    call(&one).await;
    call(&two).await;
    call(&two).await;
    assert_eq!(fetches(&fake), 2);
}
