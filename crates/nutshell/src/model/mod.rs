//! Nutshell's objects.
//!
//! Every member except the id is optional, and every member is read both in its declared type and in the type that is
//! sent.

mod account;
mod activity;
mod audience;
mod competitor;
mod contact;
mod contact_point;
mod email;
mod event;
mod field;
mod form;
mod id;
mod installment;
mod lead;
mod link;
mod list_item;
mod market;
mod meta;
pub(crate) mod money;
mod note;
mod outcome;
mod product;
pub(crate) mod read;
mod report;
mod sales_document;
mod saved_filter;
mod source;
mod stage;
mod stageset;
mod tag;
mod task;
pub(crate) mod time;
mod user;

pub(crate) use read::model;

pub use account::{Account, AccountLinks, AccountType, Industry};
pub use activity::{Activity, ActivityLinks, ActivityType};
pub use audience::{Audience, Edition};
pub use competitor::{Competitor, CompetitorMapStatus, LeadCompetitorMap, LeadCompetitorMapLinks};
pub use contact::{Contact, ContactLinks, Job};
pub use contact_point::{Address, ContactPoint, Location, Phone, PhoneNumber, PhoneParts, PostalLocation};
pub use email::{Email, EmailLinks};
pub use event::{Event, EventAction, EventChange, EventLinks, EventStage};
pub use field::{CustomField, CustomFieldType, Field, FieldSet};
pub use form::{Form, FormField, FormLinks};
pub use id::*;
pub use installment::Installment;
pub use lead::{Lead, LeadLinks, LeadStatus};
pub use link::Link;
pub use list_item::{ItemEntity, ListItem, ListItemLinks};
pub use market::{Market, Territory};
pub use meta::{EnvelopeMeta, Formatted};
pub use money::Price;
pub use note::{Note, NoteLinks};
pub use outcome::Outcome;
pub use product::{LeadProductMap, LeadProductMapLinks, MarketPrices, Product, ProductCategory};
pub use report::{Report, ReportBucket};
pub use sales_document::{
    Invoice, ProductLineItem, Quote, Recipient, SalesDocumentLinks, SalesDocumentStatus, SubtotalLineItem,
    SubtotalOperation,
};
pub use saved_filter::{SavedFilter, SavedFilterKind, SavedFilterLinks};
pub use source::{Channel, Source, SourceChannel};
pub use stage::{Stage, StageLinks};
pub use stageset::{Stageset, StagesetLinks, StagesetStatus};
pub use tag::{Tag, TagType};
pub use task::{RecurrenceMode, RecurrenceRule, Task, TaskLinks};
pub use time::{FilterTime, Time};
pub use user::{Origin, User, UserLinks};
