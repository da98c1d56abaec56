//! Builds a common client from configuration.

#[cfg(any(feature = "capillary", feature = "nutshell", feature = "leadsquared", feature = "dealerstudio"))]
use leads_core::SecretText;
use leads_core::{ClientConfig, Error, LeadClient, Result};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use std::sync::Arc;

/// The configuration of a vendor and its credentials, from a file or the environment.
///
/// The field `vendor` selects the vendor; the other fields are those of the vendor's struct. An unknown field is an
/// error, so that a misspelled one is not ignored. Keys are [`SecretText`]: `Debug` redacts them, and a configuration
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
            serde_json::Value::Object(fields) => Self::from_fields(fields, "vendor").map_err(D::Error::custom),
            _ => Err(D::Error::custom("the configuration of a vendor must be a table of fields")),
        }
    }
}

/// The configuration of a Capillary client.
///
/// ```
/// use leads::VendorConfig;
/// let config: VendorConfig = serde_json::from_str(r#"{
///     "vendor": "capillary-leads", "cluster": "eu", "username": "store.till", "password": "hush",
///     "adapter": { "lead_for": "boots-42" }
/// }"#).unwrap();
/// let client = config.connect()?;
/// assert_eq!(client.vendor(), "capillary-leads");
/// # Ok::<(), leads::Error>(())
/// ```
#[cfg(feature = "capillary")]
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct CapillaryConfig {
    /// The organisation's cluster. `base_url` takes precedence.
    pub cluster: Option<capillary_leads::Cluster>,
    /// The host of the organisation's cluster, if it differs from the cluster's newest: `https://host`.
    pub base_url: Option<String>,
    /// The user name of a till or store centre; requires one of the two passwords.
    pub username: Option<String>,
    /// The plain-text password.
    pub password: Option<SecretText>,
    /// The MD5 of the password in lower-case hex.
    pub password_md5: Option<SecretText>,
    /// The key of an API client; requires `secret`. Tokens are then fetched.
    pub key: Option<SecretText>,
    /// The secret of an API client.
    pub secret: Option<SecretText>,
    /// The settings of the common client.
    #[serde(default)]
    pub adapter: capillary_leads::AdapterConfig,
}

/// The configuration of a Nutshell client.
///
/// ```
/// use leads::VendorConfig;
/// let config: VendorConfig = serde_json::from_str(r#"{
///     "vendor": "nutshell", "user": "ann@example.com", "api_key": "hush"
/// }"#).unwrap();
/// assert!(config.connect()?.capabilities().delete);
/// # Ok::<(), leads::Error>(())
/// ```
#[cfg(feature = "nutshell")]
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct NutshellConfig {
    /// The e-mail address of a user.
    pub user: String,
    /// An API key.
    pub api_key: SecretText,
    /// A host other than the vendor's.
    pub base_url: Option<String>,
    /// The settings of the common client.
    #[serde(default)]
    pub adapter: nutshell::AdapterConfig,
}

/// The configuration of a LeadSquared client.
///
/// ```
/// use leads::VendorConfig;
/// let config: VendorConfig = serde_json::from_str(r#"{
///     "vendor": "leadsquared", "region": "india_mumbai", "access_key": "a", "secret_key": "s",
///     "plan": { "super": { "users": 40 } }, "opportunities": { "event_code": 12000, "stage_field": "mx_Custom_2" }
/// }"#).unwrap();
/// assert!(config.connect()?.capabilities().set_status);
/// # Ok::<(), leads::Error>(())
/// ```
#[cfg(feature = "leadsquared")]
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct LeadSquaredConfig {
    /// The account's region. Alternatively, set `base_url`.
    pub region: Option<leadsquared::Region>,
    /// The API host, if it is not in a known region.
    pub base_url: Option<String>,
    /// The access key.
    pub access_key: SecretText,
    /// The secret key.
    pub secret_key: SecretText,
    /// The account's plan, which configures the limiter.
    #[serde(default)]
    pub plan: leadsquared::Plan,
    /// Builds the common client for opportunities of this type. Alternatively, set `leads`.
    pub opportunities: Option<leadsquared::OpportunitiesConfig>,
    /// Builds the common client for leads, with the tenant's stages.
    pub leads: Option<leadsquared::LeadsConfig>,
}

/// The configuration of a Dealer Studio client.
///
/// ```
/// use leads::VendorConfig;
/// let config: VendorConfig = serde_json::from_str(r#"{
///     "vendor": "dealerstudio", "api_key": "hush",
///     "adapter": { "dealership": { "slug": "northside-motors" }, "category": "General Enquiry", "source": "Website" }
/// }"#).unwrap();
/// assert!(!config.connect()?.capabilities().list);
/// # Ok::<(), leads::Error>(())
/// ```
#[cfg(feature = "dealerstudio")]
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct DealerStudioConfig {
    /// The API key.
    pub api_key: SecretText,
    /// A host other than the vendor's.
    pub base_url: Option<String>,
    /// The settings of the common client: the dealership, a category, a source.
    #[serde(default)]
    pub adapter: dealerstudio::AdapterConfig,
}

/// Implements `Debug` for a configuration: keys and user names are redacted, and only the host of a URL is shown.
macro_rules! debug_config {
    ($feature:literal $config:ident { $($shown:ident),* ; $($user:ident),* ; $($url:ident),* }) => {
        #[cfg(feature = $feature)]
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

debug_config!("capillary" CapillaryConfig {
    cluster, password, password_md5, key, secret, adapter; username; base_url
});
debug_config!("nutshell" NutshellConfig { api_key, adapter; user; base_url });
debug_config!("leadsquared" LeadSquaredConfig {
    region, access_key, secret_key, plan, opportunities, leads; ; base_url
});
debug_config!("dealerstudio" DealerStudioConfig { api_key, adapter; ; base_url });

impl VendorConfig {
    /// Builds the client with the default limits. Sends nothing.
    ///
    /// # Errors
    /// Returns a configuration error that names the setting.
    pub fn connect(self) -> Result<Arc<dyn LeadClient>> {
        self.connect_with(ClientConfig::new())
    }

    /// Builds the client with custom limits, a limiter or a transport. Sends nothing.
    ///
    /// # Errors
    /// Returns a configuration error that names the setting.
    pub fn connect_with(self, client: ClientConfig) -> Result<Arc<dyn LeadClient>> {
        let _ = &client;
        match self {
            #[cfg(feature = "capillary")]
            Self::Capillary(config) => config.connect(client),
            #[cfg(feature = "nutshell")]
            Self::Nutshell(config) => config.connect(client),
            #[cfg(feature = "leadsquared")]
            Self::LeadSquared(config) => config.connect(client),
            #[cfg(feature = "dealerstudio")]
            Self::DealerStudio(config) => config.connect(client),
            Self::None => Err(Error::config("vendor", "is not compiled in; enable its feature")),
        }
    }

    /// Reads the configuration from environment variables that start with `prefix`: with the prefix `LEADS_`,
    /// `LEADS_VENDOR` selects the vendor and `LEADS_API_KEY` sets its field `api_key`. A value that is a JSON object,
    /// such as `LEADS_ADAPTER` or `LEADS_OPPORTUNITIES`, is parsed; every other value is text.
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
    /// let variables = [("CRM_VENDOR", "nutshell"), ("CRM_USER", "ann@example.com"), ("CRM_API_KEY", "hush")];
    /// let config = leads::VendorConfig::from_variables(
    ///     "CRM_", variables.map(|(name, value)| (name.to_owned(), value.to_owned())))?;
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
        Self::from_fields(fields, &format!("{prefix}VENDOR"))
    }

    /// Reads the fields of a vendor; `tag` is the source's name for the field `vendor`.
    fn from_fields(mut fields: serde_json::Map<String, serde_json::Value>, tag: &str) -> Result<Self> {
        let Some(vendor) = fields.remove("vendor") else {
            return Err(Error::config(tag.to_owned(), "is missing"));
        };
        // The same names as in a file. Deserializing a tagged enum buffers all fields, which would lose their paths.
        match vendor.as_str().unwrap_or_default() {
            #[cfg(feature = "capillary")]
            "capillary" | "capillary-leads" => read(fields).map(Self::Capillary),
            #[cfg(feature = "nutshell")]
            "nutshell" => read(fields).map(Self::Nutshell),
            #[cfg(feature = "leadsquared")]
            "leadsquared" => read(fields).map(Self::LeadSquared),
            #[cfg(feature = "dealerstudio")]
            "dealerstudio" => read(fields).map(Self::DealerStudio),
            _ => Err(Error::config("vendor", "has an unknown value")),
        }
    }
}

/// Reads a vendor's fields. serde's message may contain a key, so the error only names the field.
#[cfg(any(feature = "capillary", feature = "nutshell", feature = "leadsquared", feature = "dealerstudio"))]
fn read<T: serde::de::DeserializeOwned>(fields: serde_json::Map<String, serde_json::Value>) -> Result<T> {
    serde_path_to_error::deserialize(serde_json::Value::Object(fields)).map_err(|error| {
        let message = error.inner().to_string();
        let missing = message.strip_prefix("missing field `").and_then(|rest| rest.split('`').next());
        let known = Some(error.path().to_string()).filter(|path| path != ".");
        let field = known.iter().map(String::as_str).chain(missing).collect::<Vec<_>>().join(".");
        let problem = match () {
            () if missing.is_some() => "is missing",
            () if message.starts_with("unknown field") => "is not a field of this vendor",
            () if message.starts_with("unknown variant") => "has an unknown value",
            () => "cannot be read",
        };
        Error::config(field, problem)
    })
}

#[cfg(feature = "capillary")]
impl CapillaryConfig {
    fn connect(self, client: ClientConfig) -> Result<Arc<dyn LeadClient>> {
        use capillary_leads::{Client, Credentials, Password};
        let credentials = match (self.username, self.password, self.password_md5, self.key, self.secret) {
            (Some(user), Some(password), None, None, None) => Credentials::basic(user, Password::plain(password)),
            (Some(user), None, Some(hash), None, None) => Credentials::basic(user, Password::md5_hex(hash)),
            (None, None, None, Some(key), Some(secret)) => Credentials::oauth(key, secret),
            _ => {
                return Err(Error::config(
                    "credentials",
                    "must be `username` with `password` or `password_md5`, or `key` with `secret`",
                )
                .for_operation("capillary-leads", ""));
            }
        };
        let mut builder = Client::builder().credentials(credentials).config(client);
        if let Some(cluster) = self.cluster {
            builder = builder.cluster(cluster);
        }
        if let Some(url) = self.base_url {
            builder = builder.base_url(url);
        }
        Ok(Arc::new(builder.build()?.leads(self.adapter)))
    }
}

#[cfg(feature = "nutshell")]
impl NutshellConfig {
    fn connect(self, client: ClientConfig) -> Result<Arc<dyn LeadClient>> {
        let mut builder = nutshell::Client::builder().basic(self.user, self.api_key).config(client);
        if let Some(url) = self.base_url {
            builder = builder.base_url(url);
        }
        Ok(Arc::new(builder.build()?.leads(self.adapter)))
    }
}

#[cfg(feature = "leadsquared")]
impl LeadSquaredConfig {
    fn connect(self, client: ClientConfig) -> Result<Arc<dyn LeadClient>> {
        let mut builder =
            leadsquared::Client::builder().keys(self.access_key, self.secret_key).plan(self.plan).config(client);
        if let Some(region) = self.region {
            builder = builder.region(region);
        }
        if let Some(url) = self.base_url {
            builder = builder.base_url(url);
        }
        match (self.opportunities, self.leads) {
            (Some(config), None) => Ok(Arc::new(builder.build()?.opportunities(config))),
            (None, Some(config)) => Ok(Arc::new(builder.build()?.leads(config))),
            _ => {
                Err(Error::config("opportunities", "or `leads` must be set, but not both")
                    .for_operation("leadsquared", ""))
            }
        }
    }
}

#[cfg(feature = "dealerstudio")]
impl DealerStudioConfig {
    fn connect(self, client: ClientConfig) -> Result<Arc<dyn LeadClient>> {
        let mut builder = dealerstudio::Client::builder().api_key(self.api_key).config(client);
        if let Some(url) = self.base_url {
            builder = builder.base_url(url);
        }
        Ok(Arc::new(builder.build()?.leads(self.adapter)))
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
