//! Profiles: accounts in a configuration file.

mod file;
mod secret;

pub(crate) use file::Profiles;

use crate::failure::{Failure, Result};
use crate::pace::Pace;
use crate::plan::NoNetwork;
use leads::http::RetryPolicy;
use leads::http::limit::Limiter;
use leads::observe::Observer;
use leads::{ClientConfig, Error, LeadClient, VendorClient, VendorConfig};
use serde_json::{Map, Value};
use std::sync::Arc;
use std::time::Duration;

/// What a command does with an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Access {
    /// Reads only.
    Read,
    /// Writes, or may write.
    Write,
}

/// A profile, before its secrets are read.
#[derive(Clone)]
pub(crate) struct Profile {
    pub(crate) name: String,
    fields: Map<String, Value>,
    may_write: bool,
    visible_within: Option<Duration>,
}

impl Profile {
    /// Checks that the profile allows an access. Reads no secret and sends nothing.
    pub(crate) fn allow(&self, access: Access) -> Result<()> {
        if access == Access::Write && !self.may_write {
            let message = format!("the profile `{}` is read-only", self.name);
            return Err(Error::new(leads::ErrorKind::Forbidden, message)
                .with_field("allow")
                .with_help("nothing was sent; use another profile, or add \"write\" to `allow` of this one")
                .into());
        }
        Ok(())
    }

    /// Returns the vendor's name as the library spells it.
    pub(crate) fn vendor(&self) -> &str {
        match self.fields.get("vendor").and_then(Value::as_str).unwrap_or_default() {
            "capillary" => "capillary-leads",
            other => other,
        }
    }

    /// Reads the secrets.
    fn config(&self) -> Result<VendorConfig> {
        let fields = secret::resolve(&self.name, self.fields.clone())?;
        serde_json::from_value(Value::Object(fields)).map_err(|error| {
            // The library's errors name the field and never show a value.
            Failure::usage(
                format!("profile.{}", self.name),
                error.to_string(),
                "correct the profile in the configuration file",
            )
        })
    }

    /// Connects. Sends nothing.
    pub(crate) fn connect(&self, access: Access) -> Result<Session> {
        self.allow(access)?;
        let config = self.config()?;
        let limiter = match config.windows() {
            windows if windows.is_empty() => None,
            windows => Some(Limiter::try_new(windows, None)?),
        };
        let mut client = ClientConfig::new().account(self.name.as_str());
        if let Some(limiter) = &limiter {
            client = client.limiter(limiter.clone());
        }
        if let Some(delay) = self.visible_within {
            client = client.visible_within(delay);
        }
        let pace = Arc::new(Pace::new(limiter.clone()));
        let client = client.observer(Arc::clone(&pace) as Arc<dyn Observer>).share_transport(16)?;
        let leads = config.clone().connect_with(client.clone())?;
        let typed = config.clone().typed_client(client)?;
        Ok(Session { config, leads, typed, limiter, pace })
    }
}

/// The clients of a profile, over one limiter.
pub(crate) struct Session {
    config: VendorConfig,
    pub(crate) leads: Arc<dyn LeadClient>,
    pub(crate) typed: VendorClient,
    pub(crate) limiter: Option<Limiter>,
    pub(crate) pace: Arc<Pace>,
}

impl Session {
    /// Returns the same client without a network. It checks a request in every way that needs none.
    pub(crate) fn offline(&self) -> Result<Arc<dyn LeadClient>> {
        let client = ClientConfig::new().transport(Arc::new(NoNetwork)).retry(RetryPolicy::none());
        Ok(self.config.clone().connect_with(client)?)
    }
}
