//! The calls of a vendor crate's client.

use super::{Blocking, Items};
use crate::error::Result;
use crate::http::{CallOptions, Lost, Pipeline, RequestPreview, Resolution, Resolve};
use crate::paging::{Bookmark, Paged};
use crate::request::{Body, Operation, Request};
use crate::response::Reply;
use crate::vendor::Vendor;
use bytes::Bytes;

/// The calls of a typed client. They are those of the async client, with the same errors.
impl<C> Blocking<C> {
    /// Sends a request and reads the response.
    ///
    /// # Errors
    ///
    /// Returns an [`Error`](crate::Error) that states the [outcome](crate::Error::outcome) of a write.
    pub fn send<R: Request>(&self, request: &R) -> Result<Reply<R::Response>>
    where
        C: AsRef<Pipeline<R::Vendor>>,
    {
        self.thread.block_on(self.client.as_ref().send(request))
    }

    /// Sends a request with per-call options.
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send).
    pub fn send_with<R: Request>(&self, request: &R, options: &CallOptions) -> Result<Reply<R::Response>>
    where
        C: AsRef<Pipeline<R::Vendor>>,
    {
        self.thread.block_on(self.client.as_ref().send_with(request, options))
    }

    /// Determines whether a write took effect: see [`Pipeline::resolve`].
    ///
    /// # Errors
    ///
    /// Returns an error if the verification read fails; the outcome of the write is then still unknown.
    pub fn resolve<R: Resolve>(&self, request: &R, lost: impl Into<Lost>) -> Result<Resolution>
    where
        C: AsRef<Pipeline<R::Vendor>>,
    {
        self.thread.block_on(self.client.as_ref().resolve(request, lost))
    }

    /// [`resolve`](Self::resolve) with per-call options for the verification read.
    ///
    /// # Errors
    ///
    /// As [`resolve`](Self::resolve).
    pub fn resolve_with<R: Resolve>(
        &self,
        request: &R,
        lost: impl Into<Lost>,
        options: &CallOptions,
    ) -> Result<Resolution>
    where
        C: AsRef<Pipeline<R::Vendor>>,
    {
        self.thread.block_on(self.client.as_ref().resolve_with(request, lost, options))
    }

    /// Returns an iterator over the items of a list, beginning with the page of `request`.
    ///
    /// Each page is read when its first item is asked for, and each item can be an error: see
    /// [`ItemStream`](crate::ItemStream).
    pub fn items<R: Paged>(&self, request: R) -> Items<R>
    where
        C: AsRef<Pipeline<R::Vendor>>,
    {
        Items::new(&self.thread, self.client.as_ref().items(request))
    }

    /// [`items`](Self::items) with per-call options for each page.
    pub fn items_with<R: Paged>(&self, request: R, options: &CallOptions) -> Items<R>
    where
        C: AsRef<Pipeline<R::Vendor>>,
    {
        Items::new(&self.thread, self.client.as_ref().items_with(request, options))
    }

    /// Returns an iterator that continues after the last item of the one that `bookmark` was taken from.
    pub fn resume<R: Paged>(&self, bookmark: Bookmark<R>) -> Items<R>
    where
        C: AsRef<Pipeline<R::Vendor>>,
    {
        Items::new(&self.thread, self.client.as_ref().resume(bookmark))
    }

    /// Shows the exact HTTP request that [`send`](Self::send) would make, with credentials redacted. Sends nothing.
    ///
    /// # Errors
    ///
    /// Returns an invalid-request error that names the field.
    pub fn preview<R: Request>(&self, request: &R) -> Result<RequestPreview>
    where
        C: AsRef<Pipeline<R::Vendor>>,
    {
        self.client.as_ref().preview(request)
    }

    /// Sends a call for which the vendor crate has no request type: see [`Pipeline::execute`].
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send).
    pub fn execute<V: Vendor>(
        &self,
        operation: Operation,
        path_and_query: &str,
        options: &CallOptions,
        body: Body,
    ) -> Result<Reply<Bytes>>
    where
        C: AsRef<Pipeline<V>>,
    {
        self.thread.block_on(self.client.as_ref().execute(operation, path_and_query, options, body))
    }
}
