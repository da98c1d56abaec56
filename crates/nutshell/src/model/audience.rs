//! Audiences and editions of e-mail marketing.

use super::{AudienceId, EditionId, model};
use crate::envelope::Record;

model! {
    /// An audience of e-mail marketing. Who belongs to it stands with the contacts: see
    /// [`UpdateContact`](crate::api::contacts::UpdateContact).
    pub struct Audience {
        /// The id, `1-emAudiences`.
        id: required AudienceId,
        /// The type, `emAudiences`.
        #[serde(rename = "type")]
        kind: scalar String,
        /// What it is called.
        name: scalar String,
        /// Whether it is kept by WebFX.
        #[serde(rename = "isWebFX")]
        is_web_fx: scalar bool,
    }
}

impl Record for Audience {
    const PLURAL: &'static str = "emAudiences";
    const ALIASES: &'static [&'static str] = &["audiences"];
}

model! {
    /// An edition of a newsletter.
    pub struct Edition {
        /// The id.
        id: required EditionId,
        /// The type.
        #[serde(rename = "type")]
        kind: scalar String,
        /// What it is called.
        name: scalar String,
    }
}

impl Record for Edition {
    const PLURAL: &'static str = "editions";
}
