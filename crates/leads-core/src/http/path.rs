//! Checks of URLs before they are sent.

use super::request_head::RequestHead;
use crate::error::{Error, Result};

/// The longest URL that can be sent, in bytes.
pub(super) const LONGEST_URL: usize = 65_534;

/// Rejects a URL that is too long for the HTTP library.
pub(super) fn check_length(head: &RequestHead) -> Result<()> {
    if head.url.as_str().len() > LONGEST_URL {
        return Err(Error::invalid("url", "is too long to be sent"));
    }
    Ok(())
}

/// Rejects a text that is not a path on the vendor's host.
pub(super) fn check_path(path: &str) -> Result<()> {
    let wrong = |message: &'static str| Err(Error::invalid("path_and_query", message));
    if !path.starts_with('/') {
        return wrong("must begin with `/`; a scheme or host is rejected");
    }
    if path.starts_with("//") || path.contains('\\') {
        return wrong("must not name a host");
    }
    if path.contains('#') || path.chars().any(|c| c.is_control() || c == ' ') {
        return wrong("must be percent-encoded and hold no fragment");
    }
    let segments = path.split('?').next().unwrap_or_default().split('/');
    let dotted = |segment: &str| {
        let segment = segment.to_ascii_lowercase().replace("%2e", ".");
        segment == "." || segment == ".."
    };
    if segments.into_iter().any(dotted) {
        return wrong("must hold no dot segment");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::check_path;

    #[test]
    fn execute_rejects_paths_that_leave_the_host() {
        for bad in
            ["", "x", "https://evil.example/x", "//evil.example/x", "/\\evil", "/a/../b", "/a/%2E%2e/b", "/a b", "/a#b"]
        {
            assert_eq!(check_path(bad).unwrap_err().field(), Some("path_and_query"), "{bad}");
        }
        assert!(check_path("/v2/x?y=http://z//a/../b").is_ok());
    }
}
