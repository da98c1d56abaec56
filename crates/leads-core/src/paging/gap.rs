//! Gaps in lists.

/// A position in a list where rows may be missing. Returned by [`Error::gap`](crate::Error::gap); the list continues after it.
///
/// Reported when the last delivered row, and every row of up to three pages before it, is gone: more rows were deleted
/// between two calls than those pages contain, or their order changed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Gap {
    /// The key of the row before the gap.
    pub after: Option<String>,
    /// The key of the row after the gap; `None` at the end of the list.
    pub before: Option<String>,
}
