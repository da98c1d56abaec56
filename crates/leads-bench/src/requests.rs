//! A request from value to bytes, by the client and by hand. Nothing is sent.

use crate::send;
use bytes::Bytes;
use capillary_leads::Client;
use capillary_leads::api::leads::UpdateLeadStatus;
use capillary_leads::model::LeadStatus;
use leads_core::Request;

/// Address and body of an update of a status, by the client: checked, rendered and written.
#[must_use]
pub fn by_client(id: i64) -> (String, Bytes) {
    let request = UpdateLeadStatus::new(id, LeadStatus::Won).sub_status("Delivered").reason_id(6);
    let parts = request.parts().expect("a good request");
    let leads_core::Body::Bytes { bytes, .. } = parts.body() else { panic!("a JSON body") };
    (parts.render(UpdateLeadStatus::OPERATION.path).expect("a path"), bytes.clone())
}

/// The same by hand.
#[must_use]
pub fn by_hand(id: i64) -> (String, Bytes) {
    let body = serde_json::to_vec(&send::change()).expect("a body");
    (format!("/v2/leads/{id}/status"), Bytes::from(body))
}

/// The whole request as it would be shown to a person.
#[must_use]
pub fn plan(client: &Client, id: i64) -> leads_core::Plan {
    client.plan(&UpdateLeadStatus::new(id, LeadStatus::Won).reason_id(6)).expect("a plan")
}
