//! Checks of secrets before anything uses them.

use crate::error::{Error, Result};
use std::borrow::Cow;

/// How a secret is used, which decides what it may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SecretKind {
    /// A key or token that a vendor made: visible ASCII without spaces.
    Key,
    /// A password that a person chose: anything but control characters.
    Password,
    /// The user name of HTTP Basic: as a password, and without a colon, which would end the name.
    UserName,
    /// The value of a header that a webhook's sender must show: visible ASCII, with spaces inside only, because HTTP
    /// drops them at both ends.
    HeaderValue,
}

/// Checks a secret or a user name: it must not be blank, hold a control character, or hold what its kind cannot.
///
/// Every credential, client and webhook receiver of these crates runs this one check, so that an empty variable or a
/// key with a line break is an error that names the setting, and never a key that everybody knows.
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
/// A configuration error that names the setting. It does not hold the value.
pub fn check_secret(setting: impl Into<Cow<'static, str>>, text: &str, kind: SecretKind) -> Result<()> {
    match secret_problem(text, kind) {
        None => Ok(()),
        Some(problem) => Err(Error::config(setting, problem)),
    }
}

/// What [`check_secret`] finds wrong with a secret, in words that do not repeat it; `None` when it is sound.
#[must_use]
pub fn secret_problem(text: &str, kind: SecretKind) -> Option<&'static str> {
    if text.chars().all(is_invisible) {
        return Some("must not be blank");
    }
    if text.chars().any(char::is_control) {
        return Some("must not hold a control character, such as a line break");
    }
    let visible = |byte: u8| byte.is_ascii_graphic();
    match kind {
        SecretKind::Password => None,
        SecretKind::UserName if text.contains(':') => Some("must not hold a colon"),
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

/// White space, control characters and the characters that show nothing.
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
    fn blank_secrets_and_control_characters_are_refused_for_every_kind() {
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
    fn each_kind_refuses_what_it_cannot_carry() {
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
