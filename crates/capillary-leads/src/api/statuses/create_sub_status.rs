//! `POST /v2/leads/substatus`

use super::ListSubStatuses;
use crate::api::prelude::*;
use crate::model::{LeadStatus, Listing, SubStatus};
use leads_core::Error;

/// Creates a sub-status for a status. It cannot be changed or deleted afterwards: the vendor has no operation for that.
///
/// `POST /v2/leads/substatus`, in the singular.
///
/// If the response is lost, [`Client::resolve`](crate::Client::resolve) can determine whether the request took effect.
///
/// See [the vendor's page](https://docs.capillarytech.com/reference/create-lead-substatus).
///
/// # Errors
///
/// 92021 if the status already has it, 92003 if there is no such status, 92022 and 92023 if either is empty. The
/// outcome is [`NotApplied`](leads_core::WriteOutcome::NotApplied) for all of them.
///
/// # Examples
///
/// ```
/// # async fn run(client: &capillary_leads::Client) -> capillary_leads::Result<()> {
/// use capillary_leads::{api::statuses::CreateSubStatus, model::LeadStatus};
///
/// let request = CreateSubStatus::new(LeadStatus::OnHold, "YetToDecide");
/// let sub_status = client.send(&request).await?;
/// println!("{:?}: {}", sub_status.status, sub_status.sub_status);
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/leads/substatus")]
#[doc(alias = "leads/substatus")]
#[doc(alias = "create sub status")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreateSubStatus {
    body: CreateSubStatusBody,
}

/// The wire body of [`CreateSubStatus`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CreateSubStatusBody {
    status: LeadStatus,
    sub_status: String,
}

impl CreateSubStatus {
    /// Creates a request that adds `sub_status` to `status`. The vendor stores at most 200 characters of the name.
    pub fn new(status: impl Into<LeadStatus>, sub_status: impl Into<String>) -> Self {
        Self { body: CreateSubStatusBody { status: status.into(), sub_status: sub_status.into() } }
    }
}

impl Request for CreateSubStatus {
    type Vendor = Capillary;
    type Response = Raw<SubStatus>;
    const OPERATION: Operation = op::post("create_sub_status", "/v2/leads/substatus", Safety::NonIdempotent)
        .docs("https://docs.capillarytech.com/reference/create-lead-substatus");

    fn parts(&self) -> Result<Parts> {
        Parts::new()
            .check(check::text("status", Some(self.body.status.as_str())))
            .check(check::text("sub_status", Some(&self.body.sub_status)))
            .json(&self.body)
    }

    fn trace(&self) -> Option<String> {
        Some("send ListSubStatuses to check whether the sub-status exists".to_owned())
    }
}

/// Lists the sub-statuses. Each exists once per status, so a matching one proves the write.
impl Resolve for CreateSubStatus {
    type Check = ListSubStatuses;
    const FOUND_WHEN: &'static str = "the status has the sub-status";

    fn check(&self) -> Option<ListSubStatuses> {
        Some(ListSubStatuses::new())
    }

    fn interpret(&self, seen: Result<&Listing<SubStatus>, &Error>) -> Resolution {
        let Ok(listed) = seen else { return Resolution::CannotTell };
        let CreateSubStatusBody { status, sub_status } = &self.body;
        let there = listed.data.iter().any(|row| row.status.as_ref() == Some(status) && row.sub_status == *sub_status);
        if there { Resolution::Found } else { Resolution::Absent }
    }
}

has_body!(CreateSubStatus => CreateSubStatusBody);

sample!(CreateSubStatus: Self::new(LeadStatus::OnHold, "CallBack"));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blank_status_and_sub_status_are_rejected() {
        let field = |request: CreateSubStatus| request.parts().unwrap_err().field().unwrap().to_owned();
        assert_eq!(field(CreateSubStatus::new("", "x")), "status");
        assert_eq!(field(CreateSubStatus::new(LeadStatus::Lost, " ")), "sub_status");
        let json = serde_json::to_string(CreateSubStatus::new(LeadStatus::Lost, "Bad").body()).unwrap();
        assert_eq!(json, r#"{"status":"LOST","subStatus":"Bad"}"#);
    }
}
