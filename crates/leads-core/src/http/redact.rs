//! What may be printed.

use crate::error::Code;
use crate::request::SecretText;

/// Headers whose values may be shown; every other value is shown as `[REDACTED]`.
const SHOWN_HEADERS: &[&str] = &[
    "accept",
    "content-type",
    "content-length",
    "language",
    "user-agent",
    "x-cap-api-attribution-entity-type",
    "x-cap-api-attribution-entity-code",
];

/// What stands where a value was removed.
pub const REDACTED: &str = "[REDACTED]";

/// The most that an error keeps of an answer's body, in bytes.
const BODY_CAP: usize = 4096;

/// Whether a header's value may be shown.
#[must_use]
pub fn shows_header(name: &str) -> bool {
    SHOWN_HEADERS.iter().any(|shown| shown.eq_ignore_ascii_case(name))
}

/// Removes secrets from a text, as they are and as JSON would escape them.
pub(crate) fn scrub(text: &str, secrets: &[SecretText]) -> String {
    let mut out = text.to_owned();
    for secret in secrets {
        let secret = secret.expose();
        // A secret of one or two characters would turn every text into noise and protects nothing.
        if secret.len() < 3 {
            continue;
        }
        if out.contains(secret) {
            out = out.replace(secret, REDACTED);
        }
        if let Ok(quoted) = serde_json::to_string(secret) {
            let escaped = quoted.trim_matches('"');
            if escaped != secret && out.contains(escaped) {
                out = out.replace(escaped, REDACTED);
            }
        }
    }
    out
}

/// Removes secrets from a vendor's codes and words.
pub(crate) fn scrub_codes(codes: &mut [Code], secrets: &[SecretText]) {
    for code in codes {
        code.code = scrub(&code.code, secrets);
        code.message = code.message.take().map(|message| scrub(&message, secrets));
        code.subject = code.subject.take().map(|subject| scrub(&subject, secrets));
        for argument in &mut code.arguments {
            *argument = scrub(argument, secrets);
        }
    }
}

/// What an answer names a token, however it is written: as JSON, also cut off, as a form, inside a text.
pub(crate) fn tokens(body: &[u8]) -> Vec<SecretText> {
    let text = String::from_utf8_lossy(body);
    let between = |c: char| matches!(c, '"' | '\'' | '\\') || c.is_whitespace();
    let value = |(at, word): (usize, &str)| {
        let rest = text.get(at + word.len()..)?;
        let rest = rest.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'));
        let rest = rest.trim_start_matches(between).strip_prefix([':', '='])?;
        let rest = rest.trim_start_matches(|c| between(c) || c == '[');
        let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '&' | '<' | ',' | ']' | '}'));
        let value = rest.get(..end.unwrap_or(rest.len()))?;
        // `Bearer`, a number of seconds: not what opens a door.
        (value.len() >= 8).then(|| SecretText::from(value))
    };
    text.to_ascii_lowercase().match_indices("token").filter_map(value).collect()
}

/// The piece of an answer's body that an error keeps.
pub(crate) fn excerpt(body: &[u8], secrets: &[SecretText]) -> crate::error::Body {
    // The cut could fall inside a secret, so more is scrubbed than is kept.
    let longest = secrets.iter().map(|secret| secret.expose().len()).max().unwrap_or(0);
    let head = body.get(..BODY_CAP.saturating_add(longest * 2)).unwrap_or(body);
    let mut text = scrub(&String::from_utf8_lossy(head), secrets);
    if text.len() > BODY_CAP {
        let mut end = BODY_CAP;
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        text.truncate(end);
        text.push('…');
    }
    crate::error::Body(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_removed_however_they_are_written() {
        let secrets = [SecretText::from("pa\"ss"), SecretText::from("x")];
        assert_eq!(scrub("a pa\"ss b pa\\\"ss x", &secrets), "a [REDACTED] b [REDACTED] x");
    }

    #[test]
    fn a_token_is_found_however_it_is_written() {
        for body in [
            r#"{"data":{"accessToken":"abc-123.x/y","token_type":"Bearer","tokenLife":300}}"#,
            r#"{"access_token" : [ "abc-123.x/y" ]}"#,
            r#"{"accessToken":"abc-123.x/y"#,
            "access_token=abc-123.x/y&scope=all",
            r#"{"said":"{\"refresh_token\":\"abc-123.x/y"}"#,
        ] {
            assert_eq!(tokens(body.as_bytes()), [SecretText::from("abc-123.x/y")], "{body}");
        }
        assert_eq!(tokens(b"{\"message\":\"the token is old\",\"token\":null}"), []);
    }

    #[test]
    fn a_secret_across_the_cut_is_removed() {
        let secret = SecretText::from("0123456789abcdef");
        let mut body = "y".repeat(BODY_CAP - 4);
        body.push_str(secret.expose());
        body.push_str("tail");
        let text = excerpt(body.as_bytes(), &[secret]).0;
        assert!(!text.contains("0123") && text.len() <= BODY_CAP + '…'.len_utf8(), "{}", text.len());
    }

    #[test]
    fn unknown_headers_are_hidden() {
        assert!(shows_header("Content-Type") && !shows_header("authorization") && !shows_header("x-anything"));
    }
}
