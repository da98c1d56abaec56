//! Every operation as a request type, one file each, by resource.

pub mod asynchronous;
pub mod authentication;
pub mod leads;
pub mod opportunities;
pub(crate) mod paging;

use leads_core::Operation;

/// Every operation of this crate.
pub fn operations() -> impl Iterator<Item = &'static Operation> {
    [asynchronous::OPERATIONS, authentication::OPERATIONS, leads::OPERATIONS, opportunities::OPERATIONS]
        .into_iter()
        .flatten()
}

/// Every operation of this crate, for inspecting.
#[cfg(feature = "inspect")]
#[must_use]
pub fn catalog() -> Vec<leads_core::inspect::Entry<crate::LeadSquared>> {
    [asynchronous::catalog(), authentication::catalog(), leads::catalog(), opportunities::catalog()]
        .into_iter()
        .flatten()
        .collect()
}

/// Says what the body of a request is, when it is its member `body`.
macro_rules! has_body {
    ($request:ident, $body:ident) => {
        impl leads_core::request::HasBody for $request {
            type Body = $body;
            fn body(&self) -> &$body {
                &self.body
            }
        }
    };
}
pub(crate) use has_body;
