//! Tills, API clients and their tokens.

use crate::FakeRequest;
use std::time::Duration;
use tokio::time::Instant;

/// The user name of the fake's first till.
pub const TILL: &str = "store.one.till";
/// The password of the fake's first till.
pub const TILL_PASSWORD: &str = "open-sesame";
/// The MD5 of that password in hex, as sent over the wire.
pub const TILL_PASSWORD_MD5: &str = "436954d7aad3e9d4e6c0d9d525318b17";
/// The entity id of the fake's first till.
pub const TILL_ENTITY: i64 = 15_002;
/// The store of the fake's first till.
pub const TILL_STORE: &str = "store-1";
/// The key of the fake's API client.
pub const API_KEY: &str = "fake-client-key";
/// The secret of the fake's API client.
pub const API_SECRET: &str = "fake-client-secret";

#[derive(Debug)]
pub(super) struct Till {
    pub(super) user: String,
    pub(super) md5: String,
    pub(super) entity: i64,
    pub(super) store: String,
}

#[derive(Debug)]
pub(super) struct Token {
    pub(super) text: String,
    pub(super) ends: Instant,
    pub(super) is_spent: bool,
}

/// The known credentials and tokens.
#[derive(Debug)]
pub(super) struct Access {
    pub(super) tills: Vec<Till>,
    pub(super) clients: Vec<(String, String)>,
    pub(super) tokens: Vec<Token>,
    given: u64,
}

/// The identity behind a call.
#[derive(Clone, Debug)]
pub(super) struct Caller {
    pub(super) entity: i64,
    pub(super) till: String,
    pub(super) store: String,
}

impl Access {
    pub(super) fn new() -> Self {
        Self { tills: Vec::new(), clients: Vec::new(), tokens: Vec::new(), given: 0 }
    }

    pub(super) fn add_till(&mut self, user: &str, md5: &str, entity: i64, store: &str) {
        self.tills.push(Till { user: user.into(), md5: md5.into(), entity, store: store.into() });
    }

    pub(super) fn add_api_client(&mut self, key: &str, secret: &str) {
        self.clients.push((key.into(), secret.into()));
    }

    /// Returns the user name and the store of the first till.
    pub(super) fn first_till(&self) -> (String, String) {
        self.tills.first().map(|till| (till.user.clone(), till.store.clone())).unwrap_or_default()
    }

    pub(super) fn revoke(&mut self) {
        self.tokens.clear();
    }

    pub(super) fn expire(&mut self) {
        self.tokens.iter_mut().for_each(|token| token.is_spent = true);
    }

    pub(super) fn given(&self) -> u64 {
        self.given
    }

    pub(super) fn issue(&mut self, now: Instant, life: Duration) -> String {
        self.given += 1;
        self.tokens.retain(|token| token.ends > now);
        let text = format!("fake.token.{}", self.given);
        self.tokens.push(Token { text: text.clone(), ends: now + life, is_spent: false });
        text
    }

    /// Returns the till named by the attribution, or the first till if there is no such till.
    pub(super) fn attributed(&self, request: &FakeRequest) -> Option<Caller> {
        let by = request.header("x-cap-api-attribution-entity-type").unwrap_or("TILL");
        let code = request
            .header("x-cap-api-attribution-entity-code")
            .or_else(|| request.header("x-cap-api-attribution-till-code"))
            .or_else(|| request.header("x-cap-api-attribution-lookup"));
        let found = code.and_then(|code| {
            self.tills.iter().find(|till| if by.starts_with("STORE") { till.store == code } else { till.user == code })
        });
        found.or_else(|| self.tills.first()).map(Till::caller)
    }
}

impl Till {
    pub(super) fn caller(&self) -> Caller {
        Caller { entity: self.entity, till: self.user.clone(), store: self.store.clone() }
    }
}
