//! Reports on leads.

use super::{EntityId, Formatted, model};
use crate::envelope::Record;

model! {
    /// A report. Live answers have it as it is; the vendor's document puts it inside a member `report`:
    /// [`Report::inner`] gives whichever is there.
    pub struct Report {
        /// The id.
        id: scalar EntityId,
        /// The type.
        #[serde(rename = "type")]
        kind: scalar String,
        /// Its key.
        key: scalar String,
        /// What it is called.
        name: scalar String,
        /// What stands before its numbers.
        prefix: scalar String,
        /// Its buckets.
        data: list ReportBucket,
        /// All buckets together.
        summary: object ReportBucket,
        /// The report, as declared.
        report: object Box<Report>,
    }
}

impl Record for Report {
    const PLURAL: &'static str = "reports";
}

impl Report {
    /// The report, wherever the vendor put it.
    #[must_use]
    pub fn inner(&self) -> &Self {
        self.report.as_deref().unwrap_or(self)
    }
}

model! {
    /// A bucket of a report: a span of time or a group.
    pub struct ReportBucket {
        /// What it is called; as declared it is the bucket itself: see [`ReportBucket::inner`].
        bucket: json,
        /// How many leads.
        count: object Formatted,
        /// What they are worth.
        total: object Formatted,
        /// What sort of bucket it is.
        bucket_type: scalar String,
        /// More of that.
        bucket_subtype: scalar String,
        /// The filters that give its leads: an object in live answers, a list as declared.
        filters: json,
        /// Its parts.
        segments: json,
    }
}

impl ReportBucket {
    /// What it is called.
    #[must_use]
    pub fn name(&self) -> Option<String> {
        self.bucket.as_ref()?.as_str()
    }

    /// The bucket, wherever the vendor put it.
    #[must_use]
    pub fn inner(&self) -> Self {
        let nested = self.bucket.as_ref().filter(|bucket| bucket.text().starts_with('{'));
        nested.and_then(|bucket| bucket.read().ok()).unwrap_or_else(|| self.clone())
    }
}
