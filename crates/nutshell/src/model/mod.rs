//! Nutshell's own objects.
//!
//! Every member but the id is optional, and every type is read as it is declared and as it really comes.

mod contact_point;
mod id;
mod lead;
mod link;
mod meta;
pub(crate) mod money;
mod outcome;
mod read;
mod stageset;
pub(crate) mod time;

pub(crate) use read::model;

pub use contact_point::{Address, ContactPoint, Location, Phone, PhoneNumber, PhoneParts, Place};
pub use id::*;
pub use lead::{Lead, LeadLinks, LeadStatus};
pub use link::Link;
pub use meta::{EnvelopeMeta, Formatted};
pub use money::Price;
pub use outcome::Outcome;
pub use stageset::{Stageset, StagesetLinks, StagesetStatus};
pub use time::{FilterTime, Time};
