//! LeadSquared's regions.

use serde::{Deserialize, Serialize};

/// A LeadSquared region with its hosts. An account belongs to one region; the hosts of the others respond with 401 and
/// name the right host.
///
/// The list is open: the vendor adds regions without announcing them. For a host that is not listed, use
/// [`Builder::base_url`](crate::Builder::base_url), which accepts any.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Region {
    /// `api.leadsquared.com`
    Singapore,
    /// `api-us11.leadsquared.com`
    UnitedStates,
    /// `api-in21.leadsquared.com`
    IndiaMumbai,
    /// `api-in22.leadsquared.com`
    IndiaHyderabad,
    /// `api-in23.leadsquared.com` (observed; the vendor's name of the region is not known)
    #[serde(rename = "india_23")]
    India23,
    /// `api-ir31.leadsquared.com`
    Ireland,
    /// `api-ca12.leadsquared.com`
    Canada,
    /// `api-me61.leadsquared.com` (observed, not in the vendor's list that we read)
    MiddleEast,
}

impl Region {
    /// Every region.
    pub const ALL: [Self; 8] = [
        Self::Singapore,
        Self::UnitedStates,
        Self::IndiaMumbai,
        Self::IndiaHyderabad,
        Self::India23,
        Self::Ireland,
        Self::Canada,
        Self::MiddleEast,
    ];

    /// The base URL of the API.
    #[must_use]
    pub const fn base_url(self) -> &'static str {
        match self {
            Self::Singapore => "https://api.leadsquared.com",
            Self::UnitedStates => "https://api-us11.leadsquared.com",
            Self::IndiaMumbai => "https://api-in21.leadsquared.com",
            Self::IndiaHyderabad => "https://api-in22.leadsquared.com",
            Self::India23 => "https://api-in23.leadsquared.com",
            Self::Ireland => "https://api-ir31.leadsquared.com",
            Self::Canada => "https://api-ca12.leadsquared.com",
            Self::MiddleEast => "https://api-me61.leadsquared.com",
        }
    }

    /// The base URL of the host for queued calls, or `None` if none is documented.
    #[must_use]
    pub const fn async_base_url(self) -> Option<&'static str> {
        match self {
            Self::Singapore => Some("https://asyncapi.leadsquared.com"),
            Self::UnitedStates => Some("https://asyncapi-us11.leadsquared.com"),
            Self::IndiaMumbai => Some("https://asyncapi-in21.leadsquared.com"),
            Self::IndiaHyderabad | Self::India23 | Self::Ireland | Self::Canada | Self::MiddleEast => None,
        }
    }

    /// The base URL of the host for files, or `None` if none is documented.
    #[must_use]
    pub const fn files_base_url(self) -> Option<&'static str> {
        match self {
            Self::Singapore => Some("https://files.leadsquared.com"),
            Self::UnitedStates => Some("https://files-us11.leadsquared.com"),
            Self::IndiaMumbai => Some("https://files-in21.leadsquared.com"),
            Self::Ireland => Some("https://files-ir31.leadsquared.com"),
            Self::IndiaHyderabad | Self::India23 | Self::Canada | Self::MiddleEast => None,
        }
    }

    /// The host of the API, without the scheme.
    #[must_use]
    pub fn host(self) -> &'static str {
        self.base_url().trim_start_matches("https://")
    }

    /// Returns the name of the region, as in configuration: `india_mumbai`. It is the same in `Display`, `FromStr` and
    /// serde.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Singapore => "singapore",
            Self::UnitedStates => "united_states",
            Self::IndiaMumbai => "india_mumbai",
            Self::IndiaHyderabad => "india_hyderabad",
            Self::India23 => "india_23",
            Self::Ireland => "ireland",
            Self::Canada => "canada",
            Self::MiddleEast => "middle_east",
        }
    }

    /// Returns the region of a host, or `None` if it does not belong to one.
    ///
    /// # Examples
    ///
    /// ```
    /// use leadsquared::Region;
    /// assert_eq!(Region::of_host("API-in21.leadsquared.com"), Some(Region::IndiaMumbai));
    /// assert_eq!(Region::of_host("api.example.com"), None);
    /// ```
    #[must_use]
    pub fn of_host(host: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|region| region.host().eq_ignore_ascii_case(host))
    }
}

impl std::str::FromStr for Region {
    type Err = leads_core::error::UnknownName;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let region = Self::ALL.into_iter().find(|region| region.as_str() == text);
        region.ok_or_else(|| Self::Err::new(text, "region"))
    }
}

impl std::fmt::Display for Region {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.as_str())
    }
}

/// Returns the first host of the vendor's API in a text, whether or not it belongs to a region.
pub(crate) fn host_in(text: &str) -> Option<&str> {
    text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '.')).find_map(|word| {
        let word = word.trim_matches('.');
        let lower = word.to_ascii_lowercase();
        ((lower.starts_with("api-") || lower.starts_with("api.")) && lower.ends_with(".leadsquared.com"))
            .then_some(word)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn region_has_one_spelling() {
        for region in Region::ALL {
            assert_eq!(region.to_string().parse(), Ok(region));
            assert_eq!(serde_json::to_value(region).unwrap(), region.as_str());
        }
        assert!("India (Mumbai)".parse::<Region>().is_err());
    }

    #[test]
    fn host_is_found_in_a_sentence() {
        assert_eq!(host_in("Please use https://api-us11.leadsquared.com/v2/."), Some("api-us11.leadsquared.com"));
        assert_eq!(host_in("host api-in21.leadsquared.com."), Some("api-in21.leadsquared.com"));
        assert_eq!(host_in("Invalid Access Details provided."), None);
        assert_eq!(
            host_in("see apidocs.leadsquared.com, use api-in24.leadsquared.com"),
            Some("api-in24.leadsquared.com")
        );
        for region in Region::ALL {
            assert_eq!(Region::of_host(region.host()), Some(region));
        }
    }
}
