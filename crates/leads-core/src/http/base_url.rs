//! Where a vendor's API is.

use super::is_invisible;
use crate::error::{Error, Result};
use std::fmt;
use url::{Host, Url};

/// A checked base URL: https, or http to this machine or to a host that the user named.
///
/// A base URL that already ends in the API's prefix is recognised, so that `https://app.nutshell.com` and
/// `https://app.nutshell.com/rest/` are the same.
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
    /// Scheme, host, port and path, without a slash at the end.
    text: String,
    /// The same, parsed once: the host of every call is the same.
    url: Url,
    /// Where in `text` its path begins.
    path_at: usize,
}

impl BaseUrl {
    /// Checks a base URL. `prefixes` are those of the vendor's paths; `http_hosts` are hosts that the user allows
    /// without TLS.
    ///
    /// # Errors
    /// A configuration error that names `base_url`.
    pub fn new(text: &str, prefixes: &[&str], http_hosts: &[String]) -> Result<Self> {
        let wrong = |message: &'static str| Error::config("base_url", message);
        // A parser of URLs drops line breaks and turns backslashes, so that another host would be called than is read.
        if text.chars().any(|c| is_invisible(c) || c == '\\') {
            return Err(wrong("must not hold white space, a control character or a backslash"));
        }
        let url = Url::parse(text).map_err(|_| wrong("is not an absolute URL"))?;
        let host = url.host().ok_or_else(|| wrong("has no host"))?;
        match url.scheme() {
            "https" => {}
            "http" => {
                let named = http_hosts.iter().any(|allowed| allowed.eq_ignore_ascii_case(&host.to_string()));
                if !is_loopback(&host) && !named {
                    return Err(wrong(
                        "must be https; plain http is allowed to this machine and to hosts named with \
                                      allow_http_host",
                    ));
                }
            }
            _ => return Err(wrong("must be https")),
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(wrong("must hold no user or password"));
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(wrong("must hold no query or fragment"));
        }
        // Of the path alone: a host can be called as a prefix is.
        let path = url.path().trim_end_matches('/');
        let origin = url.as_str().trim_end_matches('/').strip_suffix(path).unwrap_or_default();
        let path = prefixes.iter().find_map(|prefix| path.strip_suffix(prefix)).unwrap_or(path).trim_end_matches('/');
        let text = [origin, path].concat();
        let url = Url::parse(&text).map_err(|_| wrong("is not an absolute URL"))?;
        let path_at = text.len() - url.path().trim_end_matches('/').len();
        Ok(Self { text, url, path_at })
    }

    /// The address of a path that begins with `/`, query included.
    ///
    /// # Errors
    /// A path that is no path.
    pub fn join(&self, path_and_query: &str) -> Result<Url> {
        let (path, query) = match path_and_query.split_once('?') {
            Some((path, query)) => (path, Some(query)),
            None => (path_and_query, None),
        };
        let before = self.text.get(self.path_at..).unwrap_or_default();
        if !path.starts_with('/') || !path_and_query.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'#') {
            return Url::parse(&[&self.text, path_and_query].concat())
                .map_err(|_| Error::invalid("path", "is not a path"));
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

    #[cfg(feature = "reqwest")]
    pub(super) fn url(&self) -> &Url {
        &self.url
    }

    /// The base URL without a slash at the end.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }
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

/// The text of a base URL before it is checked, for builders. `Debug` shows no user, password, path or query, where a
/// key may have been put by mistake.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct UncheckedUrl(String);

impl UncheckedUrl {
    /// The text as it was given.
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

/// Whether a host is this machine, so that what is sent there does not leave it: then no proxy of the environment may
/// see it.
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
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_joined_path_is_what_the_parser_makes_of_the_whole(
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
    fn every_spelling_of_this_machine_is_known() {
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
    fn the_prefix_is_not_doubled() {
        for text in ["https://h/v2", "https://h/v2/", "https://h", "https://h/"] {
            let base = BaseUrl::new(text, &["/v2", "/v3"], &[]).unwrap();
            assert_eq!(base.join("/v2/leads?x=1").unwrap().as_str(), "https://h/v2/leads?x=1", "{text}");
        }
        let behind_proxy = BaseUrl::new("https://h/crm/v2", &["/v2"], &[]).unwrap();
        assert_eq!(behind_proxy.join("/v2/leads").unwrap().as_str(), "https://h/crm/v2/leads");
        assert_eq!(BaseUrl::new("https://h/xv2", &["/v2"], &[]).unwrap().as_str(), "https://h/xv2");
    }

    #[test]
    fn a_host_that_is_called_as_the_prefix_is_stays() {
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
    fn debug_of_an_unchecked_url_shows_the_host_only() {
        for (text, shown) in [
            ("https://u:hush@h:8443/v2?key=hush#hush", "https://h"),
            ("hush", "[not a URL]"),
            ("key:hush", "[not a URL]"),
        ] {
            assert_eq!(format!("{:?}", UncheckedUrl::from(text)), shown);
        }
    }

    #[test]
    fn what_could_leak_a_key_is_refused() {
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
