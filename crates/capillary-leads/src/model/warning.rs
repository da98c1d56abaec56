//! Items of `warnings` and `errors`.

use crate::ErrorCode;
use leads_core::vendor::tolerant;
use leads_core::{Code, Personal};
use serde::{Deserialize, Serialize};

/// An item of `warnings` or `errors`: both have the same form, and `status` is `false` in both.
///
/// A warning means that the call succeeded but something secondary did not. Every member can be missing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Warning {
    /// The vendor's number.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub code: Option<i64>,
    /// The vendor's message. It can name a customer.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub message: Option<Personal<String>>,
    /// Always `false` so far (observed).
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub status: Option<bool>,
}

impl Warning {
    /// Returns the number as an [`ErrorCode`].
    #[must_use]
    pub fn error_code(&self) -> Option<ErrorCode> {
        self.code.map(|code| ErrorCode::from(code.to_string()))
    }

    /// Converts the item to the common type, with the values of `{0}` and `{1}` if they are found.
    pub(crate) fn into_code(self) -> Code {
        let code = self.error_code();
        let text = code.as_ref().map_or_else(String::new, |code| code.as_str().to_owned());
        let arguments = match (&code, &self.message) {
            (Some(code), Some(message)) => code.arguments(message),
            _ => Vec::new(),
        };
        let made = Code::new(text).arguments(arguments);
        match self.message {
            Some(message) => made.message(message.into_inner()),
            None => made,
        }
    }
}
