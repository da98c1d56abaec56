//! `POST /v2/EntityAccess.svc/Share`

use super::rows::{CHECK, EntityAccessBody};
use crate::api::prelude::*;
use crate::model::{Acknowledged, EntityAccess, RequestId};

/// Shares leads and opportunities with users.
///
/// `POST /v2/EntityAccess.svc/Share`. The vendor queues the request: the outcome is
/// [`Accepted`](leads_core::WriteOutcome::Accepted). The id in the response is that of the request, for
/// [`GetShareStatus`](super::GetShareStatus).
///
/// If the response is lost, the outcome cannot be verified automatically: the id of the request is lost with it, and no
/// documented read returns who has access. To check by hand, open the record in LeadSquared as the user.
///
/// See [the vendor's page](https://apidocs.leadsquared.com/share-an-opportunity/).
///
/// # Errors
///
/// Returns an error before sending if there is no row, or a row is incomplete. A rejected request is
/// [`NotApplied`](leads_core::WriteOutcome::NotApplied). If the response is lost, the outcome is
/// [`Unknown`](leads_core::WriteOutcome::Unknown) and the request is not retried: the vendor does not say whether a
/// second request prolongs the access.
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use leadsquared::{api::sharing::ShareEntity, model::{AccessLevel, EntityAccess}};
///
/// let user = "96105aa0-61f2-11ea-8109-022edb41208c";
/// let row = EntityAccess::opportunity(user, "5ca5b042-51ea-4699-b6f0-84c40ab12770")
///     .level(AccessLevel::Read);
/// let request = ShareEntity::new([row.minutes(24 * 60)]);
/// let shared = client.send(&request).await?;
/// println!("shared: {:?}", shared.id());
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/EntityAccess.svc/Share")]
#[doc(alias = "EntityAccess.svc/Share")]
#[doc(alias = "share entity")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShareEntity {
    body: EntityAccessBody,
}

impl ShareEntity {
    /// Shares these records.
    pub fn new(rows: impl IntoIterator<Item = EntityAccess>) -> Self {
        Self { body: EntityAccessBody::new(rows) }
    }
}

impl Request for ShareEntity {
    type Vendor = LeadSquared;
    type Response = Raw<Acknowledged<RequestId>>;
    const OPERATION: Operation = op::post("share_entity", "/v2/EntityAccess.svc/Share", Safety::NonIdempotent)
        .docs("https://apidocs.leadsquared.com/share-an-opportunity/");

    fn parts(&self) -> Result<Parts> {
        self.body.parts(EntityAccess::check_share)
    }

    fn trace(&self) -> Option<String> {
        Some(CHECK.to_owned())
    }
}

has_body!(ShareEntity => EntityAccessBody);

sample!(ShareEntity: Self::new([
    EntityAccess::opportunity("0e0f0001-0203-4405-8607-08090a0b0c0d", "0f0e0d0c-0b0a-4908-8706-050403020100")
        .level(crate::model::AccessLevel::ReadWrite)
        .minutes(30),
]));

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::AccessLevel;
    use crate::wire::wire;

    #[test]
    fn share_entity_body_is_an_array() {
        let row = EntityAccess::opportunity("1", "5");
        assert_eq!(
            wire(&ShareEntity::new([row.clone().level(AccessLevel::Read)])),
            r#"POST /v2/EntityAccess.svc/Share [{"UserId":"1","Entity":5,"EntityType":3,"EntityId":"5","AccessType":1}]"#
        );
        assert_eq!(ShareEntity::new([]).parts().unwrap_err().field(), Some("rows"));
        assert_eq!(ShareEntity::new([row]).parts().unwrap_err().field(), Some("level"));
    }
}
