//! The response to an opportunity capture.

use super::{ActivityId, LeadId, OpportunityId};
use leads_core::vendor::tolerant;
use serde::{Deserialize, Serialize};

/// The effect of a capture.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CaptureEffect {
    /// A new opportunity was created.
    Created(OpportunityId),
    /// The tenant's rules found this opportunity to be a duplicate; nothing was created. Its fields were updated if the
    /// capture asked for that.
    Duplicate(OpportunityId),
    /// The response names no opportunity.
    Unknown,
}

/// The response to a capture.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", remote = "Self")]
#[non_exhaustive]
pub struct Captured {
    /// 0 success, 1 failure, 2 partial success. A failure is returned as an error, so it does not occur here.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub status: Option<super::WireNumber>,
    /// The opportunity that was created.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub created_opportunity_id: Option<OpportunityId>,
    /// The existing opportunity that was found to be a duplicate; nothing was created.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub conflicted_opportunity_id: Option<OpportunityId>,
    /// The lead.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub related_prospect_id: Option<LeadId>,
    /// Does not indicate a duplicate: it stays true for a second opportunity if no rule is set.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub is_unique: Option<bool>,
    /// The first action of the rules; the vendor does not document the numbers.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub primary_action: Option<i64>,
    /// The next action of the rules; the vendor does not document the numbers.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub secondary_action: Option<i64>,
    /// The effect on each activity.
    #[serde(default, deserialize_with = "tolerant::list", skip_serializing_if = "Vec::is_empty")]
    pub additional_details: Vec<AdditionalDetail>,
    /// As requested.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub overwrite_fields: Option<bool>,
    /// As requested.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub update_empty_fields: Option<bool>,
    /// As requested.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub do_not_post_duplicate_activity: Option<bool>,
    /// As requested.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub do_not_change_owner: Option<bool>,
    /// The error of a partial success.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub exception_type: Option<String>,
    /// The vendor's error message of a partial success.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub exception_message: Option<String>,
    /// The vendor's id of the request.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
}

leads_core::model! { "PascalCase";
    /// The effect of a capture on one activity.
    pub struct AdditionalDetail {
        /// The activity.
        activity_id: scalar ActivityId,
        /// 1 created, 3 a duplicate for which an activity was posted instead.
        post_de_dup_action_performed: scalar i64,
    }
}

leads_core::spellings! { Captured; "RequestID" => "RequestId" }

impl Captured {
    /// Returns the effect of the capture. A conflict takes precedence: nothing was created then.
    #[must_use]
    pub fn effect(&self) -> CaptureEffect {
        match (&self.conflicted_opportunity_id, &self.created_opportunity_id) {
            (Some(id), _) => CaptureEffect::Duplicate(id.clone()),
            (None, Some(id)) => CaptureEffect::Created(id.clone()),
            (None, None) => CaptureEffect::Unknown,
        }
    }

    /// Returns whether the tenant's rules found a duplicate.
    #[must_use]
    pub fn is_duplicate(&self) -> bool {
        self.conflicted_opportunity_id.is_some()
            || self.additional_details.iter().any(|detail| detail.post_de_dup_action_performed == Some(3))
    }

    /// Returns the opportunity that was created or found.
    #[must_use]
    pub fn opportunity_id(&self) -> Option<&OpportunityId> {
        self.conflicted_opportunity_id.as_ref().or(self.created_opportunity_id.as_ref())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conflict_is_a_duplicate_regardless_of_is_unique() {
        let read = |text: &str| serde_json::from_str::<Captured>(text).unwrap();
        let created = read(r#"{"Status":0,"CreatedOpportunityId":"5","ConflictedOpportunityId":null,"IsUnique":true}"#);
        assert_eq!(created.effect(), CaptureEffect::Created("5".into()));
        assert!(!created.is_duplicate());
        let same = read(r#"{"Status":"0","CreatedOpportunityId":null,"ConflictedOpportunityId":"4","IsUnique":true}"#);
        assert_eq!(same.effect(), CaptureEffect::Duplicate("4".into()));
        assert!(same.is_duplicate());
        let posted = read(r#"{"Status":0,"AdditionalDetails":[{"ActivityId":"9","PostDeDupActionPerformed":3}]}"#);
        assert!(posted.is_duplicate());
        assert_eq!(posted.effect(), CaptureEffect::Unknown);
    }
}
