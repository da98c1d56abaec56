//! A request whose response is read for its evidence, and returned as it came.

use crate::error::Result;
use crate::request::{Operation, Parts, Request, Safety};
use crate::response::{FromResponse, HttpResponse};
use crate::vendor::Vendor;
use bytes::Bytes;

/// Sends what `R` sends.
pub(super) struct Kept<R>(pub(super) R);

/// The body of a response that the request's own type has read.
pub(super) struct KeptBody(pub(super) Bytes);

impl<V: Vendor> FromResponse<V> for KeptBody {
    fn from_response(_: &Operation, response: &HttpResponse) -> Result<Self> {
        Ok(Self(response.wire_body().clone()))
    }
}

impl<R: Request> Request for Kept<R> {
    type Vendor = R::Vendor;
    type Response = KeptBody;
    const OPERATION: Operation = R::OPERATION;

    fn parts(&self) -> Result<Parts> {
        self.0.parts()
    }

    fn safety(&self) -> Safety {
        self.0.safety()
    }

    fn trace(&self) -> Option<String> {
        self.0.trace()
    }

    fn read(response: &HttpResponse) -> Result<KeptBody> {
        R::read(response)?;
        <KeptBody as FromResponse<R::Vendor>>::from_response(&R::OPERATION, response)
    }
}
