//! From configuration to a common client.

use leads_core::{ClientConfig, Error, LeadClient, Result, SecretText};
use serde::Deserialize;
use std::sync::Arc;

/// Which vendor, with what credentials: read from a file or the environment.
///
/// The field `vendor` decides; the others are those of the vendor's struct. A field that the vendor does not have is an
/// error, so that a misspelt one is not ignored. Keys are [`SecretText`]: `Debug` hides them, and a configuration
/// cannot be serialised back.
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
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "vendor", rename_all = "snake_case")]
#[non_exhaustive]
pub enum VendorConfig {
    /// Capillary.
    #[cfg(feature = "capillary")]
    #[serde(alias = "capillary-leads")]
    Capillary(CapillaryConfig),
    /// Nutshell.
    #[cfg(feature = "nutshell")]
    Nutshell(NutshellConfig),
    /// LeadSquared.
    #[cfg(feature = "leadsquared")]
    #[serde(rename = "leadsquared")]
    LeadSquared(LeadSquaredConfig),
    /// Dealer Studio.
    #[cfg(feature = "dealerstudio")]
    #[serde(rename = "dealerstudio")]
    DealerStudio(DealerStudioConfig),
    /// No vendor is built in.
    #[doc(hidden)]
    #[serde(skip)]
    None,
}

/// Where and as whom to talk to Capillary.
#[cfg(feature = "capillary")]
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct CapillaryConfig {
    /// The host of the organisation's cluster: `https://eu.api.capillarytech.com`.
    pub base_url: String,
    /// A till's or store centre's user, with one of the two passwords.
    pub username: Option<String>,
    /// The password as it is.
    pub password: Option<SecretText>,
    /// The lower-case MD5 hex of the password.
    pub password_md5: Option<SecretText>,
    /// The key of an API client, with `secret`: tokens are fetched.
    pub key: Option<SecretText>,
    /// The secret of an API client.
    pub secret: Option<SecretText>,
    /// What the common client must know.
    #[serde(default)]
    pub adapter: capillary_leads::AdapterConfig,
}

/// As whom to talk to Nutshell.
#[cfg(feature = "nutshell")]
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct NutshellConfig {
    /// The e-mail address of a user.
    pub user: String,
    /// An API key.
    pub api_key: SecretText,
    /// Another host than the vendor's.
    pub base_url: Option<String>,
    /// What the common client must know.
    #[serde(default)]
    pub adapter: nutshell::AdapterConfig,
}

/// Where and as whom to talk to LeadSquared.
#[cfg(feature = "leadsquared")]
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct LeadSquaredConfig {
    /// The account's region; or `base_url`.
    pub region: Option<leadsquared::Region>,
    /// The API host, where it is none of the known regions.
    pub base_url: Option<String>,
    /// The access key.
    pub access_key: SecretText,
    /// The secret key.
    pub secret_key: SecretText,
    /// The account's plan, for the limiter.
    #[serde(default)]
    pub plan: leadsquared::Plan,
    /// The common client over opportunities of this type; or `leads`.
    pub opportunities: Option<leadsquared::OpportunityConfig>,
    /// The common client over leads, with the tenant's stages.
    pub leads: Option<leadsquared::LeadsConfig>,
}

/// As whom to talk to Dealer Studio.
#[cfg(feature = "dealerstudio")]
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct DealerStudioConfig {
    /// The API key.
    pub api_key: SecretText,
    /// Another host than the vendor's.
    pub base_url: Option<String>,
    /// What the common client must know: the dealership, a category, a source.
    #[serde(default)]
    pub adapter: dealerstudio::AdapterConfig,
}

impl VendorConfig {
    /// Builds the client with the default limits. Sends nothing.
    ///
    /// # Errors
    /// A configuration error that names the setting.
    pub fn connect(self) -> Result<Arc<dyn LeadClient>> {
        self.connect_with(ClientConfig::new())
    }

    /// Builds the client with limits, a limiter or a transport of one's own. Sends nothing.
    ///
    /// # Errors
    /// A configuration error that names the setting.
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
            Self::None => Err(Error::config("vendor", "is not built in; switch its feature on")),
        }
    }

    /// Reads the configuration from environment variables that begin with `prefix`: with the prefix `LEADS_`,
    /// `LEADS_VENDOR` is the vendor, `LEADS_API_KEY` its field `api_key`. A value that is a JSON object, such as
    /// `LEADS_ADAPTER` or `LEADS_OPPORTUNITIES`, is read as one; every other value is text.
    ///
    /// # Errors
    /// A configuration error that names the variable's field; values are not printed.
    pub fn from_env(prefix: &str) -> Result<Self> {
        Self::from_variables(
            prefix,
            std::env::vars_os().filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?))),
        )
    }

    /// As [`from_env`](Self::from_env), over variables from elsewhere.
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
    /// A configuration error that names what is missing or wrong; values are not printed.
    pub fn from_variables(prefix: &str, variables: impl IntoIterator<Item = (String, String)>) -> Result<Self> {
        let mut fields = serde_json::Map::new();
        for (name, value) in variables {
            let Some(field) = name.strip_prefix(prefix) else { continue };
            let value = if value.trim_start().starts_with('{') {
                serde_json::from_str(&value)
                    .map_err(|_| Error::config(name.clone(), "begins like a JSON object and is none"))?
            } else {
                serde_json::Value::String(value)
            };
            fields.insert(field.to_ascii_lowercase(), value);
        }
        if !fields.contains_key("vendor") {
            return Err(Error::config(format!("{prefix}VENDOR"), "is missing"));
        }
        // serde's message names fields and may print a value that is a key, so only the fields are told.
        serde_json::from_value(serde_json::Value::Object(fields)).map_err(|error| {
            let told = error.to_string();
            let field = told.split('`').nth(1).filter(|_| told.contains("field")).unwrap_or("vendor").to_owned();
            let problem = match () {
                () if told.starts_with("missing field") => "is missing",
                () if told.starts_with("unknown field") => "is no field of this vendor",
                () if told.starts_with("unknown variant") => "has a value that is not known",
                () => "cannot be read",
            };
            Error::config(field, problem)
        })
    }
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
        let built = Client::builder().base_url(self.base_url).credentials(credentials).config(client).build()?;
        Ok(Arc::new(built.leads(self.adapter)))
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
            _ => Err(Error::config("opportunities", "or `leads` must be given, and not both")
                .for_operation("leadsquared", "")),
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
    fn what_is_wrong_is_named_and_no_value_is_shown() {
        assert_eq!(read(&[]).unwrap_err().field(), Some("X_VENDOR"));
        for (variables, field) in [
            (&[("X_VENDOR", "nobody")][..], "vendor"),
            (&[("X_VENDOR", "nutshell"), ("X_USER", "u")], "api_key"),
            (&[("X_VENDOR", "nutshell"), ("X_USER", "u"), ("X_API_KEY", "hush"), ("X_APIKEY", "hush")], "apikey"),
        ] {
            let error = read(variables).unwrap_err();
            assert_eq!(error.field(), Some(field), "{error}");
            assert!(!format!("{error} {error:?}").contains("hush"));
        }
    }
}
