//! Formatting phone numbers.
//!
//! Vendors compare phone numbers as text, and visitors of a form write them in many ways. This module reads a number
//! and writes it in one way. Nothing calls it by itself: a number is sent as it is written unless the application
//! formats it first.
//!
//! ```
//! use leads_core::client::NewLead;
//! use leads_core::phone::{PhoneNumber, Region};
//! let australia: Region = "AU".parse()?;
//! let number = PhoneNumber::parse("0412 345 678", Some(australia))?;
//! assert_eq!(number.e164(), "+61412345678");
//! assert_eq!(number.dashed(), "+61-412345678", "LeadSquared's usual form");
//! let lead = NewLead::new("Jane Doe").phone("(04) 1234 5678").format_phones(Some(australia))?;
//! assert_eq!(lead.phones[0].as_str(), "+61412345678");
//! # Ok::<(), leads_core::phone::PhoneError>(())
//! ```

use crate::client::NewLead;
use crate::lead::Personal;
use phonenumber::{ParseError, country};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// The longest text that is read as a number. Longer ones are not numbers.
const LONGEST: usize = 64;

/// A region, whose numbers can be written without a country code.
///
/// It is read from a two-letter code of ISO 3166-1, in capital or small letters.
///
/// ```
/// use leads_core::phone::{PhoneError, Region};
/// assert_eq!("au".parse::<Region>()?.to_string(), "AU");
/// assert_eq!("Australia".parse::<Region>(), Err(PhoneError::UnknownRegion));
/// # Ok::<(), PhoneError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Region(country::Id);

impl Region {
    /// Returns the two-letter code.
    ///
    /// ```
    /// # use leads_core::phone::{PhoneError, Region};
    /// assert_eq!("nz".parse::<Region>()?.as_str(), "NZ");
    /// # Ok::<(), PhoneError>(())
    /// ```
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_ref()
    }
}

impl FromStr for Region {
    type Err = PhoneError;

    fn from_str(code: &str) -> Result<Self, PhoneError> {
        code.trim().to_ascii_uppercase().parse().map(Self).map_err(|_| PhoneError::UnknownRegion)
    }
}

impl TryFrom<String> for Region {
    type Error = PhoneError;

    fn try_from(code: String) -> Result<Self, PhoneError> {
        code.parse()
    }
}

impl From<Region> for String {
    fn from(region: Region) -> Self {
        region.as_str().to_owned()
    }
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Why a text is not a phone number that can be formatted. It does not contain the text.
///
/// ```
/// use leads_core::phone::{PhoneError, PhoneNumber};
/// fn message(text: &str) -> &'static str {
///     match PhoneNumber::parse(text, None) {
///         Ok(_) => "",
///         Err(PhoneError::NoCountryCode) => "Please begin with your country code.",
///         Err(_) => "Please check the number.",
///     }
/// }
/// assert_eq!(message("0412 345 678"), "Please begin with your country code.");
/// assert_eq!(message("+61 412 345 678"), "");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum PhoneError {
    /// The region is not a two-letter code of ISO 3166-1.
    #[error("the region is not a two-letter code such as `AU`")]
    UnknownRegion,
    /// The number has no country code, and no region was given.
    #[error("the number has no country code: write it with `+`, or give the region of the form")]
    NoCountryCode,
    /// The text is not a number.
    #[error("the text is not a phone number")]
    NotANumber,
    /// The number has fewer digits than any number of its country.
    #[error("the phone number is too short")]
    TooShort,
    /// The number has more digits than any number of its country.
    #[error("the phone number is too long")]
    TooLong,
    /// The number has an extension, which E.164 cannot express.
    #[error("the phone number has an extension: store it in a separate field")]
    Extension,
    /// The number has the form of a number, but no country has its code, or its country does not assign such numbers.
    #[error("no country assigns such phone numbers")]
    NotAssigned,
}

/// A phone number. `Debug` hides it.
///
/// ```
/// use leads_core::phone::PhoneNumber;
/// let number = PhoneNumber::parse("+61 412 345 678", None)?;
/// assert_eq!(number.to_string(), "+61412345678");
/// assert!(!format!("{number:?}").contains("412"));
/// # Ok::<(), leads_core::phone::PhoneError>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct PhoneNumber {
    code: u16,
    national: String,
}

impl PhoneNumber {
    /// Reads a number: with its country code, or as it is dialled in a region.
    ///
    /// ```
    /// use leads_core::phone::{PhoneError, PhoneNumber};
    /// let local = PhoneNumber::parse("(04) 1234 5678", Some("AU".parse()?))?;
    /// assert_eq!(local, PhoneNumber::parse("+61 412 345 678", None)?);
    /// assert_eq!(PhoneNumber::parse("call me", Some("AU".parse()?)), Err(PhoneError::NotANumber));
    /// # Ok::<(), PhoneError>(())
    /// ```
    ///
    /// # Errors
    /// Returns an error if the text is not a number that its country assigns.
    pub fn parse(text: &str, region: Option<Region>) -> Result<Self, PhoneError> {
        let text = text.trim();
        if text.is_empty() || text.len() > LONGEST {
            return Err(PhoneError::NotANumber);
        }
        if region.is_none() && !text.contains('+') {
            return Err(PhoneError::NoCountryCode);
        }
        let read = phonenumber::parse(region.map(|region| region.0), text).map_err(|error| match error {
            // It has one, as was checked before.
            ParseError::InvalidCountryCode => PhoneError::NotAssigned,
            ParseError::TooShortAfterIdd | ParseError::TooShortNsn => PhoneError::TooShort,
            ParseError::TooLong => PhoneError::TooLong,
            _ => PhoneError::NotANumber,
        })?;
        if read.extension().is_some() {
            return Err(PhoneError::Extension);
        }
        if !phonenumber::is_valid(&read) {
            return Err(PhoneError::NotAssigned);
        }
        // Not formatted by the library: its `Display` fails for an unknown country code.
        Ok(Self { code: read.code().value(), national: read.national().to_string() })
    }

    /// Returns the number as E.164 writes it: `+61412345678`.
    ///
    /// ```
    /// # use leads_core::phone::PhoneNumber;
    /// assert_eq!(PhoneNumber::parse("+44 20 7031 3000", None)?.e164(), "+442070313000");
    /// # Ok::<(), leads_core::phone::PhoneError>(())
    /// ```
    #[must_use]
    pub fn e164(&self) -> String {
        format!("+{}{}", self.code, self.national)
    }

    /// Returns the number with a hyphen after the country code: `+61-412345678`. LeadSquared usually stores this form.
    ///
    /// ```
    /// # use leads_core::phone::PhoneNumber;
    /// assert_eq!(PhoneNumber::parse("+44 20 7031 3000", None)?.dashed(), "+44-2070313000");
    /// # Ok::<(), leads_core::phone::PhoneError>(())
    /// ```
    #[must_use]
    pub fn dashed(&self) -> String {
        format!("+{}-{}", self.code, self.national)
    }

    /// Returns the country code.
    ///
    /// ```
    /// # use leads_core::phone::PhoneNumber;
    /// assert_eq!(PhoneNumber::parse("+44 20 7031 3000", None)?.country_code(), 44);
    /// # Ok::<(), leads_core::phone::PhoneError>(())
    /// ```
    #[must_use]
    pub fn country_code(&self) -> u16 {
        self.code
    }
}

impl fmt::Display for PhoneNumber {
    /// Shows the number as E.164 writes it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "+{}{}", self.code, self.national)
    }
}

impl fmt::Debug for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("PhoneNumber").field(&Personal(())).finish()
    }
}

impl NewLead {
    /// Writes every phone number of the lead as E.164. `region` is that of numbers without a country code.
    ///
    /// ```
    /// use leads_core::client::NewLead;
    /// use leads_core::phone::PhoneError;
    /// let lead = NewLead::new("Jane Doe").phone("0412 345 678");
    /// assert_eq!(lead.clone().format_phones(None), Err(PhoneError::NoCountryCode));
    /// let lead = lead.format_phones(Some("AU".parse()?))?;
    /// assert_eq!(lead.phones[0].as_str(), "+61412345678");
    /// # Ok::<(), PhoneError>(())
    /// ```
    ///
    /// # Errors
    /// Returns an error if one of the texts is not a phone number; the lead is then not changed.
    pub fn format_phones(mut self, region: Option<Region>) -> Result<Self, PhoneError> {
        let formatted = self.phones.iter().map(|number| PhoneNumber::parse(number, region));
        self.phones = formatted.map(|number| Ok(Personal(number?.e164()))).collect::<Result<_, PhoneError>>()?;
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    fn parse(text: &str, region: &str) -> Result<String, PhoneError> {
        let region = (!region.is_empty()).then(|| region.parse().unwrap());
        PhoneNumber::parse(text, region).map(|number| number.e164())
    }

    #[rstest]
    #[case("0412 345 678", "AU", "+61412345678")]
    #[case("(02) 9374-4000", "AU", "+61293744000")]
    #[case("+61 2 9374 4000", "", "+61293744000")]
    #[case("+61-293744000", "IN", "+61293744000")]
    #[case("098765 43210", "IN", "+919876543210")]
    #[case("(201) 555-0123", "us", "+12015550123")]
    #[case("02 1234 5678", "IT", "+390212345678")]
    #[case("tel:+44-20-7031-3000", "", "+442070313000")]
    fn number_is_formatted_as_e164(#[case] text: &str, #[case] region: &str, #[case] expected: &str) {
        assert_eq!(parse(text, region).as_deref(), Ok(expected));
        assert_eq!(parse(expected, "").as_deref(), Ok(expected), "formatting again changes nothing");
    }

    #[rstest]
    #[case("0412 345 678", "", PhoneError::NoCountryCode)]
    #[case("", "AU", PhoneError::NotANumber)]
    #[case("call me", "AU", PhoneError::NotANumber)]
    #[case("+61 2 9374 4000 ext. 12", "", PhoneError::Extension)]
    #[case("0412 345", "AU", PhoneError::NotAssigned)]
    #[case("+999 123 456 789", "", PhoneError::NotAssigned)]
    fn text_that_is_not_a_number_is_a_typed_error(#[case] text: &str, #[case] region: &str, #[case] error: PhoneError) {
        assert_eq!(parse(text, region), Err(error));
    }

    #[test]
    fn lead_is_formatted_only_on_request_and_debug_hides_numbers() {
        let lead = NewLead::new("Jane").phone("0412 345 678").phone("+1 201 555 0123");
        assert_eq!(lead.phones[0].as_str(), "0412 345 678");
        let formatted = lead.clone().format_phones(Some("AU".parse().unwrap())).unwrap();
        assert_eq!(
            formatted.phones.iter().map(|number| number.as_str()).collect::<Vec<_>>(),
            ["+61412345678", "+12015550123"]
        );
        assert_eq!(lead.format_phones(None).unwrap_err(), PhoneError::NoCountryCode);
        let number = PhoneNumber::parse("+61412345678", None).unwrap();
        assert_eq!((format!("{number:?}"), number.country_code()), ("PhoneNumber([PERSONAL])".to_owned(), 61));
        assert_eq!("XX".parse::<Region>(), Err(PhoneError::UnknownRegion));
        assert_eq!(serde_json::from_str::<Region>("\"nz\"").unwrap().to_string(), "NZ");
    }

    proptest! {
        #[test]
        fn any_text_is_a_number_or_an_error(text in ".{0,80}", region in proptest::option::of(Just("AU"))) {
            let region = region.map(|code| code.parse().unwrap());
            if let Ok(number) = PhoneNumber::parse(&text, region) {
                prop_assert!(number.e164().bytes().skip(1).all(|byte| byte.is_ascii_digit()));
            }
        }
    }
}
