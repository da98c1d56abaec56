//! Builds clients from configuration.

// Without a vendor there is nothing to configure.
#![cfg_attr(
    not(any(feature = "capillary", feature = "nutshell", feature = "leadsquared", feature = "dealerstudio")),
    allow(dead_code, unused_imports, unused_macros)
)]

#[cfg(feature = "capillary")]
mod capillary;
mod client;
mod credentials;
#[cfg(feature = "dealerstudio")]
mod dealerstudio;
#[cfg(feature = "leadsquared")]
mod leadsquared;
#[cfg(feature = "nutshell")]
mod nutshell;
mod read;

#[cfg(feature = "capillary")]
pub use capillary::CapillaryConfig;
pub(crate) use client::Connection;
pub use client::VendorClient;
pub(crate) use credentials::Current;
#[cfg(feature = "dealerstudio")]
pub use dealerstudio::DealerStudioConfig;
#[cfg(feature = "leadsquared")]
pub use leadsquared::LeadSquaredConfig;
#[cfg(feature = "nutshell")]
pub use nutshell::NutshellConfig;
pub(crate) use read::{from_fields, within};

use leads_core::http::limit::Window;
use leads_core::{ClientConfig, Error, LeadClient, Result};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use std::sync::Arc;

/// The configuration of a vendor and its credentials, from a file or the environment.
///
/// The field `vendor` selects the vendor; the other fields are those of the vendor's struct. The fields of `adapter` that
/// describe the account can be at the top level as well: `lead_for`, `lead_type`, `name` and `note` of Capillary, `currency`
/// and `outcomes` of Nutshell, `dealership`, `category`, `source` and `provider` of Dealer Studio. An unknown field is an
/// error, so that a misspelled one is not ignored. Keys are [`SecretText`](crate::SecretText): `Debug` redacts them, and a configuration
/// cannot be serialized.
///
/// ```
/// use leads::VendorConfig;
/// # #[cfg(feature = "leadsquared")] {
/// let config: VendorConfig = serde_json::from_str(r#"{
///     "vendor": "leadsquared", "region": "india_mumbai", "access_key": "a", "secret_key": "s",
///     "plan": { "pro": { "users": 12 } }, "opportunities": { "event_code": 12000 }
/// }"#).unwrap();
/// assert!(!format!("{config:?}").contains("\"s\""));
/// # }
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum VendorConfig {
    /// Capillary.
    #[cfg(feature = "capillary")]
    Capillary(CapillaryConfig),
    /// Nutshell.
    #[cfg(feature = "nutshell")]
    Nutshell(NutshellConfig),
    /// LeadSquared.
    #[cfg(feature = "leadsquared")]
    LeadSquared(LeadSquaredConfig),
    /// Dealer Studio.
    #[cfg(feature = "dealerstudio")]
    DealerStudio(DealerStudioConfig),
    /// No vendor is compiled in.
    #[doc(hidden)]
    None,
}

impl<'de> Deserialize<'de> for VendorConfig {
    /// Errors name the field and never show a value: serde's own messages would print a key that is in the wrong field
    /// or has the wrong type.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match serde_json::Value::deserialize(deserializer)? {
            serde_json::Value::Object(fields) => from_fields(fields, "vendor").map_err(D::Error::custom),
            _ => Err(D::Error::custom("the configuration of a vendor must be a table of fields")),
        }
    }
}

/// Implements `Debug` for a configuration: keys and user names are redacted, and only the host of a URL is shown.
macro_rules! debug_config {
    ($config:ident { $($shown:ident),* ; $($user:ident),* ; $($url:ident),* }) => {
        impl std::fmt::Debug for $config {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                let Self { $($shown,)* $($user,)* $($url),* } = self;
                f.debug_struct(stringify!($config))
                    $(.field(stringify!($user), &leads_core::Personal($user)))*
                    $(.field(stringify!($url), &$url.as_deref().map(leads_core::http::UncheckedUrl::from)))*
                    $(.field(stringify!($shown), $shown))*
                    .finish()
            }
        }
    };
}
pub(crate) use debug_config;

impl VendorConfig {
    /// Returns the vendor's name: `nutshell`.
    ///
    /// ```
    /// # #[cfg(feature = "nutshell")] {
    /// let config: leads::VendorConfig = serde_json::from_str(r#"{
    ///     "vendor": "nutshell", "user": "ann@example.com", "api_key": "hush"
    /// }"#).unwrap();
    /// assert_eq!(config.vendor(), "nutshell");
    /// # }
    /// ```
    #[must_use]
    pub fn vendor(&self) -> &'static str {
        match self {
            #[cfg(feature = "capillary")]
            Self::Capillary(_) => "capillary-leads",
            #[cfg(feature = "nutshell")]
            Self::Nutshell(_) => "nutshell",
            #[cfg(feature = "leadsquared")]
            Self::LeadSquared(_) => "leadsquared",
            #[cfg(feature = "dealerstudio")]
            Self::DealerStudio(_) => "dealerstudio",
            Self::None => "none",
        }
    }

    /// Returns where the requests of this configuration go. Two configurations with the same text have the same hosts.
    pub(crate) fn destination(&self) -> String {
        match self {
            #[cfg(feature = "capillary")]
            Self::Capillary(config) => format!("{:?} {:?}", config.cluster, config.base_url),
            #[cfg(feature = "nutshell")]
            Self::Nutshell(config) => format!("{:?}", config.base_url),
            #[cfg(feature = "leadsquared")]
            Self::LeadSquared(config) => format!("{:?} {:?}", config.region, config.base_url),
            #[cfg(feature = "dealerstudio")]
            Self::DealerStudio(config) => format!("{:?}", config.base_url),
            Self::None => String::new(),
        }
    }

    /// Returns the windows of the account's rate limit; none if the vendor documents no limit.
    ///
    /// ```
    /// # #[cfg(feature = "nutshell")] {
    /// let config: leads::VendorConfig = serde_json::from_str(r#"{
    ///     "vendor": "nutshell", "user": "ann@example.com", "api_key": "hush"
    /// }"#).unwrap();
    /// assert!(config.windows().is_empty(), "Nutshell documents no limit");
    /// # }
    /// ```
    #[must_use]
    pub fn windows(&self) -> Vec<Window> {
        match self {
            #[cfg(feature = "leadsquared")]
            Self::LeadSquared(config) => config.plan.windows(),
            #[allow(unreachable_patterns)]
            _ => Vec::new(),
        }
    }

    /// Builds the client with the default limits. Sends nothing.
    ///
    /// ```
    /// # #[cfg(feature = "nutshell")] {
    /// let config: leads::VendorConfig = serde_json::from_str(r#"{
    ///     "vendor": "nutshell", "user": "ann@example.com", "api_key": ""
    /// }"#).unwrap();
    /// let error = config.connect().unwrap_err();
    /// assert_eq!(error.field(), Some("api_key"));
    /// # }
    /// ```
    ///
    /// # Errors
    /// Returns a configuration error that names the setting.
    pub fn connect(self) -> Result<Arc<dyn LeadClient>> {
        self.connect_with(ClientConfig::new())
    }

    /// Builds the client with custom limits, a limiter or a transport. Sends nothing.
    ///
    /// ```
    /// # #[cfg(feature = "nutshell")] {
    /// use leads::{ClientConfig, LeadClient, VendorConfig, http::RetryPolicy};
    /// let config: VendorConfig = serde_json::from_str(r#"{
    ///     "vendor": "nutshell", "user": "ann@example.com", "api_key": "hush"
    /// }"#).unwrap();
    /// let client = config.connect_with(ClientConfig::new().retry(RetryPolicy::none()))?;
    /// assert_eq!(client.vendor(), "nutshell");
    /// # }
    /// # Ok::<(), leads::Error>(())
    /// ```
    ///
    /// # Errors
    /// Returns a configuration error that names the setting.
    pub fn connect_with(self, client: ClientConfig) -> Result<Arc<dyn LeadClient>> {
        Ok(self.connection(client, None)?.leads)
    }

    /// Builds the vendor's typed client, for the operations that the common client does not have. Sends nothing.
    ///
    /// ```
    /// # #[cfg(feature = "nutshell")] {
    /// use leads::{ClientConfig, VendorClient, VendorConfig};
    /// let config: VendorConfig = serde_json::from_str(r#"{
    ///     "vendor": "nutshell", "user": "ann@example.com", "api_key": "hush"
    /// }"#).unwrap();
    /// if let VendorClient::Nutshell(client) = config.typed_client(ClientConfig::new())? {
    ///     println!("{}", client.preview(&nutshell::api::leads::GetLead::new("1003-leads"))?);
    /// }
    /// # }
    /// # Ok::<(), leads::Error>(())
    /// ```
    ///
    /// # Errors
    /// Returns a configuration error that names the setting.
    pub fn typed_client(self, client: ClientConfig) -> Result<VendorClient> {
        Ok(self.connection(client, None)?.typed)
    }

    /// Builds both clients over one pipeline. With `current`, they use its credentials, which can be replaced later.
    pub(crate) fn connection(self, client: ClientConfig, current: Option<&Current>) -> Result<Connection> {
        let _ = (&client, &current);
        match self {
            #[cfg(feature = "capillary")]
            Self::Capillary(config) => {
                let builder = capillary_leads::Client::builder().config(client);
                let builder = match current.and_then(Current::capillary) {
                    Some(provider) => builder.credential_provider(provider),
                    None => builder.credentials(config.credentials()?),
                };
                config.connect(builder)
            }
            #[cfg(feature = "nutshell")]
            Self::Nutshell(config) => {
                let builder = ::nutshell::Client::builder().config(client);
                let builder = match current.and_then(Current::nutshell) {
                    Some(provider) => builder.credential_provider(provider),
                    None => builder.credentials(config.credentials()?),
                };
                config.connect(builder)
            }
            #[cfg(feature = "leadsquared")]
            Self::LeadSquared(config) => {
                let builder = ::leadsquared::Client::builder().config(client);
                let builder = match current.and_then(Current::leadsquared) {
                    Some(provider) => builder.credential_provider(provider),
                    None => builder.credentials(config.credentials()?),
                };
                config.connect(builder)
            }
            #[cfg(feature = "dealerstudio")]
            Self::DealerStudio(config) => {
                let builder = ::dealerstudio::Client::builder().config(client);
                let builder = match current.and_then(Current::dealerstudio) {
                    Some(provider) => builder.credential_provider(provider),
                    None => builder.credentials(config.credentials()?),
                };
                config.connect(builder)
            }
            Self::None => Err(Error::config("vendor", "is not compiled in; enable its feature")),
        }
    }

    /// Reads the configuration from environment variables that start with `prefix`: with the prefix `LEADS_`,
    /// `LEADS_VENDOR` selects the vendor and `LEADS_API_KEY` sets its field `api_key`. A value that is a JSON object,
    /// such as `LEADS_ADAPTER` or `LEADS_OPPORTUNITIES`, is parsed; every other value is text.
    ///
    /// ```
    /// let error = leads::VendorConfig::from_env("NO_VARIABLE_HAS_THIS_PREFIX_").unwrap_err();
    /// assert!(error.field().is_some(), "{error}");
    /// ```
    ///
    /// # Errors
    /// Returns a configuration error that names the field, by its path if it is inside a JSON object. Values are not
    /// shown.
    pub fn from_env(prefix: &str) -> Result<Self> {
        Self::from_variables(
            prefix,
            std::env::vars_os().filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?))),
        )
    }

    /// Like [`from_env`](Self::from_env), with variables from another source.
    ///
    /// ```
    /// # #[cfg(feature = "nutshell")] {
    /// let variables = [
    ///     ("CRM_VENDOR", "nutshell"),
    ///     ("CRM_USER", "ann@example.com"),
    ///     ("CRM_API_KEY", "hush"),
    /// ];
    /// let config = leads::VendorConfig::from_variables(
    ///     "CRM_",
    ///     variables.map(|(name, value)| (name.to_owned(), value.to_owned())),
    /// )?;
    /// # let _ = config;
    /// # }
    /// # Ok::<(), leads::Error>(())
    /// ```
    ///
    /// # Errors
    /// Returns the same errors as [`from_env`](Self::from_env).
    pub fn from_variables(prefix: &str, variables: impl IntoIterator<Item = (String, String)>) -> Result<Self> {
        let mut fields = serde_json::Map::new();
        for (name, value) in variables {
            let Some(field) = name.strip_prefix(prefix) else { continue };
            let value = if value.trim_start().starts_with('{') {
                serde_json::from_str(&value)
                    .map_err(|_| Error::config(name.clone(), "starts like a JSON object but is not valid JSON"))?
            } else {
                serde_json::Value::String(value)
            };
            fields.insert(field.to_ascii_lowercase(), value);
        }
        from_fields(fields, &format!("{prefix}VENDOR"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(variables: &[(&str, &str)]) -> Result<VendorConfig> {
        VendorConfig::from_variables("X_", variables.iter().map(|(name, value)| ((*name).into(), (*value).into())))
    }

    #[test]
    fn error_names_the_field_without_its_value() {
        assert_eq!(read(&[]).unwrap_err().field(), Some("X_VENDOR"));
        for (variables, field) in [
            (&[("X_VENDOR", "nobody")][..], "vendor"),
            (&[("X_VENDOR", "nutshell"), ("X_USER", "u")], "api_key"),
            (&[("X_VENDOR", "nutshell"), ("X_USER", "u"), ("X_API_KEY", "hush"), ("X_APIKEY", "hush")], "apikey"),
            (&[("X_VENDOR", "{}")], "vendor"),
        ] {
            let error = read(variables).unwrap_err();
            assert_eq!(error.field(), Some(field), "{error}");
            assert!(!format!("{error} {error:?}").contains("hush"));
        }
    }

    #[test]
    fn vendor_names_are_the_same_in_files_and_environment() {
        let names =
            ["capillary", "capillary-leads", "nutshell", "leadsquared", "dealerstudio", "LeadSquared", "nobody"];
        for name in names {
            let file = serde_json::from_value::<VendorConfig>(serde_json::json!({ "vendor": name }));
            let known = !matches!(file, Err(error) if error.to_string().contains("`vendor`"));
            let variables = read(&[("X_VENDOR", name)]);
            assert_eq!(known, !matches!(variables, Err(error) if error.field() == Some("vendor")), "{name}");
        }
    }

    #[cfg(all(feature = "leadsquared", feature = "nutshell"))]
    #[test]
    fn file_error_names_the_field_without_its_value() {
        for (json, field) in [
            (r#"{"vendor":"leadsquared","region":"ireland","access_key":9876543,"secret_key":"s"}"#, "access_key"),
            (r#"{"vendor":"leadsquared","region":"ireland","access_key":"a","secret_key":-9876543}"#, "secret_key"),
            (r#"{"vendor":"nutshell","user":"u","api_key":9876543.5}"#, "api_key"),
            (r#"{"vendor":"nutshell","user":"u","api_key":98765431234567890123}"#, "api_key"),
            (r#"{"vendor":"nutshell","user":"u","api_key":["9876543"]}"#, "api_key"),
            (r#"{"vendor":"nutshell","user":9876543,"api_key":"k"}"#, "user"),
            (r#"{"vendor":"nutshell","user":"u","api_key":"k","adapter":"9876543"}"#, "adapter"),
            (r#"{"vendor":"leadsquared","region":"9876543","access_key":"a","secret_key":"s"}"#, "region"),
            (r#"{"vendor":"9876543"}"#, "vendor"),
            (r#"{"vendor":9876543}"#, "vendor"),
            (r#"{"api_key":"9876543"}"#, "vendor"),
            (r#""9876543""#, "table of fields"),
        ] {
            let error = serde_json::from_str::<VendorConfig>(json).unwrap_err();
            let shown = format!("{error} {error:?}");
            assert!(shown.contains(field) && !shown.contains("9876543"), "{json}: {shown}");
        }
        let struct_alone = serde_json::from_str::<NutshellConfig>(r#"{"user":"u","api_key":9876543}"#).unwrap_err();
        assert!(!struct_alone.to_string().contains("9876543"), "{struct_alone}");
    }

    #[cfg(feature = "nutshell")]
    #[test]
    fn debug_redacts_users_keys_and_urls() {
        let config: VendorConfig = serde_json::from_str(
            r#"{"vendor":"nutshell","user":"ann@example.com","api_key":"hush","base_url":"https://ann:hush@h.example/hush"}"#,
        )
        .unwrap();
        let shown = format!("{config:?} {config:#?}");
        assert!(!shown.contains("ann") && !shown.contains("hush") && shown.contains("h.example"), "{shown}");
    }

    #[cfg(feature = "leadsquared")]
    #[test]
    fn fields_with_the_same_value_are_distinguished() {
        let plan = [("X_VENDOR", "leadsquared"), ("X_ACCESS_KEY", "often"), ("X_SECRET_KEY", "s"), ("X_PLAN", "often")];
        let error = read(&plan).unwrap_err();
        assert_eq!(error.field(), Some("plan"), "{error}");
        let plan = [("X_VENDOR", "leadsquared"), ("X_PLAN", r#"{"pro":{"users":"many"}}"#)];
        let error = read(&plan).unwrap_err();
        assert_eq!(error.field(), Some("plan.pro.users"), "{error}");
    }

    #[cfg(feature = "capillary")]
    #[test]
    fn capillary_is_configured_by_cluster_or_url() {
        let base = [("X_VENDOR", "capillary"), ("X_USERNAME", "till"), ("X_PASSWORD", "hush")];
        let connect = |more: &[(&str, &str)]| read(&[&base[..], more].concat())?.connect();
        let shown = |more: &[(&str, &str)]| format!("{:?}", connect(more).unwrap());
        assert!(shown(&[("X_CLUSTER", "eu")]).contains("https://eu.api.capillarytech.com"));
        let both = [("X_CLUSTER", "eu"), ("X_BASE_URL", "https://cap.example/v2")];
        assert!(shown(&both).contains("https://cap.example\""), "{}", shown(&both));
        assert_eq!(connect(&[]).unwrap_err().field(), Some("base_url"));
        for (variable, value, field) in [
            ("X_CLUSTER", "mars", "cluster"),
            ("X_ADAPTER", r#"{"name":"on_the_wall"}"#, "adapter.name"),
            ("X_ADAPTER", r#"{"nmae":"hush"}"#, "adapter.nmae"),
            ("X_ADAPTER", "{", "X_ADAPTER"),
            ("X_ADAPTER", "none", "adapter"),
        ] {
            let error = connect(&[(variable, value)]).unwrap_err();
            assert_eq!(error.field(), Some(field), "{value}: {error}");
        }
    }
}
