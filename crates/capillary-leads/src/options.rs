//! Attribution and language of a call.

use leads_core::http::RequestHead;
use leads_core::{CallOptions, Error, Result};
use std::borrow::Cow;

const ENTITY_TYPE: &str = "x-cap-api-attribution-entity-type";
const ENTITY_CODE: &str = "x-cap-api-attribution-entity-code";
const TILL_CODE: &str = "x-cap-api-attribution-till-code";
const LOOKUP_TYPE: &str = "x-cap-api-attribution-lookup-type";
const LOOKUP: &str = "x-cap-api-attribution-lookup";
const LANGUAGE: &str = "language";

leads_core::open_enum! {
    /// How an attribution identifies its entity (documented).
    pub enum AttributionType {
        /// A till, by its code. The vendor's default; a release note of 2020 calls it `TILL_CODE`.
        Till = "TILL",
        /// A store, by its code.
        StoreCode = "STORE_CODE",
        /// A store, by its name.
        StoreName = "STORE_NAME",
        /// A store, by its external id.
        StoreExternalId = "STORE_EXTERNAL_ID",
        /// A store, by its second external id.
        StoreExternalId1 = "STORE_EXTERNAL_ID_1",
        /// A store, by its third external id.
        StoreExternalId2 = "STORE_EXTERNAL_ID_2",
    }
}

leads_core::open_enum! {
    /// How a lookup finds another active till (documented).
    pub enum LookupType {
        /// A WeChat account.
        WeChat = "WECHAT",
        /// A mobile trigger.
        MobileTrigger = "MOBILE_TRIGGER",
    }
}

/// The till or store on whose behalf a call is made.
///
/// Use it with the credentials of an API client ([`Credentials::oauth`](crate::Credentials::oauth)); a till's own
/// credentials already identify the till. Without an attribution the API client's default till is used. Set it for a
/// client with [`Builder::attribution`](crate::Builder::attribution) or for one call with
/// [`CapillaryOptions::attribution`], which replaces the client's attribution as a whole.
///
/// # Examples
///
/// ```
/// use capillary_leads::{Attribution, AttributionType, LookupType};
/// let store = Attribution::entity(AttributionType::StoreCode, "store-12");
/// let till = Attribution::till("till-3");
/// let looked_up = Attribution::lookup(LookupType::WeChat, "account-7");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribution {
    headers: Vec<(&'static str, String)>,
}

impl Attribution {
    /// Creates an attribution by the type and code of an entity: `X-CAP-API-ATTRIBUTION-ENTITY-TYPE` and `-CODE`.
    pub fn entity(by: impl Into<AttributionType>, code: impl Into<String>) -> Self {
        Self { headers: vec![(ENTITY_TYPE, by.into().as_str().to_owned()), (ENTITY_CODE, code.into())] }
    }

    /// Creates an attribution by a till's code.
    pub fn till(code: impl Into<String>) -> Self {
        Self::entity(AttributionType::Till, code)
    }

    /// Creates an attribution by a till's code in the older header, `X-CAP-API-ATTRIBUTION-TILL-CODE`, which the two
    /// headers of [`entity`](Self::entity) replaced (documented).
    pub fn till_in_older_header(code: impl Into<String>) -> Self {
        Self { headers: vec![(TILL_CODE, code.into())] }
    }

    /// Creates an attribution to another active till, found by a lookup: `X-CAP-API-ATTRIBUTION-LOOKUP-TYPE` and
    /// `-LOOKUP`. The value is case-sensitive. Both headers are always sent together, so code 1061 cannot occur.
    pub fn lookup(by: impl Into<LookupType>, value: impl Into<String>) -> Self {
        Self { headers: vec![(LOOKUP_TYPE, by.into().as_str().to_owned()), (LOOKUP, value.into())] }
    }

    /// Adds a lookup to the entity.
    #[must_use]
    pub fn and_lookup(mut self, by: impl Into<LookupType>, value: impl Into<String>) -> Self {
        self.headers.retain(|(name, _)| *name != LOOKUP_TYPE && *name != LOOKUP);
        self.headers.extend(Self::lookup(by, value).headers);
        self
    }

    pub(crate) fn check(&self) -> Result<()> {
        match self.headers.iter().find(|(_, value)| !is_header_text(value)) {
            None => Ok(()),
            Some((name, _)) => Err(Error::config("attribution", "must be visible ASCII and not empty")
                .with_help(format!("the value of {name} cannot be sent in a header"))),
        }
    }
}

/// The language of extended-field values in reads: an ISO code in the header `language`.
///
/// English is the vendor's default. The vendor must enable translations for the organisation (documented).
///
/// # Examples
///
/// ```
/// use capillary_leads::Language;
/// assert_eq!(Language::CHINESE.as_str(), "zh");
/// assert!(Language::new("id").is_ok() && Language::new("").is_err());
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Language(Cow<'static, str>);

impl Language {
    /// Arabic.
    pub const ARABIC: Self = Self(Cow::Borrowed("ar"));
    /// Chinese.
    pub const CHINESE: Self = Self(Cow::Borrowed("zh"));
    /// English.
    pub const ENGLISH: Self = Self(Cow::Borrowed("en"));
    /// Indonesian.
    pub const INDONESIAN: Self = Self(Cow::Borrowed("id"));

    /// Creates a language from its ISO code.
    ///
    /// # Errors
    ///
    /// Returns an error that names `language` unless the code consists of letters, digits and hyphens and begins with a
    /// letter.
    pub fn new(code: impl Into<String>) -> Result<Self> {
        let code = code.into();
        let fits = (2..=35).contains(&code.len())
            && code.starts_with(|first: char| first.is_ascii_alphabetic())
            && code.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        if fits { Ok(Self(Cow::Owned(code))) } else { Err(Error::invalid("language", "is not an ISO language code")) }
    }

    /// Returns the code.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Capillary's per-call options, an extension of [`CallOptions`].
///
/// # Examples
///
/// ```
/// use capillary_leads::{Attribution, CallOptions, CapillaryOptions, Language};
/// let options = CallOptions::new()
///     .language(&Language::CHINESE)?
///     .attribution(&Attribution::till("till-3"))?;
/// # Ok::<(), capillary_leads::Error>(())
/// ```
pub trait CapillaryOptions: Sized {
    /// Requests extended-field values in a language, for this call only.
    ///
    /// # Errors
    ///
    /// Never fails for a [`Language`]; the signature follows [`CallOptions::header`].
    fn language(self, language: &Language) -> Result<Self>;

    /// Sends this call on behalf of a till or store, replacing the client's attribution.
    ///
    /// # Errors
    ///
    /// Returns an error that names `attribution` if a value cannot be sent in a header.
    fn attribution(self, attribution: &Attribution) -> Result<Self>;
}

impl CapillaryOptions for CallOptions {
    fn language(self, language: &Language) -> Result<Self> {
        self.header(LANGUAGE, language.as_str())
    }

    fn attribution(self, attribution: &Attribution) -> Result<Self> {
        attribution.check()?;
        attribution.headers.iter().try_fold(self, |options, (name, value)| options.header(name, value))
    }
}

/// Adds the client's settings that the call itself does not override.
pub(crate) fn apply(
    head: &mut RequestHead,
    reads: bool,
    language: Option<&Language>,
    attribution: Option<&Attribution>,
) -> Result<()> {
    if let Some(language) = language
        && reads
        && !head.headers.contains_key(LANGUAGE)
    {
        head.header(LANGUAGE, language.as_str())?;
    }
    let own = [ENTITY_TYPE, ENTITY_CODE, TILL_CODE, LOOKUP_TYPE, LOOKUP];
    if let Some(attribution) = attribution
        && !own.iter().any(|name| head.headers.contains_key(*name))
    {
        for (name, value) in &attribution.headers {
            head.header(name, value)?;
        }
    }
    Ok(())
}

fn is_header_text(text: &str) -> bool {
    !text.trim().is_empty() && text.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invalid_header_values_are_rejected() {
        for text in ["", " ", "a\nb", "ü"] {
            let error = CallOptions::new().attribution(&Attribution::till(text)).unwrap_err();
            assert_eq!(error.field(), Some("attribution"), "{text}");
            assert!(Language::new(text).is_err(), "{text}");
        }
        assert!(Language::new("zh-Hans-CN").is_ok());
    }

    #[test]
    fn second_lookup_replaces_the_first() {
        let one = Attribution::till("t").and_lookup(LookupType::WeChat, "a").and_lookup(LookupType::MobileTrigger, "b");
        assert_eq!(one, Attribution::till("t").and_lookup(LookupType::MobileTrigger, "b"));
    }
}
