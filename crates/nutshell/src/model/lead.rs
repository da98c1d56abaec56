//! A lead.

use super::{
    AccountId, CompetitorId, CompetitorMapId, ContactId, EntityId, LeadId, MarketId, OutcomeId, ProductId,
    ProductMapId, SourceId, StageId, StagesetId, TagId, TerritoryId, UserId, model,
};
use crate::envelope::Record;
use leads_core::vendor::tolerant;
use leads_core::{OpenEnum, open_enum};

open_enum! {
    /// The status of a lead. `open` was seen; the others are the three kinds of outcomes that the vendor names.
    pub enum LeadStatus {
        /// It is worked.
        Open = "open",
        /// It became a sale.
        Won = "won",
        /// It did not become a sale.
        Lost = "lost",
        /// It was called off. The spelling `canceled` is read as this too, see [`LeadStatus::is_cancelled`].
        Cancelled = "cancelled",
        /// It waits: known from the older interface only.
        Pending = "pending",
    }
}

impl LeadStatus {
    /// Whether it is cancelled, in either spelling and any case.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.as_str().eq_ignore_ascii_case("cancelled") || self.as_str().eq_ignore_ascii_case("canceled")
    }

    /// The known status of a text in any case and either spelling of `cancelled`.
    #[must_use]
    pub fn recognise(text: &str) -> Self {
        if text.trim().eq_ignore_ascii_case("canceled") {
            return Self::Cancelled;
        }
        <Self as OpenEnum>::read(tolerant::Scalar::Text(&text.trim().to_ascii_lowercase()))
    }
}

model! {
    /// A lead.
    ///
    /// Everything but the id may be missing. Custom fields are no members of it: see
    /// [`ListLeadCustomFields`](crate::api::leads::ListLeadCustomFields).
    pub struct Lead {
        /// The API id. Not the number.
        id: required LeadId,
        /// The type, `leads`.
        #[serde(rename = "type")]
        kind: scalar String,
        /// The title; a new lead takes it from its description.
        name: personal,
        /// The description.
        description: personal,
        /// The serial number shown to people; it comes as text and is declared a number.
        number: scalar String,
        /// The status.
        status: scalar LeadStatus,
        /// What it is worth: the sum of its products, or the value that was set by hand.
        value: money,
        /// When it was made.
        created_time: time,
        /// When it was closed.
        closed_time: time,
        /// When it is expected to close.
        due_time: time,
        /// When it is expected to close, as Nutshell reckons.
        anticipated_closed_time: time,
        /// When somebody was last in touch.
        last_contacted_time: time,
        /// Since when it is overdue.
        overdue_time: time,
        /// When it was deleted.
        deleted_time: time,
        /// Whether it should be decided by now.
        is_overdue: scalar bool,
        /// How likely it is to be won, in percent.
        confidence: scalar i64,
        /// 1 is a hot lead, 0 is not.
        priority: scalar i64,
        /// A code of its progress; its meaning is not documented.
        pie_state: scalar String,
        /// The type of its owner: `users` or `teams`.
        owner_type: scalar String,
        /// Whether the user of the credentials watches it.
        is_current_user_watching: scalar bool,
        /// Contacts of WebFX.
        mcfx_contact_ids: scalars String,
        /// Its address in this API.
        href: scalar String,
        /// Its page; it ends in the number, not in the id.
        html_url: scalar String,
        /// The path of its page.
        html_url_path: scalar String,
        /// Its picture.
        avatar_url: scalar String,
        /// What stands for the picture.
        initials: personal,
        /// Its relations.
        links: links LeadLinks,
    }
}

impl Record for Lead {
    const PLURAL: &'static str = "leads";
}

model! {
    /// The relations of a lead, by id.
    pub struct LeadLinks {
        /// Its companies.
        accounts: scalars AccountId,
        /// Its people.
        contacts: scalars ContactId,
        /// Its tags.
        tags: scalars TagId,
        /// Where it came from.
        sources: scalars SourceId,
        /// The user or team that works it.
        owner: scalar EntityId,
        /// The user, or in events the origin, that made it.
        creator: scalar EntityId,
        /// Its stage.
        stage: scalar StageId,
        /// Its pipeline.
        stageset: scalar StagesetId,
        /// How it was closed.
        outcome: scalar OutcomeId,
        /// Its territory.
        territory: scalar TerritoryId,
        /// Its market.
        market: scalar MarketId,
        /// Who watches it.
        watchers: scalars UserId,
        /// Its products.
        products: scalars ProductId,
        /// Its products with price and quantity.
        product_maps: scalars ProductMapId,
        /// Its competitors.
        competitors: scalars CompetitorId,
        /// Its competitors with how they fared.
        competitor_maps: scalars CompetitorMapId,
        /// Its files.
        files: scalars EntityId,
        /// Files that belong to what belongs to it.
        related_files: scalars EntityId,
        /// Not documented.
        destinations: scalars EntityId,
    }
}
