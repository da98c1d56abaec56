//! Credentials that can be replaced while clients use them.

use super::VendorConfig;
use leads_core::{CredentialProvider, Error, Result};
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

/// The credentials of an account. Its clients ask for them before each attempt.
#[derive(Clone)]
pub(crate) struct Current {
    credentials: Credentials,
    /// The hosts that may receive them. It is not shown, because a URL can contain a password.
    destination: String,
}

impl fmt::Debug for Current {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Current")
    }
}

#[derive(Clone)]
enum Credentials {
    #[cfg(feature = "capillary")]
    Capillary(Arc<Replaceable<capillary_leads::Credentials>>),
    #[cfg(feature = "nutshell")]
    Nutshell(Arc<Replaceable<nutshell::Credentials>>),
    #[cfg(feature = "leadsquared")]
    LeadSquared(Arc<Replaceable<leadsquared::Credentials>>),
    #[cfg(feature = "dealerstudio")]
    DealerStudio(Arc<Replaceable<dealerstudio::Credentials>>),
}

/// Credentials behind a lock that is held only to copy them.
struct Replaceable<C>(Mutex<C>);

impl<C> fmt::Debug for Replaceable<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Credentials")
    }
}

impl<C> Replaceable<C> {
    fn new(credentials: C) -> Arc<Self> {
        Arc::new(Self(Mutex::new(credentials)))
    }

    fn replace(&self, credentials: C) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = credentials;
    }
}

#[async_trait::async_trait]
impl<C: Clone + Send + Sync + 'static> CredentialProvider<C> for Replaceable<C> {
    async fn credentials(&self) -> Result<C> {
        Ok(self.0.lock().unwrap_or_else(PoisonError::into_inner).clone())
    }
}

/// Writes the methods that differ only in the vendor.
macro_rules! vendors {
    ($($feature:literal $variant:ident $name:ident $module:ident),*) => {
        impl Current {
            /// Returns the credentials of a configuration.
            ///
            /// # Errors
            /// Returns a configuration error if they are missing or invalid.
            pub(crate) fn of(config: &VendorConfig) -> Result<Self> {
                let credentials: Result<Credentials> = match config {
                    $(#[cfg(feature = $feature)]
                    VendorConfig::$variant(config) => {
                        Ok(Credentials::$variant(Replaceable::new(config.credentials()?)))
                    })*
                    VendorConfig::None => Err(Error::config("vendor", "is not compiled in; enable its feature")),
                };
                Ok(Self { credentials: credentials?, destination: config.destination() })
            }

            /// Replaces the credentials by those of another configuration. Returns whether it did: a client that is in use
            /// sends to the hosts it was built for, so new credentials for other hosts must not reach it.
            ///
            /// # Errors
            /// Returns a configuration error if they are missing or invalid. The old ones are then kept.
            pub(crate) fn replace(&self, config: &VendorConfig) -> Result<bool> {
                if self.destination != config.destination() {
                    return Ok(false);
                }
                match (&self.credentials, config) {
                    $(#[cfg(feature = $feature)]
                    (Credentials::$variant(current), VendorConfig::$variant(config)) => {
                        current.replace(config.credentials()?);
                    })*
                    _ => return Ok(false),
                }
                #[allow(unreachable_code)]
                Ok(true)
            }

            $(#[cfg(feature = $feature)]
            pub(super) fn $name(&self) -> Option<Arc<dyn CredentialProvider<$module::Credentials>>> {
                match &self.credentials {
                    Credentials::$variant(current) => Some(Arc::clone(current) as _),
                    #[allow(unreachable_patterns)]
                    _ => None,
                }
            })*
        }
    };
}
vendors! {
    "capillary" Capillary capillary capillary_leads,
    "nutshell" Nutshell nutshell nutshell,
    "leadsquared" LeadSquared leadsquared leadsquared,
    "dealerstudio" DealerStudio dealerstudio dealerstudio
}
