//! `GET /api/v1/apikeys/apikey_details.json`

use crate::api::prelude::*;
use crate::model::ApiKey;
use crate::preflight::{Needs, PermissionNeed};
use crate::response::object;
use leads_core::vendor::decode;

/// Returns what the key may access: permissions, dealerships, locations, users.
///
/// `GET /api/v1/apikeys/apikey_details.json`. Call it first at start-up: it verifies the key and returns the ids that
/// leads need. A client remembers the permissions, so that a later 401 for a missing permission names it.
///
/// See [the vendor's page](https://dev.dealerstudio.com.au/public-api/operations/apiv1apikeysapikey_detailsjson).
///
/// # Errors
///
/// `unauthorised` if the key is invalid. A read changes nothing.
///
/// Documented. That no permission is needed is inferred, because this is how a client learns the key's permissions.
///
/// # Examples
///
/// ```no_run
/// # async fn run(client: dealerstudio::Client) -> Result<(), dealerstudio::Error> {
/// use dealerstudio::api::apikeys::ShowApikey;
/// let key = client.send(&ShowApikey::new()).await?;
/// for dealership in &key.dealerships {
///     println!("{:?} {:?}: {} users", dealership.id, dealership.slug, dealership.users.len());
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/api/v1/apikeys/apikey_details.json")]
#[doc(alias = "apikeys/apikey_details.json")]
#[doc(alias = "show apikey")]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShowApikey {}

impl ShowApikey {
    /// Creates a request for the client's own key.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
}

impl Request for ShowApikey {
    type Vendor = DealerStudio;
    type Response = Raw<ApiKey>;
    const OPERATION: Operation = op::get("show_apikey", "/api/v1/apikeys/apikey_details.json", Safety::Read)
        .docs("https://dev.dealerstudio.com.au/public-api/operations/apiv1apikeysapikey_detailsjson");

    fn parts(&self) -> Result<Parts> {
        Parts::new().empty()
    }
}

impl FromResponse<DealerStudio> for Raw<ApiKey> {
    fn from_response(_: &Operation, response: &HttpResponse) -> Result<Self> {
        let key: Raw<ApiKey> = object(&response.body)?;
        let empty = key.id.is_none() && key.permissions.is_empty() && key.dealerships.is_empty();
        if empty { Err(decode::missing("id")) } else { Ok(key) }
    }
}

impl Needs for ShowApikey {
    const PERMISSION: PermissionNeed = PermissionNeed::None;
}

sample!(ShowApikey: Self::new());

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn response_without_a_key_is_an_error() {
        let read = |text: &'static str| ShowApikey::read(&HttpResponse::new(200, Default::default(), text.as_bytes()));
        assert_eq!(read("{}").unwrap_err().decode_error().unwrap().category, "missing");
        assert_eq!(read(r#"{"permissions":["read:car"]}"#).unwrap().permissions.len(), 1);
        assert!(read(r#"[7,["create:lead"]]"#).unwrap_err().is_decode());
        assert_eq!(serde_json::to_string(&ShowApikey::new()).unwrap(), "{}");
    }
}
