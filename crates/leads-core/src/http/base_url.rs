//! The base URL of a vendor's API.

use super::is_invisible;
use crate::error::{Error, Result};
use std::fmt;
use std::sync::Arc;
use url::{Host, Url};

/// A validated base URL: https, or http to this machine or to a host that the user allowed.
///
/// A base URL that already ends with the API's prefix is recognized, so `https://app.nutshell.com` and
/// `https://app.nutshell.com/rest/` are equivalent.
///
/// ```
/// use leads_core::http::BaseUrl;
/// let base = BaseUrl::new("https://app.nutshell.com/rest/", &["/rest"], &[])?;
/// assert_eq!(base.join("/rest/leads")?.as_str(), "https://app.nutshell.com/rest/leads");
/// assert!(BaseUrl::new("http://app.nutshell.com", &[], &[]).is_err());
/// assert!(BaseUrl::new("http://127.0.0.1:8080", &[], &[]).is_ok());
/// # Ok::<(), leads_core::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct BaseUrl {
    /// Scheme, host, port and path, without a trailing slash.
    text: String,
    /// The same, parsed once, because all calls go to the same host.
    url: Url,
    /// The index in `text` at which the path begins.
    path_at: usize,
    /// The host of the URL.
    host: Arc<str>,
}

impl BaseUrl {
    /// Validates a base URL. `prefixes` are the vendor's path prefixes; `http_hosts` are hosts that the user allows
    /// without TLS.
    ///
    /// # Errors
    /// Returns a configuration error that names `base_url`.
    pub fn new(text: &str, prefixes: &[&str], http_hosts: &[String]) -> Result<Self> {
        let wrong = |message: &'static str| Error::config("base_url", message);
        // URL parsers drop line breaks and turn backslashes into slashes, so the host called could differ from the host
        // as read.
        if text.chars().any(|c| is_invisible(c) || c == '\\') {
            return Err(wrong("must not contain white space, a control character or a backslash"));
        }
        let url = parse(text).map_err(|_| wrong("is not an absolute URL"))?;
        let host = url.host().ok_or_else(|| wrong("has no host"))?;
        match url.scheme() {
            "https" => {}
            "http" => {
                let named = http_hosts.iter().any(|allowed| allowed.eq_ignore_ascii_case(&host.to_string()));
                if !is_loopback(&host) && !named {
                    return Err(wrong(
                        "must be https; plain http is allowed only to this machine and to hosts named with \
                                      allow_http_host",
                    ));
                }
            }
            _ => return Err(wrong("must be https")),
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(wrong("must not contain a user name or password"));
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(wrong("must not contain a query or fragment"));
        }
        // Only in the path: a host can have the same name as a prefix.
        let path = url.path().trim_end_matches('/');
        let origin = url.as_str().trim_end_matches('/').strip_suffix(path).unwrap_or_default();
        let path = prefixes.iter().find_map(|prefix| path.strip_suffix(prefix)).unwrap_or(path).trim_end_matches('/');
        let text = [origin, path].concat();
        let url = parse(&text).map_err(|_| wrong("is not an absolute URL"))?;
        let path_at = text.len() - url.path().trim_end_matches('/').len();
        let host = Arc::from(url.host_str().unwrap_or_default());
        Ok(Self { text, url, path_at, host })
    }

    /// Returns the URL of a path that begins with `/`, including its query.
    ///
    /// # Errors
    /// Returns an error if the path is not valid.
    pub fn join(&self, path_and_query: &str) -> Result<Url> {
        let (path, query) = match path_and_query.split_once('?') {
            Some((path, query)) => (path, Some(query)),
            None => (path_and_query, None),
        };
        let before = self.text.get(self.path_at..).unwrap_or_default();
        if !path.starts_with('/') || !path_and_query.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'#') {
            return parse(&[&self.text, path_and_query].concat()).map_err(|_| Error::invalid("path", "is not a path"));
        }
        let mut url = self.url.clone();
        if before.is_empty() {
            url.set_path(path);
        } else {
            url.set_path(&[before, path].concat());
        }
        if query.is_some() {
            url.set_query(query);
        }
        Ok(url)
    }

    pub(super) fn host(&self) -> &Arc<str> {
        &self.host
    }

    pub(super) fn url(&self) -> &Url {
        &self.url
    }

    /// Returns the base URL without a trailing slash.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

/// Parses a whole URL, which costs as much as everything else that is done for a request's head. Only for clients that
/// are built, and for paths of the caller's own.
fn parse(text: &str) -> std::result::Result<Url, url::ParseError> {
    #[cfg(test)]
    tests::PARSED.set(tests::PARSED.get() + 1);
    Url::parse(text)
}

impl fmt::Debug for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.text, f)
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// The text of a base URL before it is validated, for builders. `Debug` does not show the user, password, path or
/// query, any of which may contain a key by mistake.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct UncheckedUrl(String);

impl UncheckedUrl {
    /// Returns the text unchanged.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for UncheckedUrl {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl From<String> for UncheckedUrl {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl fmt::Debug for UncheckedUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match Url::parse(&self.0) {
            Ok(url) if url.has_host() => write!(f, "{}://{}", url.scheme(), url.host_str().unwrap_or_default()),
            _ => f.write_str("[not a URL]"),
        }
    }
}

/// Returns whether a host is this machine. Requests to it do not leave the machine, so they must not go through a proxy
/// from the environment.
#[cfg(feature = "reqwest")]
pub(super) fn is_this_machine(host: &Host<&str>) -> bool {
    match host {
        Host::Domain(name) => {
            let name = name.strip_suffix('.').unwrap_or(name);
            let top = name.rsplit('.').next().unwrap_or_default();
            top.eq_ignore_ascii_case("localhost")
        }
        Host::Ipv4(address) => address.is_loopback() || address.is_unspecified(),
        Host::Ipv6(address) => match address.to_ipv4_mapped() {
            Some(address) => address.is_loopback() || address.is_unspecified(),
            None => address.is_loopback() || address.is_unspecified(),
        },
    }
}

fn is_loopback(host: &Host<&str>) -> bool {
    match host {
        Host::Domain(name) => name.eq_ignore_ascii_case("localhost"),
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.is_loopback(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::request::Parts;
    use proptest::prelude::*;
    use std::cell::Cell;

    thread_local! {
        /// How many URLs were parsed.
        pub(super) static PARSED: Cell<u32> = const { Cell::new(0) };
    }

    #[test]
    fn no_url_is_parsed_for_the_path_of_a_request() {
        let base = BaseUrl::new("https://h/crm", &[], &[]).unwrap();
        let before = PARSED.get();
        assert!(before > 0);
        for id in ["12", "a/b?c#d%", "1 2", "é", "x@y.example"] {
            let parts = Parts::new().path("id", id).query("q[]", id).empty().unwrap();
            let path = parts.render("/v2/leads/{id}/status").unwrap();
            assert_eq!(base.join(&path).unwrap().as_str(), format!("https://h/crm{path}"));
        }
        assert_eq!(PARSED.get(), before);
        base.join("/a b").unwrap();
        assert_eq!(PARSED.get(), before + 1);
    }

    proptest! {
        #[test]
        fn joined_path_equals_the_parsed_whole_url(
            path in "(/|/\\PC?)[a-zA-Z0-9/.%?&=:@,;#+~ \\[\\]{}|\"<>^`'\\\\\u{e9}\t-]{0,24}",
            base in prop::sample::select(vec!["https://h", "http://127.0.0.1:8080", "https://h/crm", "https://h/a/b/"]),
        ) {
            let base = BaseUrl::new(base, &[], &[]).unwrap();
            let whole = Url::parse(&format!("{}{path}", base.as_str())).unwrap();
            prop_assert_eq!(base.join(&path).unwrap(), whole);
        }
    }

    #[cfg(feature = "reqwest")]
    #[test]
    fn every_spelling_of_localhost_is_recognized() {
        let local = |text: &str| is_this_machine(&Url::parse(text).unwrap().host().unwrap());
        for text in [
            "http://localhost:1",
            "https://LocalHost",
            "http://localhost.",
            "http://api.localhost:1",
            "http://127.0.0.1",
            "http://127.1.2.3:8080",
            "http://127.1",
            "http://2130706433",
            "http://0.0.0.0:1",
            "http://[::1]:1",
            "http://[::]",
            "http://[::ffff:127.0.0.1]",
        ] {
            assert!(local(text), "{text}");
        }
        for text in [
            "https://app.example.com",
            "https://localhost.example.com",
            "https://notlocalhost",
            "https://128.0.0.1",
            "https://10.0.0.1",
            "https://[::2]",
            "https://[::ffff:10.0.0.1]",
            "https://127.0.0.1.example.com",
        ] {
            assert!(!local(text), "{text}");
        }
    }

    #[test]
    fn prefix_is_not_duplicated() {
        for text in ["https://h/v2", "https://h/v2/", "https://h", "https://h/"] {
            let base = BaseUrl::new(text, &["/v2", "/v3"], &[]).unwrap();
            assert_eq!(base.join("/v2/leads?x=1").unwrap().as_str(), "https://h/v2/leads?x=1", "{text}");
        }
        let behind_proxy = BaseUrl::new("https://h/crm/v2", &["/v2"], &[]).unwrap();
        assert_eq!(behind_proxy.join("/v2/leads").unwrap().as_str(), "https://h/crm/v2/leads");
        assert_eq!(BaseUrl::new("https://h/xv2", &["/v2"], &[]).unwrap().as_str(), "https://h/xv2");
    }

    #[test]
    fn host_named_like_the_prefix_is_kept() {
        for (text, base) in [
            ("https://rest", "https://rest"),
            ("https://rest/", "https://rest"),
            ("https://rest/rest/", "https://rest"),
            ("https://rest//rest//", "https://rest"),
            ("https://rest:8443/crm/rest", "https://rest:8443/crm"),
        ] {
            let read = BaseUrl::new(text, &["/rest"], &[]).unwrap();
            assert_eq!(
                (read.as_str(), read.join("/rest/leads").unwrap().as_str()),
                (base, &*format!("{base}/rest/leads"))
            );
        }
    }

    #[test]
    fn debug_of_unchecked_url_shows_only_the_host() {
        for (text, shown) in [
            ("https://u:hush@h:8443/v2?key=hush#hush", "https://h"),
            ("hush", "[not a URL]"),
            ("key:hush", "[not a URL]"),
        ] {
            assert_eq!(format!("{:?}", UncheckedUrl::from(text)), shown);
        }
    }

    #[test]
    fn urls_that_could_leak_a_key_are_rejected() {
        for text in [
            "",
            " ",
            "https://h\n.evil",
            "https://h\t.evil",
            "https://h .evil",
            "https://h\u{200b}.evil",
            "https://h\\.evil",
            " https://h",
            "https://h\r\n",
            "h",
            "ftp://h",
            "http://h",
            "https://u:p@h",
            "https://h?x=1",
            "https://h#x",
            "https://",
            "http://127.0.0.1.example.com",
            "http://[2001:db8::1]",
        ] {
            let error = BaseUrl::new(text, &[], &[]).unwrap_err();
            assert_eq!(error.field(), Some("base_url"), "{text}");
        }
        for text in ["http://127.0.0.1:1", "http://localhost:1", "http://[::1]:1", "http://dev.internal"] {
            assert!(BaseUrl::new(text, &[], &["dev.internal".into()]).is_ok(), "{text}");
        }
    }
}
