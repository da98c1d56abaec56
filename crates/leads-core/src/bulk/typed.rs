//! Typed requests as the rows of a run.

use super::apply::{Apply, Resolved, RowInfo, Sent};
use super::run::run;
use super::{BulkOptions, BulkReport, RowDigest};
use crate::error::{Error, Result};
use crate::http::{CallOptions, Lost, Pipeline, Resolution, Resolve};
use crate::lead::LeadId;
use crate::request::{Request, Safety};
use crate::response::Reply;
use async_trait::async_trait;
use serde::Serialize;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

type IdFn<R> = fn(&<R as Request>::Response) -> Option<String>;
type ResolveFn<R> = for<'a> fn(
    &'a Pipeline<<R as Request>::Vendor>,
    &'a R,
    Lost,
    &'a CallOptions,
) -> Pin<Box<dyn Future<Output = Result<Resolution>> + Send + 'a>>;

/// Requests of one type, each with a key by which the application knows it: the rows of [`Pipeline::apply_all`].
///
/// ```no_run
/// # use leads_core::bulk::{BulkOptions, BulkReport, Requests};
/// # use leads_core::{Pipeline, Resolve, Result};
/// # use serde::Serialize;
/// # async fn run<R: Resolve + Serialize>(pipeline: Pipeline<R::Vendor>, rows: Vec<(String, R)>) -> Result<BulkReport> {
/// let requests = Requests::new(rows).resolving();
/// pipeline.apply_all(requests, BulkOptions::new()).await
/// # }
/// ```
pub struct Requests<R: Request> {
    rows: Vec<(String, R)>,
    digest: fn(&R) -> Result<RowDigest>,
    subject: Option<fn(&R) -> Option<String>>,
    id: Option<IdFn<R>>,
    resolve: Option<ResolveFn<R>>,
}

impl<R: Request> fmt::Debug for Requests<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Requests")
            .field("operation", &R::OPERATION.name)
            .field("rows", &self.rows.len())
            .field("resolving", &self.resolve.is_some())
            .finish_non_exhaustive()
    }
}

impl<R: Request> Requests<R> {
    /// Creates rows from keys and requests. Each key must occur once.
    #[must_use]
    pub fn new(rows: impl IntoIterator<Item = (impl Into<String>, R)>) -> Self
    where
        R: Serialize,
    {
        Self {
            rows: rows.into_iter().map(|(key, request)| (key.into(), request)).collect(),
            digest: |request| RowDigest::of(request),
            subject: None,
            id: None,
            resolve: None,
        }
    }

    /// Sets that rows of an interrupted run are resolved by the request's own verification read. Without it, such a row is
    /// sent again if the request is idempotent, and stays unknown otherwise.
    #[must_use]
    pub fn resolving(mut self) -> Self
    where
        R: Resolve,
    {
        self.resolve = Some(|pipeline, request, lost, options| Box::pin(pipeline.resolve_with(request, lost, options)));
        self
    }

    /// Sets how the record that a request changes is identified. Requests for the same record are sent one after the other,
    /// in their order.
    #[must_use]
    pub fn subject(mut self, of: fn(&R) -> Option<String>) -> Self {
        self.subject = Some(of);
        self
    }

    /// Sets how the id of the record is read from a response, for the report.
    #[must_use]
    pub fn id(mut self, of: fn(&R::Response) -> Option<String>) -> Self {
        self.id = Some(of);
        self
    }
}

struct Typed<'a, R: Request> {
    pipeline: &'a Pipeline<R::Vendor>,
    requests: Requests<R>,
}

impl<R: Request> Typed<'_, R> {
    fn request(&self, row: usize) -> Result<&R> {
        let row = self.requests.rows.get(row).map(|(_, request)| request);
        row.ok_or_else(|| Error::invalid("row", "does not exist"))
    }
}

#[async_trait]
impl<R: Request> Apply for Typed<'_, R> {
    async fn send(&self, row: usize, options: &CallOptions) -> Result<Sent> {
        let reply = self.pipeline.send_with(self.request(row)?, options).await?;
        let (response, meta) = Reply::into_parts(reply);
        Ok(Sent {
            outcome: meta.outcome,
            id: self.requests.id.and_then(|id| id(&response)).map(LeadId::new),
            effect: None,
            written: None,
            warnings: meta.warnings,
            attempts: meta.attempts,
            error: None,
        })
    }

    async fn resolve(&self, row: usize, lost: Lost, options: &CallOptions) -> Result<Resolved> {
        let request = self.request(row)?;
        match self.requests.resolve {
            Some(resolve) => Ok(resolve(self.pipeline, request, lost, options).await?.into()),
            None => Ok(Resolution::CannotTell.into()),
        }
    }

    fn is_idempotent(&self, row: usize) -> bool {
        self.request(row).is_ok_and(|request| R::OPERATION.safety.max(request.safety()) != Safety::NonIdempotent)
    }

    fn usual_deadline(&self) -> Duration {
        self.pipeline.timeouts().call
    }

    fn time_for(&self, rows: u64) -> Option<Duration> {
        Some(self.pipeline.limiter().time_for(R::OPERATION.rate, rows))
    }
}

impl<V: crate::vendor::Vendor> Pipeline<V> {
    /// Applies many requests of one type, and reports each exactly once: see [`bulk`](crate::bulk).
    ///
    /// # Errors
    /// Returns an error, before anything is sent, if two rows have the same key, a request cannot be stored, or the record to
    /// resume from is of other rows. A row that fails is not an error; it is in the report.
    pub async fn apply_all<R: Request<Vendor = V>>(
        &self,
        requests: Requests<R>,
        options: BulkOptions<'_>,
    ) -> Result<BulkReport> {
        let named = |error: Error| error.for_operation(V::NAME, R::OPERATION.name);
        let info = |(key, request): &(String, R)| {
            Ok(RowInfo {
                key: key.clone(),
                digest: (requests.digest)(request)?,
                subject: requests.subject.and_then(|subject| subject(request)),
            })
        };
        let rows: Vec<RowInfo> = requests.rows.iter().map(info).collect::<Result<_>>().map_err(named)?;
        let work = Typed { pipeline: self, requests };
        Box::pin(run(&work, &rows, options)).await.map_err(named)
    }
}
