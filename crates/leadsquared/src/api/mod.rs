//! Every operation as a request type, one file each, by resource.

pub mod activities;
pub mod asynchronous;
pub mod authentication;
pub mod companies;
pub mod leads;
pub mod lists;
pub mod opportunities;
pub(crate) mod paging;
pub mod tasks;
pub mod users;
pub mod webhooks;

use leads_core::Operation;

/// Every operation of this crate.
pub fn operations() -> impl Iterator<Item = &'static Operation> {
    [
        activities::OPERATIONS,
        asynchronous::OPERATIONS,
        authentication::OPERATIONS,
        companies::OPERATIONS,
        leads::OPERATIONS,
        lists::OPERATIONS,
        opportunities::OPERATIONS,
        tasks::OPERATIONS,
        users::OPERATIONS,
        webhooks::OPERATIONS,
    ]
    .into_iter()
    .flatten()
}

/// Every operation of this crate, for inspecting.
#[cfg(feature = "inspect")]
#[must_use]
pub fn catalog() -> Vec<leads_core::inspect::Entry<crate::LeadSquared>> {
    [
        activities::catalog(),
        asynchronous::catalog(),
        authentication::catalog(),
        companies::catalog(),
        leads::catalog(),
        lists::catalog(),
        opportunities::catalog(),
        tasks::catalog(),
        users::catalog(),
        webhooks::catalog(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Says what the body of a request is, when it is its member `body`.
macro_rules! has_body {
    ($request:ident, $body:ident) => {
        impl leads_core::vendor::HasBody for $request {
            type Body = $body;
            fn body(&self) -> &$body {
                &self.body
            }
        }
    };
}
pub(crate) use has_body;
