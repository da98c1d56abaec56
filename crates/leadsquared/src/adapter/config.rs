//! Configuration of the common clients.

use crate::model::EventCode;
use leads_core::client::FormFields;
use leads_core::status::StageMap;
use leads_core::vendor::Deserialize;
use serde::Serialize;

/// How opportunities of one type are presented as leads: the meaning of the tenant's fields. Can be loaded from a file.
///
/// This crate has two adapters: [`Client::opportunities`](crate::Client::opportunities) takes this configuration, and
/// [`Client::leads`](crate::Client::leads) takes [`LeadsConfig`].
///
/// A value that the vendor cannot accept is reported by the call that uses it, before anything is sent: the error names
/// the field.
///
/// # Examples
///
/// ```
/// use leadsquared::OpportunitiesConfig;
/// let config = OpportunitiesConfig::new(12005)
///     .name_field("mx_Custom_1")
///     .value_field("mx_Custom_6");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct OpportunitiesConfig {
    /// The code of the type.
    pub(super) event_code: EventCode,
    /// The field of the comment that a tenant may require with a status change.
    #[serde(default = "comment_field")]
    pub(super) comment_field: String,
    /// The field of the opportunity's name, often `mx_Custom_1`.
    #[serde(default)]
    pub(super) name_field: Option<String>,
    /// The field of the opportunity's value, often `mx_Custom_6`.
    #[serde(default)]
    pub(super) value_field: Option<String>,
    /// The currency of the value field. The field contains only digits: setting a value in another currency is an
    /// error, and so is any value with a currency if this is not set. A value that is read gets this currency.
    #[serde(default)]
    pub(super) currency: Option<String>,
    /// The field of the source, often `mx_Custom_3`.
    #[serde(default)]
    pub(super) source_field: Option<String>,
    /// The field of the stage, often `mx_Custom_2`. A stage counts only if it fits the status: an opportunity whose
    /// status is Lost is lost, whatever stage it had while it was open.
    #[serde(default)]
    pub(super) stage_field: Option<String>,
    /// The field of the loss reason, often `mx_Custom_4`.
    #[serde(default)]
    pub(super) reason_field: Option<String>,
    /// The meaning of the tenant's stages. Requires the stage field. A change to open, won or lost also writes the one
    /// stage that means it; if there is none or several, only the status is written.
    #[serde(default)]
    pub(super) stages: Option<StageMap>,
    /// The lead field by which a new opportunity's lead is found; by default the e-mail address, then the phone number.
    /// Any unique lead field can be named. The value of a field that the common view lacks is taken from the new lead's
    /// custom field of that name, which is then not a field of the opportunity.
    #[serde(default)]
    pub(super) search_by: Option<String>,
    /// What a create does with an opportunity that the tenant's rules consider a duplicate.
    #[serde(default)]
    pub(super) on_duplicate: OnDuplicate,
    /// Where the fields of a form are written: a custom field is a field of the opportunity.
    #[serde(default)]
    pub(super) form_fields: Box<FormFields>,
}

fn comment_field() -> String {
    "mx_Custom_19".to_owned()
}

/// What a create does with an opportunity that the tenant's rules consider a duplicate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum OnDuplicate {
    /// Leaves it unchanged.
    #[default]
    Keep,
    /// Overwrites the fields that are sent.
    Overwrite,
    /// Fills only empty fields.
    FillEmpty,
}

macro_rules! fields {
    ($($(#[$meta:meta])* $name:ident),* $(,)?) => {
        $(
            $(#[$meta])*
            #[must_use]
            pub fn $name(mut self, name: impl Into<String>) -> Self {
                self.$name = Some(name.into());
                self
            }
        )*
    };
}

impl OpportunitiesConfig {
    /// Creates a configuration for opportunities of one type.
    #[must_use]
    pub fn new(event_code: impl Into<EventCode>) -> Self {
        Self {
            event_code: event_code.into(),
            comment_field: comment_field(),
            name_field: None,
            value_field: None,
            currency: None,
            source_field: None,
            stage_field: None,
            reason_field: None,
            stages: None,
            search_by: None,
            on_duplicate: OnDuplicate::Keep,
            form_fields: Box::default(),
        }
    }

    fields! {
        /// Sets the name field.
        name_field,
        /// Sets the value field.
        value_field,
        /// Sets the currency of the value field.
        currency,
        /// Sets the source field.
        source_field,
        /// Sets the stage field.
        stage_field,
        /// Sets the field of the loss reason.
        reason_field,
        /// Sets the lead field by which a new opportunity's lead is found.
        search_by,
    }

    /// Sets the field of the comment with a status change.
    #[must_use]
    pub fn comment_field(mut self, name: impl Into<String>) -> Self {
        self.comment_field = name.into();
        self
    }

    /// Sets the meaning of the tenant's stages.
    #[must_use]
    pub fn stages(mut self, stages: StageMap) -> Self {
        self.stages = Some(stages);
        self
    }

    /// Sets where the fields of a form are written: a custom field is a field of the opportunity. Without it they are
    /// errors, because opportunities have none of them.
    #[must_use]
    pub fn form_fields(mut self, fields: FormFields) -> Self {
        self.form_fields = Box::new(fields);
        self
    }

    /// Sets what a create does with an existing opportunity.
    #[must_use]
    pub fn on_duplicate(mut self, what: OnDuplicate) -> Self {
        self.on_duplicate = what;
        self
    }
}

/// How leads are presented through the common client. Can be loaded from a file.
///
/// A value that the vendor cannot accept is reported by the call that uses it, before anything is sent: the error names
/// the field.
///
/// # Examples
///
/// ```
/// use leadsquared::{LeadsConfig, leads_core::{LeadState, status::StageMap}};
/// let stages = StageMap::new()
///     .with("Prospect", LeadState::Open)
///     .with("Customer", LeadState::Won);
/// let config = LeadsConfig::new().stages(stages);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct LeadsConfig {
    /// The meaning of the tenant's stages.
    #[serde(default)]
    pub(super) stages: StageMap,
    /// The field by which an existing lead is found on create.
    #[serde(default)]
    pub(super) search_by: Option<String>,
    /// Whether automations, webhooks and rules run for an update.
    #[serde(default)]
    pub(super) run_automations: bool,
    /// Where the fields of a form are written: a custom field is an attribute of the lead.
    #[serde(default)]
    pub(super) form_fields: Box<FormFields>,
}

impl LeadsConfig {
    /// Creates a configuration without stages.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the meaning of the tenant's stages. A status cannot be written without them.
    #[must_use]
    pub fn stages(mut self, stages: StageMap) -> Self {
        self.stages = stages;
        self
    }

    fields! {
        /// Sets the field by which an existing lead is found on create.
        search_by,
    }

    /// Sets where the fields of a form are written: a custom field is an attribute of the lead. By default the campaign
    /// is written to `SourceCampaign`, the company to `Company`, and consents for e-mail and calls, inverted, to
    /// `DoNotEmail` and `DoNotCall`; the other fields have no place, because the names of an account's address fields
    /// are its own.
    #[must_use]
    pub fn form_fields(mut self, fields: FormFields) -> Self {
        self.form_fields = Box::new(fields);
        self
    }

    /// Sets whether automations, webhooks and rules run for an update.
    #[must_use]
    pub fn run_automations(mut self, run: bool) -> Self {
        self.run_automations = run;
        self
    }
}
