//! Nutshell's own objects.
//!
//! Every member but the id is optional, and every type is read as it is declared and as it really comes.

mod activity;
mod audience;
mod competitor;
mod contact_point;
mod email;
mod form;
mod id;
mod lead;
mod link;
mod market;
mod meta;
pub(crate) mod money;
mod note;
mod outcome;
mod product;
mod read;
mod sales_document;
mod saved_filter;
mod stageset;
mod task;
pub(crate) mod time;

pub(crate) use read::model;

pub use activity::{Activity, ActivityLinks, ActivityType};
pub use audience::{Audience, Edition};
pub use competitor::{Competitor, CompetitorMapStatus, LeadCompetitorMap, LeadCompetitorMapLinks};
pub use contact_point::{Address, ContactPoint, Location, Phone, PhoneNumber, PhoneParts, Place};
pub use email::{Email, EmailLinks};
pub use form::{Form, FormField, FormLinks};
pub use id::*;
pub use lead::{Lead, LeadLinks, LeadStatus};
pub use link::Link;
pub use market::{Market, Territory};
pub use meta::{EnvelopeMeta, Formatted};
pub use money::Price;
pub use note::{Note, NoteLinks};
pub use outcome::Outcome;
pub use product::{LeadProductMap, LeadProductMapLinks, MarketPrices, Product, ProductCategory};
pub use sales_document::{
    Invoice, ProductLineItem, Quote, Recipient, SalesDocumentLinks, SalesDocumentStatus, SubtotalLineItem,
    SubtotalOperation,
};
pub use saved_filter::{SavedFilter, SavedFilterKind, SavedFilterLinks};
pub use stageset::{Stageset, StagesetLinks, StagesetStatus};
pub use task::{RecurrenceMode, RecurrenceRule, Task, TaskLinks};
pub use time::{FilterTime, Time};
