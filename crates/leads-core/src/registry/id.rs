//! Reading an id from a response without its type.

use serde_json::Value;

/// Returns the text or number at the first of several paths that leads to one; a step into a list is an index. For the
/// function of [`Registry::ids`](super::Registry::ids).
///
/// ```
/// use leads_core::registry::id_at;
/// let body = br#"{"meta":{},"leads":[{"id":"7-leads"}]}"#;
/// assert_eq!(id_at(body, &[&["id"], &["leads", "0", "id"]]).as_deref(), Some("7-leads"));
/// ```
#[must_use]
pub fn id_at(body: &[u8], paths: &[&[&str]]) -> Option<String> {
    let document: Value = serde_json::from_slice(body).ok()?;
    paths.iter().find_map(|path| {
        let found = path.iter().try_fold(&document, |value, step| match value {
            Value::Array(items) => items.get(step.parse::<usize>().ok()?),
            other => other.get(step),
        })?;
        match found {
            Value::String(text) if !text.is_empty() => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::id_at;

    #[test]
    fn id_is_read_from_the_first_path_that_leads_to_text_or_a_number() {
        let paths: &[&[&str]] = &[&["Message", "Id"], &["id"], &["leads", "0", "id"]];
        for (body, id) in [
            (r#"{"Message":{"Id":"a"},"id":7}"#, Some("a")),
            (r#"{"Message":"none","id":7}"#, Some("7")),
            (r#"{"Message":{"Id":null},"id":"","leads":[{"id":"1-leads"}]}"#, Some("1-leads")),
            (r#"{"id":{}}"#, None),
            (r#"{"leads":[]}"#, None),
            ("[]", None),
            ("", None),
            ("<html>", None),
        ] {
            assert_eq!(id_at(body.as_bytes(), paths).as_deref(), id, "{body}");
        }
    }
}
