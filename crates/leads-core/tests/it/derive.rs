//! The derive reads what serde's derive reads.

use leads_core::json::decode;
use leads_core::vendor::{Deserialize, skip_serializing_none};
use rstest::rstest;
use serde::Serialize;
use std::collections::BTreeMap;
use std::time::Duration;

/// Declares a type twice: with this crate's derive, and with serde's.
macro_rules! twice {
    ($($item:tt)*) => {
        mod ours {
            use super::*;
            $($item)*
        }
        mod serdes {
            use super::{skip_serializing_none, BTreeMap, Duration, Serialize, seconds, three};
            use serde::Deserialize;
            $($item)*
        }
    };
}

fn three() -> u8 {
    3
}

mod seconds {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};
    use std::time::Duration;

    pub(super) fn serialize<S: Serializer>(value: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
        value.as_secs().serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Duration, D::Error> {
        u64::deserialize(deserializer).map(Duration::from_secs)
    }
}

twice! {
    #[skip_serializing_none]
    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase", deny_unknown_fields)]
    pub(super) struct Request {
        lead_id: Id,
        #[serde(rename = "type", alias = "sort", alias = "Type")]
        kind: Option<String>,
        #[serialize_always]
        always: Option<bool>,
        #[serde(default)]
        tags: Vec<String>,
        #[serde(default = "three")]
        tries: u8,
        #[serde(with = "seconds")]
        wait: Duration,
        #[serde(default, deserialize_with = "leads_core::vendor::tolerant::scalar")]
        count: Option<i64>,
        inner: Option<Inner>,
        r#in: Option<Box<Request>>,
        prices: Option<BTreeMap<String, f64>>,
    }

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    #[serde(transparent)]
    pub(super) struct Id(u64);

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "PascalCase", default)]
    pub(super) struct Inner {
        first_name: String,
        last: u8,
    }

    impl Default for Inner {
        fn default() -> Self {
            Self { first_name: "Jo".to_owned(), last: 7 }
        }
    }
}

#[rstest]
#[case::required_members(r#"{"leadId":1,"wait":2}"#)]
#[case::every_member(
    r#"{"leadId":1,"type":"a","always":true,"tags":["x"],"tries":9,"wait":2,"count":"5","inner":{"FirstName":"K","Last":1},
        "in":{"leadId":2,"wait":0},"prices":{"a":1.5,"b":2}}"#
)]
#[case::null_for_options(r#"{"leadId":1,"wait":2,"type":null,"always":null,"count":null,"inner":null,"in":null}"#)]
#[case::alias(r#"{"leadId":1,"wait":2,"sort":"b"}"#)]
#[case::defaults_of_the_struct(r#"{"leadId":1,"wait":2,"inner":{"Other":[1,{"a":2}],"Last":3}}"#)]
#[case::tolerant_reader(r#"{"leadId":1,"wait":2,"count":[1]}"#)]
#[case::missing("{}")]
#[case::missing_with_a_function(r#"{"leadId":1}"#)]
#[case::unknown(r#"{"leadId":1,"wait":2,"colour":"red"}"#)]
#[case::unknown_in_an_inner_value(r#"{"leadId":1,"wait":2,"in":{"leadId":2,"wait":0,"colour":1}}"#)]
#[case::name_in_rust_spelling(r#"{"lead_id":1,"wait":2}"#)]
#[case::twice(r#"{"leadId":1,"wait":2,"leadId":1}"#)]
#[case::twice_by_an_alias(r#"{"leadId":1,"wait":2,"type":"a","Type":"a"}"#)]
#[case::wrong_type(r#"{"leadId":"x","wait":2}"#)]
#[case::wrong_type_deep_inside(r#"{"leadId":1,"wait":2,"in":{"leadId":1,"wait":2,"prices":{"a":"b"}}}"#)]
#[case::wrong_type_of_a_function(r#"{"leadId":1,"wait":-2}"#)]
#[case::null_for_a_required_member(r#"{"leadId":null,"wait":2}"#)]
#[case::no_object("7")]
fn objects_are_read_as_serde_reads_them(#[case] text: &str) {
    let (ours, serdes) = (serde_json::from_str::<ours::Request>(text), serde_json::from_str::<serdes::Request>(text));
    assert_eq!(format!("{ours:?}"), format!("{serdes:?}"));
    if let (Ok(ours), Ok(serdes)) = (&ours, &serdes) {
        assert_eq!(serde_json::to_string(ours).unwrap(), serde_json::to_string(serdes).unwrap());
    }

    let value: serde_json::Value = serde_json::from_str(text).unwrap();
    let (ours, serdes) = (ours::Request::deserialize(&value), serdes::Request::deserialize(&value));
    assert_eq!(format!("{ours:?}"), format!("{serdes:?}"));

    // With the path of the failure, and without the value.
    let (ours, serdes) = (decode::strict::<ours::Request>(text), decode::strict::<serdes::Request>(text));
    assert_eq!(ours.map_err(|error| error.to_string()).err(), serdes.map_err(|error| error.to_string()).err());
}

#[rstest]
#[case::between_members(r#"{"leadId":1,"#)]
#[case::inside_a_member(r#"{"leadId":1,"wait":2,"inner":{"FirstName":"#)]
#[case::wrong_token_inside_a_member(r#"{"leadId":1,"wait":2,"inner":{"FirstName":x}}"#)]
fn errors_of_syntax_have_the_text_and_position_of_serdes(#[case] text: &str) {
    let (ours, serdes) = (serde_json::from_str::<ours::Request>(text), serde_json::from_str::<serdes::Request>(text));
    assert_eq!(ours.unwrap_err().to_string(), serdes.unwrap_err().to_string());
}

#[test]
fn members_are_read_from_other_formats() {
    let text = "leadId = 1\nwait = 2\ntype = \"a\"\n[inner]\nLast = 4\n";
    let (ours, serdes) = (toml::from_str::<ours::Request>(text), toml::from_str::<serdes::Request>(text));
    assert_eq!(format!("{:?}", ours.unwrap()), format!("{:?}", serdes.unwrap()));
}

#[test]
fn sequence_is_not_read_as_a_struct() {
    assert!(serde_json::from_str::<ours::Inner>(r#"["K", 1]"#).is_err());
}
