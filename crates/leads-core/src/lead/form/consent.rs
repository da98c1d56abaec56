//! Consent to marketing.

use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};
use std::fmt;

/// The channel of a [`Consent`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ConsentChannel {
    /// E-mail.
    Email,
    /// Calls.
    Phone,
    /// Text messages.
    Sms,
    /// Messengers.
    Messaging,
    /// Letters.
    Post,
}

impl ConsentChannel {
    /// Returns the name of the channel, as serde writes it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Sms => "sms",
            Self::Messaging => "messaging",
            Self::Post => "post",
        }
    }
}

impl fmt::Display for ConsentChannel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Whether a person agreed to receive marketing, through one channel or in general.
///
/// `Display` shows `yes` or `no`, preceded by the channel and followed by the time, if they are set.
///
/// ```
/// use leads_core::lead::{Consent, ConsentChannel};
/// let newsletter = Consent::given().channel(ConsentChannel::Email);
/// assert_eq!(newsletter.to_string(), "email: yes");
/// assert_eq!(Consent::refused().to_string(), "no");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Consent {
    /// Whether the person agreed.
    pub given: bool,
    /// The channel; `None` for marketing in general.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<ConsentChannel>,
    /// When the person agreed or refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<DateTime<Utc>>,
}

impl Consent {
    /// Creates a consent to marketing in general: the person agreed.
    #[must_use]
    pub const fn given() -> Self {
        Self { given: true, channel: None, at: None }
    }

    /// Creates a refusal of marketing in general.
    #[must_use]
    pub const fn refused() -> Self {
        Self { given: false, channel: None, at: None }
    }

    /// Creates a consent from a checkbox.
    #[must_use]
    pub const fn from_checkbox(ticked: bool) -> Self {
        Self { given: ticked, channel: None, at: None }
    }

    /// Restricts it to one channel.
    #[must_use]
    pub const fn channel(mut self, channel: ConsentChannel) -> Self {
        self.channel = Some(channel);
        self
    }

    /// Sets when the person agreed or refused.
    #[must_use]
    pub const fn at(mut self, time: DateTime<Utc>) -> Self {
        self.at = Some(time);
        self
    }
}

impl fmt::Display for Consent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(channel) = self.channel {
            write!(f, "{channel}: ")?;
        }
        f.write_str(if self.given { "yes" } else { "no" })?;
        match self.at {
            Some(time) => write!(f, " ({})", time.to_rfc3339_opts(SecondsFormat::Secs, true)),
            None => Ok(()),
        }
    }
}
