//! A secret that the sender of a webhook must present.

use crate::error::{Error, Result};
use crate::http::{SecretKind, secret_problem};
use crate::request::SecretText;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use std::borrow::Cow;
use subtle::ConstantTimeEq;

/// A secret that the sender of a webhook must present, compared in constant time.
///
/// A secret that is blank or cannot be sent matches nothing, so that a receiver configured from an empty variable
/// rejects every sender instead of accepting every sender. [`check`](Self::check) reports what is wrong with it.
///
/// ```
/// use leads_core::http::SecretKind;
/// use leads_core::webhook::SenderSecret;
/// let secret = SenderSecret::new("token", "a long random text", SecretKind::HeaderValue);
/// assert!(secret.matches(b"a long random text") && !secret.matches(b""));
/// let empty = SenderSecret::new("token", "", SecretKind::HeaderValue);
/// assert!(!empty.matches(b"") && empty.check().is_err());
/// ```
#[derive(Clone, Debug)]
pub struct SenderSecret {
    text: SecretText,
    wrong: Option<(Cow<'static, str>, &'static str)>,
}

impl SenderSecret {
    /// Creates a secret of a kind; `setting` names it in errors.
    pub fn new(setting: impl Into<Cow<'static, str>>, text: impl Into<SecretText>, kind: SecretKind) -> Self {
        let text = text.into();
        let wrong = secret_problem(text.expose(), kind).map(|problem| (setting.into(), problem));
        Self { text, wrong }
    }

    /// Creates a secret from the part of the header `Authorization` that follows `Basic `, for a user and a password.
    /// Errors name `user` or `password`.
    #[must_use]
    pub fn basic(user: &str, password: impl Into<SecretText>) -> Self {
        let password = password.into();
        let of = |setting: &'static str, text, kind| {
            secret_problem(text, kind).map(|problem| (Cow::Borrowed(setting), problem))
        };
        let wrong =
            of("user", user, SecretKind::UserName).or_else(|| of("password", password.expose(), SecretKind::Password));
        let pair = SecretText::from([user, ":", password.expose()].concat());
        Self { text: STANDARD.encode(pair.expose()).into(), wrong }
    }

    /// Checks that the secret is valid.
    ///
    /// # Errors
    /// Returns a configuration error that names the setting. It does not contain the value.
    pub fn check(&self) -> Result<()> {
        match &self.wrong {
            None => Ok(()),
            Some((setting, problem)) => Err(Error::config(setting.clone(), *problem)),
        }
    }

    /// Returns whether the sender presented this secret. The time taken does not reveal where the texts differ. A
    /// secret that fails [`check`](Self::check) matches nothing.
    #[must_use]
    pub fn matches(&self, given: &[u8]) -> bool {
        let equal = bool::from(self.text.expose().as_bytes().ct_eq(given));
        equal & self.wrong.is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blank_secret_matches_nothing_and_is_named_in_the_error() {
        for text in ["", " ", "\n", "a\r"] {
            let secret = SenderSecret::new("token", text, SecretKind::HeaderValue);
            assert!(!secret.matches(text.as_bytes()) && !secret.matches(b""), "{text:?}");
            assert_eq!(secret.check().unwrap_err().field(), Some("token"));
        }
        for (user, password, field) in
            [("", "p", "user"), ("a:b", "p", "user"), ("u", "", "password"), ("", "", "user")]
        {
            let secret = SenderSecret::basic(user, password);
            assert!(!secret.matches(STANDARD.encode(format!("{user}:{password}")).as_bytes()), "{user:?} {password:?}");
            assert_eq!(secret.check().unwrap_err().field(), Some(field));
        }
    }

    #[test]
    fn only_the_complete_secret_matches_and_debug_hides_it() {
        let secret = SenderSecret::new("token", "planted", SecretKind::Key);
        assert!(secret.matches(b"planted") && secret.check().is_ok());
        assert!(!secret.matches(b"plante") && !secret.matches(b"planted2") && !secret.matches(b"PLANTED"));
        assert!(SenderSecret::basic("u", "p:w").matches(STANDARD.encode("u:p:w").as_bytes()));
        assert!(!format!("{secret:?}").contains("planted"));
    }
}
