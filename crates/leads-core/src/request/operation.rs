//! The properties of an operation, as data.

use serde::{Deserialize, Serialize};
use std::fmt;

/// The HTTP method of an operation.
///
/// A separate enum, because `http::Method` cannot be used in a `const`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Method {
    /// `GET`
    Get,
    /// `POST`
    Post,
    /// `PUT`
    Put,
    /// `PATCH`
    Patch,
    /// `DELETE`
    Delete,
}

impl Method {
    /// Returns the method as it is sent.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }

    /// Converts the method of a request that was modified before it was sent; `None` for a method that no operation
    /// uses.
    pub(crate) fn of(method: &http::Method) -> Option<Self> {
        [Self::Get, Self::Post, Self::Put, Self::Patch, Self::Delete]
            .into_iter()
            .find(|known| known.as_str() == method.as_str())
    }

    /// Converts the method to the `http` crate's type.
    #[must_use]
    pub fn to_http(self) -> http::Method {
        match self {
            Self::Get => http::Method::GET,
            Self::Post => http::Method::POST,
            Self::Put => http::Method::PUT,
            Self::Patch => http::Method::PATCH,
            Self::Delete => http::Method::DELETE,
        }
    }
}

impl From<Method> for http::Method {
    fn from(method: Method) -> Self {
        method.to_http()
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// How safe it is to send a call twice. Never derived from the HTTP method: vendors delete with `GET` and read with
/// `POST`.
///
/// Ordered from the most to the least permissive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Safety {
    /// Changes nothing.
    Read,
    /// A second, identical call leaves the same state as the first.
    Idempotent,
    /// A second call can make a second change. The library retries it only if the first call is proved to have changed
    /// nothing.
    NonIdempotent,
}

impl Safety {
    /// Returns whether the call changes data.
    #[must_use]
    pub const fn is_write(self) -> bool {
        !matches!(self, Self::Read)
    }
}

crate::error::spelling! { Safety, "safety";
    Read => "read",
    Idempotent => "idempotent",
    NonIdempotent => "non_idempotent",
}

/// The source of a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Evidence {
    /// Stated in the vendor's own documentation.
    Documented,
    /// Seen in real traffic or in working clients.
    Observed,
    /// Concluded by the authors of this library; stated nowhere.
    Inferred,
}

crate::error::spelling! { Evidence, "kind of evidence";
    Documented => "documented",
    Observed => "observed",
    Inferred => "inferred",
}

/// The vendor's host that serves an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Host {
    /// The host of the client's base URL.
    Api,
    /// The vendor's second host for queued calls.
    Async,
    /// The vendor's separate host for files.
    Files,
}

/// Whether an operation is signed with the client's credentials.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Auth {
    /// It is signed.
    Client,
    /// It is not signed: it carries its own secret, as a token request does.
    None,
}

/// The properties of one operation of a vendor: plain data, built by a `const fn` for use in
/// [`Request::OPERATION`](crate::Request::OPERATION).
///
/// ```
/// use leads_core::{Evidence, Method, Operation, Safety};
/// const UPDATE: Operation = Operation::new(
///     "update_lead",
///     Method::Put,
///     "/v2/leads/{leadId}",
///     Safety::Idempotent,
/// )
/// .evidence(Evidence::Documented)
/// .docs("https://example.com/reference/update-lead");
/// assert_eq!(UPDATE.name, "update_lead");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Operation {
    /// The name in the vendor crate: `update_lead_status`.
    pub name: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The path template with the API's prefix: `/v2/leads/{leadId}/status`.
    pub path: &'static str,
    /// How safe it is to retry.
    pub safety: Safety,
    /// The host.
    pub host: Host,
    /// Whether it is signed with the client's credentials.
    pub auth: Auth,
    /// The rate classes in which it counts.
    pub rate: &'static [&'static str],
    /// How certain it is that the operation exists in this form.
    pub evidence: Evidence,
    /// The vendor's documentation page; empty if there is none.
    pub docs: &'static str,
    /// Whether it refers to one record that must exist. If a vendor uses the same code for a missing record and for
    /// other errors, the code means the missing record here.
    pub names_record: bool,
    /// Where the only placeholder of the path begins and ends; `None` if it has none or several.
    placeholder: Option<(u16, u16)>,
}

impl Operation {
    /// The class in which every call counts unless the operation specifies others.
    pub const CALLS: &'static [&'static str] = &["calls"];

    /// Creates an operation on the API host: signed, counted as a call, documented.
    #[must_use]
    pub const fn new(name: &'static str, method: Method, path: &'static str, safety: Safety) -> Self {
        Self {
            name,
            method,
            path,
            safety,
            host: Host::Api,
            auth: Auth::Client,
            rate: Self::CALLS,
            evidence: Evidence::Documented,
            docs: "",
            names_record: false,
            placeholder: only_placeholder(path.as_bytes()),
        }
    }

    /// Splits the path at its only placeholder: what is before it, its name, and what is after it. Returns `None` if it
    /// has no placeholder, or several.
    pub(super) fn split_path(&self) -> Option<(&'static str, &'static str, &'static str)> {
        let (begin, end) = self.placeholder?;
        let (begin, end) = (usize::from(begin), usize::from(end));
        // The field can be changed after the operation was created.
        let bytes = self.path.as_bytes();
        if bytes.get(begin) != Some(&b'{') || bytes.get(end) != Some(&b'}') {
            return None;
        }
        Some((self.path.get(..begin)?, self.path.get(begin + 1..end)?, self.path.get(end + 1..)?))
    }

    /// Sets the host.
    #[must_use]
    pub const fn host(mut self, host: Host) -> Self {
        self.host = host;
        self
    }

    /// Sets whether it is signed with the client's credentials.
    #[must_use]
    pub const fn auth(mut self, auth: Auth) -> Self {
        self.auth = auth;
        self
    }

    /// Sets the rate classes.
    #[must_use]
    pub const fn rate(mut self, classes: &'static [&'static str]) -> Self {
        self.rate = classes;
        self
    }

    /// Sets the evidence.
    #[must_use]
    pub const fn evidence(mut self, evidence: Evidence) -> Self {
        self.evidence = evidence;
        self
    }

    /// Declares that it refers to one record that must exist: by its id, or as the parent of a new record.
    #[must_use]
    pub const fn names_record(mut self) -> Self {
        self.names_record = true;
        self
    }

    /// Sets the vendor's documentation page.
    #[must_use]
    pub const fn docs(mut self, address: &'static str) -> Self {
        self.docs = address;
        self
    }
}

/// Returns the positions of the braces, if there is one pair.
#[allow(clippy::indexing_slicing, clippy::cast_possible_truncation)]
const fn only_placeholder(path: &[u8]) -> Option<(u16, u16)> {
    let (mut begin, mut found, mut at) = (None, None, 0);
    while at < path.len() && at < u16::MAX as usize {
        match (path[at], begin, found) {
            (b'{', None, None) => begin = Some(at as u16),
            (b'}', Some(first), None) => found = Some((first, at as u16)),
            (b'{' | b'}', ..) => return None,
            _ => {}
        }
        at += 1;
    }
    if at == path.len() { found } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn path_is_split_at_its_only_placeholder() {
        let split = |path| Operation::new("x", Method::Get, path, Safety::Read).split_path();
        assert_eq!(split("/v2/leads/{leadId}/status"), Some(("/v2/leads/", "leadId", "/status")));
        assert_eq!(split("/leads/{id}"), Some(("/leads/", "id", "")));
        for other in ["", "/leads", "/{a}/{b}", "/{a", "/a}", "/{a{b}", "/{a}}"] {
            assert_eq!(split(other), None, "{other}");
        }
    }
}
