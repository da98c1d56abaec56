//! What every vendor's lead has in common.

use super::{LeadId, Money};
use crate::error::{Error, Result};
use crate::response::{Raw, member};
use crate::status::Status;
use chrono::{DateTime, Utc};
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use std::fmt;

/// A vendor's own model, seen as a lead. Implemented by the vendor crates' adapters; everything that the vendor does
/// not send is `None` or empty.
///
/// ```
/// use leads_core::status::{Presence, Status, StatusDetail};
/// use leads_core::{Lead, LeadId, LeadState, LeadView, Raw};
/// #[derive(Debug, serde::Deserialize)]
/// struct Deal { id: u64, stage: String }
/// impl LeadView for Deal {
///     const VENDOR: &'static str = "acme";
///     fn id(&self) -> Option<LeadId> {
///         Some(LeadId::new(self.id.to_string()))
///     }
///     fn status(&self) -> Status {
///         let state = if self.stage == "done" { LeadState::Won } else { LeadState::Other };
///         Status::new(Presence::Live, state, StatusDetail::code(&self.stage))
///     }
/// }
/// let deal: Box<dyn Lead> = Box::new(Raw::<Deal>::parse(r#"{"id":7,"stage":"done","colour":"red"}"#)?);
/// assert_eq!((deal.status().state, deal.custom("colour").as_deref()), (LeadState::Won, Some("\"red\"")));
/// assert_eq!(deal.decode::<Deal>()?.value().id, 7);
/// # Ok::<(), leads_core::Error>(())
/// ```
pub trait LeadView: fmt::Debug + Send + Sync {
    /// The vendor's name.
    const VENDOR: &'static str;

    /// The unified id; `None` when the answer did not say it.
    fn id(&self) -> Option<LeadId>;

    /// Presence, state and the vendor's own detail.
    fn status(&self) -> Status;

    /// The person's or the lead's name.
    fn name(&self) -> Option<String> {
        None
    }

    /// E-mail addresses, the main one first.
    fn emails(&self) -> Vec<String> {
        Vec::new()
    }

    /// Phone numbers as the vendor writes them, the main one first.
    fn phones(&self) -> Vec<String> {
        Vec::new()
    }

    /// Whoever works the lead, as the vendor names them: a username, an id, a name.
    fn owner(&self) -> Option<String> {
        None
    }

    /// Where the lead came from, as the vendor names it.
    fn source(&self) -> Option<String> {
        None
    }

    /// What the lead is worth.
    fn value(&self) -> Option<Money> {
        None
    }

    /// When the lead was made.
    fn created_at(&self) -> Option<DateTime<Utc>> {
        None
    }

    /// When the lead was last changed.
    fn updated_at(&self) -> Option<DateTime<Utc>> {
        None
    }

    /// A custom field of the tenant by its name, as JSON text; looked up in the lead's own text.
    fn custom(&self, text: &str, name: &str) -> Option<String> {
        member(text, name).map(|raw| raw.get().to_owned())
    }
}

/// A lead of any vendor. Every [`Raw<T>`](Raw) of a vendor's lead is one; `Box<dyn Lead>` is what the common client
/// gives out.
///
/// ```
/// use leads_core::{Lead, LeadState};
/// fn show(lead: &dyn Lead) -> String {
///     let name = lead.name().unwrap_or_else(|| "nameless".to_owned());
///     format!("{name}: {}", lead.status().state)
/// }
/// ```
pub trait Lead: fmt::Debug + Send + Sync {
    /// The vendor's name.
    fn vendor(&self) -> &'static str;
    /// The unified id; `None` when the answer did not say it.
    fn id(&self) -> Option<LeadId>;
    /// Presence, state and the vendor's own detail.
    fn status(&self) -> Status;
    /// The person's or the lead's name.
    fn name(&self) -> Option<String>;
    /// E-mail addresses, the main one first.
    fn emails(&self) -> Vec<String>;
    /// Phone numbers as the vendor writes them, the main one first.
    fn phones(&self) -> Vec<String>;
    /// Whoever works the lead, as the vendor names them.
    fn owner(&self) -> Option<String>;
    /// Where the lead came from, as the vendor names it.
    fn source(&self) -> Option<String>;
    /// What the lead is worth.
    fn value(&self) -> Option<Money>;
    /// When the lead was made.
    fn created_at(&self) -> Option<DateTime<Utc>>;
    /// When the lead was last changed.
    fn updated_at(&self) -> Option<DateTime<Utc>>;
    /// A custom field of the tenant by its name, as JSON text.
    fn custom(&self, name: &str) -> Option<String>;
    /// The exact JSON text of the lead as the vendor sent it.
    fn text(&self) -> &str;
}

impl<T: LeadView> Lead for Raw<T> {
    fn vendor(&self) -> &'static str {
        T::VENDOR
    }
    fn id(&self) -> Option<LeadId> {
        LeadView::id(self.value())
    }
    fn status(&self) -> Status {
        LeadView::status(self.value())
    }
    fn name(&self) -> Option<String> {
        LeadView::name(self.value())
    }
    fn emails(&self) -> Vec<String> {
        LeadView::emails(self.value())
    }
    fn phones(&self) -> Vec<String> {
        LeadView::phones(self.value())
    }
    fn owner(&self) -> Option<String> {
        LeadView::owner(self.value())
    }
    fn source(&self) -> Option<String> {
        LeadView::source(self.value())
    }
    fn value(&self) -> Option<Money> {
        LeadView::value(Self::value(self))
    }
    fn created_at(&self) -> Option<DateTime<Utc>> {
        LeadView::created_at(self.value())
    }
    fn updated_at(&self) -> Option<DateTime<Utc>> {
        LeadView::updated_at(self.value())
    }
    fn custom(&self, name: &str) -> Option<String> {
        LeadView::custom(self.value(), Self::text(self), name)
    }
    fn text(&self) -> &str {
        Self::text(self)
    }
}

impl dyn Lead + '_ {
    /// A member of the lead by its name on the wire.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&RawValue> {
        member(self.text(), name)
    }

    /// The vendor's own type, read from the kept text: no down-casting, and it works behind any wrapper.
    ///
    /// # Errors
    /// [`Unsupported`](crate::ErrorKind::Unsupported) when the lead is another vendor's; a decode error when the text
    /// is no such type.
    pub fn decode<T: LeadView + DeserializeOwned>(&self) -> Result<Raw<T>> {
        if self.vendor() != T::VENDOR {
            return Err(Error::unsupported("the lead is another vendor's").for_operation(self.vendor(), "decode"));
        }
        Raw::parse(self.text())
    }
}
