//! `POST /v2/EntityAccess.svc/Revoke`

use super::rows::{CHECK, EntityAccessBody};
use crate::api::prelude::*;
use crate::model::{Acknowledged, EntityAccess, RequestId};

/// Ends accesses that [`ShareEntity`](super::ShareEntity) gave.
///
/// `POST /v2/EntityAccess.svc/Revoke`. For a lead, only the access in the context of the named activity ends; the lead
/// stays shared in others. The vendor queues the request: the outcome is
/// [`Accepted`](leads_core::WriteOutcome::Accepted). The id in the response is that of the request, for
/// [`GetShareStatus`](super::GetShareStatus).
///
/// If the response is lost, the outcome cannot be verified automatically: the id of the request is lost with it, and no
/// documented read returns who has access. To check by hand, open the record in LeadSquared as the user.
///
/// See [the vendor's page](https://apidocs.leadsquared.com/revoke-access-to-a-shared-opportunity/).
///
/// # Errors
///
/// Returns an error before sending if there is no row, or a row is incomplete or has a duration. A rejected request is
/// [`NotApplied`](leads_core::WriteOutcome::NotApplied).
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use leadsquared::{api::sharing::RevokeEntity, model::EntityAccess};
///
/// let user = "96105aa0-61f2-11ea-8109-022edb41208c";
/// let request = RevokeEntity::new(
///     [EntityAccess::opportunity(user, "5ca5b042-51ea-4699-b6f0-84c40ab12770")],
/// );
/// let revoked = client.send(&request).await?;
/// println!("revoked: {:?}", revoked.id());
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/EntityAccess.svc/Revoke")]
#[doc(alias = "EntityAccess.svc/Revoke")]
#[doc(alias = "revoke entity")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RevokeEntity {
    body: EntityAccessBody,
}

impl RevokeEntity {
    /// Ends these accesses.
    pub fn new(rows: impl IntoIterator<Item = EntityAccess>) -> Self {
        Self { body: EntityAccessBody::new(rows) }
    }
}

impl Request for RevokeEntity {
    type Vendor = LeadSquared;
    type Response = Raw<Acknowledged<RequestId>>;
    const OPERATION: Operation = op::post("revoke_entity", "/v2/EntityAccess.svc/Revoke", Safety::Idempotent)
        .docs("https://apidocs.leadsquared.com/revoke-access-to-a-shared-opportunity/");

    fn parts(&self) -> Result<Parts> {
        self.body.parts(EntityAccess::check_revoke)
    }

    fn trace(&self) -> Option<String> {
        Some(CHECK.to_owned())
    }
}

has_body!(RevokeEntity => EntityAccessBody);

sample!(RevokeEntity: Self::new([EntityAccess::lead(
    "0e0f0001-0203-4405-8607-08090a0b0c0d",
    "4711",
    "0d0e0f00-0102-4304-8506-0708090a0b0c",
)]));

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::wire;

    #[test]
    fn revoke_entity_body_is_an_array() {
        let row = EntityAccess::lead("1", "4711", "7");
        assert_eq!(
            wire(&RevokeEntity::new([row.clone()])),
            r#"POST /v2/EntityAccess.svc/Revoke [{"UserId":"1","Entity":1,"EntityType":3,"EntityId":"4711","ContextEntity":1,"ContextEntityId":"7"}]"#
        );
        assert_eq!(RevokeEntity::new([]).parts().unwrap_err().field(), Some("rows"));
        assert_eq!(RevokeEntity::new([row.minutes(5)]).parts().unwrap_err().field(), Some("minutes"));
    }
}
