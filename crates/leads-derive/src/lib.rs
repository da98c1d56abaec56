//! Derive macros of [leads-core](https://docs.rs/leads-core), which re-exports them in `leads_core::vendor`.
//!
//! A vendor crate has hundreds of request types, each of which is read from its stored form. serde's derive writes a
//! type for the names, two or three visitors and a reader from sequences for each of them, all generic over the
//! deserializer. [`Deserialize`](derive@Deserialize) writes one short function instead, which passes the members to a reader
//! that is compiled once.

mod deserialize;
mod members;
mod skip;

use proc_macro::TokenStream;

/// Derives serde's `Deserialize` for a struct that is read from an object.
///
/// The attributes have the meaning that they have for serde. These are supported:
///
/// | on | attributes |
/// |---|---|
/// | the struct | `deny_unknown_fields`, `default`, `rename_all` (`camelCase`, `PascalCase`, `snake_case`), `transparent` (one member) |
/// | a member | `rename`, `alias`, `default`, `default = "..."`, `deserialize_with`, `with` |
///
/// Attributes that are about serialization are ignored. Anything else, an enum, or a type with parameters is a compile
/// error: such a type uses `serde::Deserialize`.
///
/// A member is read through a trait object, so this is slower than serde's derive. It is meant for what an application
/// writes, such as requests; the models of responses use `leads_core::model!`. A sequence is not read as a struct.
///
/// # Examples
///
/// ```
/// #[derive(Debug, PartialEq, leads_core::vendor::Deserialize)]
/// #[serde(rename_all = "camelCase", deny_unknown_fields)]
/// struct RenameThing {
///     thing_id: u64,
///     new_name: Option<String>,
/// }
///
/// let request: RenameThing = serde_json::from_str(r#"{"thingId":7}"#)?;
/// assert_eq!(request, RenameThing { thing_id: 7, new_name: None });
///
/// let unknown = serde_json::from_str::<RenameThing>(r#"{"thingId":7,"force":true}"#);
/// assert!(unknown.unwrap_err().to_string().starts_with("unknown field `force`"));
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// An enum is a compile error:
///
/// ```compile_fail
/// #[derive(leads_core::vendor::Deserialize)]
/// enum Stage {
///     New,
///     Won,
/// }
/// ```
#[proc_macro_derive(Deserialize, attributes(serde))]
pub fn deserialize(input: TokenStream) -> TokenStream {
    let input = syn::parse_macro_input!(input as syn::DeriveInput);
    deserialize::derive(&input).unwrap_or_else(syn::Error::into_compile_error).into()
}

/// Leaves members that are `None` out when a struct is serialized.
///
/// Adds `#[serde(skip_serializing_if = "Option::is_none")]` to each member of type `Option`, unless the member has such an
/// attribute, or `#[serialize_always]`. Must precede the derive.
///
/// # Examples
///
/// ```
/// #[leads_core::vendor::skip_serializing_none]
/// #[derive(serde::Serialize)]
/// struct Change {
///     name: Option<String>,
///     #[serialize_always]
///     owner: Option<u64>,
/// }
///
/// let change = Change { name: None, owner: None };
/// assert_eq!(serde_json::to_string(&change)?, r#"{"owner":null}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[proc_macro_attribute]
pub fn skip_serializing_none(arguments: TokenStream, item: TokenStream) -> TokenStream {
    skip::expand(arguments.into(), item.into()).unwrap_or_else(syn::Error::into_compile_error).into()
}
