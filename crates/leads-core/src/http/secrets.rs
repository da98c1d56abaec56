//! Validates secrets before they are used.

use crate::error::{Error, Result};
use std::borrow::Cow;

/// How a secret is used, which determines what it may contain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SecretKind {
    /// A key or token issued by a vendor: visible ASCII without spaces.
    Key,
    /// A password chosen by a person: anything but control characters.
    Password,
    /// The user name of HTTP Basic: the same as a password, but without a colon, which would end the name.
    UserName,
    /// The value of a header that a webhook's sender must present: visible ASCII, with spaces only inside, because HTTP
    /// strips them at both ends.
    HeaderValue,
}

/// Checks a secret or a user name: it must not be blank, contain a control character, or contain what its kind does not
/// allow.
///
/// Every credential, client and webhook receiver of these crates uses this check, so that an empty variable or a key
/// with a line break is an error that names the setting, and never becomes a key that anyone can guess.
///
/// ```
/// use leads_core::http::{SecretKind, check_secret};
/// assert!(check_secret("api_key", "k-123", SecretKind::Key).is_ok());
/// let error = check_secret("api_key", " \n", SecretKind::Key).unwrap_err();
/// assert_eq!(error.field(), Some("api_key"));
/// assert!(check_secret("user", "a:b", SecretKind::UserName).is_err());
/// ```
///
/// # Errors
/// Returns a configuration error that names the setting. It does not contain the value.
pub fn check_secret(setting: impl Into<Cow<'static, str>>, text: &str, kind: SecretKind) -> Result<()> {
    match secret_problem(text, kind) {
        None => Ok(()),
        Some(problem) => Err(Error::config(setting, problem)),
    }
}

/// Describes what [`check_secret`] finds wrong with a secret, without repeating it; `None` if the secret is valid.
#[must_use]
pub fn secret_problem(text: &str, kind: SecretKind) -> Option<&'static str> {
    if text.chars().all(is_invisible) {
        return Some("must not be blank");
    }
    if text.chars().any(char::is_control) {
        return Some("must not contain a control character, such as a line break");
    }
    let visible = |byte: u8| byte.is_ascii_graphic();
    match kind {
        SecretKind::Password => None,
        SecretKind::UserName if text.contains(':') => Some("must not contain a colon"),
        SecretKind::UserName => None,
        SecretKind::Key if text.bytes().all(visible) => None,
        SecretKind::Key => Some("must be visible ASCII without spaces"),
        SecretKind::HeaderValue if !text.bytes().all(|byte| visible(byte) || byte == b' ') => {
            Some("must be visible ASCII")
        }
        SecretKind::HeaderValue if text.trim() != text => Some("must not begin or end with a space"),
        SecretKind::HeaderValue => None,
    }
}

/// White space, control characters and characters without a visible form.
pub(crate) fn is_invisible(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{ad}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}')
        || matches!(c, '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::SecretKind::{HeaderValue, Key, Password, UserName};
    use super::*;

    #[test]
    fn every_kind_rejects_blank_secrets_and_control_characters() {
        for text in
            ["", " ", "\t", "\n", "\r\n ", "\0", "\u{7f}", "\u{85}", "\u{a0}", "\u{200b}", "\u{feff} ", "k\n", "a\0b"]
        {
            for kind in [Key, Password, UserName, HeaderValue] {
                let error = check_secret("the_setting", text, kind).unwrap_err();
                assert_eq!(error.field(), Some("the_setting"), "{text:?} as {kind:?}");
            }
        }
    }

    #[test]
    fn each_kind_rejects_characters_it_cannot_carry() {
        for (text, kind, taken) in [
            ("u$r0123456789abcdef", Key, true),
            ("a b", Key, false),
            ("key ", Key, false),
            ("k\u{e9}y", Key, false),
            ("p\u{e4}ss w:rd ", Password, true),
            ("ann@example.com", UserName, true),
            ("ann:x", UserName, false),
            ("a long random text", HeaderValue, true),
            (" text", HeaderValue, false),
            ("text ", HeaderValue, false),
            ("t\u{e9}xt", HeaderValue, false),
        ] {
            assert_eq!(check_secret("x", text, kind).is_ok(), taken, "{text:?} as {kind:?}");
        }
    }
}
