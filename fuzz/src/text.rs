//! Short texts: headers, times, numbers, ids, messages.

use leads_core::vendor::Parts;
use leads_core::{Decimal, Method, Operation, Safety, Time};
use percent_encoding::percent_decode_str;
use std::time::{Duration, SystemTime};

pub fn retry_after(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000);
    let wait = leads_core::vendor::retry_after(text, now);
    if let Ok(seconds) = text.trim().parse::<u64>()
        && !text.contains('+')
    {
        // A delay beyond ten years is capped at ten years, so that it can be added to any time.
        let far = Duration::from_secs(10 * 366 * 24 * 60 * 60);
        assert_eq!(wait, Some(Duration::from_secs(seconds).min(far)));
    }
}

pub fn time(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let time = Time::from(text);
    assert_eq!(time.as_str(), text, "a time preserves its text");
    assert_eq!(time, time.clone());
    // An empty string in a member is read as no time.
    if text.trim().is_empty() {
        return;
    }
    let written = serde_json::to_string(&time).unwrap();
    let again: Time = serde_json::from_str(&written).unwrap();
    assert_eq!((again.as_str(), again.utc()), (text, time.utc()), "a time round-trips");
    // As a number or any other value in a member.
    if let Ok(read) = serde_json::from_str::<Time>(text) {
        assert!(!serde_json::to_string(&read).unwrap().is_empty());
    }
}

pub fn decimal(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    if let Ok(decimal) = text.parse::<Decimal>() {
        let plain = decimal.plain().expect("a parsed decimal is a number");
        assert_eq!(decimal, plain.parse().unwrap(), "separators do not change the number");
        for form in [decimal.clone().quoted(), decimal.clone().unquoted()] {
            let written = serde_json::to_string(&form).unwrap();
            let again: Decimal = serde_json::from_str(&written).unwrap();
            assert_eq!(again, decimal);
            assert_eq!(serde_json::to_string(&again).unwrap(), written, "digits are preserved");
        }
    }
    if let Ok(read) = serde_json::from_str::<Decimal>(text) {
        assert_eq!(read, read.clone());
        assert_eq!(serde_json::to_string(&read).unwrap().trim_matches('"'), read_back(&read));
    }
}

fn read_back(decimal: &Decimal) -> String {
    serde_json::to_string(decimal.as_str()).unwrap().trim_matches('"').to_owned()
}

const AT: Operation = Operation::new("at", Method::Get, "/a/{id}/b", Safety::Read);

/// White space and invisible Unicode characters: soft hyphen, zero width, direction marks, invisible operators, blank
/// Braille, Hangul filler, byte order mark.
fn shows_nothing(c: char) -> bool {
    c.is_whitespace()
        || "\u{ad}\u{180e}\u{2800}\u{3164}\u{feff}".contains(c)
        || matches!(c as u32, 0x200b..=0x200f | 0x202a..=0x202e | 0x2060..=0x2064 | 0x2066..=0x206f)
}

pub fn ids(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let (id, rest) = text.split_once('\n').unwrap_or((text, ""));
    let Ok(parts) = Parts::new().path("id", id).query(rest, rest).empty() else {
        assert!(
            id.chars().all(shows_nothing) || id == "." || id == ".." || id.chars().any(char::is_control),
            "rejected without a reason: {id:?}"
        );
        return;
    };
    assert!(!id.chars().all(shows_nothing), "accepted: {id:?}");
    assert!(id != "." && id != ".." && !id.chars().any(char::is_control), "accepted: {id:?}");
    let whole = parts.render(AT.path).unwrap();
    assert!(whole.bytes().all(|byte| byte.is_ascii_graphic()), "{whole}");
    let (path, query) = whole.split_once('?').unwrap();
    let segments: Vec<&str> = path.split('/').collect();
    assert_eq!((segments.len(), segments[1], segments[3]), (4, "a", "b"), "an id is a single segment: {path}");
    assert_eq!(percent_decode_str(segments[2]).decode_utf8().unwrap(), id);
    assert_ne!(percent_decode_str(segments[2]).decode_utf8().unwrap(), "..");
    let (name, value) = query.split_once('=').unwrap();
    for side in [name, value] {
        assert!(!side.contains(['&', '=', '#']), "{query}");
        assert_eq!(percent_decode_str(side).decode_utf8().unwrap(), rest);
    }
    // The URL as parsed by the HTTP library has the same segments.
    let url = url::Url::parse(&format!("https://host.example{whole}")).unwrap();
    assert_eq!(url.path(), path, "parsing changes the path");
    assert_eq!(url.host_str(), Some("host.example"));
}

pub fn arguments(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let (template, message) = text.split_once('\n').unwrap_or((text, text));
    if let Some(found) = leads_core::error::arguments(template, message) {
        assert_eq!(found.len(), template.matches('{').count(), "one value for each placeholder");
        assert!(found.iter().all(|value| message.contains(value.as_str())), "{found:?}");
    }
}
