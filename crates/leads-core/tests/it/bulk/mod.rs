//! Runs of many rows, interrupted and resumed.

mod callbacks;
mod faults;
mod files;
mod resume;
mod shop;

use async_trait::async_trait;
use leads_core::bulk::{BulkEvent, BulkLog, BulkRecord, LogError, Requests, RowBegan, RowReport};
use shop::{Order, SetOrder};
use std::future::Future;
use std::pin::pin;
use std::sync::Mutex;
use std::task::Poll;

/// A log in memory, one JSON object a line, like a file after the process was killed.
#[derive(Default)]
struct Lines(Mutex<String>);

impl Lines {
    async fn write(&self, event: &BulkEvent) {
        tokio::task::yield_now().await;
        let line = serde_json::to_string(event).unwrap() + "\n";
        self.0.lock().unwrap().push_str(&line);
        tokio::task::yield_now().await;
    }

    fn record(&self) -> BulkRecord {
        BulkRecord::from_json_lines(&self.0.lock().unwrap()).unwrap()
    }
}

#[async_trait]
impl BulkLog for Lines {
    async fn before(&self, row: &RowBegan) -> Result<(), LogError> {
        self.write(&BulkEvent::Began(row.clone())).await;
        Ok(())
    }

    async fn after(&self, row: &RowReport) -> Result<(), LogError> {
        self.write(&BulkEvent::Ended(Box::new(row.clone()))).await;
        Ok(())
    }
}

/// Polls a future this many times and drops it; returns `Some` if it completed before.
async fn cut_off<F: Future>(future: F, polls: usize) -> Option<F::Output> {
    let (mut future, mut polled) = (pin!(future), 0);
    std::future::poll_fn(move |context| {
        if polled == polls {
            return Poll::Ready(None);
        }
        polled += 1;
        match future.as_mut().poll(context) {
            Poll::Ready(done) => Poll::Ready(Some(done)),
            Poll::Pending if polled == polls => Poll::Ready(None),
            Poll::Pending => Poll::Pending,
        }
    })
    .await
}

/// Rows `k0`, `k1` ... that set the status of one order each.
fn rows(count: usize) -> Vec<(String, SetOrder)> {
    (0..count).map(|at| (format!("k{at}"), SetOrder::new(&format!("o{at}"), "done"))).collect()
}

fn requests(rows: &[(String, SetOrder)]) -> Requests<SetOrder> {
    Requests::new(rows.to_vec())
        .resolving()
        .subject(|request| Some(request.id.clone()))
        .id(|order: &Order| Some(order.id.clone()))
}
