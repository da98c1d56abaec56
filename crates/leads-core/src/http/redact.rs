//! Decides what may be printed, and redacts everything else.

use crate::error::Code;
use crate::request::SecretText;
use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use http::HeaderMap;
use std::borrow::Cow;

/// Headers whose values may be shown; all other values are shown as `[REDACTED]`.
const SHOWN_HEADERS: &[&str] = &[
    "accept",
    "content-type",
    "content-length",
    "language",
    "user-agent",
    "x-cap-api-attribution-entity-type",
    "x-cap-api-attribution-entity-code",
];

/// The replacement for redacted values.
pub const REDACTED: &str = "[REDACTED]";

/// The maximum number of bytes of a response body that an error keeps.
const BODY_CAP: usize = 4096;

/// Returns whether a header's value may be shown.
#[must_use]
pub fn shows_header(name: &str) -> bool {
    SHOWN_HEADERS.iter().any(|shown| shown.eq_ignore_ascii_case(name))
}

/// Headers that are secret in requests and responses, regardless of who sets them. [`SHOWN_HEADERS`] decides what may be shown;
/// this list marks received headers as sensitive, so that a printed header map hides them too.
const SECRET_HEADERS: &[&str] = &[
    "authorization",
    "proxy-authorization",
    "cookie",
    "set-cookie",
    "x-api-key",
    "x-authorization",
    "x-auth-token",
    "x-csrf-token",
    "authentication-info",
    "proxy-authentication-info",
];

/// Returns whether a header always holds a secret.
pub(crate) fn is_secret_header(name: &str) -> bool {
    SECRET_HEADERS.iter().any(|secret| secret.eq_ignore_ascii_case(name))
}

/// Marks the values of secret headers, so that `Debug` of a header map shows `Sensitive` for them.
pub(crate) fn mark_secret_headers(headers: &mut HeaderMap) {
    for (name, value) in headers.iter_mut() {
        if is_secret_header(name.as_str()) {
            value.set_sensitive(true);
        }
    }
}

/// The maximum number of bytes of a code, a subject or an argument that an error keeps.
const CODE_CAP: usize = 1024;

/// The maximum size of a token response that is searched for tokens. Token responses are small; of a larger one,
/// nothing is shown.
const TOKENS_CAP: usize = 64 * 1024;

/// Removes secrets from texts, in their original spelling and in every spelling that JSON allows.
///
/// Built once per response. Each text is read once, regardless of the number of secrets and of its content: texts and
/// secrets are [folded](fold) to one spelling and matched with one automaton.
pub(crate) struct Scrubber {
    searcher: Option<AhoCorasick>,
    /// The folded secrets, to recognize a partial secret at the end of a truncated text.
    folded: Vec<SecretText>,
    /// Secrets that folding shortens too much. They are matched without folding.
    plain: Vec<SecretText>,
    /// Nothing may be shown.
    hides_all: bool,
}

impl Scrubber {
    pub(crate) fn new(secrets: &[SecretText]) -> Self {
        // A secret of one or two characters would match in every text and protects nothing.
        const SHORTEST: usize = 3;
        let (mut folded, mut plain) = (Vec::new(), Vec::new());
        for secret in secrets.iter().filter(|secret| secret.expose().len() >= SHORTEST) {
            let text = fold(secret.expose()).text;
            if text.len() < SHORTEST { plain.push(secret.clone()) } else { folded.push(SecretText::from(text)) }
        }
        let (searcher, hides_all) = match folded.is_empty() {
            true => (None, false),
            // The longest of the secrets that begin at a position: one can be a prefix of another.
            false => match AhoCorasick::builder()
                .match_kind(MatchKind::LeftmostLongest)
                .kind(Some(AhoCorasickKind::ContiguousNFA))
                .build(folded.iter().map(SecretText::expose))
            {
                Ok(searcher) => (Some(searcher), false),
                Err(_) => (None, true),
            },
        };
        Self { searcher, folded, plain, hides_all }
    }

    /// Also redacts the tokens in the response to a token request, however they are written.
    pub(crate) fn with_tokens_of(mut secrets: Vec<SecretText>, body: &[u8]) -> Self {
        let too_large = body.len() > TOKENS_CAP;
        if !too_large {
            secrets.extend(tokens(body));
        }
        let mut scrubber = Self::new(&secrets);
        scrubber.hides_all |= too_large;
        scrubber
    }

    /// Removes secrets from a complete text.
    pub(crate) fn scrub(&self, text: &str) -> String {
        self.scrubbed(text, false)
    }

    /// Removes secrets from a text. If the text was truncated, also removes a possible partial secret at its end.
    fn scrubbed(&self, text: &str, cut: bool) -> String {
        if self.hides_all {
            return if text.is_empty() { String::new() } else { REDACTED.to_owned() };
        }
        let mut whole = Cow::Borrowed(text);
        for secret in self.plain.iter().map(SecretText::expose) {
            if whole.contains(secret) {
                whole = Cow::Owned(whole.replace(secret, REDACTED));
            }
        }
        let Some(searcher) = &self.searcher else { return whole.into_owned() };
        let text = if cut { without_half_escape(&whole) } else { &*whole };
        let folded = fold(text);
        let mut out = String::with_capacity(text.len());
        let (mut done, mut places) = (0, folded.places());
        for found in searcher.find_iter(&folded.text) {
            let (start, end) = places.of(found.start(), found.end());
            out.push_str(text.get(done..start).unwrap_or_default());
            out.push_str(REDACTED);
            done = end;
        }
        let mut end = text.len();
        if cut {
            let partial =
                self.folded.iter().map(|secret| trailing_prefix(&folded.text, secret.expose())).max().unwrap_or(0);
            if partial > 0 {
                end = folded.places().of(folded.text.len() - partial, folded.text.len()).0.max(done);
            }
        }
        out.push_str(text.get(done..end).unwrap_or_default());
        out
    }

    /// Returns the beginning of a text without secrets: at most `cap` bytes and an ellipsis. The text is truncated
    /// first, so that the work does not grow with the size of what a vendor sends.
    pub(crate) fn piece(&self, text: &str, cap: usize) -> String {
        // Twice the size that is kept, because a removed secret is usually longer than its replacement.
        let head = text.as_bytes().get(..2 * cap).map_or(text.len(), |head| whole_characters(head).len());
        let head = text.get(..text.floor_char_boundary_at(head)).unwrap_or_default();
        let cut = head.len() < text.len();
        let mut out = self.scrubbed(head, cut);
        if cut || out.len() > cap {
            out.truncate(out.floor_char_boundary_at(cap));
            out.push('…');
        }
        out
    }

    /// Returns the excerpt of a response body that an error keeps.
    pub(crate) fn excerpt(&self, body: &[u8]) -> crate::error::Body {
        // One byte more than `piece` reads, so that it can detect whether the body continues.
        let head = body.get(..=2 * BODY_CAP).unwrap_or(body);
        crate::error::Body(self.piece(&String::from_utf8_lossy(head), BODY_CAP))
    }

    /// Removes secrets from a vendor's message.
    pub(crate) fn message(&self, text: &str) -> String {
        self.piece(text, BODY_CAP)
    }

    /// Removes secrets from a vendor's short text: a code, a field, an id.
    pub(crate) fn short(&self, text: &str) -> String {
        self.piece(text, CODE_CAP)
    }

    /// Removes secrets from a vendor's codes and messages.
    pub(crate) fn codes(&self, codes: &mut [Code]) {
        for code in codes {
            code.code = self.short(&code.code);
            code.message = code.message.take().map(|message| self.message(&message));
            code.subject = code.subject.take().map(|subject| self.short(&subject));
            for argument in &mut code.arguments {
                *argument = self.short(argument);
            }
        }
    }
}

trait FloorCharBoundary {
    fn floor_char_boundary_at(&self, at: usize) -> usize;
}

impl FloorCharBoundary for str {
    fn floor_char_boundary_at(&self, at: usize) -> usize {
        let mut at = at.min(self.len());
        while !self.is_char_boundary(at) {
            at -= 1;
        }
        at
    }
}

/// A text in folded spelling, with the positions of its irregular characters.
struct Folded {
    text: String,
    marks: Vec<Mark>,
}

/// A character that is longer as written than as folded.
struct Mark {
    /// Its start in the folded text.
    folded: usize,
    /// Its length in the folded text.
    len: usize,
    /// Its start in the original text, including its backslashes.
    start: usize,
    /// Its end in the original text.
    end: usize,
}

/// Folds a text to a spelling that is the same for all its JSON encodings.
///
/// Some encoders escape a slash, some escape everything but letters, and JSON inside JSON is escaped twice. So
/// backslashes are dropped, `\u00e9` becomes `é` after any number of them, and a line break becomes `n`, which is what
/// remains of `\n`. Secrets and texts are folded in the same way, so a folded text contains a folded secret exactly
/// when the original text contains the secret, however it is encoded.
fn fold(text: &str) -> Folded {
    let mut out = String::with_capacity(text.len());
    let mut marks = Vec::new();
    let mut rest = text;
    while let Some((before, escaped)) = memchr::memchr(b'\\', rest.as_bytes()).and_then(|at| rest.split_at_checked(at))
    {
        out.extend(before.chars().map(unescaped));
        let mut bare = escaped.trim_start_matches('\\');
        let (c, behind) = loop {
            match numbered(bare) {
                // The escape of a backslash is one more backslash.
                Number::Of('\\', behind) => bare = behind.trim_start_matches('\\'),
                Number::Of(c, behind) => break (Some(c), behind),
                Number::No | Number::Cut => {
                    let mut chars = bare.chars();
                    break (chars.next(), chars.as_str());
                }
            }
        };
        rest = behind;
        let Some(c) = c.map(unescaped) else { break };
        let (start, end) = (text.len() - escaped.len(), text.len() - behind.len());
        marks.push(Mark { folded: out.len(), len: c.len_utf8(), start, end });
        out.push(c);
    }
    out.extend(rest.chars().map(unescaped));
    Folded { text: out, marks }
}

/// Returns the letter with which JSON escapes a character; other characters are returned unchanged.
fn unescaped(c: char) -> char {
    match c {
        '\n' => 'n',
        '\r' => 'r',
        '\t' => 't',
        '\u{8}' => 'b',
        '\u{c}' => 'f',
        c => c,
    }
}

impl Folded {
    fn places(&self) -> Places<'_> {
        Places { marks: &self.marks, before: None }
    }
}

/// Maps positions in the folded text to positions in the original text, from front to back.
struct Places<'a> {
    marks: &'a [Mark],
    before: Option<&'a Mark>,
}

impl Places<'_> {
    /// Returns the range in the original text for a range of the folded text.
    fn of(&mut self, start: usize, end: usize) -> (usize, usize) {
        self.go_to(start);
        let begins = match self.before {
            Some(mark) if mark.folded == start => mark.start,
            _ => self.behind(start),
        };
        self.go_to(end.saturating_sub(1));
        (begins, self.behind(end))
    }

    /// Moves to the last mark that begins at or before a position.
    fn go_to(&mut self, place: usize) {
        while let Some((mark, rest)) = self.marks.split_first()
            && mark.folded <= place
        {
            (self.before, self.marks) = (Some(mark), rest);
        }
    }

    fn behind(&self, place: usize) -> usize {
        self.before.map_or(place, |mark| mark.end + place.saturating_sub(mark.folded + mark.len))
    }
}

/// Returns the number of bytes at the end of a text that form an incomplete beginning of a secret.
fn trailing_prefix(text: &str, secret: &str) -> usize {
    let (text, secret) = (text.as_bytes(), secret.as_bytes());
    let tail = text.get(text.len().saturating_sub(secret.len().saturating_sub(1))..).unwrap_or_default();
    // Knuth-Morris-Pratt: for each prefix of the secret, the longest shorter prefix that is also its suffix.
    let mut shorter = vec![0_usize; secret.len()];
    let step = |shorter: &[usize], mut length: usize, byte: u8| {
        while length > 0 && secret.get(length) != Some(&byte) {
            length = shorter.get(length - 1).copied().unwrap_or(0);
        }
        if secret.get(length) == Some(&byte) { length + 1 } else { length }
    };
    let mut length = 0;
    for at in 1..secret.len() {
        length = step(&shorter, length, secret.get(at).copied().unwrap_or(0));
        if let Some(slot) = shorter.get_mut(at) {
            *slot = length;
        }
    }
    tail.iter().fold(0, |length, byte| step(&shorter, length, *byte))
}

/// Returns a truncated text without trailing backslashes or an incomplete escape.
fn without_half_escape(text: &str) -> &str {
    // The longest incomplete escape is a surrogate pair: `\ud83d\udd1`.
    let tail = |text: &str| text.trim_end_matches(|c: char| c.is_ascii_hexdigit() || c == 'u').len();
    let mut kept = text;
    for _ in 0..2 {
        let bare = kept.trim_end_matches('\\');
        if bare.len() < kept.len() {
            kept = bare;
            continue;
        }
        let from = tail(kept);
        let escaped = kept.get(..from).is_some_and(|head| head.ends_with('\\'));
        if escaped && matches!(numbered(kept.get(from..).unwrap_or_default()), Number::Cut) {
            kept = kept.get(..from).unwrap_or_default().trim_end_matches('\\');
        }
    }
    kept
}

/// A character that JSON writes as escapes of its UTF-16 code units.
enum Number<'a> {
    No,
    /// The text ends inside the escape.
    Cut,
    Of(char, &'a str),
}

/// Reads `u002f` after its backslash, or two such escapes for a surrogate pair.
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

/// Finds the values that a response labels as tokens, in any form: JSON (even truncated), a form, or inside a text.
fn tokens(body: &[u8]) -> Vec<SecretText> {
    let text = String::from_utf8_lossy(body);
    let lower = text.to_ascii_lowercase();
    let between = |c: char| matches!(c, '"' | '\'' | '\\') || c.is_whitespace();
    let mut found = Vec::new();
    // Names and values already read are not read again, so the work is not quadratic.
    let mut read = 0;
    for at in memchr::memmem::find_iter(lower.as_bytes(), "token") {
        if at < read {
            continue;
        }
        let Some(rest) = text.get(at..) else { continue };
        let rest = rest.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'));
        read = text.len() - rest.len();
        let Some(rest) = rest.trim_start_matches(between).strip_prefix([':', '=']) else { continue };
        let rest = rest.trim_start_matches(|c| between(c) || c == '[');
        let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '&' | '<' | ',' | ']' | '}'));
        let Some(value) = rest.get(..end.unwrap_or(rest.len())) else { continue };
        read = text.len() - rest.len() + value.len();
        // `Bearer` or a number of seconds is not a credential.
        let parts = [Some(value), value.trim_end_matches('=').rsplit_once([':', '=']).map(|(_, last)| last)];
        found.extend(parts.into_iter().flatten().filter(|part| part.len() >= 8).map(SecretText::from));
    }
    found
}

/// Returns a truncated text without a partial last character, because half a character is not a prefix of any secret.
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

    fn scrub(text: &str, secrets: &[SecretText]) -> String {
        Scrubber::new(secrets).scrub(text)
    }

    fn excerpt(body: &[u8], secrets: &[SecretText]) -> crate::error::Body {
        Scrubber::new(secrets).excerpt(body)
    }

    #[test]
    fn secrets_are_removed_in_every_spelling() {
        let secrets = [SecretText::from("pa\"ss"), SecretText::from("x")];
        assert_eq!(scrub("a pa\"ss b pa\\\"ss x", &secrets), "a [REDACTED] b [REDACTED] x");
    }

    #[test]
    fn token_is_found_in_every_spelling() {
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
    fn secret_across_the_cut_is_removed() {
        let secret = SecretText::from("0123456789abcdef");
        let mut body = "y".repeat(BODY_CAP - 4);
        body.push_str(secret.expose());
        body.push_str("tail");
        let text = excerpt(body.as_bytes(), &[secret]).0;
        assert!(!text.contains("0123") && text.len() <= BODY_CAP + '…'.len_utf8(), "{}", text.len());
    }

    #[test]
    fn partial_secret_at_the_cut_is_removed() {
        // Each removed secret shortens the text, which brings the cut into the part that is kept.
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
    fn untruncated_text_keeps_its_end() {
        let secret = [SecretText::from("ending-secret")];
        assert_eq!(excerpt("all is ending-se".as_bytes(), &secret).0, "all is ending-se");
        assert_eq!(excerpt("ü".repeat(BODY_CAP).as_bytes(), &secret).0, "ü".repeat(BODY_CAP / 2) + "…");
    }

    #[test]
    fn secret_is_found_in_every_json_spelling() {
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
    fn overlapping_secrets_are_both_removed() {
        let secrets = [SecretText::from("inner"), SecretText::from("the-inner-half")];
        assert_eq!(scrub("the-inner-half, inner", &secrets), "[REDACTED], [REDACTED]");
    }

    #[test]
    fn large_hostile_texts_are_scrubbed() {
        // Each of these took minutes when a text was read again from every position.
        let key = "s".repeat(200) + "t";
        let secrets = vec![SecretText::from(key.clone()), SecretText::from(format!("{key}{key}"))];
        const LENGTH: usize = 400 * 1024;
        let scrubber = Scrubber::new(&secrets);
        for hostile in ["\\", "s", "\\u0073", "\\\\u", "s\\", "\\ud83d", "token:", "\n"] {
            let text = hostile.repeat(LENGTH / hostile.len());
            let scrubbed = scrubber.scrub(&text);
            assert!(scrubbed == text || scrubbed.contains(REDACTED), "{hostile:?}");
            assert!(scrubber.message(&text).len() <= BODY_CAP + '…'.len_utf8(), "{hostile:?}");
            assert!(scrubber.short(&text).len() <= CODE_CAP + '…'.len_utf8(), "{hostile:?}");
            assert!(scrubber.excerpt(text.as_bytes()).0.len() <= BODY_CAP + '…'.len_utf8(), "{hostile:?}");
            assert!(tokens(text.as_bytes()).iter().map(|token| token.expose().len()).sum::<usize>() <= 2 * LENGTH);
        }
    }

    #[test]
    fn oversized_token_response_is_hidden_entirely() {
        let scrubber = Scrubber::with_tokens_of(Vec::new(), "x".repeat(TOKENS_CAP + 1).as_bytes());
        assert_eq!((scrubber.message("x"), scrubber.short("")), (REDACTED.to_owned(), String::new()));
    }

    #[test]
    fn codes_are_capped_and_scrubbed() {
        let secret = [SecretText::from("planted-key")];
        let long = "planted-key,".repeat(2000);
        let mut codes = [Code::new(long.clone()).message(long.clone()).subject(long.clone()).arguments(vec![long])];
        Scrubber::new(&secret).codes(&mut codes);
        let [code] = codes;
        let mut whole = vec![code.code, code.message.unwrap(), code.subject.unwrap()];
        whole.extend(code.arguments);
        for text in whole {
            assert!(text.len() <= BODY_CAP + 3 && !text.contains("planted") && text.ends_with('…'), "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn secret_is_removed_in_any_spelling(
            secret in "[a-z\\\\/\"\u{e9}\u{1f511}nu0041\n]{4,12}",
            before in "[a-z\\\\ \"]{0,6}",
            times in 0_usize..3,
        ) {
            let mut spelled = secret.clone();
            for _ in 0..times {
                let json = serde_json::to_string(&spelled).unwrap();
                spelled = json.get(1..json.len() - 1).unwrap().replace('/', "\\/");
            }
            let folded = fold(&secret).text;
            proptest::prop_assume!(folded.len() >= 3);
            let scrubbed = scrub(&format!("{before} {spelled} end"), &[SecretText::from(secret)]);
            proptest::prop_assert!(!fold(&scrubbed).text.contains(&folded), "{}", scrubbed);
        }
    }

    #[test]
    fn unknown_headers_are_hidden() {
        assert!(shows_header("Content-Type") && !shows_header("authorization") && !shows_header("x-anything"));
        let mut headers = HeaderMap::new();
        for name in ["Proxy-Authorization", "Set-Cookie", "Cookie", "X-Api-Key", "Authorization"] {
            assert!(!shows_header(name) && is_secret_header(name), "{name}");
            headers.insert(http::HeaderName::from_bytes(name.as_bytes()).unwrap(), "planted".parse().unwrap());
        }
        mark_secret_headers(&mut headers);
        assert!(!format!("{headers:?}").contains("planted"));
    }
}
