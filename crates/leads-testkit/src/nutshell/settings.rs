//! Settings for what is not known of the real server.

/// How a response with one record is wrapped. Live responses wrap it in an array; the vendor's documentation declares
/// the bare object for many calls.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shape {
    /// `{"meta":…,"links":{},"leads":[{…}]}`, as in every live response.
    #[default]
    Wrapped,
    /// The plural member with the object itself.
    WrappedOne,
    /// The bare object.
    Bare,
}

/// The response to reading a deleted record.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DeletedReads {
    /// The record with its deletion time.
    #[default]
    Record,
    /// The page for an unknown id.
    NotFound,
}

/// The response to a JSON Patch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PatchResponse {
    /// 204 without a body, as documented.
    #[default]
    NoContent,
    /// 200 with the record.
    Record,
}

/// The format of a deleted lead's deletion time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DeletedTime {
    /// Unix seconds, as in other records.
    #[default]
    Seconds,
    /// An ISO 8601 string, as declared.
    Text,
    /// An object, like the lead's other times.
    Object,
}

/// The fake's settings, each over the plausible behaviors.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Settings {
    /// How one record is wrapped.
    pub shape: Shape,
    /// Whether the lists declared as bare arrays (stages, stagesets, account types, industries, audiences,
    /// territories) are bare.
    pub bare_lists: bool,
    /// The response to a patch.
    pub patch_response: PatchResponse,
    /// The response to reading a deleted record.
    pub deleted_reads: DeletedReads,
    /// The format of a deleted lead's deletion time.
    pub deleted_time: DeletedTime,
    /// Whether deletes declared both with and without a body, of products and product maps, respond 204 without one.
    pub empty_deletes: bool,
    /// Whether creating a task responds without a body, as declared, or with the task.
    pub empty_task_creates: bool,
    /// The page size if no limit is given.
    pub page_size: usize,
    /// Whether `page[page]` is ignored, so that every page is the first.
    pub ignore_page: bool,
    /// Whether "canceled" is spelled with one l.
    pub american: bool,
    /// Whether a full page of newer events contains the oldest of them instead of the newest.
    pub oldest_events_first: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            shape: Shape::default(),
            bare_lists: false,
            patch_response: PatchResponse::default(),
            deleted_reads: DeletedReads::default(),
            deleted_time: DeletedTime::default(),
            empty_deletes: false,
            empty_task_creates: true,
            page_size: 25,
            ignore_page: false,
            american: false,
            oldest_events_first: false,
        }
    }
}
