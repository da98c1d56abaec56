//! The field and the arguments of an error code.

use super::{CODES, ErrorCode};
use leads_core::error::{CodeTable, VendorCode, arguments};

impl ErrorCode {
    /// Returns the vendor's message with placeholders, for codes that have them; it is only used to extract the values.
    const fn template(&self) -> Option<&'static str> {
        Some(match self {
            Self::InvalidLeadStatus => "Invalid Lead Status {0}",
            Self::ReasonNotFound => "Lead Reason not found with id {0}",
            Self::UserNotFound => "No user found with the given userId {0}",
            Self::InvalidSku => "Invalid SKU {0}",
            Self::InvalidBrand => "Invalid Brand {0}",
            Self::InvalidCategory => "Invalid Category {0}",
            Self::InvalidLeadOwner => "Invalid lead owner {0}",
            Self::InvalidSubStatus => "Invalid lead sub status {0}",
            Self::DuplicateSubStatus => "Lead sub status {0} already exists for status {1}",
            _ => return None,
        })
    }

    /// Returns the request field that the code refers to, by this crate's name.
    pub(super) const fn field(&self) -> Option<&'static str> {
        Some(match self {
            Self::DuplicateLeadStatus | Self::InvalidLeadStatus | Self::StatusEmpty | Self::ClosedLead => "status",
            Self::ReasonNotFound => "reason_id",
            Self::FollowedUpOnMissing => "followed_up_on",
            Self::LeadForMissing | Self::InvalidSku | Self::InvalidBrand | Self::InvalidCategory => "lead_for",
            Self::UserIdMissing | Self::UserNotFound => "user_id",
            Self::InvalidLeadType => "type",
            Self::LeadNotFound | Self::LeadIdMissing => "lead_id",
            Self::OrgSourceMissing | Self::InvalidOrgSource | Self::OrgSourceNotFound => "org_source_id",
            Self::InvalidIdType => "id_type",
            Self::InvalidLeadOwner => "owner",
            Self::InvalidSubStatus | Self::DuplicateSubStatus | Self::SubStatusEmpty => "sub_status",
            Self::CustomerNotRegistered | Self::CustomerNotFound | Self::InvalidEmail | Self::InvalidMobile => {
                "identifier"
            }
            Self::InvalidExtendedField => "extended_fields",
            _ => return None,
        })
    }

    /// Returns the values that the vendor inserted for `{0}` and `{1}` in its message. Empty if the message has a
    /// different wording or still contains the placeholders.
    pub(crate) fn arguments(&self, message: &str) -> Vec<String> {
        let found = self.template().and_then(|template| arguments(template, message)).unwrap_or_default();
        let unfilled = |value: &String| value.is_empty() || (value.starts_with('{') && value.ends_with('}'));
        if found.iter().any(unfilled) { Vec::new() } else { found }
    }
}

impl VendorCode for ErrorCode {
    const VENDOR: &'static str = "capillary-leads";
    fn from_code(code: &str) -> Self {
        Self::from(code)
    }
    fn as_code(&self) -> &str {
        self.as_str()
    }
    fn table() -> &'static CodeTable {
        &CODES
    }
}
