//! A call to the fake.

use super::responses::Rejection;
use super::store::Store;
use crate::{FakeRequest, FakeResponse, Ledger};

/// The response to a call, or why it is rejected.
pub(super) type Answered = Result<FakeResponse, Rejection>;

/// A call with everything its handler needs.
pub(super) struct Call<'a> {
    pub(super) store: &'a mut Store,
    pub(super) request: &'a FakeRequest,
    pub(super) ledger: &'a Ledger,
    /// The name of the operation.
    pub(super) operation: &'static str,
    /// The kind of record that the operation is about.
    pub(super) kind: &'static str,
    /// The id in the path, or ids separated by commas; empty if the path has none.
    pub(super) id: String,
}

impl Call<'_> {
    /// Records that the write was applied.
    pub(super) fn applied(&self) {
        self.ledger.record(self.operation);
    }
}
