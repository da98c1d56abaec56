//! Settings of a client that affect its requests.

use crate::options::{Attribution, Language};
use leads_core::Method;
use std::sync::atomic::{AtomicBool, Ordering};

/// The HTTP method that creates a lead.
///
/// The vendor's documentation is contradictory: `POST` with a worked sample from 2018 to 2022, `PATCH` without one in
/// 2025 and 2026. `POST` is the default; see [`Builder::create_method`](crate::Builder::create_method).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CreateMethod {
    /// `POST /v2/leads`
    #[default]
    Post,
    /// `PATCH /v2/leads`
    Patch,
}

/// Client settings that affect requests; created by [`Builder`](crate::Builder).
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Settings {
    pub(crate) create_method: CreateMethod,
    pub(crate) no_fallback: bool,
    pub(crate) uses_other_method: AtomicBool,
    pub(crate) language: Option<Language>,
    pub(crate) attribution: Option<Attribution>,
}

impl Settings {
    /// The method of the next create.
    pub(crate) fn method(&self) -> Method {
        match (self.configured_method(), self.uses_other_method.load(Ordering::Relaxed)) {
            (configured, false) => configured,
            (Method::Post, true) => Method::Patch,
            (_, true) => Method::Post,
        }
    }

    /// The method configured in the builder.
    fn configured_method(&self) -> Method {
        match self.create_method {
            CreateMethod::Post => Method::Post,
            CreateMethod::Patch => Method::Patch,
        }
    }

    /// Switches away from the rejected method, unless the fallback is disabled. The method of the rejected attempt
    /// decides, not the current one: otherwise concurrent calls would undo each other's switch.
    pub(crate) fn switch_from(&self, rejected: Option<Method>) -> bool {
        if !self.no_fallback {
            self.uses_other_method
                .store(rejected.is_none_or(|rejected| rejected == self.configured_method()), Ordering::Relaxed);
        }
        !self.no_fallback
    }
}
