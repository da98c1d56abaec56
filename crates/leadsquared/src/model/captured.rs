//! The response to an opportunity capture.

use super::{ActivityId, LeadId, OpportunityId};

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

leads_core::model! { "PascalCase", "RequestID" => "RequestId";
    /// The response to a capture.
    pub struct Captured {
        /// 0 success, 1 failure, 2 partial success. A failure is returned as an error, so it does not occur here.
        status: scalar super::WireNumber,
        /// The opportunity that was created.
        created_opportunity_id: scalar OpportunityId,
        /// The existing opportunity that was found to be a duplicate; nothing was created.
        conflicted_opportunity_id: scalar OpportunityId,
        /// The lead.
        related_prospect_id: scalar LeadId,
        /// Does not indicate a duplicate: it stays true for a second opportunity if no rule is set.
        is_unique: scalar bool,
        /// The first action of the rules; the vendor does not document the numbers.
        primary_action: scalar i64,
        /// The next action of the rules; the vendor does not document the numbers.
        secondary_action: scalar i64,
        /// The effect on each activity.
        additional_details: list AdditionalDetail,
        /// As requested.
        overwrite_fields: scalar bool,
        /// As requested.
        update_empty_fields: scalar bool,
        /// As requested.
        do_not_post_duplicate_activity: scalar bool,
        /// As requested.
        do_not_change_owner: scalar bool,
        /// The error of a partial success.
        exception_type: scalar String,
        /// The vendor's error message of a partial success.
        exception_message: scalar String,
        /// The vendor's id of the request.
        request_id: scalar String,
    }
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
