//! Every operation as a request type, one file each, grouped by resource.

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

/// Returns every operation of this crate.
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

/// Returns every operation of this crate, for inspection.
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

/// Implements `HasBody` for a request whose body is its member `body`.
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
