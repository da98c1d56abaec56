//! Users of an account.

use super::record::record_type;
use super::{FieldRef, UserId};
use leads_core::{Time, open_enum};

open_enum! {
    /// The role of a user.
    pub enum Role {
        /// Reads and writes everything.
        Administrator = "Administrator",
        /// Works on the user's own leads.
        SalesUser = "Sales_User",
        /// Works on the leads of a team.
        SalesManager = "Sales_Manager",
        /// Runs campaigns.
        MarketingUser = "Marketing_User",
    }
}

record_type! {
    /// A user. One read returns numbers and flags, another returns text; the accessors accept both. `Debug` shows id,
    /// role and whether the user is active.
    ///
    /// # Examples
    ///
    /// ```
    /// use leadsquared::model::{Role, User};
    /// let user: User = serde_json::from_str(
///     r#"{"ID":"7","Role":"Sales_User","StatusCode":"0","Groups":"East, West"}"#,
/// ).unwrap();
    /// assert_eq!((user.role(), user.is_active()), (Some(Role::SalesUser), Some(true)));
    /// assert_eq!(user.groups(), ["East", "West"]);
    /// ```
    User; shows id, role, is_active
}

impl User {
    /// Returns a member's text, or `None` if it is missing, null or empty.
    #[must_use]
    pub fn field_text(&self, name: &str) -> Option<&str> {
        self.0.text(name)
    }

    /// Returns the id.
    #[must_use]
    pub fn id(&self) -> Option<UserId> {
        self.0.read_first(&["ID", "UserId", "UserID", "Id"])
    }

    /// Returns the first name.
    #[must_use]
    pub fn first_name(&self) -> Option<&str> {
        self.field_text("FirstName")
    }

    /// Returns the last name.
    #[must_use]
    pub fn last_name(&self) -> Option<&str> {
        self.field_text("LastName")
    }

    /// Returns the e-mail address.
    #[must_use]
    pub fn email(&self) -> Option<&str> {
        self.field_text("EmailAddress")
    }

    /// Returns the role.
    #[must_use]
    pub fn role(&self) -> Option<Role> {
        self.field_text("Role").map(Role::from)
    }

    /// Returns whether the user is active: code 0 means active, 1 inactive.
    #[must_use]
    pub fn is_active(&self) -> Option<bool> {
        match self.0.read::<i64>("StatusCode")? {
            0 => Some(true),
            1 => Some(false),
            _ => None,
        }
    }

    /// Returns whether the user is an administrator, if the response contains it.
    #[must_use]
    pub fn is_administrator(&self) -> Option<bool> {
        self.0.flag("IsAdministrator")
    }

    /// Returns whether the user takes calls by phone.
    #[must_use]
    pub fn is_phone_call_agent(&self) -> Option<bool> {
        self.0.flag("IsPhoneCallAgent")
    }

    /// Returns the names of the user's groups; one read returns a list, another a comma-separated text.
    #[must_use]
    pub fn groups(&self) -> Vec<&str> {
        match self.0.get("MemberOfGroups").or_else(|| self.0.get("Groups")) {
            Some(FieldRef::List(names)) => names.iter().filter_map(super::FieldValue::text).collect(),
            Some(FieldRef::Text(names)) => names.split(',').map(str::trim).filter(|name| !name.is_empty()).collect(),
            _ => Vec::new(),
        }
    }

    /// Returns the user's time zone; the API itself uses UTC.
    #[must_use]
    pub fn time_zone(&self) -> Option<&str> {
        self.field_text("TimeZone")
    }

    /// Returns the team, if the response contains it.
    #[must_use]
    pub fn team_id(&self) -> Option<&str> {
        self.field_text("TeamId")
    }

    /// Returns when the user was created, UTC.
    #[must_use]
    pub fn created_on(&self) -> Option<Time> {
        self.0.time("CreatedOn")
    }

    /// Returns when the user was modified, UTC.
    #[must_use]
    pub fn modified_on(&self) -> Option<Time> {
        self.0.time("ModifiedOn")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_are_read_from_list_text_and_null() {
        for (text, wanted) in [
            (r#"{"MemberOfGroups":["A","B"]}"#, vec!["A", "B"]),
            (r#"{"Groups":"A,B , "}"#, vec!["A", "B"]),
            (r#"{"MemberOfGroups":null}"#, vec![]),
            ("{}", vec![]),
        ] {
            assert_eq!(serde_json::from_str::<User>(text).unwrap().groups(), wanted, "{text}");
        }
    }

    #[test]
    fn inactive_and_unknown_status_codes() {
        let active = |text: &str| serde_json::from_str::<User>(text).unwrap().is_active();
        assert_eq!(active(r#"{"StatusCode":1}"#), Some(false));
        assert_eq!(active(r#"{"StatusCode":"0"}"#), Some(true));
        assert_eq!(active(r#"{"StatusCode":2}"#), None);
    }
}
