//! What nobody knows of the real server, as switches.

/// In what an answer with one record stands. Live answers wrap it in an array; the vendor's document declares the bare
/// object for many calls.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shape {
    /// `{"meta":…,"links":{},"leads":[{…}]}`, as every live answer had it.
    #[default]
    Wrapped,
    /// The plural member with the object itself.
    WrappedOne,
    /// The object alone.
    Bare,
}

/// What reading a deleted record gives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DeletedReads {
    /// The record with its time of deletion.
    #[default]
    Record,
    /// The page that stands for an unknown id.
    NotFound,
}

/// What a change by JSON Patch gives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PatchAnswer {
    /// 204 without a body, as documented.
    #[default]
    NoContent,
    /// 200 with the record.
    Record,
}

/// How a deleted lead tells its time of deletion.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DeletedTime {
    /// Unix seconds, as other records have it.
    #[default]
    Seconds,
    /// ISO text, as declared.
    Text,
    /// An object, as the lead's other times.
    Object,
}

/// The switches, each over the plausible forms.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Settings {
    /// In what one record stands.
    pub shape: Shape,
    /// Whether lists that are declared as bare arrays (stages, stagesets, account types, industries) are.
    pub bare_lists: bool,
    /// What a change gives.
    pub patch_answer: PatchAnswer,
    /// What reading a deleted record gives.
    pub deleted_reads: DeletedReads,
    /// How a deleted lead tells its time.
    pub deleted_time: DeletedTime,
    /// Whether deletes that are declared with and without a body, of products and product maps, answer 204 without one.
    pub empty_deletes: bool,
    /// The rows of a page that names no limit.
    pub page_size: usize,
    /// Whether `page[page]` is ignored, so that every page is the first.
    pub ignore_page: bool,
    /// Whether the word for called-off leads is spelled with one l.
    pub american: bool,
    /// Whether a full page of newer events holds the oldest of them instead of the newest.
    pub oldest_events_first: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            shape: Shape::default(),
            bare_lists: false,
            patch_answer: PatchAnswer::default(),
            deleted_reads: DeletedReads::default(),
            deleted_time: DeletedTime::default(),
            empty_deletes: false,
            page_size: 25,
            ignore_page: false,
            american: false,
            oldest_events_first: false,
        }
    }
}
