//! Secret text inside a request.

use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::cell::{Cell, RefCell};
use std::fmt;

// serde gives an implementation of `Serialize` nothing but the serializer, so the permission to write a secret is either
// in the serializer or on the thread. In the serializer it would be a name that a wrapper over serde_json's serializer
// and its seven compound serializers intercepts. Two properties are lost that way: a member that writes its JSON as text
// (with `serde_json::to_string`, inside its own `Serialize`) uses a serializer without the wrapper, so its secret would
// be rejected; and the wrapper can receive the text only through a method of `Serializer`, which every other serializer
// has, too, and would write. The tests below hold both.
thread_local! {
    /// Whether a wire form is being written on this thread, and whether it has a secret. It is set only during one
    /// synchronous call, so no other task can observe it.
    static STATE: Cell<State> = const { Cell::new(State::Hidden) };
    /// The secrets written since the state was set, so that they can be redacted from previews and from responses that
    /// echo them. Most requests have none, and the list costs more than the state.
    static REVEALED: RefCell<Vec<SecretText>> = const { RefCell::new(Vec::new()) };
}

/// How secrets are serialized on a thread.
#[derive(Clone, Copy, PartialEq)]
enum State {
    /// Not at all.
    Hidden,
    /// As text; there was none yet.
    Revealed,
    /// As text; [`REVEALED`] has at least one.
    Written,
}

/// Makes secrets readable by serde on this thread until it is dropped, and records which were written.
///
/// Can be nested: what the inner one records counts as written by the outer one, too.
pub(crate) struct Reveal {
    outer: State,
    /// How many secrets the outer ones had recorded.
    outer_count: usize,
}

impl Reveal {
    /// Makes secrets readable.
    #[inline]
    pub(crate) fn start() -> Self {
        let outer = STATE.replace(State::Revealed);
        let outer_count = if outer == State::Hidden { 0 } else { REVEALED.with_borrow(Vec::len) };
        Self { outer, outer_count }
    }

    /// Restores the state of the thread, and returns the secrets that were written.
    #[inline]
    pub(crate) fn end(self) -> Vec<SecretText> {
        if STATE.get() == State::Written { self.written() } else { Vec::new() }
    }

    #[inline(never)]
    fn written(&self) -> Vec<SecretText> {
        if self.outer == State::Hidden {
            return REVEALED.take();
        }
        REVEALED.with_borrow(|all| all.iter().skip(self.outer_count).cloned().collect())
    }
}

impl Drop for Reveal {
    /// Restores the state of the thread, also when writing panics.
    #[inline]
    fn drop(&mut self) {
        let has_written = STATE.replace(self.outer) == State::Written;
        if has_written && self.outer == State::Hidden {
            REVEALED.take();
        } else if has_written {
            STATE.set(State::Written);
        }
    }
}

/// A secret member of a request: a key, a password, the value of a secret header.
///
/// `Debug` prints `[REDACTED]`. The text is written only into the wire form, inside
/// [`Request::parts`](crate::Request::parts); serializing a request into its stored form returns an error, so that no
/// journal contains a key.
///
/// ```
/// use leads_core::SecretText;
/// let secret = SecretText::from("hush");
/// assert_eq!(format!("{secret:?}"), "[REDACTED]");
/// assert!(serde_json::to_string(&secret).is_err());
/// ```
#[derive(Clone)]
pub struct SecretText(SecretString);

impl SecretText {
    /// Returns the text.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

impl From<&str> for SecretText {
    fn from(text: &str) -> Self {
        Self(SecretString::from(text))
    }
}

impl From<String> for SecretText {
    fn from(text: String) -> Self {
        Self(SecretString::from(text))
    }
}

impl From<SecretString> for SecretText {
    fn from(text: SecretString) -> Self {
        Self(text)
    }
}

impl From<SecretText> for SecretString {
    fn from(text: SecretText) -> Self {
        text.0
    }
}

impl PartialEq for SecretText {
    fn eq(&self, other: &Self) -> bool {
        self.expose() == other.expose()
    }
}

impl Eq for SecretText {}

impl fmt::Debug for SecretText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[REDACTED]")
    }
}

impl Serialize for SecretText {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if STATE.get() != State::Hidden {
            STATE.set(State::Written);
            REVEALED.with_borrow_mut(|written| written.push(self.clone()));
            serializer.serialize_str(self.expose())
        } else {
            Err(serde::ser::Error::custom("secrets cannot be written to the stored form of a request"))
        }
    }
}

impl<'de> Deserialize<'de> for SecretText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // Not `deserialize_str`: a deserializer that is asked for text rejects a number by itself, and its error prints
        // the number.
        deserializer.deserialize_any(TextOnly)
    }
}

/// Reads text and rejects everything else with an error that does not repeat it: serde's own would print a number.
struct TextOnly;

impl serde::de::Visitor<'_> for TextOnly {
    type Value = SecretText;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a secret as text")
    }
    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<SecretText, E> {
        Ok(SecretText::from(text))
    }
    fn visit_string<E: serde::de::Error>(self, text: String) -> Result<SecretText, E> {
        Ok(SecretText::from(text))
    }
    fn visit_bool<E: serde::de::Error>(self, _: bool) -> Result<SecretText, E> {
        Err(E::custom(NOT_TEXT))
    }
    fn visit_i64<E: serde::de::Error>(self, _: i64) -> Result<SecretText, E> {
        Err(E::custom(NOT_TEXT))
    }
    fn visit_i128<E: serde::de::Error>(self, _: i128) -> Result<SecretText, E> {
        Err(E::custom(NOT_TEXT))
    }
    fn visit_u64<E: serde::de::Error>(self, _: u64) -> Result<SecretText, E> {
        Err(E::custom(NOT_TEXT))
    }
    fn visit_u128<E: serde::de::Error>(self, _: u128) -> Result<SecretText, E> {
        Err(E::custom(NOT_TEXT))
    }
    fn visit_f64<E: serde::de::Error>(self, _: f64) -> Result<SecretText, E> {
        Err(E::custom(NOT_TEXT))
    }
}

const NOT_TEXT: &str = "a secret must be text, in quotes";

#[cfg(test)]
mod tests {
    use super::*;

    fn revealed<T>(write: impl FnOnce() -> T) -> (T, Vec<SecretText>) {
        let reveal = Reveal::start();
        let written = write();
        (written, reveal.end())
    }

    #[test]
    fn non_text_secret_is_rejected_without_showing_its_value() {
        for text in ["12345", "-12345", "12345.5", "123451234512345123451", "true", "[12345]", r#"{"a":12345}"#, "null"]
        {
            let error = serde_json::from_str::<SecretText>(text).unwrap_err().to_string();
            assert!(!error.contains("12345") && !error.contains("true"), "{error}");
        }
        let value = serde_json::from_value::<SecretText>(serde_json::json!(12345)).unwrap_err().to_string();
        assert!(!value.contains("12345"), "{value}");
        assert_eq!(serde_json::from_str::<SecretText>(r#""a\u0062""#).unwrap().expose(), "ab");
    }

    #[test]
    fn only_the_wire_form_contains_the_secret() {
        let secret = SecretText::from("hush");
        let (json, written) = revealed(|| serde_json::to_string(&secret));
        assert_eq!((json.unwrap().as_str(), written), ("\"hush\"", vec![secret.clone()]));
        assert!(serde_json::to_string(&secret).is_err());
    }
    /// A member that is JSON written as text.
    struct AsText(SecretText);

    impl Serialize for AsText {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let text = serde_json::to_string(&[&self.0]).map_err(serde::ser::Error::custom)?;
            serializer.serialize_str(&text)
        }
    }

    #[test]
    fn secret_in_json_written_as_text_is_revealed_and_recorded() {
        let member = AsText(SecretText::from("hush"));
        let (json, written) = revealed(|| serde_json::to_string(&member));
        assert_eq!((json.unwrap().as_str(), written), (r#""[\"hush\"]""#, vec![member.0.clone()]));
        let error = serde_json::to_string(&member).unwrap_err().to_string();
        assert!(!error.contains("hush"), "{error}");
    }

    #[test]
    fn nested_wire_form_counts_as_written_by_the_outer_one() {
        let [a, b, c] = ["a", "b", "c"].map(SecretText::from);
        let (inner, outer) = revealed(|| {
            let _ = serde_json::to_string(&a);
            let (_, inner) = revealed(|| serde_json::to_string(&b));
            let _ = serde_json::to_string(&c);
            inner
        });
        assert_eq!((inner, outer), (vec![b.clone()], vec![a.clone(), b, c]));
        assert!(serde_json::to_string(&a).is_err());
    }

    #[test]
    fn wire_form_two_levels_deep_records_only_its_own_secrets() {
        let [a, b] = ["a", "b"].map(SecretText::from);
        let ((inner, middle), outer) = revealed(|| {
            let _ = serde_json::to_string(&a);
            let ((_, inner), middle) = revealed(|| revealed(|| serde_json::to_string(&b)));
            (inner, middle)
        });
        assert_eq!((inner, middle, outer), (vec![b.clone()], vec![b.clone()], vec![a, b]));
    }

    #[test]
    fn panic_ends_the_permission_and_drops_the_record() {
        let secret = SecretText::from("hush");
        let panicked = std::panic::catch_unwind(|| {
            revealed(|| {
                let _ = serde_json::to_string(&secret);
                panic!("while writing");
            })
        });
        assert!(panicked.is_err() && serde_json::to_string(&secret).is_err());
        assert_eq!(revealed(|| ()).1, []);
    }
}
