//! Where adapters write the fields of a form.

use super::builders::NewLead;
use super::checks::check_new_custom;
use super::warnings::left_out;
use crate::error::{Code, Error, Result};
use crate::lead::Address;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// A field of [`NewLead`] that lead forms have and most vendors do not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FormField {
    /// [`NewLead::campaign`].
    Campaign,
    /// [`NewLead::consents`].
    Consents,
    /// [`NewLead::contact_time`].
    ContactTime,
    /// [`NewLead::address`].
    Address,
    /// [`NewLead::company`].
    Company,
    /// [`NewLead::page_url`].
    PageUrl,
}

impl FormField {
    /// Every field.
    pub const ALL: [Self; 6] =
        [Self::Campaign, Self::Consents, Self::ContactTime, Self::Address, Self::Company, Self::PageUrl];

    /// Returns the name of the field of [`NewLead`].
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Campaign => "campaign",
            Self::Consents => "consents",
            Self::ContactTime => "contact_time",
            Self::Address => "address",
            Self::Company => "company",
            Self::PageUrl => "page_url",
        }
    }

    /// Returns the field's value as it is written to a custom field; `None` if it is not set.
    fn value(self, lead: &NewLead) -> Option<Value> {
        match self {
            Self::Campaign => lead.campaign.as_deref().map(Value::from),
            Self::Consents => match lead.consents.as_slice() {
                [] => None,
                [one] if one.channel.is_none() && one.at.is_none() => Some(Value::from(one.given)),
                all => Some(all.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ").into()),
            },
            Self::ContactTime => lead.contact_time.as_ref().map(|time| time.to_string().into()),
            Self::Address => lead.address.as_ref().map(|address| address.to_string().into()),
            Self::Company => lead.company.as_ref().map(|name| name.as_str().into()),
            Self::PageUrl => lead.page_url.as_ref().map(|url| url.as_str().into()),
        }
    }
}

/// Where an adapter writes one field of a form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum FormTarget {
    /// To the vendor's own field. If the vendor has none, the create returns an error that names the field, and nothing
    /// is sent.
    #[default]
    Vendor,
    /// To the tenant's custom field with this name.
    Custom(String),
    /// Nowhere; the reply has the warning [`FIELD_LEFT_OUT`](super::FIELD_LEFT_OUT) for it.
    Ignore,
}

/// The custom fields for the parts of an address.
///
/// ```
/// use leads_core::client::AddressFields;
/// let fields = AddressFields::new().city("mx_City").country("mx_Country");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct AddressFields {
    /// The field for the street lines, which are joined by commas.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub street: Option<String>,
    /// The field for the city.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    /// The field for the region.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// The field for the postal code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub postal_code: Option<String>,
    /// The field for the country.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
}

macro_rules! names {
    ($( $(#[$meta:meta])* $name:ident ),* $(,)?) => {
        $(
            $(#[$meta])*
            #[must_use]
            pub fn $name(mut self, name: impl Into<String>) -> Self {
                self.$name = Some(name.into());
                self
            }
        )*
    };
}

impl AddressFields {
    /// Creates a mapping without fields.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    names! {
        /// Sets the field for the street lines.
        street,
        /// Sets the field for the city.
        city,
        /// Sets the field for the region.
        region,
        /// Sets the field for the postal code.
        postal_code,
        /// Sets the field for the country.
        country,
    }

    /// Returns each set part of an address with its field, and the name of the part.
    fn parts(&self, address: &Address) -> [(&'static str, Option<String>, Option<&str>); 5] {
        let text = |part: &Option<crate::lead::Personal<String>>| part.as_ref().map(|part| part.0.clone());
        [
            ("street", address.street_line(), self.street.as_deref()),
            ("city", text(&address.city), self.city.as_deref()),
            ("region", text(&address.region), self.region.as_deref()),
            ("postal_code", text(&address.postal_code), self.postal_code.as_deref()),
            ("country", text(&address.country), self.country.as_deref()),
        ]
    }
}

/// Where an adapter writes the fields of a form. Part of the adapters' configurations; can be loaded from a file.
///
/// By default each field is written to the vendor's own field, and is an error if the vendor has none.
/// `docs/common-client.md` lists which vendor has which.
///
/// In a custom field, a consent without channel and time is written as a flag, and other consents as text
/// (`email: yes (2026-01-01T00:00:00Z); sms: no`); a time in RFC 3339; an address in one line, or its parts in several
/// fields with [`address_fields`](Self::address_fields).
///
/// ```
/// use leads_core::client::{AddressFields, FormFields, FormTarget};
/// let fields = FormFields::new()
///     .campaign(FormTarget::Custom("Campaign".into()))
///     .page_url(FormTarget::Ignore)
///     .address_fields(AddressFields::new().city("City"));
/// let loaded: FormFields = serde_json::from_str(
///     r#"{
///         "campaign": {"custom": "Campaign"},
///         "page_url": "ignore",
///         "address_fields": {"city": "City"}
///     }"#).unwrap();
/// assert_eq!(fields, loaded);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct FormFields {
    /// Where the campaign is written.
    pub campaign: FormTarget,
    /// Where the consents are written.
    pub consents: FormTarget,
    /// Where the preferred contact time is written.
    pub contact_time: FormTarget,
    /// Where the address is written, unless `address_fields` is set.
    pub address: FormTarget,
    /// Where the company is written.
    pub company: FormTarget,
    /// Where the address of the page is written.
    pub page_url: FormTarget,
    /// The custom fields for the parts of the address. A set part without a field is an error.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address_fields: Option<AddressFields>,
}

macro_rules! targets {
    ($( $(#[$meta:meta])* $name:ident ),* $(,)?) => {
        $(
            $(#[$meta])*
            #[must_use]
            pub fn $name(mut self, target: FormTarget) -> Self {
                self.$name = target;
                self
            }
        )*
    };
}

impl FormFields {
    /// Creates a mapping that writes each field to the vendor's own field.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Creates a mapping that omits each field, with a warning.
    #[must_use]
    pub fn ignore_all() -> Self {
        let ignored = || FormTarget::Ignore;
        Self {
            campaign: ignored(),
            consents: ignored(),
            contact_time: ignored(),
            address: ignored(),
            company: ignored(),
            page_url: ignored(),
            address_fields: None,
        }
    }

    targets! {
        /// Sets where the campaign is written.
        campaign,
        /// Sets where the consents are written.
        consents,
        /// Sets where the preferred contact time is written.
        contact_time,
        /// Sets where the address is written.
        address,
        /// Sets where the company is written.
        company,
        /// Sets where the address of the page is written.
        page_url,
    }

    /// Sets the custom fields for the parts of the address.
    #[must_use]
    pub fn address_fields(mut self, fields: AddressFields) -> Self {
        self.address_fields = Some(fields);
        self
    }

    fn target(&self, field: FormField) -> &FormTarget {
        match field {
            FormField::Campaign => &self.campaign,
            FormField::Consents => &self.consents,
            FormField::ContactTime => &self.contact_time,
            FormField::Address => &self.address,
            FormField::Company => &self.company,
            FormField::PageUrl => &self.page_url,
        }
    }

    /// Checks the custom fields of a new lead and adds the fields of its form that the configuration writes to custom
    /// fields. `native` are the fields that the adapter writes to the vendor's own. Adapters call it first.
    ///
    /// # Errors
    /// Returns an error that names the field: [`Unsupported`](crate::ErrorKind::Unsupported) if neither the vendor nor
    /// the configuration has a place for it, an invalid-request error if it contradicts another one.
    pub fn resolve(&self, lead: &NewLead, native: &[FormField]) -> Result<FormValues> {
        check_new_custom(&lead.custom)?;
        check_values(lead)?;
        let mut values = FormValues { custom: lead.custom.clone(), warnings: Vec::new(), native: Vec::new() };
        for field in FormField::ALL {
            let Some(value) = field.value(lead) else { continue };
            let name = field.as_str();
            let parts = self.address_fields.as_ref().filter(|_| field == FormField::Address).zip(lead.address.as_ref());
            match (parts, self.target(field)) {
                (Some((fields, address)), _) => {
                    for (part, text, to) in fields.parts(address) {
                        match (text, to) {
                            (None, _) => {}
                            (Some(text), Some(to)) => values.put(name, to, text.into())?,
                            (Some(_), None) => return Err(unmapped(name, format!("its {part} has no custom field"))),
                        }
                    }
                }
                (None, FormTarget::Custom(to)) => values.put(name, to, value)?,
                (None, FormTarget::Ignore) => {
                    values.warnings.push(left_out(name, "the adapter's configuration ignores it"));
                }
                (None, FormTarget::Vendor) if native.contains(&field) => values.native.push(field),
                (None, FormTarget::Vendor) => return Err(unmapped(name, "the vendor has no such field".to_owned())),
            }
        }
        Ok(values)
    }
}

fn unmapped(field: &'static str, why: String) -> Error {
    Error::unsupported(why)
        .with_field(field)
        .with_help("map it to a custom field, or ignore it, with FormFields in the adapter's configuration")
}

fn check_values(lead: &NewLead) -> Result<()> {
    let repeated = |at: usize| {
        let (before, rest) = lead.consents.split_at(at);
        rest.first().is_some_and(|one| before.iter().any(|other| other.channel == one.channel))
    };
    // At most one per channel is accepted, so the list is short.
    let most = 16;
    if lead.consents.len() > most || (0..lead.consents.len()).any(repeated) {
        return Err(Error::invalid("consents", "must have at most one choice per channel"));
    }
    if lead.address.as_ref().is_some_and(Address::is_empty) {
        return Err(Error::invalid("address", "has no part set").with_help("leave it out instead"));
    }
    Ok(())
}

/// The result of [`FormFields::resolve`].
#[derive(Debug)]
#[non_exhaustive]
pub struct FormValues {
    /// The custom fields to write: those of the lead, and the fields of its form.
    pub custom: BTreeMap<String, Value>,
    /// Warnings for fields that are omitted.
    pub warnings: Vec<Code>,
    native: Vec<FormField>,
}

impl FormValues {
    /// Returns whether the adapter has to write the field to the vendor's own.
    #[must_use]
    pub fn is_native(&self, field: FormField) -> bool {
        self.native.contains(&field)
    }

    fn put(&mut self, field: &'static str, to: &str, value: Value) -> Result<()> {
        match self.custom.get(to) {
            Some(known) if *known != value => {
                Err(Error::invalid(field, format!("is written to the custom field `{to}`, which is also set")))
            }
            _ => {
                self.custom.insert(to.to_owned(), value);
                Ok(())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;
    use crate::lead::{Consent, ConsentChannel};

    fn custom(name: &str) -> FormTarget {
        FormTarget::Custom(name.to_owned())
    }

    #[test]
    fn field_names_are_fields_of_a_new_lead() {
        for field in FormField::ALL {
            assert!(NewLead::FIELDS.contains(&field.as_str()), "{field:?}");
        }
    }

    #[test]
    fn field_without_a_place_is_unsupported() {
        let lead = NewLead::new("Jo").campaign("spring");
        let error = FormFields::new().resolve(&lead, &[]).unwrap_err();
        assert_eq!((error.kind(), error.field()), (ErrorKind::Unsupported, Some("campaign")));
        let native = FormFields::new().resolve(&lead, &[FormField::Campaign]).unwrap();
        assert!(native.is_native(FormField::Campaign) && native.custom.is_empty());
        let ignored = FormFields::ignore_all().resolve(&lead, &[FormField::Campaign]).unwrap();
        assert!(!ignored.is_native(FormField::Campaign));
        assert_eq!(ignored.warnings[0].subject.as_deref(), Some("campaign"));
    }

    #[test]
    fn custom_fields_receive_flags_text_and_address_parts() {
        let fields = FormFields::new().consents(custom("OptIn")).contact_time(custom("When")).address(custom("Where"));
        let address = Address::new().street("1 Elm St").street("Flat 2").city("Perth");
        let lead = NewLead::new("Jo").consent(Consent::given()).contact_time("noon").address(address);
        let written = fields.resolve(&lead, &[FormField::Address]).unwrap();
        assert_eq!(written.custom["OptIn"], true);
        assert_eq!(written.custom["When"], "noon");
        assert_eq!(written.custom["Where"], "1 Elm St, Flat 2, Perth");
        let parts = fields.clone().address_fields(AddressFields::new().street("S"));
        assert_eq!(parts.resolve(&lead, &[]).unwrap_err().field(), Some("address"));
        let parts = fields.clone().address_fields(AddressFields::new().street("S").city("C"));
        let written = parts.resolve(&lead, &[]).unwrap();
        assert_eq!((&written.custom["S"], &written.custom["C"]), (&"1 Elm St, Flat 2".into(), &"Perth".into()));
        let both =
            NewLead::new("Jo").consent(Consent::refused().channel(ConsentChannel::Sms)).consent(Consent::given());
        assert_eq!(fields.resolve(&both, &[]).unwrap().custom["OptIn"], "sms: no; yes");
    }

    #[test]
    fn contradictions_are_rejected() {
        let fields = FormFields::new().campaign(custom("X")).company(custom("X"));
        let twice = NewLead::new("Jo").campaign("a").company("b");
        assert_eq!(fields.resolve(&twice, &[]).unwrap_err().field(), Some("company"));
        let set = NewLead::new("Jo").campaign("a").custom("X", "b");
        assert_eq!(fields.resolve(&set, &[]).unwrap_err().field(), Some("campaign"));
        let consents = NewLead::new("Jo").consent(Consent::given()).consent(Consent::refused());
        assert_eq!(fields.resolve(&consents, &[FormField::Consents]).unwrap_err().field(), Some("consents"));
        let empty = NewLead::new("Jo").address(Address::new());
        assert_eq!(fields.resolve(&empty, &[FormField::Address]).unwrap_err().field(), Some("address"));
    }
}
