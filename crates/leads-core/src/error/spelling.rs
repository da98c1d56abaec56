//! One spelling of an enum's values, for `as_str`, `Display`, `FromStr` and serde.

use std::fmt;

/// The error returned when a text is not the name of a value: `"won "` for a [`LeadState`](crate::LeadState).
///
/// ```
/// use leads_core::LeadState;
///
/// assert_eq!("on_hold".parse::<LeadState>()?, LeadState::OnHold);
/// assert_eq!(
///     "On hold".parse::<LeadState>().unwrap_err().to_string(),
///     "`On hold` is not a lead state"
/// );
/// # Ok::<(), leads_core::error::UnknownName>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct UnknownName {
    /// The text, cut to 64 characters.
    pub name: String,
    /// What it should have been a name of: `lead state`.
    pub expected: &'static str,
}

impl UnknownName {
    /// Creates the error for a text that is not the name of a value.
    ///
    /// ```
    /// use leads_core::error::UnknownName;
    /// let error = UnknownName::new("wonn", "lead state");
    /// assert_eq!(error.to_string(), "`wonn` is not a lead state");
    /// ```
    #[must_use]
    pub fn new(name: &str, expected: &'static str) -> Self {
        Self { name: name.chars().take(64).collect(), expected }
    }
}

impl fmt::Display for UnknownName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is not a {}", super::escape::Escaped(&self.name), self.expected)
    }
}

impl std::error::Error for UnknownName {}

/// Implements `as_str`, `Display`, `FromStr` and `AsRef<str>` for an enum whose serde form is the same text.
macro_rules! spelling {
    ($type:ident, $expected:literal; $($variant:ident => $text:literal,)*) => {
        impl $type {
            /// Returns the name of the value. It is the same in `Display`, `FromStr` and serde.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $( Self::$variant => $text, )*
                }
            }
        }

        impl ::std::fmt::Display for $type {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl ::std::str::FromStr for $type {
            type Err = $crate::error::UnknownName;

            fn from_str(text: &str) -> ::std::result::Result<Self, Self::Err> {
                match text {
                    $( $text => Ok(Self::$variant), )*
                    _ => Err($crate::error::UnknownName::new(text, $expected)),
                }
            }
        }

        impl AsRef<str> for $type {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        #[cfg(test)]
        impl $type {
            pub(crate) const SPELLINGS: &'static [(Self, &'static str)] = &[$( (Self::$variant, $text) ),*];
        }
    };
}

pub(crate) use spelling;

#[cfg(test)]
mod tests {
    use super::UnknownName;
    use serde::Serialize;
    use serde::de::DeserializeOwned;
    use std::fmt::{Debug, Display};
    use std::str::FromStr;

    fn round_trips<T>(spellings: &[(T, &str)])
    where
        T: Copy + Debug + PartialEq + Display + FromStr<Err = UnknownName> + AsRef<str> + Serialize + DeserializeOwned,
    {
        assert!(!spellings.is_empty());
        for (value, text) in spellings {
            assert_eq!((value.as_ref(), value.to_string().as_str()), (*text, *text));
            assert_eq!(text.parse::<T>().as_ref(), Ok(value));
            let json = serde_json::to_string(value).unwrap();
            assert_eq!(json, format!("\"{text}\""));
            assert_eq!(serde_json::from_str::<T>(&json).unwrap(), *value);
            for wrong in [text.to_uppercase(), format!("{text} "), text.replace('_', " ") + "s", String::new()] {
                assert_eq!(wrong.parse::<T>().unwrap_err().name, wrong);
            }
        }
    }

    #[test]
    fn every_spelling_of_a_value_agrees() {
        round_trips(crate::WriteOutcome::SPELLINGS);
        round_trips(crate::ErrorKind::SPELLINGS);
        round_trips(crate::error::Fault::SPELLINGS);
        round_trips(crate::Resolution::SPELLINGS);
        round_trips(crate::Safety::SPELLINGS);
        round_trips(crate::bulk::RowOutcome::SPELLINGS);
        round_trips(crate::bulk::StopReason::SPELLINGS);
        round_trips(crate::Evidence::SPELLINGS);
        round_trips(crate::LeadState::SPELLINGS);
    }
}
