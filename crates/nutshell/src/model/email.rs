//! E-mails.

use super::{EditionId, EmailId, EntityId, model};
use crate::envelope::Record;
use leads_core::Personal;
use leads_core::vendor::tolerant::{self, FromScalar};
use serde::de::value::SeqAccessDeserializer;
use serde::de::{self, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use std::fmt;
use std::marker::PhantomData;

model! {
    /// An e-mail recorded by Nutshell.
    ///
    /// The vendor does not describe its members: they were observed in event payloads.
    pub struct Email {
        /// The record's id.
        id: required EmailId,
        /// The type, `emails`.
        #[serde(rename = "type")]
        kind: scalar String,
        /// The subject.
        subject: personal,
        /// An excerpt from the start of the text.
        excerpt: personal,
        /// When it was recorded.
        created_time: time,
        /// When it was sent.
        sent_time: time,
        /// When the record was deleted.
        deleted_time: time,
        /// Whether it could not be delivered.
        failed_to_send: scalar bool,
        /// Whether it can be shared with other users.
        shareable: scalar bool,
        /// Whether it is shared with other users.
        shared: scalar bool,
        /// How often it was opened.
        num_views: scalar i64,
        /// Whether it is an automatic reply.
        is_automated_reply: scalar bool,
        /// Whether an automation sent it.
        is_email_automation: scalar bool,
        /// The record's URL in this API.
        href: scalar String,
        /// The record's page in the web application.
        html_url: scalar String,
        /// The path of the record's page in the web application.
        html_url_path: scalar String,
        /// Related records.
        links: links EmailLinks,
    }
}

impl Record for Email {
    const PLURAL: &'static str = "emails";
}

/// The related records of an e-mail. Senders and recipients are display texts, not ids.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(any(test, feature = "test-util"), derive(Default))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct EmailLinks {
    /// The comments on it.
    #[serde(default, deserialize_with = "one_or_many", skip_serializing_if = "Vec::is_empty")]
    pub comments: Vec<EntityId>,
    /// The sender.
    #[serde(default, deserialize_with = "one_or_many", skip_serializing_if = "Vec::is_empty")]
    pub from: Vec<Personal<String>>,
    /// The recipients.
    #[serde(default, deserialize_with = "one_or_many", skip_serializing_if = "Vec::is_empty")]
    pub to: Vec<Personal<String>>,
    /// The copied recipients.
    #[serde(default, deserialize_with = "one_or_many", skip_serializing_if = "Vec::is_empty")]
    pub cc: Vec<Personal<String>>,
    /// The files.
    #[serde(default, deserialize_with = "one_or_many", skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<EntityId>,
    /// The queue that it waits in.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub email_queued: Option<EntityId>,
    /// The newsletter edition that it belongs to.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub edition: Option<EditionId>,
}

/// Reads a list of scalars, or a single scalar; `null` and objects are an empty list.
pub(crate) fn one_or_many<'de, D: Deserializer<'de>, T: FromScalar>(deserializer: D) -> Result<Vec<T>, D::Error> {
    struct Reader<T>(PhantomData<T>);
    impl<T: FromScalar> Reader<T> {
        fn one(scalar: tolerant::Scalar<'_>) -> Vec<T> {
            T::from_scalar(scalar).into_iter().collect()
        }
    }
    impl<'de, T: FromScalar> Visitor<'de> for Reader<T> {
        type Value = Vec<T>;
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("one or many scalars")
        }
        fn visit_unit<E: de::Error>(self) -> Result<Self::Value, E> {
            Ok(Vec::new())
        }
        fn visit_bool<E: de::Error>(self, value: bool) -> Result<Self::Value, E> {
            Ok(Self::one(tolerant::Scalar::Bool(value)))
        }
        fn visit_i64<E: de::Error>(self, value: i64) -> Result<Self::Value, E> {
            Ok(Self::one(tolerant::Scalar::Integer(value)))
        }
        fn visit_u64<E: de::Error>(self, value: u64) -> Result<Self::Value, E> {
            Ok(Self::one(i64::try_from(value).map_or(tolerant::Scalar::Unsigned(value), tolerant::Scalar::Integer)))
        }
        fn visit_f64<E: de::Error>(self, value: f64) -> Result<Self::Value, E> {
            Ok(Self::one(tolerant::Scalar::Float(value)))
        }
        fn visit_str<E: de::Error>(self, value: &str) -> Result<Self::Value, E> {
            Ok(Self::one(tolerant::Scalar::Text(value)))
        }
        fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Self::Value, A::Error> {
            tolerant::scalars(SeqAccessDeserializer::new(seq))
        }
        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
            Ok(Vec::new())
        }
    }
    leads_core::vendor::tolerant::any(deserializer, Reader(PhantomData))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(r#"{"from":"Ann <ann@example.com>"}"#, 1)]
    #[case(r#"{"from":["Ann <ann@example.com>","ben@example.com"]}"#, 2)]
    #[case(r#"{"from":null}"#, 0)]
    #[case(r#"{"from":{}}"#, 0)]
    #[case(r#"{"from":7}"#, 1)]
    fn senders_are_single_or_a_list(#[case] json: &str, #[case] senders: usize) {
        let links: EmailLinks = serde_json::from_str(json).unwrap();
        assert_eq!(links.from.len(), senders, "{json}");
        assert!(!format!("{links:?}").contains("example.com"));
    }
}
