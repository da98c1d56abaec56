//! The result of a handler.

use crate::error::{Error, Result};
use bytes::Bytes;
use serde::Serialize;
use std::fmt;

/// What a handler did with a delivery. The receiver turns it into the vendor's response.
///
/// `()` and `Ok` convert into [`Accepted`](Self::Accepted), and `Err` into [`RetryLater`](Self::RetryLater). The error
/// itself is dropped: log it in the handler.
///
/// ```
/// use leads_core::webhook::Handled;
/// assert_eq!(Handled::from(()), Handled::Accepted);
/// assert_eq!(Handled::from(Ok::<(), &str>(())), Handled::Accepted);
/// assert_eq!(Handled::from(Err::<(), _>("the database is down")), Handled::RetryLater);
/// ```
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Handled {
    /// The delivery was stored or processed. The vendor gets its success response.
    Accepted,
    /// The delivery was accepted, and this JSON is the body of the response. Only for events whose vendor expects a
    /// response, such as Dealer Studio's application for finance.
    AcceptedWith(Bytes),
    /// The delivery could not be stored now. The vendor gets status 503 and may send the delivery again.
    RetryLater,
}

impl Handled {
    /// Accepts the delivery with a JSON body in the response.
    ///
    /// # Errors
    ///
    /// Returns an error for the field `response` if the value cannot be written as JSON.
    pub fn json<T: Serialize + ?Sized>(value: &T) -> Result<Self> {
        let body = serde_json::to_vec(value)
            .map_err(|error| Error::invalid("response", "cannot be written as JSON").with_source(error))?;
        Ok(Self::AcceptedWith(body.into()))
    }
}

impl fmt::Debug for Handled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Accepted => f.write_str("Accepted"),
            Self::AcceptedWith(body) => write!(f, "AcceptedWith({} bytes)", body.len()),
            Self::RetryLater => f.write_str("RetryLater"),
        }
    }
}

impl From<()> for Handled {
    fn from((): ()) -> Self {
        Self::Accepted
    }
}

impl<T: Into<Self>, E> From<std::result::Result<T, E>> for Handled {
    fn from(result: std::result::Result<T, E>) -> Self {
        result.map_or(Self::RetryLater, Into::into)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_body_is_written_and_hidden_in_debug() {
        let handled = Handled::json(&["planted"]).unwrap();
        assert_eq!(handled, Handled::AcceptedWith(Bytes::from_static(br#"["planted"]"#)));
        assert_eq!(Handled::from(Ok::<_, ()>(handled.clone())), handled);
        assert_eq!(format!("{handled:?}"), "AcceptedWith(11 bytes)");
        let unwritable = std::collections::HashMap::from([((1, 2), 3)]);
        assert_eq!(Handled::json(&unwritable).unwrap_err().field(), Some("response"));
    }
}
