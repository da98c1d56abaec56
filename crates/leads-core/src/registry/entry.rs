//! One operation, without its types.

use super::Stored;
use super::kept::Kept;
use crate::error::{Error, Result};
use crate::http::{CallOptions, Lost, Pipeline, RequestPreview, Resolution, Resolve};
use crate::request::{Operation, Request, Safety};
use crate::response::{Meta, Reply};
use crate::vendor::Vendor;
use bytes::Bytes;
use serde::de::DeserializeOwned;
use std::fmt;
use std::future::Future;
use std::pin::Pin;

type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = Result<T>> + Send + 'a>>;
type SendFn<V> = for<'a> fn(&'a Pipeline<V>, &Stored, &'a CallOptions) -> BoxFuture<'a, (Bytes, Meta)>;
type ResolveFn<V> = for<'a> fn(&'a Pipeline<V>, &Stored, Lost, &'a CallOptions) -> BoxFuture<'a, Resolution>;

/// What a stored request is, without sending it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Checked {
    /// How safe it is to retry this request.
    pub safety: Safety,
    /// Whether [`Registry::resolve`](super::Registry::resolve) can determine its outcome.
    pub resolvable: bool,
}

/// One operation of a [`Registry`](super::Registry).
pub struct Entry<V: Vendor> {
    operation: Operation,
    check: fn(&Stored) -> Result<Safety>,
    preview: fn(&Pipeline<V>, &Stored) -> Result<RequestPreview>,
    send: SendFn<V>,
    resolve: Option<ResolveFn<V>>,
}

impl<V: Vendor> fmt::Debug for Entry<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Entry").field("operation", &self.operation).finish_non_exhaustive()
    }
}

impl<V: Vendor> Entry<V> {
    /// Creates the entry of a request type.
    #[must_use]
    pub fn of<R: Request<Vendor = V> + DeserializeOwned + 'static>() -> Self {
        Self {
            operation: R::OPERATION,
            check: |stored| {
                let request: R = stored.restore()?;
                request.parts().map_err(|error| error.for_operation(V::NAME, R::OPERATION.name))?;
                Ok(R::OPERATION.safety.max(request.safety()))
            },
            preview: |pipeline, stored| pipeline.preview(&stored.restore::<R>()?),
            send: |pipeline, stored, options| {
                let request = stored.restore::<R>();
                Box::pin(async move {
                    let (body, meta) = Reply::into_parts(pipeline.send_with(&Kept(request?), options).await?);
                    Ok((body.0, meta))
                })
            },
            resolve: None,
        }
    }

    /// Declares that the effect of the write can be verified.
    #[must_use]
    pub fn resolvable<R: Resolve<Vendor = V> + DeserializeOwned + 'static>(mut self) -> Self {
        self.resolve = Some(|pipeline, stored, lost, options| {
            let request = stored.restore::<R>();
            Box::pin(async move { pipeline.resolve_with(&request?, lost, options).await })
        });
        self
    }

    /// Returns the operation's properties.
    #[must_use]
    pub const fn operation(&self) -> &Operation {
        &self.operation
    }

    /// Returns whether the effect of the write can be verified.
    #[must_use]
    pub const fn is_resolvable(&self) -> bool {
        self.resolve.is_some()
    }

    pub(super) fn check(&self, stored: &Stored) -> Result<Checked> {
        let safety = (self.check)(stored)?;
        Ok(Checked { safety, resolvable: self.is_resolvable() })
    }

    pub(super) fn preview(&self, pipeline: &Pipeline<V>, stored: &Stored) -> Result<RequestPreview> {
        (self.preview)(pipeline, stored)
    }

    pub(super) fn send<'a>(
        &self,
        pipeline: &'a Pipeline<V>,
        stored: &Stored,
        options: &'a CallOptions,
    ) -> BoxFuture<'a, (Bytes, Meta)> {
        (self.send)(pipeline, stored, options)
    }

    pub(super) fn resolve<'a>(
        &self,
        pipeline: &'a Pipeline<V>,
        stored: &Stored,
        lost: Lost,
        options: &'a CallOptions,
    ) -> Result<BoxFuture<'a, Resolution>> {
        match self.resolve {
            Some(resolve) => Ok(resolve(pipeline, stored, lost, options)),
            None => Err(Error::unsupported("no read proves this write")
                .with_field("operation")
                .with_help("look the record up at the vendor before sending the request again")
                .for_operation(V::NAME, self.operation.name)),
        }
    }
}
