//! `GET /v2/UserManagement.svc/User/Retrieve/ByUserId`

use crate::api::prelude::*;
use crate::model::{User, UserId};
use leads_core::vendor::decode;

/// Reads a user.
///
/// `GET /v2/UserManagement.svc/User/Retrieve/ByUserId?userId=`. The record is read bare, from a list of one, or from
/// `User`, `Users` or `List`: the response was not seen.
///
/// # Errors
///
/// A rejected request, for example for an unknown user, changes nothing. A response without a user is an error.
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use leadsquared::api::users::GetUser;
///
/// let user = client.send(&GetUser::new("1a50c565-8525-11ea-a93b-0aa4c559f4ca")).await?;
/// println!("{:?}: {:?}", user.id(), user.role());
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/UserManagement.svc/User/Retrieve/ByUserId")]
#[doc(alias = "UserManagement.svc/User/Retrieve/ByUserId")]
#[doc(alias = "get user")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GetUser {
    user_id: UserId,
}

impl GetUser {
    /// Reads a user.
    pub fn new(user: impl Into<UserId>) -> Self {
        Self { user_id: user.into() }
    }
}

impl Request for GetUser {
    type Vendor = LeadSquared;
    type Response = Raw<User>;
    const OPERATION: Operation =
        op::get("get_user", "/v2/UserManagement.svc/User/Retrieve/ByUserId", Safety::Read).names_record();

    fn parts(&self) -> Result<Parts> {
        Parts::new()
            .check(crate::model::check_id(self.user_id.as_str(), "user_id"))
            .query("userId", &self.user_id)
            .empty()
    }

    fn read(response: &HttpResponse) -> Result<Raw<User>> {
        one(response)
    }
}

/// Returns the one user of a response, however it is wrapped.
fn one(response: &HttpResponse) -> Result<Raw<User>> {
    if response.first_byte() == Some(b'{') {
        let whole: Raw<User> = Raw::whole(&response.body)?;
        if whole.id().is_some() {
            return Ok(whole);
        }
        if let Some(inner) = whole.field("User") {
            let inner: Raw<User> = Raw::in_page(&response.body, inner)?;
            return if inner.id().is_some() { Ok(inner) } else { Err(decode::missing("User.ID")) };
        }
    }
    let found = Listing::<User>::from_response(&GetUser::OPERATION, response)?.into_iter().next();
    found.filter(|user| user.id().is_some()).ok_or_else(|| decode::missing("ID"))
}

sample!(GetUser: Self::new("0d0e0f00-0102-4304-8506-0708090a0b0c"));

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::wire;

    #[test]
    fn get_user_serializes_to_the_wire_form() {
        assert_eq!(wire(&GetUser::new("7")), "GET /v2/UserManagement.svc/User/Retrieve/ByUserId?userId=7");
        assert_eq!(GetUser::new("").parts().unwrap_err().field(), Some("user_id"));
    }

    #[test]
    fn user_is_read_from_every_wrapping_and_never_invented() {
        let read = |body: &'static str| GetUser::read(&HttpResponse::new(200, Default::default(), body));
        for body in [
            r#"{"ID":"7","User":null}"#,
            r#"[{"UserId":"7"}]"#,
            r#"{"Users":[{"ID":"7"}]}"#,
            r#"{"User":{"UserID":"7"}}"#,
            r#"{"RecordCount":1,"List":[{"ID":"7"}]}"#,
        ] {
            assert_eq!(read(body).unwrap().id(), Some("7".into()), "{body}");
        }
        for body in ["{}", "[]", r#"{"Users":[]}"#, r#"{"FirstName":"x"}"#, "null", r#"{"User":7}"#] {
            assert!(read(body).unwrap_err().is_decode(), "{body}");
        }
    }
}
