//! A list of a million leads from a fictitious vendor, page by page and in process.

use async_trait::async_trait;
use http::HeaderMap;
use leads_core::http::{Anonymous, BaseUrl, Progress, Transport, TransportError, WireRequest};
use leads_core::vendor::{Classification, Failure, FromResponse, Parts, Vendor, decode};
use leads_core::vendor::{Envelope, NextPage, Operation, Paged};
use leads_core::{
    ClientConfig, EndReason, HttpResponse, ItemStream, Method, Page, Pipeline, Raw, Request, Result, Safety,
};
use serde::{Deserialize, Serialize};
use std::fmt::Write as _;
use std::sync::Arc;

const ROWS: usize = 100;

/// A vendor with one list.
#[derive(Debug)]
pub enum Acme {}

impl Vendor for Acme {
    const NAME: &'static str = "acme";
    const PREFIXES: &'static [&'static str] = &["/v1"];
    const REQUEST_ID_HEADERS: &'static [&'static str] = &[];
    type Settings = ();

    fn classify((): &(), _operation: &Operation, response: &HttpResponse) -> Classification {
        if response.is_2xx() { Classification::tentative() } else { Failure::from_status(response).into() }
    }
}

/// One page of leads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListLeads {
    page: usize,
}

/// A lead.
#[derive(Debug, Deserialize)]
pub struct Lead {
    /// The id.
    pub id: u64,
    /// The name.
    pub name: Option<String>,
    /// The status.
    pub status: Option<String>,
}

impl FromResponse<Acme> for Vec<Raw<Lead>> {
    fn from_response(_: &Operation, response: &HttpResponse) -> leads_core::Result<Self> {
        Envelope::read(&response.body, "leads")?.take_rows().ok_or_else(|| decode::missing("leads"))
    }
}

impl Request for ListLeads {
    type Vendor = Acme;
    type Response = Vec<Raw<Lead>>;
    const OPERATION: Operation = Operation::new("list_leads", Method::Get, "/v1/leads", Safety::Read);

    fn parts(&self) -> Result<Parts> {
        Parts::new().query("page", self.page).empty()
    }
}

impl Paged for ListLeads {
    type Item = Raw<Lead>;

    fn page(&self, rows: Vec<Raw<Lead>>) -> Page<Self> {
        let next = if rows.is_empty() {
            NextPage::End(EndReason::EmptyPage)
        } else {
            NextPage::Next(Self { page: self.page + 1 })
        };
        Page::new(rows, next)
    }

    fn key(lead: &Raw<Lead>) -> Option<String> {
        Some(lead.id.to_string())
    }
}

/// Responds to each page with rows of about one kilobyte, and with an empty page after the last.
#[derive(Debug)]
struct Pages {
    leads: usize,
}

#[async_trait]
impl Transport for Pages {
    async fn send(&self, wire: WireRequest, progress: Arc<dyn Progress>) -> Result<HttpResponse, TransportError> {
        let page: usize = wire.url.query().and_then(|query| query.strip_prefix("page=")?.parse().ok()).unwrap_or(0);
        progress.head_received();
        let mut body = String::with_capacity(110 * 1024);
        let notes = "called twice ".repeat(70);
        body.push_str("{\"leads\":[");
        for id in (page * ROWS..self.leads).take(ROWS) {
            let comma = if id % ROWS == 0 { "" } else { "," };
            let _ =
                write!(body, r#"{comma}{{"id":{id},"name":"Jane Doe {id:07}","status":"OPEN","notes":"{notes}"}}"#,);
        }
        body.push_str("]}");
        Ok(HttpResponse::new(200, HeaderMap::new(), body))
    }
}

/// Returns a stream over this many leads.
#[must_use]
pub fn rows(leads: usize) -> ItemStream<ListLeads> {
    let base = BaseUrl::new("https://acme.example", &[], &[]).expect("a base URL");
    let pipeline: Pipeline<Acme> = ClientConfig::new()
        .transport(Arc::new(Pages { leads }))
        .build(base, Arc::new(Anonymous), ())
        .expect("a client");
    pipeline.items(ListLeads { page: 0 })
}
