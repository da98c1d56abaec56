//! A request from value to bytes, by the clients and by hand. Nothing is sent.

use crate::send;
use bytes::Bytes;
use capillary_leads::Client;
use leads_core::Request;
use serde::Serialize;

/// Path and body of one vendor's lead update, created in two ways.
#[derive(Debug)]
pub struct Case {
    /// The vendor's name.
    pub vendor: &'static str,
    /// By the client: validated, rendered and serialized.
    pub by_client: fn(i64) -> (String, Bytes),
    /// By hand: formatted and serialized.
    pub by_hand: fn(i64) -> (String, Bytes),
}

/// One case for each vendor.
pub const CASES: [Case; 4] = [
    Case { vendor: "capillary-leads", by_client: capillary::by_client, by_hand: capillary::by_hand },
    Case { vendor: "nutshell", by_client: nutshell::by_client, by_hand: nutshell::by_hand },
    Case { vendor: "leadsquared", by_client: leadsquared::by_client, by_hand: leadsquared::by_hand },
    Case { vendor: "dealerstudio", by_client: dealerstudio::by_client, by_hand: dealerstudio::by_hand },
];

fn written<R: Request>(request: &R) -> (String, Bytes) {
    let parts = request.parts().expect("a good request");
    let leads_core::Body::Bytes { bytes, .. } = parts.body() else { panic!("a JSON body") };
    (parts.path_and_query(&R::OPERATION).expect("a path"), bytes.clone())
}

fn with(path: String, body: &impl Serialize) -> (String, Bytes) {
    (path, Bytes::from(serde_json::to_vec(body).expect("a body")))
}

/// Returns the preview of the whole request.
#[must_use]
pub fn preview(client: &Client, id: i64) -> leads_core::RequestPreview {
    use ::capillary_leads::{api::leads::UpdateLeadStatus, model::LeadStatus};
    client.preview(&UpdateLeadStatus::new(id, LeadStatus::Won).reason_id(6)).expect("a plan")
}

mod capillary {
    use super::{Bytes, send, with, written};
    use capillary_leads::{api::leads::UpdateLeadStatus, model::LeadStatus};

    pub(super) fn by_client(id: i64) -> (String, Bytes) {
        written(&UpdateLeadStatus::new(id, LeadStatus::Won).sub_status("Delivered").reason_id(6))
    }

    pub(super) fn by_hand(id: i64) -> (String, Bytes) {
        with(format!("/v2/leads/{id}/status"), &send::change())
    }
}

mod nutshell {
    use super::{Bytes, Serialize, with, written};
    use ::nutshell::{api::leads::UpdateLeadStatus, input::ProductMap};

    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct Change {
        outcome_id: String,
        product_maps: Vec<Product>,
    }

    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct Product {
        #[serde(rename = "type")]
        kind: &'static str,
        product_type: &'static str,
        quantity: u32,
        links: Links,
    }

    #[derive(Serialize)]
    struct Links {
        product: String,
    }

    pub(super) fn by_client(id: i64) -> (String, Bytes) {
        let product = ProductMap::new("7-products").quantity(2);
        written(&UpdateLeadStatus::new(format!("{id}-leads")).outcome("1-outcomes").product_map(product))
    }

    pub(super) fn by_hand(id: i64) -> (String, Bytes) {
        let links = Links { product: "7-products".into() };
        let product = Product { kind: "productMaps", product_type: "product", quantity: 2, links };
        let change = Change { outcome_id: "1-outcomes".into(), product_maps: vec![product] };
        with(format!("/rest/leads/{id}-leads/status"), &change)
    }
}

mod leadsquared {
    use super::{Bytes, Serialize, with, written};
    use ::leadsquared::{api::opportunities::UpdateOpportunity, model::OpportunityStatus};

    #[derive(Serialize)]
    #[serde(rename_all = "PascalCase")]
    struct Change {
        prospect_opportunity_id: String,
        opportunity_note: String,
        fields: Vec<Field>,
    }

    #[derive(Serialize)]
    #[serde(rename_all = "PascalCase")]
    struct Field {
        schema_name: String,
        value: String,
    }

    fn opportunity(id: i64) -> String {
        format!("00000bb0-0000-4000-8000-{id:012}")
    }

    pub(super) fn by_client(id: i64) -> (String, Bytes) {
        let change = UpdateOpportunity::new(opportunity(id)).status(OpportunityStatus::Won);
        written(&change.field("mx_Custom_7", "180000").note("signed"))
    }

    pub(super) fn by_hand(id: i64) -> (String, Bytes) {
        let field = |name: &str, value: &str| Field { schema_name: name.into(), value: value.into() };
        let change = Change {
            prospect_opportunity_id: opportunity(id),
            opportunity_note: "signed".into(),
            fields: vec![field("Status", "Won"), field("mx_Custom_7", "180000")],
        };
        with("/v2/OpportunityManagement.svc/Update".to_owned(), &change)
    }
}

mod dealerstudio {
    use super::{Bytes, Serialize, with, written};
    use ::dealerstudio::{api::leads::UpdateLead, model::Category, model::Source};

    #[derive(Serialize)]
    struct Change {
        lead: Lead,
    }

    #[derive(Serialize)]
    struct Lead {
        email: String,
        phone: String,
        dealership_slug: String,
        category: String,
        source: String,
    }

    pub(super) fn by_client(id: i64) -> (String, Bytes) {
        let (email, phone) = ("jo@example.com", "0400000000");
        written(&UpdateLead::new(id, "northside-motors", Category::TestDriveBooking, Source::Website, email, phone))
    }

    pub(super) fn by_hand(id: i64) -> (String, Bytes) {
        let lead = Lead {
            email: "jo@example.com".into(),
            phone: "0400000000".into(),
            dealership_slug: "northside-motors".into(),
            category: "Test Drive Booking".into(),
            source: "Website".into(),
        };
        with(format!("/api/v1/leads/{id}"), &Change { lead })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn client_and_hand_written_requests_are_equal() {
        for case in CASES {
            let ((path, body), (by_hand, written)) = ((case.by_client)(12), (case.by_hand)(12));
            let json = |body: &Bytes| serde_json::from_slice::<serde_json::Value>(body).unwrap();
            assert_eq!((path, json(&body)), (by_hand, json(&written)), "{}", case.vendor);
        }
    }
}
