//! Shared by the tests of this crate and, by path, by those of the facade.

// Not every target uses all of it.
#![allow(dead_code, unused_imports)]

mod settings;

pub(crate) use settings::{depth, number, seed};

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

/// Drops a future after a number of polls. The output is `None` if it was dropped before it completed.
pub(crate) struct DropAfter<F> {
    future: Option<Pin<Box<F>>>,
    polls: usize,
}

impl<F: Future> DropAfter<F> {
    pub(crate) fn new(polls: usize, future: F) -> Self {
        Self { future: Some(Box::pin(future)), polls }
    }
}

impl<F: Future> Future for DropAfter<F> {
    type Output = Option<F::Output>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = &mut *self;
        if let Some(future) = this.future.as_mut().filter(|_| this.polls > 0) {
            this.polls -= 1;
            if let Poll::Ready(output) = future.as_mut().poll(cx) {
                return Poll::Ready(Some(output));
            }
        }
        if this.polls > 0 {
            return Poll::Pending;
        }
        this.future = None;
        Poll::Ready(None)
    }
}
