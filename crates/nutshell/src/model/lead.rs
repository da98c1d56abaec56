//! A lead.

use super::{
    AccountId, CompetitorId, CompetitorMapId, ContactId, EntityId, LeadId, MarketId, OutcomeId, Price, ProductId,
    ProductMapId, SourceId, StageId, StagesetId, TagId, TerritoryId, Time, UserId, model,
};
use crate::envelope::Record;
use leads_core::vendor::tolerant;
use leads_core::{OpenEnum, Personal, open_enum};

open_enum! {
    /// The status of a lead. `open` was observed; the others are the three kinds of outcomes that the vendor names.
    pub enum LeadStatus {
        /// The lead is being worked on.
        Open = "open",
        /// The lead became a sale.
        Won = "won",
        /// The lead did not become a sale.
        Lost = "lost",
        /// The lead was cancelled. The spelling `canceled` is also read as this, see [`LeadStatus::is_cancelled`].
        Cancelled = "cancelled",
        /// The lead is pending: known only from the older API.
        Pending = "pending",
    }
}

impl LeadStatus {
    /// Returns whether it is cancelled, in either spelling and any case.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.as_str().eq_ignore_ascii_case("cancelled") || self.as_str().eq_ignore_ascii_case("canceled")
    }

    /// Returns the known status for a text in any case and either spelling of `cancelled`.
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
    /// Every member except the id may be missing. Custom fields are not part of a lead: see
    /// [`ListLeadCustomFields`](crate::api::leads::ListLeadCustomFields).
    pub struct Lead {
        /// The API id, which is not the number.
        id: required LeadId,
        /// The type, `leads`.
        kind as "type": scalar String,
        /// The title; a new lead takes it from its description.
        name: scalar Personal<String>,
        /// The description.
        description: scalar Personal<String>,
        /// The serial number shown to people. It is declared as a number but sent as text.
        number: scalar String,
        /// The status.
        status: scalar LeadStatus,
        /// The value: the sum of the products, or the manual value.
        value: text Price,
        /// When the record was created.
        created_time: either Time,
        /// When it was closed.
        closed_time: either Time,
        /// When it is expected to close.
        due_time: either Time,
        /// When it is expected to close, as estimated by Nutshell.
        anticipated_closed_time: either Time,
        /// When the last contact took place.
        last_contacted_time: either Time,
        /// Since when it has been overdue.
        overdue_time: either Time,
        /// When the record was deleted.
        deleted_time: either Time,
        /// Whether a decision is overdue.
        is_overdue: scalar bool,
        /// The probability of winning it, in percent.
        confidence: scalar i64,
        /// 1 is a hot lead, 0 is not.
        priority: scalar i64,
        /// A progress code. Its meaning is not documented.
        pie_state: scalar String,
        /// The owner's type: `users` or `teams`.
        owner_type: scalar String,
        /// Whether the authenticated user watches it.
        is_current_user_watching: scalar bool,
        /// The WebFX contacts.
        mcfx_contact_ids: scalars String,
        /// The record's URL in this API.
        href: scalar String,
        /// The record's page in the web application. Its address ends in the number, not in the id.
        html_url: scalar String,
        /// The path of the record's page in the web application.
        html_url_path: scalar String,
        /// The picture.
        avatar_url: scalar String,
        /// The initials shown in place of the picture.
        initials: scalar Personal<String>,
        /// Related records.
        links: first LeadLinks,
    }
}

impl Record for Lead {
    const PLURAL: &'static str = "leads";
}

model! {
    /// The related records of a lead, by id.
    pub struct LeadLinks {
        /// The companies.
        accounts: scalars AccountId,
        /// The people.
        contacts: scalars ContactId,
        /// The tags.
        tags: scalars TagId,
        /// The origin.
        sources: scalars SourceId,
        /// The user or team that owns it.
        owner: scalar EntityId,
        /// The user that created it, or in events the origin.
        creator: scalar EntityId,
        /// The stage.
        stage: scalar StageId,
        /// The pipeline.
        stageset: scalar StagesetId,
        /// The outcome it was closed with.
        outcome: scalar OutcomeId,
        /// The territory.
        territory: scalar TerritoryId,
        /// The market.
        market: scalar MarketId,
        /// The users who watch it.
        watchers: scalars UserId,
        /// The products.
        products: scalars ProductId,
        /// The products with price and quantity.
        product_maps: scalars ProductMapId,
        /// The competitors.
        competitors: scalars CompetitorId,
        /// The competitors with their status.
        competitor_maps: scalars CompetitorMapId,
        /// The files.
        files: scalars EntityId,
        /// The files of related records.
        related_files: scalars EntityId,
        /// Not documented.
        destinations: scalars EntityId,
    }
}
