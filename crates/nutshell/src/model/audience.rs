//! E-mail marketing audiences and editions.

use super::{AudienceId, EditionId, model};
use crate::envelope::Record;

model! {
    /// An e-mail marketing audience. Its members are stored with the contacts: see
    /// [`UpdateContact`](crate::api::contacts::UpdateContact).
    pub struct Audience {
        /// The id, `1-emAudiences`.
        id: required AudienceId,
        /// The type, `emAudiences`.
        kind as "type": scalar String,
        /// The name.
        name: scalar String,
        /// Whether it is managed by WebFX.
        is_web_fx as "isWebFX": scalar bool,
    }
}

impl Record for Audience {
    const PLURAL: &'static str = "emAudiences";
    const ALIASES: &'static [&'static str] = &["audiences"];
}

model! {
    /// A newsletter edition.
    pub struct Edition {
        /// The record's id.
        id: required EditionId,
        /// The type.
        kind as "type": scalar String,
        /// The name.
        name: scalar String,
    }
}

impl Record for Edition {
    const PLURAL: &'static str = "editions";
}
