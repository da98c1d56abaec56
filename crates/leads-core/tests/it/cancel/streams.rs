//! Streams whose `next` is dropped after its n-th poll, and streams that are dropped themselves.

use crate::cancel::small::{Does, NumberPage, Slow, Token, client};
use crate::common::DropAfter;
use async_trait::async_trait;
use leads_core::client::{
    Capabilities, CheckReport, Created, LeadPage, LeadQuery, LeadStream, LeadUpdate, NewLead, PageToken, StatusChange,
    Updated,
};
use leads_core::error::{Error, ErrorKind};
use leads_core::{CallOptions, ClientConfig, Lead, LeadClient, LeadId, Meta, Reply, Result};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::task::yield_now;
use tokio::time::sleep;

const PAGES: [Does; 3] = [Does::Responds(200, "[1,2]"), Does::Responds(200, "[3]"), Does::Responds(200, "[]")];

#[tokio::test(start_paused = true)]
async fn dropped_next_loses_no_row_and_reads_no_page_twice() {
    for polls in 1..20 {
        let slow = Slow::of(PAGES);
        let pipeline = client(&slow, &Token::new(), ClientConfig::new());
        let mut rows = pipeline.items(NumberPage(0));
        let (mut seen, mut dropped) = (Vec::new(), 0);
        loop {
            match DropAfter::new(polls, rows.next()).await {
                None => {
                    dropped += 1;
                    // The caller does something else for a while, and then continues.
                    sleep(Duration::from_millis(1)).await;
                }
                Some(Some(row)) => seen.push(row.unwrap()),
                Some(None) => break,
            }
            assert!(dropped < 200, "every call restarts the page request");
        }
        assert_eq!(seen, [1, 2, 3], "{polls}");
        assert_eq!(slow.attempts.lock().unwrap().len(), 3, "{polls}");
        assert!(polls > 3 || dropped > 0);
    }
}

#[tokio::test(start_paused = true)]
async fn dropped_stream_drops_its_page_request() {
    for polls in 0..14 {
        let slow = Slow::of(PAGES);
        let pipeline = client(&slow, &Token::new(), ClientConfig::new());
        let all = pipeline.items(NumberPage(0)).collect();
        drop(DropAfter::new(polls, all).await);
        assert!(slow.nothing_is_held(), "{polls}");
        let rows = pipeline.items(NumberPage(7));
        drop(rows);
        assert!(slow.nothing_is_held());
    }
}

/// Three pages without leads; the second fails a configurable number of times.
#[derive(Debug, Default)]
struct ScriptedPages {
    requested: AtomicUsize,
    failures: AtomicUsize,
}

fn never<T>() -> Result<T> {
    Err(Error::new(ErrorKind::Unsupported, "not here"))
}

#[async_trait]
impl LeadClient for ScriptedPages {
    fn vendor(&self) -> &'static str {
        "pages"
    }
    fn capabilities(&self) -> &Capabilities {
        const CAN: Capabilities = Capabilities::none();
        &CAN
    }
    async fn check_with(&self, _options: &CallOptions) -> Result<Reply<CheckReport>> {
        never()
    }
    async fn create_with(&self, _lead: &NewLead, _options: &CallOptions) -> Result<Reply<Created>> {
        never()
    }
    async fn get_with(&self, _id: &LeadId, _options: &CallOptions) -> Result<Reply<Box<dyn Lead>>> {
        never()
    }
    async fn update_with(&self, _: &LeadId, _: &LeadUpdate, _: &CallOptions) -> Result<Reply<Updated>> {
        never()
    }
    async fn set_status_with(&self, _: &LeadId, _: &StatusChange, _: &CallOptions) -> Result<Reply<Updated>> {
        never()
    }
    async fn delete_with(&self, _id: &LeadId, _options: &CallOptions) -> Result<Reply<Updated>> {
        never()
    }
    async fn list_page_with(
        &self,
        _query: &LeadQuery,
        after: Option<&PageToken>,
        _options: &CallOptions,
    ) -> Result<Reply<LeadPage>> {
        self.requested.fetch_add(1, Ordering::SeqCst);
        yield_now().await;
        yield_now().await;
        let fails = |left: usize| left.checked_sub(1);
        let next = match after.map(PageToken::as_str) {
            None => Some("1"),
            Some("1") if self.failures.fetch_update(Ordering::SeqCst, Ordering::SeqCst, fails).is_ok() => {
                return Err(Error::new(ErrorKind::Server, "not now"));
            }
            Some("1") => Some("2"),
            Some(_) => None,
        };
        Ok(Reply::new(LeadPage::new(Vec::new(), next.map(PageToken::new)), Meta::default()))
    }
}

#[tokio::test(start_paused = true)]
async fn dropped_next_of_a_lead_stream_requests_no_page_twice() {
    for polls in 1..6 {
        let pages = ScriptedPages::default();
        let mut stream = LeadStream::new(&pages, LeadQuery::default(), &CallOptions::new());
        for _ in 0..50 {
            if let Some(end) = DropAfter::new(polls, stream.next()).await {
                assert!(end.is_none());
                break;
            }
        }
        assert_eq!(pages.requested.load(Ordering::SeqCst), 3, "{polls}");
    }
}

#[tokio::test(start_paused = true)]
async fn failed_page_ends_a_lead_stream_and_keeps_its_position() {
    let pages = ScriptedPages { failures: AtomicUsize::new(1), ..ScriptedPages::default() };
    let mut stream = LeadStream::new(&pages, LeadQuery::default(), &CallOptions::new());
    assert_eq!(stream.next().await.unwrap().unwrap_err().kind(), ErrorKind::Server);
    assert!(stream.next().await.is_none());
    let position = stream.position().cloned();
    assert_eq!(position, Some(PageToken::new("1")));
    let mut again = LeadStream::new(&pages, LeadQuery::default(), &CallOptions::new()).after(position.unwrap());
    assert!(again.next().await.is_none());
    assert_eq!((pages.requested.load(Ordering::SeqCst), again.position()), (4, None));
}
