//! The types and the HTTP pipeline shared by the typed lead clients.
//!
//! # Who this crate is for
//!
//! * **You write the client of another vendor.** Start with [`Vendor`], [`Request`] and [`Pipeline`]; the
//!   [example below](#a-complete-vendor) is a complete one, and [`vendor`] has everything an implementation needs.
//! * **You write a library over the shared types**, such as an [`Observer`](observe::Observer), a [`http::Transport`] or a
//!   [`http::limit::SharedCounts`], and do not want to depend on a vendor.
//!
//! Applications start with the `leads` facade or with a vendor's crate. Both re-export the types defined here, so an
//! application needs this crate by name only for items that they do not re-export.
//!
//! # Map
//!
//! | to | see |
//! |---|---|
//! | find out what a failed call did, and what to do | [`error`]: [`Error::outcome`], [`WriteOutcome`], [`ErrorKind`] |
//! | create, read and change leads of any vendor | [`client`]: [`LeadClient`], [`LeadClientExt`], [`Lead`] |
//! | read and write the properties of a lead | [`lead`]: [`LeadId`], [`Money`], [`Patch`], [`Time`] |
//! | understand the status of a lead | [`status`]: [`LeadState`] |
//! | use custom fields as a struct | [`custom`] |
//! | apply thousands of changes, and resume | [`bulk`] |
//! | read long lists | [`paging`]: [`ItemStream`], [`Paged`] |
//! | configure timeouts, retries, limits, TLS | [`http`]: [`ClientConfig`], [`http::RetryPolicy`], [`http::limit`] |
//! | set options for one call | [`CallOptions`] |
//! | determine whether a lost write took effect | [`Resolve`], [`Resolution`], [`Lost`] |
//! | receive webhooks | [`webhook`] |
//! | get metrics, traces and alarms | [`observe`] |
//! | keep secrets and personal data out of logs | [`SecretText`], [`Personal`], [`CredentialProvider`] |
//! | define requests and responses | [`request`], [`response`]: [`Operation`], [`Raw`], [`Reply`] |
//! | read JSON losslessly and tolerantly | [`json`]: [`vendor::tolerant`], [`open_enum!`] |
//! | implement a vendor | [`vendor`] |
//!
//! # Features
//!
//! | feature | what it adds |
//! |---|---|
//! | `rustls` (default) | the transport over reqwest, with TLS by rustls |
//! | `native-tls` | the same with the platform's library |
//! | `reqwest` | the transport without a TLS implementation |
//! | `fs` | sending files by their path; on with any transport |
//! | `blocking` | clients for code that is not async |
//! | `registry` | sending stored requests by the names of their operations |
//! | `axum` | routes that receive webhooks in axum servers |
//! | `metrics`, `otel` | metrics of calls: `observe::Metrics`, `observe::Otel` |
//! | `phone` | formatting phone numbers as E.164 |
//! | `inspect` | comparing captured payloads with the types |
//! | `test-util` | constructors of responses, for tests |
//!
//! Without `reqwest` and `fs`, the crate builds for `wasm32-unknown-unknown`.
//!
//! # Runtime
//!
//! Calls, the limiter and streams need a tokio runtime with its time driver enabled; the reqwest transport also needs
//! the I/O driver. Use `#[tokio::main]`, or `tokio::runtime::Builder` with `enable_all`. A call outside a runtime
//! returns an error of kind [`ErrorKind::Config`] whose field is `runtime`; nothing is sent.
//!
//! The minimum Rust version is 1.88.
//!
//! # A complete vendor
//!
//! ```
//! use leads_core::http::Anonymous;
//! use leads_core::{
//!     ClientConfig, HttpResponse, Method, Operation, Raw, Request, Result, Safety,
//!     vendor::{Classification, Failure, FromResponse, Parts, Vendor, read},
//! };
//! use std::sync::Arc;
//!
//! enum Acme {}
//! impl Vendor for Acme {
//!     const NAME: &'static str = "acme";
//!     const PREFIXES: &'static [&'static str] = &["/v1"];
//!     const REQUEST_ID_HEADERS: &'static [&'static str] = &["x-request-id"];
//!     type Settings = ();
//!     fn classify(_: &(), _: &Operation, response: &HttpResponse) -> Classification {
//!         if response.is_2xx() {
//!             Classification::tentative()
//!         } else {
//!             Failure::from_status(response).into()
//!         }
//!     }
//! }
//!
//! impl<T: serde::de::DeserializeOwned + Send> FromResponse<Acme> for Raw<T> {
//!     fn from_response(_: &Operation, response: &HttpResponse) -> Result<Self> {
//!         read::whole(response)
//!     }
//! }
//!
//! #[derive(serde::Deserialize)]
//! struct Thing {
//!     id: u64,
//! }
//!
//! struct GetThing {
//!     id: u64,
//! }
//! impl Request for GetThing {
//!     type Vendor = Acme;
//!     type Response = Raw<Thing>;
//!     const OPERATION: Operation =
//!         Operation::new("get_thing", Method::Get, "/v1/things/{id}", Safety::Read);
//!     fn parts(&self) -> Result<Parts> {
//!         Parts::new().path("id", self.id).empty()
//!     }
//! }
//!
//! # #[cfg(feature = "reqwest")] {
//! let config = ClientConfig::new();
//! let base = config.base_url::<Acme>("https://api.acme.example/v1")?;
//! let pipeline = config.build::<Acme>(base, Arc::new(Anonymous), ())?;
//! assert!(
//!     pipeline
//!         .preview(&GetThing { id: 7 })?
//!         .to_string()
//!         .starts_with("GET https://api.acme.example/v1/things/7")
//! );
//! # }
//! # Ok::<(), leads_core::Error>(())
//! ```

#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(feature = "blocking")]
pub mod blocking;
pub mod bulk;
pub mod client;
pub mod custom;
pub mod error;
pub mod http;
#[cfg(feature = "inspect")]
pub mod inspect;
pub mod json;
pub mod lead;
pub mod observe;
pub mod paging;
#[cfg(feature = "phone")]
#[cfg_attr(docsrs, doc(cfg(feature = "phone")))]
pub mod phone;
#[cfg(feature = "registry")]
pub mod registry;
pub mod request;
pub mod response;
pub mod status;
pub mod vendor;
pub mod webhook;

// With their descriptions on the first page, instead of a list of names.
#[doc(inline)]
pub use client::{LeadClient, LeadClientExt};
#[doc(inline)]
pub use error::{Code, CodeEntry, CodeTable, DecodeError, Error, ErrorKind, Result, Retry, VendorCode, WriteOutcome};
#[doc(inline)]
pub use http::{CallOptions, ClientConfig, CredentialProvider, Lost, Pipeline, RequestPreview, Resolution, Resolve};
#[doc(inline)]
pub use json::{OpenEnum, UnknownValue};
#[doc(inline)]
pub use lead::{Decimal, Lead, LeadId, LeadView, Money, Patch, Personal, Time};
#[doc(inline)]
pub use paging::{EndReason, ItemStream, NextPage, Page, Paged};
#[doc(inline)]
pub use request::{
    Auth, Body, Evidence, FileSource, HasBody, Host, Method, Multipart, Operation, Request, Safety, SecretText,
};
#[doc(inline)]
pub use response::{HttpResponse, Meta, Raw, Reply, read};
/// A text that `Debug` does not show, and that is erased from memory when it is dropped. From the crate `secrecy`.
///
pub use secrecy::SecretString;
#[doc(inline)]
pub use status::LeadState;
#[doc(inline)]
pub use vendor::{Classification, Failure, Vendor};

/// Items that this crate's macros need in scope. Not part of the public API.
#[doc(hidden)]
pub mod __private {
    pub use crate::json::members;
    pub use crate::lead::masked;
    pub use bytes::Bytes;
    pub use serde;
}

/// Compiles the README's example.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
pub struct Readme;
