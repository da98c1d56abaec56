//! A user's access to a shared record.

use super::{ActivityId, OpportunityId, UserId, check_id, is_guid};
use leads_core::vendor::{Deserialize, skip_serializing_none};
use leads_core::{Error, Result};
use serde::Serialize;

/// What a user may do with a shared record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum AccessLevel {
    /// Read it. On the wire: `1`.
    Read,
    /// Read and write it. On the wire: `2`.
    ReadWrite,
}

impl AccessLevel {
    const fn code(self) -> u8 {
        match self {
            Self::Read => 1,
            Self::ReadWrite => 2,
        }
    }
}

const LEAD: u8 = 1;
const OPPORTUNITY: u8 = 5;
/// The only kind of receiver.
const USER: u8 = 3;
/// The only context of a lead.
const ACTIVITY: u8 = 1;

/// A user's access to a lead or an opportunity, as one row of
/// [`ShareEntity`](crate::api::sharing::ShareEntity) or [`RevokeEntity`](crate::api::sharing::RevokeEntity).
///
/// # Examples
///
/// ```
/// use leadsquared::model::{AccessLevel, EntityAccess};
/// let user = "96105aa0-61f2-11ea-8109-022edb41208c";
/// let opportunity =
///     EntityAccess::opportunity(user, "5ca5b042-51ea-4699-b6f0-84c40ab12770").minutes(30);
/// let lead = EntityAccess::lead(user, "4711", "0d0e0f00-0102-4304-8506-0708090a0b0c")
///     .level(AccessLevel::ReadWrite);
/// ```
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct EntityAccess {
    user_id: UserId,
    entity: u8,
    entity_type: u8,
    entity_id: String,
    context_entity: Option<u8>,
    context_entity_id: Option<ActivityId>,
    access_type: Option<u8>,
    duration_in_minutes: Option<u32>,
}

impl EntityAccess {
    /// Creates a row for a lead, which is shared only in the context of an activity that the user owns. The lead is
    /// named by its `ProspectAutoId`, a number, and not by its id.
    pub fn lead(user: impl Into<UserId>, auto_id: impl Into<String>, activity: impl Into<ActivityId>) -> Self {
        let context = Some(activity.into());
        Self {
            context_entity: Some(ACTIVITY),
            context_entity_id: context,
            ..Self::of(user.into(), LEAD, auto_id.into())
        }
    }

    /// Creates a row for an opportunity.
    pub fn opportunity(user: impl Into<UserId>, opportunity: impl Into<OpportunityId>) -> Self {
        Self::of(user.into(), OPPORTUNITY, opportunity.into().as_str().to_owned())
    }

    fn of(user_id: UserId, entity: u8, entity_id: String) -> Self {
        Self {
            user_id,
            entity,
            entity_type: USER,
            entity_id,
            context_entity: None,
            context_entity_id: None,
            access_type: None,
            duration_in_minutes: None,
        }
    }

    /// Sets what the user may do. Sharing requires it; for revoking, the vendor takes [`AccessLevel::Read`] by default.
    #[must_use]
    pub fn level(mut self, level: AccessLevel) -> Self {
        self.access_type = Some(level.code());
        self
    }

    /// Sets after how many minutes the access ends. The vendor's default is 90 days. Not for revoking.
    #[must_use]
    pub fn minutes(mut self, minutes: u32) -> Self {
        self.duration_in_minutes = Some(minutes);
        self
    }

    /// Rejects a row that names no user or no record, or a lead by its id.
    pub(crate) fn check(&self) -> Result<()> {
        let wrong = |field: &'static str, message: &'static str| Err(Error::invalid(field, message));
        check_id(self.user_id.as_str(), "user_id")?;
        check_id(&self.entity_id, "entity_id")?;
        match (self.entity, self.context_entity, &self.context_entity_id) {
            (LEAD, ..) if is_guid(&self.entity_id) => {
                return wrong("entity_id", "must be the ProspectAutoId of the lead, not its id");
            }
            (LEAD, Some(ACTIVITY), Some(activity)) => check_id(activity.as_str(), "activity_id")?,
            (LEAD, ..) => return wrong("activity_id", "must be set: a lead is shared with an activity"),
            (OPPORTUNITY, None, None) => {}
            _ => return wrong("entity", "must be a lead with an activity, or an opportunity without one"),
        }
        if self.entity_type != USER || !matches!(self.access_type, None | Some(1 | 2)) {
            return wrong("level", "must be to read or to read and write, for a user");
        }
        Ok(())
    }

    /// As [`check`](Self::check), with what sharing requires.
    pub(crate) fn check_share(&self) -> Result<()> {
        self.check()?;
        match (self.access_type, self.duration_in_minutes) {
            (None, _) => Err(Error::invalid("level", "must be set to share a record")),
            (_, Some(0)) => Err(Error::invalid("minutes", "must be positive")),
            _ => Ok(()),
        }
    }

    /// As [`check`](Self::check), without what only sharing accepts.
    pub(crate) fn check_revoke(&self) -> Result<()> {
        self.check()?;
        match self.duration_in_minutes {
            Some(_) => Err(Error::invalid("minutes", "must not be set to revoke an access")),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GUID: &str = "5ca5b042-51ea-4699-b6f0-84c40ab12770";

    #[test]
    fn entity_access_serializes_to_the_wire_form() {
        let lead = EntityAccess::lead("1", "4711", "7").level(AccessLevel::Read);
        assert_eq!(
            serde_json::to_string(&lead).unwrap(),
            r#"{"UserId":"1","Entity":1,"EntityType":3,"EntityId":"4711","ContextEntity":1,"ContextEntityId":"7","AccessType":1}"#
        );
        let opportunity = EntityAccess::opportunity("1", "5").level(AccessLevel::ReadWrite).minutes(30);
        assert_eq!(
            serde_json::to_string(&opportunity).unwrap(),
            r#"{"UserId":"1","Entity":5,"EntityType":3,"EntityId":"5","AccessType":2,"DurationInMinutes":30}"#
        );
        assert!(lead.check_share().is_ok() && opportunity.check_share().is_ok() && lead.check_revoke().is_ok());
    }

    #[test]
    fn incomplete_rows_are_rejected() {
        let share =
            |row: EntityAccess| row.level(AccessLevel::Read).check_share().unwrap_err().field().map(str::to_owned);
        assert_eq!(share(EntityAccess::opportunity("", GUID)).as_deref(), Some("user_id"));
        assert_eq!(share(EntityAccess::opportunity("1", " ")).as_deref(), Some("entity_id"));
        assert_eq!(share(EntityAccess::lead("1", GUID, "7")).as_deref(), Some("entity_id"));
        assert_eq!(share(EntityAccess::lead("1", "4711", "")).as_deref(), Some("activity_id"));
        assert_eq!(share(EntityAccess::opportunity("1", GUID).minutes(0)).as_deref(), Some("minutes"));
        let without = EntityAccess::opportunity("1", GUID);
        assert_eq!(without.check_share().unwrap_err().field(), Some("level"));
        assert_eq!(without.minutes(1).check_revoke().unwrap_err().field(), Some("minutes"));
        for stored in [
            r#"{"UserId":"1","Entity":1,"EntityType":3,"EntityId":"4711","AccessType":1}"#,
            r#"{"UserId":"1","Entity":4,"EntityType":3,"EntityId":"4711","AccessType":1}"#,
            r#"{"UserId":"1","Entity":5,"EntityType":2,"EntityId":"5","AccessType":1}"#,
            r#"{"UserId":"1","Entity":5,"EntityType":3,"EntityId":"5","AccessType":9}"#,
        ] {
            assert!(serde_json::from_str::<EntityAccess>(stored).unwrap().check_share().is_err(), "{stored}");
        }
    }
}
