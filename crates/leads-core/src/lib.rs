//! The types and the HTTP pipeline shared by the typed lead clients.
//!
//! Most applications depend on a vendor crate or on the `leads` facade; both re-export the types defined here. To
//! implement a client for a new vendor, start with [`Request`], [`Vendor`] and [`Pipeline`].
//!
//! | for | see |
//! |---|---|
//! | the outcome of a write | [`Error::outcome`], [`WriteOutcome`] |
//! | a lead of any vendor | [`Lead`], [`LeadClient`], [`client`] |
//! | the status of a lead | [`status`] |
//! | custom fields as a struct | [`custom`] |
//! | requests as values | [`Request`], [`Operation`], [`vendor`] |
//! | lossless reading | [`Raw`], [`vendor::tolerant`], [`open_enum!`] |
//! | limits, retries, timeouts | [`http::limit`], [`http::RetryPolicy`], [`http::Timeouts`] |
//! | secrets and personal data | [`SecretText`], [`Personal`], [`CredentialProvider`] |
//!
//! # Runtime
//!
//! Calls, the limiter and streams need a tokio runtime with its time driver enabled; the reqwest transport also needs
//! the I/O driver. Use `#[tokio::main]`, or `tokio::runtime::Builder` with `enable_all`. A call outside a runtime
//! returns an error of kind [`ErrorKind::Config`] whose field is `runtime`; nothing is sent.
//!
//! # A vendor in thirty lines
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
//!         if response.is_2xx() { Classification::tentative() } else { Failure::from_status(response).into() }
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
//! struct Thing { id: u64 }
//!
//! struct GetThing { id: u64 }
//! impl Request for GetThing {
//!     type Vendor = Acme;
//!     type Response = Raw<Thing>;
//!     const OPERATION: Operation = Operation::new("get_thing", Method::Get, "/v1/things/{id}", Safety::Read);
//!     fn parts(&self) -> Result<Parts> {
//!         Parts::new().path("id", self.id).empty()
//!     }
//! }
//!
//! # #[cfg(feature = "reqwest")] {
//! let config = ClientConfig::new();
//! let base = config.base_url::<Acme>("https://api.acme.example/v1")?;
//! let pipeline = config.build::<Acme>(base, Arc::new(Anonymous), ())?;
//! assert!(pipeline.preview(&GetThing { id: 7 })?.to_string().starts_with("GET https://api.acme.example/v1/things/7"));
//! # }
//! # Ok::<(), leads_core::Error>(())
//! ```

#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(feature = "blocking")]
pub mod blocking;
pub mod client;
pub mod custom;
pub mod error;
pub mod http;
#[cfg(feature = "inspect")]
pub mod inspect;
pub mod json;
pub mod lead;
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

pub use client::{LeadClient, LeadClientExt};
pub use error::{Code, CodeEntry, CodeTable, DecodeError, Error, ErrorKind, Result, Retry, VendorCode, WriteOutcome};
pub use http::{CallOptions, ClientConfig, CredentialProvider, Lost, Pipeline, RequestPreview, Resolution, Resolve};
pub use json::{OpenEnum, UnknownValue};
pub use lead::{Decimal, Lead, LeadId, LeadView, Money, Patch, Personal, Time};
pub use paging::{EndReason, ItemStream, NextPage, Page, Paged};
pub use request::{
    Auth, Body, Evidence, FileSource, HasBody, Host, Method, Multipart, Operation, Request, Safety, SecretText,
};
pub use response::{HttpResponse, Meta, Raw, Reply, read};
pub use secrecy::SecretString;
pub use status::LeadState;
pub use vendor::{Classification, Failure, Vendor};

/// Items that this crate's macros need in scope. Not part of the public API.
#[doc(hidden)]
pub mod __private {
    pub use crate::lead::masked;
    pub use bytes::Bytes;
    pub use serde;
}
