//! `GET /rest/leads/report`

use crate::Nutshell;
use crate::envelope::{self, Records};
use crate::model::Report;
use crate::query::{self, Filter, search_setters};
use bytes::Bytes;
use leads_core::vendor::{HttpResponse, Method, Operation, Parts, Request, Safety};
use leads_core::{Error, ErrorKind, Personal, Result, open_enum};
use serde::{Deserialize, Serialize, Serializer};

open_enum! {
    /// What a report is answered as.
    pub enum ReportFormat {
        /// Typed.
        Json = "json",
        /// A file of comma-separated values.
        Csv = "csv",
        /// A file to print.
        Pdf = "pdf",
        /// A picture.
        Png = "png",
        /// A page.
        Html = "html",
    }
}

open_enum! {
    /// The span of time of a bucket.
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
    /// What a report is about.
    pub enum ReportType {
        /// Won leads.
        Sales = "sales",
        /// Lost leads.
        Losses = "losses",
        /// New leads.
        NewLeads = "newleads",
        /// What is to be expected.
        Forecast = "forecast",
        /// Where leads come from.
        Attribution = "attribution",
        /// Something of one's own.
        Custom = "custom",
    }
}

open_enum! {
    /// What a report is broken down by.
    pub enum ReportSegment {
        /// Outcomes.
        Outcomes = "outcomes",
        /// Competitors.
        Competitors = "competitors",
        /// Products.
        Products = "products",
        /// Categories of products.
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

/// Makes a report on leads.
///
/// `GET /rest/leads/report`. A format other than JSON is answered with a file. A page of a proxy or a login looks like
/// one too: ask [`ReportAnswer::reports`], which tells a file from reports, and look at what the file is.
///
/// # Errors
/// [`Rejected`](leads_core::ErrorKind::Rejected) for parameters that do not fit together.
///
/// ```
/// use nutshell::api::leads::{GetLeadReport, ReportGap, ReportSegment, ReportType};
/// let request = GetLeadReport::new()
///     .report_type(ReportType::Sales)
///     .group_by("closedTime")
///     .gap(ReportGap::Month)
///     .segment_by(ReportSegment::Sources);
/// ```
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
pub enum ReportAnswer {
    /// Typed, for JSON.
    Reports(Box<Records<Report>>),
    /// A file, for any other format; or, whatever was asked for, a page that stood in the way.
    File(ReportFile),
}

/// A report as a file.
#[derive(Clone)]
#[non_exhaustive]
pub struct ReportFile {
    /// The content type that the server named.
    pub content_type: Option<String>,
    /// The file.
    pub bytes: Bytes,
}

impl std::fmt::Debug for ReportFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ReportFile({:?}, {} bytes)", self.content_type, self.bytes.len())
    }
}

impl Serialize for ReportAnswer {
    /// Typed as it came; a file as its text, where it is text.
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        match self {
            Self::Reports(reports) => reports.serialize(serializer),
            Self::File(file) => serializer.serialize_str(&String::from_utf8_lossy(&file.bytes)),
        }
    }
}

impl ReportAnswer {
    /// The typed reports.
    ///
    /// # Errors
    /// [`Foreign`](leads_core::ErrorKind::Foreign) for a file: where JSON was asked for, it is a page that stood in the
    /// way.
    pub fn reports(&self) -> Result<&[leads_core::Raw<Report>]> {
        match self {
            Self::Reports(reports) => Ok(reports.rows()),
            Self::File(file) => {
                let kind = file.content_type.as_deref().unwrap_or("no content type");
                Err(Error::new(ErrorKind::Foreign, format!("a file came instead of reports: {kind}")).with_help(
                    "a report has rows only as JSON; where it was asked for as JSON, a page of a proxy or a login came",
                ))
            }
        }
    }

    /// The file; `None` for typed reports.
    #[must_use]
    pub fn file(&self) -> Option<&ReportFile> {
        match self {
            Self::Reports(_) => None,
            Self::File(file) => Some(file),
        }
    }
}

impl GetLeadReport {
    /// A report as the server makes it without parameters.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    search_setters! { text }
    search_setters! { filter }

    /// Sets the order: a field's name, with `-` before it for the greatest first.
    #[must_use]
    pub fn sort(mut self, order: impl Into<String>) -> Self {
        self.sort = Some(order.into());
        self
    }

    /// Sets the facet to sort values on.
    #[must_use]
    pub fn pivot(mut self, facet: impl Into<String>) -> Self {
        self.pivot = Some(facet.into());
        self
    }

    /// Sets the field to group by: `closedTime` for sales and losses, `createdTime` for new leads and reports of one's
    /// own.
    #[must_use]
    pub fn group_by(mut self, field: impl Into<String>) -> Self {
        self.group_by = Some(field.into());
        self
    }

    /// Sets what it is answered as.
    #[must_use]
    pub fn format(mut self, format: impl Into<ReportFormat>) -> Self {
        self.format = Some(format.into());
        self
    }

    /// Sets the span of time of a bucket.
    #[must_use]
    pub fn gap(mut self, gap: impl Into<ReportGap>) -> Self {
        self.gap = Some(gap.into());
        self
    }

    /// Sets what it is about.
    #[must_use]
    pub fn report_type(mut self, kind: impl Into<ReportType>) -> Self {
        self.report_type = Some(kind.into());
        self
    }

    /// Sets what it is broken down by.
    #[must_use]
    pub fn segment_by(mut self, segment: impl Into<ReportSegment>) -> Self {
        self.segment_by = Some(segment.into());
        self
    }

    /// Sets whether values are weighed with the leads' confidence.
    #[must_use]
    pub fn use_confidence(mut self, weigh: bool) -> Self {
        self.use_confidence = Some(weigh);
        self
    }
}

impl Request for GetLeadReport {
    type Vendor = Nutshell;
    type Response = ReportAnswer;
    const OPERATION: Operation =
        Operation::new("get_lead_report", Method::Get, "/rest/leads/report", Safety::Read).docs(crate::REFERENCE);

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

    fn read(response: &HttpResponse) -> Result<ReportAnswer> {
        if response.looks_like_json() {
            return envelope::list(response).map(|reports| ReportAnswer::Reports(Box::new(reports)));
        }
        if response.is_blank() {
            return Err(leads_core::vendor::decode::missing("reports"));
        }
        let content_type = response.header("content-type").map(str::to_owned);
        Ok(ReportAnswer::File(ReportFile { content_type, bytes: response.body.clone() }))
    }
}

#[cfg(feature = "inspect")]
impl leads_core::inspect::Sample for GetLeadReport {
    fn sample() -> Self {
        Self::new()
            .text("car")
            .filter(Filter::name_like("wash"))
            .sort("-value")
            .pivot("owners")
            .report_type(ReportType::Sales)
            .group_by("closedTime")
            .gap(ReportGap::Month)
            .segment_by(ReportSegment::Sources)
            .use_confidence(true)
            .format(ReportFormat::Json)
    }
}
