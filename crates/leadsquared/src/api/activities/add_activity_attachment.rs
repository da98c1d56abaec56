//! `POST /v2/ProspectActivity.svc/Attachment/Add`

use crate::api::prelude::*;
use crate::model::task_fields::check_url;
use crate::model::{Acknowledged, ActivityId, AttachmentId};
use leads_core::Personal;

/// Attaches an uploaded file to an activity of a custom type or a sales activity.
///
/// `POST /v2/ProspectActivity.svc/Attachment/Add`. The type must allow attachments. The id in the response is that of
/// the attachment. The library never sends this request twice: a second call attaches the file a second time.
///
/// If the response is lost, the outcome cannot be verified automatically: no documented read returns attachments. To
/// check by hand, open the activity in the vendor's application.
///
/// See [the vendor's page](https://apidocs.leadsquared.com/attach-a-file-to-activities/).
///
/// # Errors
///
/// A rejected request is [`NotApplied`](leads_core::WriteOutcome::NotApplied); the vendor can reject it with HTTP 200
/// (observed). If the response is lost, the outcome is [`Unknown`](leads_core::WriteOutcome::Unknown).
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use leadsquared::api::activities::AddActivityAttachment;
///
/// let request = AddActivityAttachment::new(
///     "e85e72ee-a9a9-498c-9b26-ffd9db2df311",
///     "plan.pdf",
///     "https://files.example.com/stored/plan.pdf",
/// )
/// .description("ground floor");
/// let added = client.send(&request).await?;
/// println!("added: {:?}", added.id());
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/ProspectActivity.svc/Attachment/Add")]
#[doc(alias = "ProspectActivity.svc/Attachment/Add")]
#[doc(alias = "add activity attachment")]
#[doc(alias = "add attachment")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AddActivityAttachment {
    body: AddActivityAttachmentBody,
}

/// The wire body of [`AddActivityAttachment`].
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct AddActivityAttachmentBody {
    prospect_activity_id: ActivityId,
    attachment_name: Personal<String>,
    description: Option<Personal<String>>,
    attachment_file: Personal<String>,
    file_type: Option<String>,
}

impl AddActivityAttachment {
    /// Attaches a file under a name. `file` is the URL `s3FilePath` in the response to the upload.
    pub fn new(activity: impl Into<ActivityId>, name: impl Into<String>, file: impl Into<String>) -> Self {
        Self {
            body: AddActivityAttachmentBody {
                prospect_activity_id: activity.into(),
                attachment_name: Personal(name.into()),
                description: None,
                attachment_file: Personal(file.into()),
                file_type: None,
            },
        }
    }

    /// Sets the description.
    #[must_use]
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.body.description = Some(Personal(description.into()));
        self
    }

    setters! { body;
        /// Sets `FileType`, which the vendor does not document for this call (observed: `1`).
        file_type: String,
    }
}

impl Request for AddActivityAttachment {
    type Vendor = LeadSquared;
    type Response = Raw<Acknowledged<AttachmentId>>;
    const OPERATION: Operation =
        op::post("add_activity_attachment", "/v2/ProspectActivity.svc/Attachment/Add", Safety::NonIdempotent)
            .names_record()
            .docs("https://apidocs.leadsquared.com/attach-a-file-to-activities/");

    fn parts(&self) -> Result<Parts> {
        let body = &self.body;
        Parts::new()
            .check(crate::model::check_id(body.prospect_activity_id.as_str(), "activity_id"))
            .require(!body.attachment_name.trim().is_empty(), "name", "must not be empty")
            .check(check_url(Some(body.attachment_file.as_str()), "file"))
            .json(body)
    }

    fn trace(&self) -> Option<String> {
        Some("open the activity in the vendor's application".to_owned())
    }
}

has_body!(AddActivityAttachment => AddActivityAttachmentBody);

sample!(AddActivityAttachment: Self::new(
    "0f0e0d0c-0b0a-4908-8706-050403020100",
    "plan.pdf",
    "https://files.example.com/stored/plan.pdf",
)
.description("ground floor"));

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::wire;

    #[test]
    fn add_activity_attachment_serializes_to_the_wire_form() {
        let request = AddActivityAttachment::new("4", "plan.pdf", "https://files.example.com/1").file_type("1");
        assert_eq!(
            wire(&request),
            r#"POST /v2/ProspectActivity.svc/Attachment/Add {"ProspectActivityId":"4","AttachmentName":"plan.pdf","AttachmentFile":"https://files.example.com/1","FileType":"1"}"#
        );
        assert!(!format!("{request:?}").contains("files.example"));
    }

    #[test]
    fn add_activity_attachment_names_invalid_fields() {
        for (activity, name, file, field) in [
            (" ", "a", "https://files.example.com/1", "activity_id"),
            ("4", " ", "https://files.example.com/1", "name"),
            ("4", "a", "plan.pdf", "file"),
        ] {
            let error = AddActivityAttachment::new(activity, name, file).parts().unwrap_err();
            assert_eq!(error.field(), Some(field));
        }
    }
}
