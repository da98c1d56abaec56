//! `POST /v2/leads/reasons`

use crate::api::prelude::*;
use crate::model::{Listing, Reason};
use leads_core::Error;
use serde::Serializer;
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use std::fmt;

/// Creates reasons.
///
/// They cannot be changed or deleted afterwards, and the vendor does not reject a text that already exists (no such
/// code is published). List the reasons first.
///
/// `POST /v2/leads/reasons`; the response lists the new reasons with their ids.
///
/// If the response is lost, the outcome cannot be verified automatically: a reason with the same text may come from
/// another client. [`Error::help`](crate::Error::help) says how to check manually.
///
/// See [the vendor's page](https://docs.capillarytech.com/reference/set-lead-reasons).
///
/// # Errors
///
/// A response with both reasons and errors means that some were created; its outcome is
/// [`Partial`](leads_core::WriteOutcome::Partial). List the reasons before you send any again.
///
/// # Examples
///
/// ```
/// # async fn run(client: &capillary_leads::Client) -> capillary_leads::Result<()> {
/// use capillary_leads::api::reasons::CreateReasons;
///
/// let request = CreateReasons::new(["Item not in store", "Bought elsewhere"]);
/// let reasons = client.send(&request).await?;
/// for reason in &reasons.data {
///     println!("{}: {:?}", reason.id, reason.reason);
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/leads/reasons")]
#[doc(alias = "leads/reasons")]
#[doc(alias = "create reasons")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreateReasons {
    body: CreateReasonsBody,
}

/// The wire body of [`CreateReasons`]: a list, or one object.
#[derive(Clone, Debug, PartialEq)]
pub struct CreateReasonsBody {
    reasons: Vec<NewReason>,
    single: bool,
}

/// A reason to create.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewReason {
    reason: String,
}

impl CreateReasons {
    /// Creates a request with one reason per text. The vendor stores at most 64 characters of each. An empty list is
    /// rejected before anything is sent.
    pub fn new<T: Into<String>>(reasons: impl IntoIterator<Item = T>) -> Self {
        let reasons = reasons.into_iter().map(|reason| NewReason { reason: reason.into() }).collect();
        Self { body: CreateReasonsBody { reasons, single: false } }
    }

    /// Sends a single reason as an object instead of a list.
    ///
    /// The older documentation has a list, with a sample; a newer page shows one required text. The list is the
    /// default.
    #[must_use]
    pub fn as_object(mut self) -> Self {
        self.body.single = true;
        self
    }
}

impl Serialize for CreateReasonsBody {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        match (self.single, self.reasons.as_slice()) {
            (true, [only]) => only.serialize(serializer),
            (_, reasons) => reasons.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for CreateReasonsBody {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        struct Either;
        impl<'de> Visitor<'de> for Either {
            type Value = CreateReasonsBody;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of reasons, or one")
            }
            fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> std::result::Result<Self::Value, A::Error> {
                let reasons = Vec::deserialize(SeqAccessDeserializer::new(seq))?;
                Ok(CreateReasonsBody { reasons, single: false })
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> std::result::Result<Self::Value, A::Error> {
                let reason = NewReason::deserialize(MapAccessDeserializer::new(map))?;
                Ok(CreateReasonsBody { reasons: vec![reason], single: true })
            }
        }
        deserializer.deserialize_any(Either)
    }
}

impl Request for CreateReasons {
    type Vendor = Capillary;
    type Response = Listing<Reason>;
    const OPERATION: Operation = op::post("create_reasons", "/v2/leads/reasons", Safety::NonIdempotent)
        .docs("https://docs.capillarytech.com/reference/set-lead-reasons");

    fn parts(&self) -> Result<Parts> {
        let CreateReasonsBody { reasons, single } = &self.body;
        let texts = reasons.iter().try_for_each(|row| check::text("reason", Some(&row.reason)));
        let count = match (reasons.len(), single) {
            (0, _) => Err(Error::invalid("reasons", "must contain at least one reason")),
            (2.., true) => Err(Error::invalid("reasons", "must contain exactly one reason to be sent as an object")),
            _ => Ok(()),
        };
        Parts::new().check(count).check(texts).json(&self.body)
    }

    fn trace(&self) -> Option<String> {
        Some("send ListReasons to check which of the texts exist".to_owned())
    }
}

has_body!(CreateReasons => CreateReasonsBody);

sample!(CreateReasons: Self::new(["Out of stock", "Too dear"]));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn body_is_a_list_by_default_and_an_object_on_request() {
        let list = CreateReasons::new(["a"]);
        assert_eq!(serde_json::to_string(list.body()).unwrap(), r#"[{"reason":"a"}]"#);
        let object = list.as_object();
        assert_eq!(serde_json::to_string(object.body()).unwrap(), r#"{"reason":"a"}"#);
        for body in [r#"[{"reason":"a"},{"reason":"b"}]"#, r#"{"reason":"a"}"#] {
            let read: CreateReasonsBody = serde_json::from_str(body).unwrap();
            assert_eq!(serde_json::to_string(&read).unwrap(), body);
            let stored = format!(r#"{{"body":{body}}}"#);
            let request: CreateReasons = serde_json::from_str(&stored).unwrap();
            assert_eq!(serde_json::to_string(&request).unwrap(), stored);
        }
        assert!(serde_json::from_str::<CreateReasonsBody>(r#"[{"reason":"a","id":1}]"#).is_err());
    }

    #[test]
    fn empty_blank_and_excess_reasons_are_rejected() {
        let field = |request: CreateReasons| request.parts().unwrap_err().field().unwrap().to_owned();
        assert_eq!(field(CreateReasons::new::<String>([])), "reasons");
        assert_eq!(field(CreateReasons::new(["a", " "])), "reason");
        assert_eq!(field(CreateReasons::new(["a", "b"]).as_object()), "reasons");
    }
}
