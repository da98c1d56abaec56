//! A request as data.

use crate::error::{Error, Result};
use crate::json::decode;
use crate::request::{Request, with_content};
use crate::vendor::Vendor;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use std::fmt;

/// A request with the names of its vendor and operation, to be stored and sent later by a
/// [`Registry`](super::Registry).
///
/// The text of the request is kept byte for byte. It may contain personal data: `Debug` shows its length. It contains no
/// secret, because a request with a secret cannot be stored.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stored {
    vendor: String,
    operation: String,
    request: Box<RawValue>,
}

impl Stored {
    /// Stores a request. Does not validate it.
    ///
    /// # Errors
    ///
    /// Returns an invalid-request error if the request contains a secret.
    pub fn new<R: Request + Serialize>(request: &R) -> Result<Self> {
        let (vendor, operation) = (R::Vendor::NAME, R::OPERATION.name);
        let unstorable = |_| {
            Error::invalid("request", "cannot be stored, because it contains a secret").for_operation(vendor, operation)
        };
        let request = serde_json::value::to_raw_value(request).map_err(unstorable)?;
        Ok(Self { vendor: vendor.to_owned(), operation: operation.to_owned(), request })
    }

    /// Stores a request with the content of the files that it names by path: when it is sent, a path may not exist any
    /// more, or name another file. The files are read now, and held in memory.
    ///
    /// # Errors
    ///
    /// Returns an invalid-request error if the request contains a secret, or if a file cannot be read.
    pub fn with_files<R: Request + Serialize>(request: &R) -> Result<Self> {
        with_content(|| Self::new(request)).map_err(|error| match Self::new(request) {
            // Without its files it could be stored.
            Ok(_) => Error::invalid("file", "cannot be read").for_operation(R::Vendor::NAME, R::OPERATION.name),
            Err(_) => error,
        })
    }

    /// Returns the vendor's name: `nutshell`.
    #[must_use]
    pub fn vendor(&self) -> &str {
        &self.vendor
    }

    /// Returns the operation's name: `update_lead_status`.
    #[must_use]
    pub fn operation(&self) -> &str {
        &self.operation
    }

    /// Returns the request's stored form, as JSON text.
    #[must_use]
    pub fn request(&self) -> &str {
        self.request.get()
    }

    /// Reads the request back as its type.
    ///
    /// # Errors
    ///
    /// Returns [`Unsupported`](crate::ErrorKind::Unsupported) if it is a request of another vendor, another operation or a
    /// newer version; the field is `vendor`, `operation` or `request`.
    pub fn restore<R: Request + DeserializeOwned>(&self) -> Result<R> {
        let (vendor, operation) = (R::Vendor::NAME, R::OPERATION.name);
        let other = |field: &'static str, message: &'static str| {
            Error::unsupported(message).with_field(field).for_operation(vendor, operation)
        };
        if self.vendor != vendor {
            return Err(other("vendor", "the stored request belongs to another vendor"));
        }
        if self.operation != operation {
            return Err(other("operation", "the stored request belongs to another operation"));
        }
        decode::strict(self.request()).map_err(|error| {
            other("request", "this version cannot read the stored request")
                .with_help("send it with the version that stored it, or a newer one")
                .with_source(error)
        })
    }
}

impl PartialEq for Stored {
    fn eq(&self, other: &Self) -> bool {
        (&self.vendor, &self.operation, self.request()) == (&other.vendor, &other.operation, other.request())
    }
}

impl Eq for Stored {}

impl fmt::Debug for Stored {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Stored")
            .field("vendor", &self.vendor)
            .field("operation", &self.operation)
            .field("request_bytes", &self.request().len())
            .finish()
    }
}
