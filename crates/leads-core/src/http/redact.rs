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

/// Removes secrets from a text, as they are and as JSON can write them.
pub(crate) fn scrub(text: &str, secrets: &[SecretText]) -> String {
    scrubbed(text, secrets, false)
}

/// Removes secrets from a text; of a text that was cut also what can be the beginning of one.
fn scrubbed(text: &str, secrets: &[SecretText], cut: bool) -> String {
    // A secret of one or two characters would turn every text into noise and protects nothing.
    let mut secrets: Vec<&str> = secrets.iter().map(SecretText::expose).filter(|secret| secret.len() >= 3).collect();
    // One can be a part of another, which would then be left without its middle.
    secrets.sort_unstable_by_key(|secret| std::cmp::Reverse(secret.len()));
    let begins = |byte: u8| byte == b'\\' || secrets.iter().any(|secret| secret.as_bytes().first() == Some(&byte));
    let begins: [bool; 256] = std::array::from_fn(|byte| u8::try_from(byte).is_ok_and(begins));
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|byte| begins.get(usize::from(byte)) == Some(&true))
        && let Some((before, here)) = rest.split_at_checked(at)
    {
        out.push_str(before);
        let looked = secrets.iter().map(|secret| beginning(here, secret)).find(|found| match found {
            Found::Whole(_) => true,
            Found::Cut => cut,
            Found::No => false,
        });
        match looked {
            Some(Found::Whole(behind)) => {
                out.push_str(REDACTED);
                rest = behind;
            }
            Some(_) => return out,
            None => {
                let mut chars = here.chars();
                out.extend(chars.next());
                rest = chars.as_str();
            }
        }
    }
    out.push_str(rest);
    out
}

/// Whether a text begins with a secret.
enum Found<'a> {
    No,
    /// It ends before the secret does.
    Cut,
    /// It does, and goes on with this.
    Whole(&'a str),
}

fn beginning<'a>(text: &'a str, secret: &str) -> Found<'a> {
    if let Some(behind) = text.strip_prefix(secret) {
        return Found::Whole(behind);
    }
    // Some escape a slash, some everything but letters, and JSON inside JSON is escaped twice: backslashes are looked
    // past on both sides.
    let mut rest = text;
    for wanted in secret.chars().filter(|c| *c != '\\') {
        let bare = rest.trim_start_matches('\\');
        let escaped = bare.len() < rest.len();
        let mut chars = bare.chars();
        let Some(first) = chars.next() else { return Found::Cut };
        let short = match wanted {
            '\n' => Some('n'),
            '\r' => Some('r'),
            '\t' => Some('t'),
            _ => None,
        };
        rest = match numbered(bare) {
            Number::Cut if escaped => return Found::Cut,
            Number::Of(c, behind) if escaped && c == wanted => behind,
            _ if first == wanted || (escaped && short == Some(first)) => chars.as_str(),
            _ => return Found::No,
        };
    }
    // A secret of backslashes only is looked for as it is.
    if rest.len() == text.len() { Found::No } else { Found::Whole(rest) }
}

/// A character that JSON writes as the numbers of its UTF-16 units.
enum Number<'a> {
    No,
    /// The text ends inside.
    Cut,
    Of(char, &'a str),
}

/// Reads `u002f`, behind its backslash, or two such for a character that needs them.
fn numbered(text: &str) -> Number<'_> {
    let unit = |text: &str| -> Option<u16> {
        let hex = text.strip_prefix('u')?.get(..4)?;
        hex.bytes().all(|byte| byte.is_ascii_hexdigit()).then(|| u16::from_str_radix(hex, 16).ok())?
    };
    let ends = |text: &str| {
        let digits = text.strip_prefix('u').unwrap_or(text);
        digits.len() < 4 && digits.bytes().all(|byte| byte.is_ascii_hexdigit()) && (text.is_empty() || text != digits)
    };
    let of = |units: &[u16], behind| match char::decode_utf16(units.iter().copied()).next() {
        Some(Ok(c)) => Number::Of(c, behind),
        _ => Number::No,
    };
    let Some(high) = unit(text) else { return if ends(text) { Number::Cut } else { Number::No } };
    let behind = text.get(5..).unwrap_or_default();
    if !(0xD800..0xDC00).contains(&high) {
        return of(&[high], behind);
    }
    let second = behind.trim_start_matches('\\');
    match unit(second) {
        Some(low) => of(&[high, low], second.get(5..).unwrap_or_default()),
        None if ends(second) => Number::Cut,
        None => Number::No,
    }
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
    // More than is kept, as what is removed is mostly longer than what stands in its place.
    let head = body.get(..2 * BODY_CAP).map(whole_characters);
    let mut text = scrubbed(&String::from_utf8_lossy(head.unwrap_or(body)), secrets, head.is_some());
    if head.is_some() || text.len() > BODY_CAP {
        let mut end = BODY_CAP.min(text.len());
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        text.truncate(end);
        text.push('…');
    }
    crate::error::Body(text)
}

/// A piece of a text without the last character where that can be cut: the half of one is no beginning of a secret.
fn whole_characters(head: &[u8]) -> &[u8] {
    match head.iter().rposition(|byte| byte & 0xC0 != 0x80) {
        Some(last) if head.len() - last <= 4 && head.get(last).is_some_and(|byte| *byte >= 0xC0) => {
            head.get(..last).unwrap_or(head)
        }
        _ => head,
    }
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
    fn the_beginning_of_a_secret_at_the_cut_is_removed() {
        // Each secret that is removed makes the text shorter, which brings the cut into what is kept.
        for secret in ["s".repeat(57) + "t", "šéçrët/".repeat(8), "ab\"c".repeat(14)] {
            let secret = SecretText::from(secret);
            for spelled in [secret.expose().to_owned(), serde_json::to_string(secret.expose()).unwrap()] {
                let spelled = spelled.trim_matches('"');
                for lead in 0..70 {
                    let body = "-".repeat(lead) + &spelled.repeat(400);
                    let text = excerpt(body.as_bytes(), std::slice::from_ref(&secret)).0;
                    let left = text.replace(REDACTED, "").replace(['-', '…'], "");
                    assert!(left.is_empty() && text.ends_with('…'), "{lead}: {left}");
                }
            }
        }
    }

    #[test]
    fn a_text_that_is_not_cut_keeps_its_end() {
        let secret = [SecretText::from("ending-secret")];
        assert_eq!(excerpt("all is ending-se".as_bytes(), &secret).0, "all is ending-se");
        assert_eq!(excerpt("ü".repeat(BODY_CAP).as_bytes(), &secret).0, "ü".repeat(BODY_CAP / 2) + "…");
    }

    #[test]
    fn a_secret_is_found_in_every_spelling_of_json() {
        let secrets = [SecretText::from("a/b&+\"é\\🔑x")];
        for spelled in [
            "a/b&+\"é\\🔑x",
            r#"a/b&+\"é\\🔑x"#,
            r#"a\/b&+\"\u00e9\\\ud83d\udd11x"#,
            r#"a/b\u0026\u002B\u0022\u00E9\\\uD83D\uDD11x"#,
            r#"a\\/b&+\\\"\\u00e9\\\\\\ud83d\\udd11x"#,
        ] {
            assert_eq!(scrub(&format!("<{spelled}>"), &secrets), "<[REDACTED]>", "{spelled}");
        }
        for other in ["a/b", r"a\/b&+", r"\u00", "a/b&+é", r"a\u002", "u0061/b"] {
            assert_eq!(scrub(other, &secrets), other);
        }
    }

    #[test]
    fn a_secret_inside_another_does_not_save_it() {
        let secrets = [SecretText::from("inner"), SecretText::from("the-inner-half")];
        assert_eq!(scrub("the-inner-half, inner", &secrets), "[REDACTED], [REDACTED]");
    }

    #[test]
    fn unknown_headers_are_hidden() {
        assert!(shows_header("Content-Type") && !shows_header("authorization") && !shows_header("x-anything"));
    }
}
