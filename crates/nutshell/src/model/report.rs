//! Reports on leads.

use super::{EntityId, Formatted, model};
use crate::envelope::Record;

model! {
    /// A report. Live responses contain it directly; the vendor's document puts it inside a `report` member.
    /// [`Report::inner`] returns whichever is present.
    pub struct Report {
        /// The record's id.
        id: scalar EntityId,
        /// The type.
        kind as "type": scalar String,
        /// The key.
        key: scalar String,
        /// The name.
        name: scalar String,
        /// The prefix of its numbers.
        prefix: scalar String,
        /// The buckets.
        data: list ReportBucket,
        /// The total of all buckets.
        summary: object ReportBucket,
        /// The report, as declared.
        report: object Box<Report>,
    }
}

impl Record for Report {
    const PLURAL: &'static str = "reports";
}

impl Report {
    /// Returns the report, wherever the vendor put it.
    #[must_use]
    pub fn inner(&self) -> &Self {
        self.report.as_deref().unwrap_or(self)
    }
}

model! {
    /// A bucket of a report: a time span or a group.
    pub struct ReportBucket {
        /// The name; as declared, it is the bucket itself: see [`ReportBucket::inner`].
        bucket: json crate::Json,
        /// The number of leads.
        count: object Formatted,
        /// The total value.
        total: object Formatted,
        /// The kind of bucket.
        bucket_type: scalar String,
        /// The subkind of bucket.
        bucket_subtype: scalar String,
        /// The filters that select its leads: an object in live responses, a list as declared.
        filters: json crate::Json,
        /// The segments.
        segments: json crate::Json,
        /// The values below the bucket's, of any shape.
        subvalues: json crate::Json,
    }
}

impl ReportBucket {
    /// Returns the name.
    #[must_use]
    pub fn name(&self) -> Option<String> {
        self.bucket.as_ref()?.as_str()
    }

    /// Returns the bucket, wherever the vendor put it.
    #[must_use]
    pub fn inner(&self) -> Self {
        let nested = self.bucket.as_ref().filter(|bucket| bucket.text().starts_with('{'));
        nested.and_then(|bucket| bucket.read().ok()).unwrap_or_else(|| self.clone())
    }
}
