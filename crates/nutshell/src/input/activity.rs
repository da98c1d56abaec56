//! The activity in requests.

use crate::model::{Activity, ActivityTypeId, EntityId, Time};
use chrono::{DateTime, Utc};
use leads_core::vendor::{Deserialize, skip_serializing_none};
use leads_core::{Error, Personal, Result};
use serde::Serialize;

/// A new or updated activity. The vendor's document requires none of its members.
///
/// The members have the names that are written. They are read under other names: see
/// [`Activity`](crate::model::Activity).
///
/// # Examples
///
/// ```
/// use nutshell::api::activities::ActivityInput;
/// let call = ActivityInput::new("Call with Jane")
///     .activity_type("1-activityTypes")
///     .description("Talk about the offer")
///     .participant("1-users")
///     .participant("3-contacts");
/// ```
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ActivityInput {
    name: Option<Personal<String>>,
    description: Option<Personal<String>>,
    note: Option<Personal<String>>,
    location: Option<Personal<String>>,
    activity_type: Option<ActivityTypeId>,
    start_time: Option<Time>,
    end_time: Option<Time>,
    transcription: Option<Personal<String>>,
    is_flagged: Option<bool>,
    is_logged: Option<bool>,
    is_all_day: Option<bool>,
    links: Option<ActivityInputLinks>,
}

/// The related records of an [`ActivityInput`].
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ActivityInputLinks {
    participants: Option<Vec<EntityId>>,
}

macro_rules! members {
    ($( $(#[$meta:meta])* $name:ident : $type:ty ),* $(,)?) => {
        $(
            $(#[$meta])*
            #[must_use]
            pub fn $name(mut self, $name: impl Into<$type>) -> Self {
                self.$name = Some($name.into());
                self
            }
        )*
    };
}

impl ActivityInput {
    /// Creates an activity with this name.
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: Some(Personal(name.into())), ..Self::default() }
    }

    members! {
        /// Sets the name.
        name: Personal<String>,
        /// Sets the agenda: the member is written as `description` and read as the agenda.
        description: Personal<String>,
        /// Sets the note to write about it.
        note: Personal<String>,
        /// Sets the location.
        location: Personal<String>,
        /// Sets the type: see [`ListActivityTypes`](crate::api::activity_types::ListActivityTypes).
        activity_type: ActivityTypeId,
        /// Sets the transcript of what was said.
        transcription: Personal<String>,
        /// Sets whether it is important.
        is_flagged: bool,
        /// Sets whether it is done.
        is_logged: bool,
        /// Sets whether it takes the whole day.
        is_all_day: bool,
    }

    /// Sets the start time. Written in Unix seconds.
    #[must_use]
    pub fn start_time(mut self, start: DateTime<Utc>) -> Self {
        self.start_time = Some(Time::seconds(start));
        self
    }

    /// Sets the end time. Written in Unix seconds.
    #[must_use]
    pub fn end_time(mut self, end: DateTime<Utc>) -> Self {
        self.end_time = Some(Time::seconds(end));
        self
    }

    /// Adds a participant or subject: the id of a user, a contact, an account or a lead.
    #[must_use]
    pub fn participant(mut self, id: impl Into<EntityId>) -> Self {
        self.links.get_or_insert_default().participants.get_or_insert_default().push(id.into());
        self
    }

    /// Returns whether it includes a note: a retry might write a second one.
    pub(crate) fn writes_note(&self) -> bool {
        self.note.is_some()
    }

    /// Returns for each member whether an activity that was read has it. A note and a location are not read.
    pub(crate) fn evidence(&self, seen: &Activity) -> Vec<Option<bool>> {
        fn matches<T: PartialEq>(wanted: Option<&T>, seen: Option<&T>) -> Option<Option<bool>> {
            wanted.map(|wanted| seen.map(|seen| seen == wanted))
        }
        let links = seen.links.as_ref();
        let instant = |time: Option<&Time>| time.and_then(Time::utc);
        let participants = self.links.iter().flat_map(|links| links.participants.iter().flatten()).map(|id| {
            let links = links?;
            let known = |known: &str| known == id.as_str();
            let shown = links.users.iter().any(|one| known(one.as_str()))
                || links.contacts.iter().any(|one| known(one.as_str()))
                || links.accounts.iter().any(|one| known(one.as_str()))
                || links.leads.iter().any(|one| known(one.as_str()));
            // A plain integer may be in any of the lists, and a team is in none.
            shown.then_some(true)
        });
        let not_read = [self.note.is_some(), self.location.is_some()].into_iter().filter(|sent| *sent).map(|_| None);
        [
            matches(self.name.as_ref(), seen.name.as_ref()),
            matches(self.description.as_ref(), seen.agenda.as_ref()),
            matches(self.activity_type.as_ref(), links.and_then(|links| links.activity_type.as_ref())),
            matches(instant(self.start_time.as_ref()).as_ref(), instant(seen.start_time.as_ref()).as_ref()),
            matches(instant(self.end_time.as_ref()).as_ref(), instant(seen.end_time.as_ref()).as_ref()),
            matches(self.transcription.as_ref(), seen.transcription.as_ref()),
            matches(self.is_flagged.as_ref(), seen.is_flagged.as_ref()),
            matches(self.is_logged.as_ref(), seen.is_logged.as_ref()),
            matches(self.is_all_day.as_ref(), seen.is_all_day.as_ref()),
        ]
        .into_iter()
        .flatten()
        .chain(participants)
        .chain(not_read)
        .collect()
    }

    /// Returns an error for an empty name, an empty participant or an end before the start.
    pub(crate) fn check(&self) -> Result<()> {
        if self.name.as_ref().is_some_and(|name| name.trim().is_empty()) {
            return Err(Error::invalid("name", "must not be empty"));
        }
        let mut participants = self.links.iter().flat_map(|links| links.participants.iter().flatten());
        if participants.any(|id| id.as_str().trim().is_empty()) {
            return Err(Error::invalid("participants", "must not contain an empty id"));
        }
        let instant = |time: &Option<Time>| time.as_ref().and_then(Time::utc);
        match (instant(&self.start_time), instant(&self.end_time)) {
            (Some(start), Some(end)) if end < start => Err(Error::invalid("endTime", "must not be before startTime")),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(seconds, 0).unwrap()
    }

    #[test]
    fn activity_body_uses_wire_names() {
        let input = ActivityInput::new("Call")
            .description("Offer")
            .note("Went well")
            .location("Office")
            .activity_type("1-activityTypes")
            .start_time(at(1_755_112_319))
            .end_time(at(1_755_113_219))
            .transcription("Hello")
            .is_flagged(false)
            .is_logged(true)
            .is_all_day(false)
            .participant("1-users")
            .participant("3-contacts");
        let json = r#"{"name":"Call","description":"Offer","note":"Went well","location":"Office","#.to_owned()
            + r#""activityType":"1-activityTypes","startTime":1755112319,"endTime":1755113219,"#
            + r#""transcription":"Hello","isFlagged":false,"isLogged":true,"isAllDay":false,"#
            + r#""links":{"participants":["1-users","3-contacts"]}}"#;
        assert_eq!(serde_json::to_string(&input).unwrap(), json);
        assert_eq!(serde_json::from_str::<ActivityInput>(&json).unwrap(), input);
        assert!(!format!("{input:?}").contains("Offer"));
        input.check().unwrap();
    }

    #[test]
    fn inconsistent_activity_is_rejected() {
        let field = |input: ActivityInput| input.check().unwrap_err().field().map(str::to_owned);
        assert_eq!(field(ActivityInput::new(" ")).as_deref(), Some("name"));
        assert_eq!(field(ActivityInput::new("x").participant("")).as_deref(), Some("participants"));
        assert_eq!(field(ActivityInput::new("x").start_time(at(2)).end_time(at(1))).as_deref(), Some("endTime"));
        assert!(serde_json::from_str::<ActivityInput>(r#"{"agenda":"x"}"#).is_err());
    }
}
