//! The properties that every vendor's lead has.

use super::{LeadId, Money};
use crate::error::{Error, Result};
use crate::response::{Raw, member};
use crate::status::Status;
use chrono::{DateTime, Utc};
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use std::fmt;

/// Presents a vendor's own model as a lead. Implemented by the vendor crates' adapters; everything that the vendor does
/// not send is `None` or empty.
///
/// ```
/// use leads_core::status::{Presence, Status, StatusDetail};
/// use leads_core::{Lead, LeadId, LeadState, LeadView, Raw};
/// #[derive(Debug, serde::Deserialize)]
/// struct Deal {
///     id: u64,
///     stage: String,
/// }
/// impl LeadView for Deal {
///     const VENDOR: &'static str = "acme";
///     fn id(&self) -> Option<LeadId> {
///         Some(LeadId::new(self.id.to_string()))
///     }
///     fn status(&self) -> Status {
///         let state =
///             if self.stage == "done" { LeadState::Won } else { LeadState::Other };
///         Status::new(Presence::Live, state, StatusDetail::code(&self.stage))
///     }
/// }
/// let deal: Box<dyn Lead> =
///     Box::new(Raw::<Deal>::parse(r#"{"id":7,"stage":"done","colour":"red"}"#)?);
/// assert_eq!(
///     (deal.status().state, deal.custom("colour").as_deref()),
///     (LeadState::Won, Some("\"red\""))
/// );
/// assert_eq!(deal.decode::<Deal>()?.value().id, 7);
/// # Ok::<(), leads_core::Error>(())
/// ```
pub trait LeadView: fmt::Debug + Send + Sync {
    /// The vendor's name.
    const VENDOR: &'static str;

    /// Returns the vendor-independent id; `None` if the response did not contain it.
    fn id(&self) -> Option<LeadId>;

    /// Returns the presence, the state and the vendor's own detail.
    fn status(&self) -> Status;

    /// Returns the person's or the lead's name.
    fn name(&self) -> Option<String> {
        None
    }

    /// Returns the e-mail addresses, the primary one first.
    fn emails(&self) -> Vec<String> {
        Vec::new()
    }

    /// Returns the phone numbers as the vendor writes them, the primary one first.
    fn phones(&self) -> Vec<String> {
        Vec::new()
    }

    /// Returns the lead's owner in the vendor's notation: a username, an id or a name.
    fn owner(&self) -> Option<String> {
        None
    }

    /// Returns the lead's source in the vendor's notation.
    fn source(&self) -> Option<String> {
        None
    }

    /// Returns the lead's value.
    fn value(&self) -> Option<Money> {
        None
    }

    /// Returns when the lead was created.
    fn created_at(&self) -> Option<DateTime<Utc>> {
        None
    }

    /// Returns when the lead was last updated.
    fn updated_at(&self) -> Option<DateTime<Utc>> {
        None
    }

    /// Returns one of the tenant's custom fields by its name, as JSON text, read from the lead's own text.
    fn custom(&self, text: &str, name: &str) -> Option<String> {
        member(text, name).map(|raw| raw.get().to_owned())
    }
}

/// A lead of any vendor. Every [`Raw<T>`](Raw) of a vendor's lead implements it; the vendor-independent client returns
/// `Box<dyn Lead>`.
///
/// ```
/// use leads_core::{Lead, LeadState};
/// fn show(lead: &dyn Lead) -> String {
///     let name = lead.name().unwrap_or_else(|| "nameless".to_owned());
///     format!("{name}: {}", lead.status().state)
/// }
/// ```
pub trait Lead: fmt::Debug + Send + Sync {
    /// Returns the vendor's name.
    fn vendor(&self) -> &'static str;
    /// Returns the vendor-independent id; `None` if the response did not contain it.
    fn id(&self) -> Option<LeadId>;
    /// Returns the presence, the state and the vendor's own detail.
    fn status(&self) -> Status;
    /// Returns the person's or the lead's name.
    fn name(&self) -> Option<String>;
    /// Returns the e-mail addresses, the primary one first.
    fn emails(&self) -> Vec<String>;
    /// Returns the phone numbers as the vendor writes them, the primary one first.
    fn phones(&self) -> Vec<String>;
    /// Returns the lead's owner in the vendor's notation.
    fn owner(&self) -> Option<String>;
    /// Returns the lead's source in the vendor's notation.
    fn source(&self) -> Option<String>;
    /// Returns the lead's value.
    fn value(&self) -> Option<Money>;
    /// Returns when the lead was created.
    fn created_at(&self) -> Option<DateTime<Utc>>;
    /// Returns when the lead was last updated.
    fn updated_at(&self) -> Option<DateTime<Utc>>;
    /// Returns one of the tenant's custom fields by its name, as JSON text.
    fn custom(&self, name: &str) -> Option<String>;
    /// Returns the exact JSON text of the lead as the vendor sent it.
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

impl<T: LeadView> Raw<T> {
    /// Reads the tenant's custom fields into a struct of the application; see [`custom`](crate::custom).
    ///
    /// # Errors
    /// Returns a decode error with the name of the first field that does not match its type, and a configuration error
    /// if the type is not a struct with named fields.
    pub fn custom_fields<F: DeserializeOwned>(&self) -> Result<F> {
        let lead: &dyn Lead = self;
        lead.custom_fields()
    }
}

impl dyn Lead + '_ {
    /// Returns a member of the lead by its name on the wire.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&RawValue> {
        member(self.text(), name)
    }

    /// Reads the tenant's custom fields into a struct of the application; see [`custom`](crate::custom).
    ///
    /// # Errors
    /// Returns a decode error with the name of the first field that does not match its type, and a configuration error
    /// if the type is not a struct with named fields. For a lead that is read without its custom fields (Nutshell) every
    /// field is missing.
    pub fn custom_fields<T: DeserializeOwned>(&self) -> Result<T> {
        crate::custom::read_fields(|name| self.custom(name))
            .map_err(|error| error.for_operation(self.vendor(), "custom_fields"))
    }

    /// Reads the vendor's own type from the original text. This needs no downcasting and works through any wrapper.
    ///
    /// # Errors
    /// Returns [`Unsupported`](crate::ErrorKind::Unsupported) if the lead belongs to another vendor, or a decode error
    /// if the text does not match the type.
    pub fn decode<T: LeadView + DeserializeOwned>(&self) -> Result<Raw<T>> {
        if self.vendor() != T::VENDOR {
            return Err(Error::unsupported("the lead belongs to another vendor").for_operation(self.vendor(), "decode"));
        }
        Raw::parse(self.text())
    }
}
