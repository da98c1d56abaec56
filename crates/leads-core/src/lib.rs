//! The vocabulary and the HTTP pipeline shared by the typed lead clients.

#![cfg_attr(docsrs, feature(doc_cfg))]

pub mod client;
pub mod error;
pub mod http;
#[cfg(feature = "inspect")]
pub mod inspect;
pub mod lead;
pub mod request;
pub mod status;

pub use client::{LeadClient, LeadClientExt};
pub use error::{Code, CodeEntry, CodeTable, DecodeError, Error, ErrorKind, Outcome, Result, Retry, VendorCode};
pub use http::{CallOptions, ClientConfig, Core, CredentialProvider, Plan, Resolution, Resolve};
pub use lead::{Decimal, Lead, LeadId, LeadView, Money, Patch, Personal, Time};
pub use request::{
    Answer, Auth, Body, EndReason, Evidence, Failure, FileSource, HasBody, Host, Meta, Multipart, OpenEnum, Operation,
    Page, Paged, Parts, Raw, Reply, Request, Rows, Safety, SecretText, Step, UnknownValue, Vendor, Verb, Verdict,
    decode, read, tolerant,
};
pub use status::LeadState;

/// What the macros of this crate need in scope; not part of the interface.
#[doc(hidden)]
pub mod __private {
    pub use serde;
}
