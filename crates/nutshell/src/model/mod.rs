//! Nutshell's own objects.
//!
//! Every member but the id is optional, and every type is read as it is declared and as it really comes.

mod account;
mod contact;
mod contact_point;
mod event;
mod field;
mod id;
mod installment;
mod lead;
mod link;
mod list_item;
mod meta;
pub(crate) mod money;
mod outcome;
pub(crate) mod read;
mod report;
mod source;
mod stage;
mod stageset;
mod tag;
pub(crate) mod time;
mod user;

pub(crate) use read::model;

pub use account::{Account, AccountLinks, AccountType, Industry};
pub use contact::{Contact, ContactLinks, Job};
pub use contact_point::{Address, ContactPoint, Location, Phone, PhoneNumber, PhoneParts, Place};
pub use event::{Event, EventAction, EventChange, EventLinks, EventStage};
pub use field::{CustomField, Field, FieldSet};
pub use id::*;
pub use installment::Installment;
pub use lead::{Lead, LeadLinks, LeadStatus};
pub use link::Link;
pub use list_item::{ItemEntity, ListItem, ListItemLinks};
pub use meta::{EnvelopeMeta, Formatted};
pub use money::Price;
pub use outcome::Outcome;
pub use report::{Report, ReportBucket};
pub use source::{Channel, Source, SourceChannel};
pub use stage::{Stage, StageLinks};
pub use stageset::{Stageset, StagesetLinks, StagesetStatus};
pub use tag::{Tag, TagType};
pub use time::{FilterTime, Time};
pub use user::{Origin, User, UserLinks};
