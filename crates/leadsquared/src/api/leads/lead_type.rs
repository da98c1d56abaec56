//! The object type, which several calls on leads accept next to their own members.

use leads_core::{Error, Result};

/// The value of `Attribute` next to an object type.
pub(super) const LEAD_TYPE: &str = "LeadType";

/// Generates the setter of the object type for a request whose body has the members `attribute` and `value`.
macro_rules! lead_type_setter {
    () => {
        /// Restricts the call to leads of one object type, for example `OT_1`; `OT_0` are ordinary leads. The vendor
        /// documents the members, but no account was seen in which they restrict anything; an account without object
        /// types has none of them.
        #[must_use]
        pub fn lead_type(mut self, lead_type: impl Into<String>) -> Self {
            self.body.attribute = Some(super::lead_type::LEAD_TYPE.to_owned());
            self.body.value = Some(lead_type.into());
            self
        }
    };
}
pub(super) use lead_type_setter;

/// Rejects a blank object type, and other members than those of an object type.
pub(super) fn check_lead_type(attribute: Option<&str>, value: Option<&str>) -> Result<()> {
    match (attribute, value) {
        (None, None) => Ok(()),
        (Some(LEAD_TYPE), Some(value)) if !value.trim().is_empty() => Ok(()),
        _ => Err(Error::invalid("lead_type", "must name an object type, such as OT_1")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn incomplete_object_type_is_rejected() {
        assert!(check_lead_type(None, None).is_ok() && check_lead_type(Some(LEAD_TYPE), Some("OT_1")).is_ok());
        for (attribute, value) in
            [(Some(LEAD_TYPE), Some(" ")), (Some(LEAD_TYPE), None), (None, Some("OT_1")), (Some("City"), Some("OT_1"))]
        {
            assert_eq!(check_lead_type(attribute, value).unwrap_err().field(), Some("lead_type"));
        }
    }
}
