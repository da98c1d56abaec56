//! Link templates in a document.

use leads_core::vendor::tolerant;
use serde::de::value::MapAccessDeserializer;
use serde::de::{self, Deserializer, MapAccess, Visitor};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::fmt;

/// A link template of a document: the URL where a relation's records can be read.
///
/// Nutshell keys it by `type.relation`; its placeholders `{type.relation}` or `{type.id}` are filled from the record's
/// own members and relations. Some templates lead to paths that the vendor does not document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Link {
    /// The URL with its placeholders.
    pub href: String,
    /// The type of the records.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
}

#[derive(Deserialize)]
struct Object {
    #[serde(default, deserialize_with = "tolerant::scalar")]
    href: Option<String>,
    #[serde(default, rename = "type", deserialize_with = "tolerant::scalar")]
    kind: Option<String>,
}

impl<'de> Deserialize<'de> for Link {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = Link;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a link")
            }
            // The links of quotes and invoices are plain URLs.
            fn visit_str<E: de::Error>(self, href: &str) -> Result<Link, E> {
                Ok(Link { href: href.to_owned(), kind: None })
            }
            fn visit_unit<E: de::Error>(self) -> Result<Link, E> {
                Ok(Link { href: String::new(), kind: None })
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Link, A::Error> {
                let Object { href, kind } = Object::deserialize(MapAccessDeserializer::new(map))?;
                Ok(Link { href: href.unwrap_or_default(), kind })
            }
        }
        tolerant::any(deserializer, Reader)
    }
}

impl Link {
    /// Returns the URL for one record. Each placeholder is filled from the record's member of that name (`id`,
    /// `ownerType`) or from its relation; several ids are joined by commas. Returns `None` if the record has no value
    /// for a placeholder.
    ///
    /// `record` is the record's JSON text: [`Raw::text`](leads_core::Raw::text).
    ///
    /// # Examples
    ///
    /// ```
    /// use nutshell::model::Link;
    /// let link: Link = serde_json::from_str(
    ///     r#"{"href":"https://app.nutshell.com/rest/contacts/{accounts.contacts}",
    ///         "type":"contacts"}"#)?;
    /// let account = r#"{"id":"3-accounts","links":{"contacts":["1-contacts","2-contacts"]}}"#;
    /// assert_eq!(
    ///     link.fill(account).unwrap(),
    ///     "https://app.nutshell.com/rest/contacts/1-contacts,2-contacts",
    /// );
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[must_use]
    pub fn fill(&self, record: &str) -> Option<String> {
        let record: Value = serde_json::from_str(record).ok()?;
        let mut out = String::new();
        let mut rest = self.href.as_str();
        while let Some((before, tail)) = rest.split_once('{') {
            let (place, after) = tail.split_once('}')?;
            let name = place.rsplit('.').next()?;
            out.push_str(before);
            out.push_str(&ids(record.get(name)).or_else(|| ids(record.get("links")?.get(name)))?);
            rest = after;
        }
        out.push_str(rest);
        Some(out)
    }
}

fn ids(value: Option<&Value>) -> Option<String> {
    match value? {
        Value::String(id) if !id.is_empty() => Some(id.clone()),
        Value::Number(id) => Some(id.to_string()),
        Value::Array(list) => {
            let ids: Vec<String> = list.iter().filter_map(|id| ids(Some(id))).collect();
            (!ids.is_empty()).then(|| ids.join(","))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn link_fills_several_placeholders_and_other_types() {
        let link = |href: &str| Link { href: href.to_owned(), kind: None };
        let event = r#"{"id":"7-events","payloadType":"leads","links":{"payloads":["1-leads"],"actor":null,"n":3}}"#;
        assert_eq!(link("/{events.payloadType}/{events.payloads}").fill(event).unwrap(), "/leads/1-leads");
        assert_eq!(
            link("/comments?parent_id={events.id}&n={x.n}").fill(event).unwrap(),
            "/comments?parent_id=7-events&n=3"
        );
        assert_eq!(link("/{events.actor}").fill(event), None);
        assert_eq!(link("/{broken").fill(event), None);
    }

    #[test]
    fn plain_url_is_a_link() {
        assert_eq!(
            serde_json::from_str::<Link>("\"/rest/quotes?page[page]=1\"").unwrap().href,
            "/rest/quotes?page[page]=1"
        );
        assert_eq!(serde_json::from_str::<Link>("{\"type\":\"x\",\"new\":1}").unwrap().kind.as_deref(), Some("x"));
    }
}
