//! `GET /rest/leads/report`

use crate::api::prelude::*;
use crate::envelope;
use crate::model::Report;
use crate::query::{self, Filter, search_setters};
use bytes::Bytes;
use leads_core::{Error, ErrorKind, Personal, open_enum};
use serde::Serializer;

open_enum! {
    /// The format of a report.
    pub enum ReportFormat {
        /// JSON, read into types.
        Json = "json",
        /// A file of comma-separated values.
        Csv = "csv",
        /// A printable file.
        Pdf = "pdf",
        /// An image.
        Png = "png",
        /// An HTML page.
        Html = "html",
    }
}

open_enum! {
    /// The time span of a bucket.
    pub enum ReportGap {
        /// A day.
        Day = "d",
        /// A week.
        Week = "w",
        /// A month.
        Month = "m",
        /// A quarter.
        Quarter = "q",
        /// A year.
        Year = "y",
    }
}

open_enum! {
    /// The subject of a report.
    pub enum ReportType {
        /// Won leads.
        Sales = "sales",
        /// Lost leads.
        Losses = "losses",
        /// New leads.
        NewLeads = "newleads",
        /// The forecast.
        Forecast = "forecast",
        /// Where leads come from.
        Attribution = "attribution",
        /// A custom report.
        Custom = "custom",
    }
}

open_enum! {
    /// The dimension by which a report is broken down.
    pub enum ReportSegment {
        /// Outcomes.
        Outcomes = "outcomes",
        /// Competitors.
        Competitors = "competitors",
        /// Products.
        Products = "products",
        /// Product categories.
        ProductCategories = "productCategories",
        /// Users and teams.
        Assignees = "assignees",
        /// Territories.
        Territories = "territories",
        /// Sources.
        Sources = "sources",
        /// Tags.
        Tags = "tags",
        /// Channels.
        Channels = "channels",
    }
}

/// Requests a report on leads.
///
/// `GET /rest/leads/report`. For a format other than JSON the response is a file. A page from a proxy or a login looks
/// like one too: [`ReportResponse::reports`] distinguishes a file from reports, but check what the file contains.
///
/// See [the vendor's page](https://developers.nutshell.com/reference).
///
/// # Errors
///
/// Returns [`Rejected`](leads_core::ErrorKind::Rejected) if the parameters do not fit together.
///
/// # Examples
///
/// ```
/// # async fn run(client: &nutshell::Client) -> nutshell::Result<()> {
/// use nutshell::api::leads::{
///     GetLeadReport, ReportGap, ReportResponse, ReportSegment, ReportType,
/// };
///
/// let request = GetLeadReport::new()
///     .report_type(ReportType::Sales)
///     .group_by("closedTime")
///     .gap(ReportGap::Month)
///     .segment_by(ReportSegment::Sources);
/// match client.send(&request).await?.into_inner() {
///     ReportResponse::Reports(reports) => println!("{} reports", reports.len()),
///     ReportResponse::File(file) => println!("{} bytes", file.bytes.len()),
///     _ => println!("another form"),
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/leads/report")]
#[doc(alias = "leads/report")]
#[doc(alias = "get lead report")]
#[doc(alias = "get report")]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct GetLeadReport {
    text: Option<Personal<String>>,
    filters: Vec<Filter>,
    sort: Option<String>,
    format: Option<ReportFormat>,
    gap: Option<ReportGap>,
    group_by: Option<String>,
    pivot: Option<String>,
    report_type: Option<ReportType>,
    segment_by: Option<ReportSegment>,
    use_confidence: Option<bool>,
}

/// A report, typed or as a file.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum ReportResponse {
    /// Typed reports, for JSON.
    Reports(Box<Records<Report>>),
    /// A file, for any other format; or, whatever was requested, a page from a proxy or a login.
    File(ReportFile),
}

/// A report as a file.
#[derive(Clone)]
#[non_exhaustive]
pub struct ReportFile {
    /// The content type sent by the server.
    pub content_type: Option<String>,
    /// The contents of the file.
    pub bytes: Bytes,
}

impl std::fmt::Debug for ReportFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ReportFile({:?}, {} bytes)", self.content_type, self.bytes.len())
    }
}

impl Serialize for ReportResponse {
    /// Serializes typed reports as received, and a file as its text if it is text.
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        match self {
            Self::Reports(reports) => reports.serialize(serializer),
            Self::File(file) => serializer.serialize_str(&String::from_utf8_lossy(&file.bytes)),
        }
    }
}

impl ReportResponse {
    /// Returns the typed reports.
    ///
    /// # Errors
    ///
    /// Returns [`Foreign`](leads_core::ErrorKind::Foreign) for a file. If JSON was requested, the file is a page from a
    /// proxy or a login.
    pub fn reports(&self) -> Result<&[leads_core::Raw<Report>]> {
        match self {
            Self::Reports(reports) => Ok(reports.rows()),
            Self::File(file) => {
                let kind = file.content_type.as_deref().unwrap_or("no content type");
                Err(Error::new(ErrorKind::Foreign, format!("expected reports, got a file: {kind}")).with_help(
                    "only JSON reports have rows; if JSON was requested, the response is a page from a proxy or a login",
                ))
            }
        }
    }

    /// Returns the file, or `None` for typed reports.
    #[must_use]
    pub fn file(&self) -> Option<&ReportFile> {
        match self {
            Self::Reports(_) => None,
            Self::File(file) => Some(file),
        }
    }
}

impl GetLeadReport {
    /// Creates a request for a report with the server's default parameters.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    search_setters! { text }
    search_setters! { filter }

    /// Sets the sort order: a field name, prefixed with `-` for descending.
    #[must_use]
    pub fn sort(mut self, order: impl Into<String>) -> Self {
        self.sort = Some(order.into());
        self
    }

    /// Sets the facet to sort values by.
    #[must_use]
    pub fn pivot(mut self, facet: impl Into<String>) -> Self {
        self.pivot = Some(facet.into());
        self
    }

    /// Sets the field to group by: `closedTime` for sales and losses, `createdTime` for new leads and custom reports.
    #[must_use]
    pub fn group_by(mut self, field: impl Into<String>) -> Self {
        self.group_by = Some(field.into());
        self
    }

    /// Sets the format.
    #[must_use]
    pub fn format(mut self, format: impl Into<ReportFormat>) -> Self {
        self.format = Some(format.into());
        self
    }

    /// Sets the time span of a bucket.
    #[must_use]
    pub fn gap(mut self, gap: impl Into<ReportGap>) -> Self {
        self.gap = Some(gap.into());
        self
    }

    /// Sets the subject.
    #[must_use]
    pub fn report_type(mut self, kind: impl Into<ReportType>) -> Self {
        self.report_type = Some(kind.into());
        self
    }

    /// Sets the breakdown.
    #[must_use]
    pub fn segment_by(mut self, segment: impl Into<ReportSegment>) -> Self {
        self.segment_by = Some(segment.into());
        self
    }

    /// Sets whether values are weighted by the leads' confidence.
    #[must_use]
    pub fn use_confidence(mut self, weigh: bool) -> Self {
        self.use_confidence = Some(weigh);
        self
    }
}

impl Request for GetLeadReport {
    type Vendor = Nutshell;
    type Response = ReportResponse;
    const OPERATION: Operation = op::get("get_lead_report", "/rest/leads/report", Safety::Read);

    fn parts(&self) -> Result<Parts> {
        let accept = match &self.format {
            Some(ReportFormat::Csv) => Some("text/csv"),
            Some(ReportFormat::Pdf) => Some("application/pdf"),
            Some(ReportFormat::Png) => Some("image/png"),
            Some(ReportFormat::Html) => Some("text/html"),
            _ => None,
        };
        query::search::<String>(Parts::new(), self.text.as_ref(), &self.filters, None)
            .query_opt("sort", self.sort.as_ref())
            .query_opt("format", self.format.as_ref())
            .query_opt("gap", self.gap.as_ref())
            .query_opt("groupByField", self.group_by.as_ref())
            .query_opt("pivotFacet", self.pivot.as_ref())
            .query_opt("reportType", self.report_type.as_ref())
            .query_opt("segmentByField", self.segment_by.as_ref())
            .query_opt("useConfidence", self.use_confidence)
            .header_opt("accept", accept)
            .empty()
    }
}

impl FromResponse<Nutshell> for ReportResponse {
    fn from_response(_: &Operation, response: &HttpResponse) -> Result<Self> {
        if response.looks_like_json() {
            return envelope::list(response).map(|reports| ReportResponse::Reports(Box::new(reports)));
        }
        if response.is_blank() {
            return Err(leads_core::vendor::decode::missing("reports"));
        }
        let content_type = response.header("content-type").map(str::to_owned);
        Ok(ReportResponse::File(ReportFile { content_type, bytes: response.body.clone() }))
    }
}

sample!(GetLeadReport: Self::new()
    .text("car")
    .filter(Filter::name_like("wash"))
    .sort("-value")
    .pivot("owners")
    .report_type(ReportType::Sales)
    .group_by("closedTime")
    .gap(ReportGap::Month)
    .segment_by(ReportSegment::Sources)
    .use_confidence(true)
    .format(ReportFormat::Json));
