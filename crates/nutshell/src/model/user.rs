//! Users, teams and origins.

use super::{OriginId, TeamId, UserId, model};
use crate::envelope::Record;
use leads_core::Personal;

model! {
    /// A user of Nutshell.
    pub struct User {
        /// The id.
        id: required UserId,
        /// The type, `users`.
        #[serde(rename = "type")]
        kind: scalar String,
        /// The whole name.
        name: personal,
        /// The first name.
        first_name: personal,
        /// The last name; read by one working client, not documented.
        last_name: personal,
        /// E-mail addresses: texts, unlike those of contacts.
        emails: scalars Personal<String>,
        /// When it was last changed.
        modified_time: time,
        /// When it was made.
        created_time: time,
        /// Whether the user can sign in.
        is_enabled: scalar bool,
        /// Whether the user has chosen a password.
        has_set_password: scalar bool,
        /// Whether the user may administer.
        is_administrator: scalar bool,
        /// Whether the user sees only what is theirs.
        is_viewing_restricted: scalar bool,
        /// Whether the user is left out of filters.
        is_hidden_from_filters: scalar bool,
        /// Whether the user may send newsletters.
        can_access_email_marketing: scalar bool,
        /// What the user may do, by name.
        permissions: flags,
        /// How the user calls.
        phonecaller_type: scalar String,
        /// Whether the user is at work; its shape is not documented.
        agent_status: json,
        /// Its address in this API.
        href: scalar String,
        /// The picture.
        avatar_url: scalar String,
        /// What stands for the picture.
        initials: personal,
        /// Its relations.
        links: links UserLinks,
    }
}

impl Record for User {
    const PLURAL: &'static str = "users";
}

model! {
    /// The relations of a user.
    pub struct UserLinks {
        /// The teams.
        teams: scalars TeamId,
    }
}

model! {
    /// Whatever made or changed a record without a user: an import, an integration.
    pub struct Origin {
        /// The id.
        id: required OriginId,
        /// The type, `origins`.
        #[serde(rename = "type")]
        kind: scalar String,
        /// What it is called.
        name: scalar String,
        /// What sort of origin it is.
        origin_type: scalar String,
        /// When it was last changed.
        modified_time: time,
        /// When it last did something.
        lastseen_time: time,
        /// Its address in this API.
        href: scalar String,
        /// Its page.
        html_url: scalar String,
        /// The path of its page.
        html_url_path: scalar String,
        /// Its picture.
        avatar_url: scalar String,
        /// What stands for the picture.
        initials: scalar String,
        /// Its relations.
        links: json,
    }
}

impl Record for Origin {
    const PLURAL: &'static str = "origins";
}
