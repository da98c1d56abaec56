//! E-mails.

use super::{EditionId, EmailId, EntityId, Time, model};
use crate::envelope::Record;
use leads_core::Personal;

model! {
    /// An e-mail recorded by Nutshell.
    ///
    /// The vendor does not describe its members: they were observed in event payloads.
    pub struct Email {
        /// The record's id.
        id: required EmailId,
        /// The type, `emails`.
        kind as "type": scalar String,
        /// The subject.
        subject: scalar Personal<String>,
        /// An excerpt from the start of the text.
        excerpt: scalar Personal<String>,
        /// When it was recorded.
        created_time: either Time,
        /// When it was sent.
        sent_time: either Time,
        /// When the record was deleted.
        deleted_time: either Time,
        /// Whether it could not be delivered.
        failed_to_send: scalar bool,
        /// Whether it can be shared with other users.
        shareable: scalar bool,
        /// Whether it is shared with other users.
        shared: scalar bool,
        /// How often it was opened.
        num_views: scalar i64,
        /// Whether it is an automatic reply.
        is_automated_reply: scalar bool,
        /// Whether an automation sent it.
        is_email_automation: scalar bool,
        /// The record's URL in this API.
        href: scalar String,
        /// The record's page in the web application.
        html_url: scalar String,
        /// The path of the record's page in the web application.
        html_url_path: scalar String,
        /// Related records.
        links: first EmailLinks,
    }
}

impl Record for Email {
    const PLURAL: &'static str = "emails";
}

model! {
    /// The related records of an e-mail. Senders and recipients are display texts, not ids.
    pub struct EmailLinks {
        /// The comments on it.
        comments: several EntityId,
        /// The sender.
        from: several Personal<String>,
        /// The recipients.
        to: several Personal<String>,
        /// The copied recipients.
        cc: several Personal<String>,
        /// The files.
        files: several EntityId,
        /// The queue that it waits in.
        email_queued: scalar EntityId,
        /// The newsletter edition that it belongs to.
        edition: scalar EditionId,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(r#"{"from":"Ann <ann@example.com>"}"#, 1)]
    #[case(r#"{"from":["Ann <ann@example.com>","ben@example.com"]}"#, 2)]
    #[case(r#"{"from":null}"#, 0)]
    #[case(r#"{"from":{}}"#, 0)]
    #[case(r#"{"from":7}"#, 1)]
    fn senders_are_single_or_a_list(#[case] json: &str, #[case] senders: usize) {
        let links: EmailLinks = serde_json::from_str(json).unwrap();
        assert_eq!(links.from.len(), senders, "{json}");
        assert!(!format!("{links:?}").contains("example.com"));
    }
}
