//! Custom fields as a struct of the application.
//!
//! A tenant's custom fields (`mx_...` of LeadSquared, custom fields of Nutshell, extended fields of Capillary) have
//! names that only the tenant knows. An application lists those that it uses in a struct with serde's derives, and
//! reads and writes them together. The lead keeps its original text, so fields outside the struct are not lost.
//!
//! ```
//! use leads_core::client::{LeadUpdate, NewLead};
//! use leads_core::{Decimal, Lead, Patch, custom};
//! # use leads_core::{LeadId, LeadView, Raw, LeadState, status::{Presence, Status, StatusDetail}};
//! # #[derive(Debug, serde::Deserialize)]
//! # struct Row {}
//! # impl LeadView for Row {
//! #     const VENDOR: &'static str = "acme";
//! #     fn id(&self) -> Option<LeadId> { None }
//! #     fn status(&self) -> Status { Status::new(Presence::Live, LeadState::Open, StatusDetail::default()) }
//! # }
//! # let lead: Box<dyn Lead> = Box::new(Raw::<Row>::parse(r#"{"mx_Budget":"54,000","mx_Trial":"1","mx_Other":"x"}"#)?);
//! #[derive(serde::Serialize, serde::Deserialize)]
//! struct MyFields {
//!     #[serde(rename = "mx_Budget", skip_serializing_if = "Option::is_none")]
//!     budget: Option<Decimal>,
//!     #[serde(rename = "mx_Trial", skip_serializing_if = "Option::is_none")]
//!     trial: Option<bool>,
//! }
//! let mine: MyFields = lead.custom_fields()?;
//! assert_eq!(mine.budget.as_ref().unwrap().to_string(), "54,000");
//! assert_eq!(mine.trial, Some(true));
//! let new = NewLead::new("Jane Doe").custom_fields(&mine)?;
//! assert_eq!(new.custom["mx_Trial"], true);
//!
//! // An update distinguishes keeping a field from clearing it.
//! #[derive(serde::Serialize)]
//! struct MyChange {
//!     #[serde(rename = "mx_Budget", skip_serializing_if = "Patch::is_keep")]
//!     budget: Patch<Decimal>,
//! }
//! let change = LeadUpdate::new().custom_fields(&MyChange { budget: Patch::Clear })?;
//! assert!(change.custom["mx_Budget"].is_null());
//! # Ok::<(), leads_core::Error>(())
//! ```
//!
//! # Reading
//!
//! The struct's field names come from its `Deserialize` implementation, so it must be a struct with named fields; a map
//! and `#[serde(flatten)]` have no names. Vendors write numbers and flags as text: `"54"` and `"1"` can be read as a
//! number and as a flag, and an empty text as `None`.
//!
//! # Writing
//!
//! A field that is not serialized keeps its value. `null` clears it in an update, if the vendor can clear it; a new lead
//! has nothing to clear, so `null` is omitted. `None` is serialized as `null`: to keep a field that is `None`, add
//! `skip_serializing_if = "Option::is_none"`, or use [`Patch`](crate::Patch).
//!
//! # Checking
//!
//! [`TenantFields`] describes the fields that a tenant has. [`compare`](TenantFields::compare) lists the differences
//! from the struct, and [`compare_values`](TenantFields::compare_values) those of values. The vendor crates read the
//! description: `check_lead_fields` and `check_opportunity_fields` of LeadSquared, `check_lead_custom_fields` of
//! Nutshell. Capillary's leads API and Dealer Studio have no call that describes their fields.

mod probe;
mod read;
mod tenant;
mod write;

pub use probe::{FieldShape, StructField, fields_of};
pub use read::{read_each, read_fields};
pub use tenant::{Difference, TenantField, TenantFieldKind, TenantFields};
pub use write::to_fields;
