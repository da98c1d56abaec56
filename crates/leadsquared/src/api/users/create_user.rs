//! `POST /v2/UserManagement.svc/User/Create`

use crate::api::prelude::*;
use crate::model::{Acknowledged, Record, Role, UserId};
use leads_core::{Evidence, Personal, SecretText};

/// Creates a user.
///
/// `POST /v2/UserManagement.svc/User/Create`. Seen in working clients, not on a page of the vendor.
///
/// If the response is lost, the outcome cannot be verified automatically: another client may have created a user with
/// the same name. To check by hand, search for the e-mail address with `SearchUsers`.
///
/// # Errors
///
/// A rejected request, for example because the address is taken, is
/// [`NotApplied`](leads_core::WriteOutcome::NotApplied). If the response is lost, the outcome is
/// [`Unknown`](leads_core::WriteOutcome::Unknown): search for the user's address. A request with a password cannot be
/// stored.
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use leadsquared::{api::users::CreateUser, model::Role};
///
/// let request = CreateUser::new("Jane", "jane@example.com", Role::SalesUser)
///     .last_name("Doe")
///     .password("a first secret");
/// let created = client.send(&request).await?;
/// println!("created: {:?}", created.id());
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/UserManagement.svc/User/Create")]
#[doc(alias = "UserManagement.svc/User/Create")]
#[doc(alias = "create user")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreateUser {
    body: CreateUserBody,
}

/// The wire body of [`CreateUser`].
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct CreateUserBody {
    first_name: Personal<String>,
    last_name: Option<Personal<String>>,
    email_address: Personal<String>,
    role: Role,
    team_id: Option<String>,
    manager_user_id: Option<UserId>,
    associated_phone_numbers: Option<Personal<String>>,
    custom_fields: Option<Record>,
    password: Option<SecretText>,
}

impl CreateUser {
    /// Creates a user with a role.
    pub fn new(first_name: impl Into<String>, email: impl Into<String>, role: impl Into<Role>) -> Self {
        Self {
            body: CreateUserBody {
                first_name: Personal(first_name.into()),
                last_name: None,
                email_address: Personal(email.into()),
                role: role.into(),
                team_id: None,
                manager_user_id: None,
                associated_phone_numbers: None,
                custom_fields: None,
                password: None,
            },
        }
    }

    setters! { body;
        /// Sets the team, by its id.
        team_id: String,
        /// Sets the user's manager.
        manager_user_id: UserId,
        /// Sets the tenant's custom fields, by schema name.
        custom_fields: Record,
        /// Sets the initial password.
        password: SecretText,
    }

    /// Sets the last name.
    #[must_use]
    pub fn last_name(mut self, name: impl Into<String>) -> Self {
        self.body.last_name = Some(Personal(name.into()));
        self
    }

    /// Sets the phone numbers, as one comma-separated text.
    #[must_use]
    pub fn phone_numbers(mut self, numbers: impl Into<String>) -> Self {
        self.body.associated_phone_numbers = Some(Personal(numbers.into()));
        self
    }
}

impl Request for CreateUser {
    type Vendor = LeadSquared;
    type Response = Raw<Acknowledged<UserId>>;
    const OPERATION: Operation = op::post("create_user", "/v2/UserManagement.svc/User/Create", Safety::NonIdempotent)
        .evidence(Evidence::Observed);

    fn parts(&self) -> Result<Parts> {
        let body = &self.body;
        Parts::new()
            .require(!body.first_name.trim().is_empty(), "first_name", "must not be empty")
            .require(!body.email_address.trim().is_empty(), "email", "must not be empty")
            .check(crate::model::check_id(body.role.as_str(), "role"))
            .json(body)
    }

    fn trace(&self) -> Option<String> {
        Some("search for the user's e-mail address with SearchUsers".to_owned())
    }
}

has_body!(CreateUser => CreateUserBody);

sample!(CreateUser: Self::new("Jane", "jane@example.com", Role::SalesUser)
    .last_name("Doe")
    .phone_numbers("+15550100")
    .team_id("0c0d0e0f-0001-4203-8405-060708090a0b")
    .manager_user_id("0d0e0f00-0102-4304-8506-0708090a0b0c")
    .custom_fields([("mx_Custom_1", "East")].into_iter().collect::<Record>())
    .password("a planted secret"));

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::wire;

    #[test]
    fn create_user_serializes_to_the_wire_form() {
        let request = CreateUser::new("Jane", "j@example.com", Role::SalesUser)
            .password("hush")
            .custom_fields([("mx_Custom_1", "x")].into_iter().collect::<Record>());
        assert_eq!(
            wire(&request),
            r#"POST /v2/UserManagement.svc/User/Create {"FirstName":"Jane","EmailAddress":"j@example.com","Role":"Sales_User","CustomFields":{"mx_Custom_1":"x"},"Password":"hush"}"#
        );
        let shown = format!("{request:?}");
        assert!(!shown.contains("hush") && !shown.contains("j@example"), "{shown}");
        assert!(serde_json::to_string(&request).is_err(), "a password is not stored");
        assert_eq!(CreateUser::OPERATION.evidence, Evidence::Observed);
    }

    #[test]
    fn required_members_are_named() {
        assert_eq!(CreateUser::new(" ", "e", "r").parts().unwrap_err().field(), Some("first_name"));
        assert_eq!(CreateUser::new("f", "", "r").parts().unwrap_err().field(), Some("email"));
        assert_eq!(CreateUser::new("f", "e", "").parts().unwrap_err().field(), Some("role"));
    }
}
