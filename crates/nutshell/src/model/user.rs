//! Users, teams and origins.

use super::{OriginId, TeamId, Time, UserId, model};
use crate::envelope::Record;
use leads_core::Personal;

model! {
    /// A user of Nutshell.
    pub struct User {
        /// The record's id.
        id: required UserId,
        /// The type, `users`.
        kind as "type": scalar String,
        /// The whole name.
        name: scalar Personal<String>,
        /// The first name.
        first_name: scalar Personal<String>,
        /// The last name. One working client reads it; it is not documented.
        last_name: scalar Personal<String>,
        /// E-mail addresses: texts, unlike those of contacts.
        emails: scalars Personal<String>,
        /// When the record was last updated.
        modified_time: either Time,
        /// When the record was created.
        created_time: either Time,
        /// Whether the user can sign in.
        is_enabled: scalar bool,
        /// Whether the user has set a password.
        has_set_password: scalar bool,
        /// Whether the user is an administrator.
        is_administrator: scalar bool,
        /// Whether the user sees only their own records.
        is_viewing_restricted: scalar bool,
        /// Whether the user is left out of filters.
        is_hidden_from_filters: scalar bool,
        /// Whether the user may send newsletters.
        can_access_email_marketing: scalar bool,
        /// The user's permissions, by name.
        permissions: map bool,
        /// How the user places calls.
        phonecaller_type: scalar String,
        /// The user's availability. Its shape is not documented.
        agent_status: json crate::Json,
        /// The record's URL in this API.
        href: scalar String,
        /// The picture.
        avatar_url: scalar String,
        /// The initials shown in place of the picture.
        initials: scalar Personal<String>,
        /// Related records.
        links: first UserLinks,
    }
}

impl Record for User {
    const PLURAL: &'static str = "users";
}

model! {
    /// The related records of a user.
    pub struct UserLinks {
        /// The teams.
        teams: scalars TeamId,
    }
}

model! {
    /// The creator or editor of a record when it was not a user: an import, an integration.
    pub struct Origin {
        /// The record's id.
        id: required OriginId,
        /// The type, `origins`.
        kind as "type": scalar String,
        /// The name.
        name: scalar String,
        /// The kind of origin.
        origin_type: scalar String,
        /// When the record was last updated.
        modified_time: either Time,
        /// When it was last active.
        lastseen_time: either Time,
        /// The record's URL in this API.
        href: scalar String,
        /// The record's page in the web application.
        html_url: scalar String,
        /// The path of the record's page in the web application.
        html_url_path: scalar String,
        /// The picture.
        avatar_url: scalar String,
        /// The initials shown in place of the picture.
        initials: scalar String,
        /// Related records.
        links: json crate::Json,
    }
}

impl Record for Origin {
    const PLURAL: &'static str = "origins";
}
