//! A vendor's operations, with everything that can be done with them without knowing their types.

use super::compare::{self, Inspection, Judgement};
use super::to_tree::to_tree;
use super::{ignored, with_inspection};
use crate::error::{Error, Result, WriteOutcome};
use crate::http::{CallOptions, Pipeline, RequestPreview, Resolution, Resolve, Verification};
use crate::json::decode;
use crate::request::{HasBody, Operation, Request, Safety};
use crate::response::{HttpResponse, Raw};
use crate::vendor::{Classification, Vendor};
use bytes::Bytes;
use http::HeaderMap;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fmt;
use std::future::Future;
use std::pin::Pin;

/// A request with an example.
pub trait Sample: Request {
    /// Returns an example with all optional members that make sense together; all values are invented.
    fn sample() -> Self;
}

type InspectRequest = fn(&[u8], &[(String, String)]) -> Inspection;
type ReplyFuture<'a> = Pin<Box<dyn Future<Output = Result<String>> + Send + 'a>>;
type OutcomeFuture<'a> = Pin<Box<dyn Future<Output = Result<WriteOutcome>> + Send + 'a>>;
type ResolveFuture<'a> = Pin<Box<dyn Future<Output = Result<Resolution>> + Send + 'a>>;

/// How a write can be verified, with the verification of its example.
#[derive(Clone, Copy)]
struct Verifier<V: Vendor> {
    verification: Verification,
    resolve: for<'a> fn(&'a Pipeline<V>, &'a Error, &'a CallOptions) -> ResolveFuture<'a>,
}

/// One operation of a vendor, without its types.
pub struct Entry<V: Vendor> {
    /// The operation's properties.
    pub operation: Operation,
    /// The name of the request type.
    pub request_type: String,
    plan: fn(&Pipeline<V>) -> Result<RequestPreview>,
    send: for<'a> fn(&'a Pipeline<V>, &'a CallOptions) -> ReplyFuture<'a>,
    outcome: for<'a> fn(&'a Pipeline<V>, &'a CallOptions) -> OutcomeFuture<'a>,
    debug: fn() -> String,
    stored: fn() -> Result<String>,
    restored: fn(&str) -> Result<String>,
    safety: fn() -> Safety,
    trace: fn() -> Option<String>,
    verifier: Option<Verifier<V>>,
    response: fn(&HttpResponse) -> Inspection,
    request: Option<InspectRequest>,
    element: Option<fn(&[u8]) -> Inspection>,
}

impl<V: Vendor> fmt::Debug for Entry<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Entry").field("operation", &self.operation).finish_non_exhaustive()
    }
}

impl<V: Vendor> Entry<V> {
    /// Creates the entry of a request type.
    #[must_use]
    pub fn of<R>() -> Self
    where
        R: Sample + Request<Vendor = V> + Serialize + DeserializeOwned + fmt::Debug + 'static,
        R::Response: Serialize + fmt::Debug,
    {
        Self {
            operation: R::OPERATION,
            request_type: compare::short(std::any::type_name::<R>()),
            plan: |pipeline| pipeline.preview(&R::sample()),
            send: |pipeline, options| {
                Box::pin(
                    async move { pipeline.send_with(&R::sample(), options).await.map(|reply| format!("{reply:?}")) },
                )
            },
            outcome: |pipeline, options| {
                Box::pin(
                    async move { pipeline.send_with(&R::sample(), options).await.map(|reply| reply.meta().outcome) },
                )
            },
            debug: || format!("{:?}", R::sample()),
            stored: || stored(&R::sample()),
            restored: |text| stored(&decode::from_str::<R>(text)?),
            safety: || R::OPERATION.safety.max(R::sample().safety()),
            trace: || R::sample().trace(),
            verifier: None,
            response: response::<R>,
            request: None,
            element: None,
        }
    }

    /// Declares that the request has a JSON body.
    #[must_use]
    pub fn with_body<R>(mut self) -> Self
    where
        R: HasBody + Request<Vendor = V> + DeserializeOwned,
    {
        self.request = Some(request::<R>);
        self
    }

    /// Declares the type of the records in the response's list.
    #[must_use]
    pub fn with_element<T: Serialize + DeserializeOwned>(mut self) -> Self {
        self.element = Some(record::<T>);
        self
    }

    /// Declares that the effect of the write can be verified.
    #[must_use]
    pub fn with_verifier<R>(mut self) -> Self
    where
        R: Resolve + Sample + Request<Vendor = V>,
    {
        self.verifier = Some(Verifier {
            verification: Verification::of::<R>(),
            resolve: |pipeline, error, options| {
                Box::pin(async move { pipeline.resolve_with(&R::sample(), error, options).await })
            },
        });
        self
    }

    /// Returns how the write can be verified; `None` for a read, and for a write that cannot be verified.
    #[must_use]
    pub fn verification(&self) -> Option<Verification> {
        self.verifier.as_ref().map(|verifier| verifier.verification)
    }

    /// Verifies the example after its error; `None` if it cannot be verified.
    pub fn resolve<'a>(
        &self,
        pipeline: &'a Pipeline<V>,
        error: &'a Error,
        options: &'a CallOptions,
    ) -> Option<ResolveFuture<'a>> {
        self.verifier.as_ref().map(|verifier| (verifier.resolve)(pipeline, error, options))
    }

    /// Returns what the example can be found by if its outcome is unknown.
    #[must_use]
    pub fn trace(&self) -> Option<String> {
        (self.trace)()
    }

    /// Returns what the example would send.
    ///
    /// # Errors
    /// Returns an error if the request's own validation rejects it.
    pub fn preview(&self, pipeline: &Pipeline<V>) -> Result<RequestPreview> {
        (self.plan)(pipeline)
    }

    /// Sends the example, and returns the reply's `Debug` text.
    ///
    /// # Errors
    /// The same errors as any call.
    pub fn send<'a>(&self, pipeline: &'a Pipeline<V>, options: &'a CallOptions) -> ReplyFuture<'a> {
        (self.send)(pipeline, options)
    }

    /// Sends the example, and returns the outcome that the reply reports.
    ///
    /// # Errors
    /// The same errors as any call.
    pub fn outcome<'a>(&self, pipeline: &'a Pipeline<V>, options: &'a CallOptions) -> OutcomeFuture<'a> {
        (self.outcome)(pipeline, options)
    }

    /// Returns the example's `Debug` text.
    #[must_use]
    pub fn debug(&self) -> String {
        (self.debug)()
    }

    /// Returns the example in its stored form, as in a journal.
    ///
    /// # Errors
    /// Returns an error if the request contains a secret, because it cannot be stored.
    pub fn stored(&self) -> Result<String> {
        (self.stored)()
    }

    /// Reads a stored request and returns its stored form again.
    ///
    /// # Errors
    /// Returns an error if the text is not a request of this operation, also if it has an unknown member.
    pub fn restored(&self, text: &str) -> Result<String> {
        (self.restored)(text)
    }

    /// Returns how safe it is to retry the example.
    #[must_use]
    pub fn safety(&self) -> Safety {
        (self.safety)()
    }

    /// Compares a successful response with the response type.
    #[must_use]
    pub fn inspect_response(&self, status: u16, body: &[u8]) -> Inspection {
        let mut response = HttpResponse::new(status, HeaderMap::new(), Bytes::copy_from_slice(body));
        response.repair();
        (self.response)(&response)
    }

    /// Compares a response that was received with the response type.
    #[must_use]
    pub fn inspect(&self, response: &HttpResponse) -> Inspection {
        (self.response)(response)
    }

    /// Compares a captured request body with the body type; `None` if the operation has none. `fields` are the members
    /// of the request outside its body: if given, the whole request is validated as it would be before sending.
    #[must_use]
    pub fn inspect_request(&self, body: &[u8], fields: &[(String, String)]) -> Option<Inspection> {
        self.request.map(|request| request(body, fields))
    }

    /// Compares one record of a list with its type; `None` if the response is not a list.
    #[must_use]
    pub fn inspect_element(&self, record: &[u8]) -> Option<Inspection> {
        self.element.map(|element| element(record))
    }

    /// Compares a failed response with the vendor's classification.
    #[must_use]
    pub fn inspect_error(&self, status: u16, body: &[u8]) -> Inspection
    where
        V::Settings: Default,
    {
        let mut response = HttpResponse::new(status, HeaderMap::new(), Bytes::copy_from_slice(body));
        response.repair();
        match V::classify(&V::Settings::default(), &self.operation, &response) {
            Classification::Success { outcome, .. } => {
                let judged = Inspection::failed("Failure", "classified as a success");
                if outcome == WriteOutcome::Partial {
                    Inspection { judgement: Judgement::Ok, ..judged }.note("partial: some rows failed")
                } else {
                    judged
                }
            }
            Classification::Failure(failure) => {
                let codes: Vec<&str> = failure.codes.iter().map(|code| code.code.as_str()).collect();
                Inspection::fine("Failure").note(format!(
                    "kind={} codes=[{}] retryable={} outcome={}",
                    failure.kind,
                    codes.join(", "),
                    failure.retryable,
                    failure.outcome
                ))
            }
        }
    }
}

fn stored<R: Serialize>(request: &R) -> Result<String> {
    serde_json::to_string(request).map_err(|_| Error::invalid("request", "cannot be stored"))
}

fn response<R>(response: &HttpResponse) -> Inspection
where
    R: Request,
    R::Response: Serialize,
{
    let name = std::any::type_name::<R::Response>();
    with_inspection(|| match R::read(response) {
        Err(error) => Inspection::unreadable(name, &error),
        Ok(value) => match (to_tree(&value), std::str::from_utf8(&response.body)) {
            (Ok(_), Ok(payload)) if payload.trim().is_empty() => Inspection::fine(name),
            (Ok(typed), Ok(payload)) => compare::response(name, payload, &typed),
            (Err(error), _) => Inspection::failed(name, error.to_string()),
            (_, Err(error)) => Inspection::failed(name, error.to_string()),
        },
    })
}

fn record<T: Serialize + DeserializeOwned>(body: &[u8]) -> Inspection {
    event::<T>(body)
}

fn event<T: Serialize + DeserializeOwned>(body: &[u8]) -> Inspection {
    let name = std::any::type_name::<Raw<T>>();
    with_inspection(|| match Raw::<T>::whole(&Bytes::copy_from_slice(body)) {
        Err(error) => Inspection::unreadable(name, &error),
        Ok(raw) => match to_tree(&raw) {
            Ok(typed) => compare::response(name, raw.text(), &typed),
            Err(error) => Inspection::failed(name, error.to_string()),
        },
    })
}

fn request<R: HasBody + DeserializeOwned>(body: &[u8], fields: &[(String, String)]) -> Inspection {
    let name = std::any::type_name::<R::Body>();
    let Ok(text) = std::str::from_utf8(body) else { return Inspection::failed(name, "not UTF-8") };
    let typed: R::Body = match crate::json::decode::strict(text) {
        Ok(typed) => typed,
        Err(error) => return Inspection::unreadable(name, &error),
    };
    let reveal = crate::request::Reveal::start();
    let written = serde_json::to_string(&typed);
    drop(reveal);
    let inspection = match written {
        Ok(written) => compare::request(name, text, &written, ignored::<R::Body>(text)),
        Err(error) => return Inspection::failed(name, error.to_string()),
    };
    if fields.is_empty() || inspection.judgement != Judgement::Ok {
        return inspection;
    }
    // The whole request in its stored form: the members outside the body, then the body.
    let mut stored = String::from("{");
    for (member, value) in fields {
        let value = serde_json::from_str::<serde_json::Value>(value)
            .unwrap_or_else(|_| serde_json::Value::String(value.clone()));
        stored.push_str(&format!("{}:{value},", serde_json::Value::String(member.clone())));
    }
    stored.push_str(&format!("\"body\":{text}}}"));
    match crate::json::decode::strict::<R>(&stored).and_then(|request| request.parts()) {
        Ok(_) => inspection.note("the whole request is valid"),
        Err(error) => Inspection { judgement: Judgement::Fail, ..inspection }.note(error.to_string()),
    }
}

/// One incoming event of a vendor, without its type.
#[derive(Clone, Copy)]
pub struct Event {
    /// The name in the vendor crate.
    pub name: &'static str,
    inspect: fn(&[u8]) -> Inspection,
}

impl fmt::Debug for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Event").field("name", &self.name).finish_non_exhaustive()
    }
}

impl Event {
    /// Creates the event of a payload type.
    #[must_use]
    pub fn of<T: Serialize + DeserializeOwned>(name: &'static str) -> Self {
        Self { name, inspect: event::<T> }
    }

    /// Creates an event that is read by a separate function.
    #[must_use]
    pub fn with(name: &'static str, inspect: fn(&[u8]) -> Inspection) -> Self {
        Self { name, inspect }
    }

    /// Compares a captured payload with the type.
    #[must_use]
    pub fn inspect(&self, body: &[u8]) -> Inspection {
        (self.inspect)(body)
    }
}
