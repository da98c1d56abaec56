//! A model of lists that change while they are being read. Every failure prints its seed.

use super::history::Keys;
use super::page::{Numbering, Seen, Skip, Window};
use super::walker::{NewRow, Taken, Walker};
use crate::error::Result;
use crate::paging::{EndReason, NextPage, Page, Paged};
use crate::request::{Method, Operation, Parts, Request, Safety};
use crate::response::FromResponse;
use crate::response::HttpResponse;
use crate::vendor::{Classification, Failure, Vendor};
use serde::{Deserialize, Serialize};
use std::collections::{HashSet, VecDeque};

#[derive(Debug)]
struct Model;

impl Vendor for Model {
    const NAME: &'static str = "model";
    const PREFIXES: &'static [&'static str] = &[];
    const REQUEST_ID_HEADERS: &'static [&'static str] = &[];
    type Settings = ();
    fn classify((): &(), _operation: &Operation, response: &HttpResponse) -> Classification {
        if response.is_2xx() { Classification::applied() } else { Failure::from_status(response).into() }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
enum Kind {
    /// Pages by number.
    Pages,
    /// Rows by offset.
    Items,
    /// The rows after a key.
    Cursor,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct List {
    kind: Kind,
    start: u64,
    limit: Option<u64>,
    /// A cursor: the key after which the page begins.
    behind: u64,
}

struct Response {
    rows: Vec<u64>,
    /// Whether the vendor marks this as the last page.
    last: bool,
}

impl FromResponse<Model> for Response {
    fn from_response(_: &Operation, _: &HttpResponse) -> crate::error::Result<Self> {
        Ok(Response { rows: Vec::new(), last: true })
    }
}

impl Request for List {
    type Vendor = Model;
    type Response = Response;
    const OPERATION: Operation = Operation::new("list", Method::Get, "/list", Safety::Read);
    fn parts(&self) -> Result<Parts> {
        Parts::new().empty()
    }
}

impl Paged for List {
    type Item = u64;
    fn page(&self, response: Response) -> Page<Self> {
        let Response { rows, last } = response;
        let next = match rows.last() {
            None => NextPage::End(EndReason::EmptyPage),
            Some(_) if last => NextPage::End(EndReason::LastPage),
            Some(end) => NextPage::Next(Self { start: self.start + rows.len() as u64, behind: *end, ..self.clone() }),
        };
        Page::new(rows, next)
    }
    fn key(item: &u64) -> Option<String> {
        Some(item.to_string())
    }
    fn window(&self) -> Option<Window> {
        let numbering = match self.kind {
            Kind::Pages => Numbering::Pages,
            Kind::Items => Numbering::Items,
            Kind::Cursor => return None,
        };
        Some(Window { numbering, start: self.start, limit: self.limit })
    }
    fn at(&self, start: u64, limit: Option<u64>) -> Self {
        if self.kind == Kind::Pages {
            assert_eq!(start % limit.unwrap(), 0, "pages begin at multiples of their size");
        }
        Self { start, limit: limit.or(self.limit), ..self.clone() }
    }
}

/// The vendor's rows, in the order of their keys.
struct Vendors {
    rows: Vec<u64>,
    random: fastrand::Rng,
    /// The vendor returns no more rows per page, whatever is requested.
    most: u64,
    /// Whether the vendor marks the last page.
    counts: bool,
    calls: u32,
    seed: u64,
}

impl Vendors {
    fn response(&mut self, list: &List) -> Response {
        self.calls += 1;
        let limit = usize::try_from(list.limit.unwrap_or(self.most).min(self.most)).unwrap();
        let begin = match list.kind {
            Kind::Cursor => self.rows.partition_point(|row| *row <= list.behind),
            _ => usize::try_from(list.start).unwrap().min(self.rows.len()),
        };
        let end = (begin + limit).min(self.rows.len());
        Response { rows: self.rows[begin..end].to_vec(), last: self.counts && end == self.rows.len() }
    }

    /// Deletes and inserts up to this many rows, anywhere.
    fn churn(&mut self, deletes: usize, inserts: usize) -> Vec<u64> {
        let mut deleted = Vec::new();
        for _ in 0..self.random.usize(0..=deletes) {
            if !self.rows.is_empty() {
                deleted.push(self.rows.remove(self.random.usize(0..self.rows.len())));
            }
        }
        for _ in 0..self.random.usize(0..=inserts) {
            let key = self.random.u64(1..1_000_000_000);
            if let Err(at) = self.rows.binary_search(&key) {
                self.rows.insert(at, key);
            }
        }
        deleted
    }
}

#[derive(Default)]
struct Read {
    rows: Vec<u64>,
    gaps: usize,
    calls: u32,
    reason: Option<EndReason>,
}

/// Reads a list to its end. `change` is called before each call but the first; between two pages the walk is serialized
/// and restored if `stored` is set.
fn read(
    vendors: &mut Vendors,
    first: List,
    stored: impl Fn(u32) -> bool,
    mut change: impl FnMut(&mut Vendors),
) -> Result<Read> {
    let mut walker = Walker::new(first);
    let mut read = Read::default();
    let mut last: Option<String> = None;
    while let Some(request) = walker.request().cloned() {
        assert!(vendors.calls < 5_000, "seed {}: the list does not end", vendors.seed);
        if vendors.calls > 0 {
            change(vendors);
        }
        let response = vendors.response(&request);
        let Taken { gap, mut rows } = walker.take(request.page(response), last.as_deref())?;
        read.gaps += usize::from(gap.is_some());
        let cut = (stored(vendors.calls) && !rows.is_empty()).then(|| vendors.random.usize(0..=rows.len()));
        let mut delivered = 0;
        while cut != Some(delivered) {
            let Some(NewRow { key, row, .. }) = rows.pop_front() else { break };
            last = key.map(|(_, key)| key);
            read.rows.push(row?);
            delivered += 1;
        }
        if cut.is_some() {
            let Some((page, skip, seen)) = walker.saved(&rows, last.as_deref()) else { break };
            let text = serde_json::to_string(&(page, skip, seen)).unwrap();
            assert!(text.len() < 40_000, "a bookmark is bounded: {}", text.len());
            let (page, skip, seen): (List, Skip, Seen) = serde_json::from_str(&text).unwrap();
            walker = Walker::resume(page, skip, seen);
        }
    }
    read.calls = vendors.calls;
    read.reason = walker.end_reason();
    Ok(read)
}

fn rows(count: u64, random: &mut fastrand::Rng) -> Vec<u64> {
    let mut keys: HashSet<u64> = HashSet::new();
    while (keys.len() as u64) < count {
        keys.insert(random.u64(1..1_000_000_000));
    }
    let mut keys: Vec<u64> = keys.into_iter().collect();
    keys.sort_unstable();
    keys
}

#[test]
fn rows_that_exist_throughout_are_delivered_once_or_a_gap_is_reported() {
    let (mut gaps, mut stored_runs) = (0, 0);
    for seed in 0..10_000_u64 {
        let mut random = fastrand::Rng::with_seed(seed);
        let kind = [Kind::Pages, Kind::Items, Kind::Cursor][usize::try_from(seed % 3).unwrap()];
        let limit = [1, 2, 3, 5, 10, 10, 10, 25, 50, 100][random.usize(0..10)];
        let count = random.u64(0..(limit * 30).min(300));
        let stores = random.u8(0..4) == 0;
        stored_runs += u32::from(stores);
        let deletes = if random.u8(0..5) == 0 { random.usize(0..60) } else { random.usize(0..6) };
        let inserts = random.usize(0..6);
        // Some vendors silently return fewer rows than requested.
        let most = if random.u8(0..4) == 0 { random.u64(12..40) } else { 10_000 };
        let first = List {
            kind,
            start: 0,
            limit: (kind != Kind::Items || random.u8(0..4) > 0 || most > 100).then_some(limit),
            behind: 0,
        };
        let mut vendors = Vendors {
            rows: rows(count, &mut random),
            most,
            counts: random.bool(),
            calls: 0,
            seed,
            random: random.fork(),
        };
        let mut throughout: HashSet<u64> = vendors.rows.iter().copied().collect();
        let read = read(
            &mut vendors,
            first,
            |calls| stores && calls % 5 == 0,
            |vendors| {
                if vendors.random.u8(0..4) == 0 {
                    for row in vendors.churn(deletes, inserts) {
                        throughout.remove(&row);
                    }
                }
            },
        )
        .unwrap_or_else(|error| panic!("seed {seed} {kind:?} limit {limit}: {error}"));
        let delivered: HashSet<u64> = read.rows.iter().copied().collect();
        assert_eq!(delivered.len(), read.rows.len(), "seed {seed} {kind:?} limit {limit}: a row came twice");
        gaps += u32::from(read.gaps > 0);
        if read.gaps == 0 {
            let lost: Vec<u64> = throughout.difference(&delivered).copied().collect();
            assert!(lost.is_empty(), "seed {seed} {kind:?} limit {limit}: lost {} rows without a gap", lost.len());
        }
        assert!(kind != Kind::Cursor || read.gaps == 0, "seed {seed}");
    }
    assert!(gaps < 900 && stored_runs > 1_000, "{gaps} {stored_runs}");
}

fn calls(kind: Kind, limit: u64, count: u64, counts: bool, churn: bool, seeds: u64) -> (f64, u32) {
    let (mut sum, mut gaps) = (0, 0);
    for seed in 0..seeds {
        let mut random = fastrand::Rng::with_seed(seed);
        let rows = rows(count, &mut random);
        let mut vendors = Vendors { rows, most: 10_000, counts, calls: 0, seed, random };
        let first = List { kind, start: 0, limit: Some(limit), behind: 0 };
        let read = read(
            &mut vendors,
            first,
            |_| false,
            |vendors| {
                if churn && vendors.random.u8(0..10) == 0 {
                    vendors.churn(1, 1);
                }
            },
        )
        .unwrap();
        sum += read.calls;
        gaps += u32::try_from(read.gaps).unwrap();
    }
    (f64::from(sum) / f64::from(u32::try_from(seeds).unwrap()), gaps)
}

#[test]
fn overlap_needs_few_extra_calls() {
    // Plain paging takes 30 calls of 10 rows, and 6 of 50.
    let (by_offset, gaps) = calls(Kind::Items, 10, 300, true, true, 300);
    assert!(by_offset <= 30.0 * 1.4 && gaps == 0, "{by_offset}");
    let (by_number, gaps) = calls(Kind::Pages, 10, 300, true, true, 300);
    assert!(by_number <= 55.0 && gaps == 0, "{by_number}");
    let (by_number, gaps) = calls(Kind::Pages, 50, 300, true, true, 300);
    assert!(by_number <= 8.0 && gaps == 0, "{by_number}");
    // A list that does not change needs nothing but the repeated rows.
    assert_eq!(calls(Kind::Items, 10, 300, true, false, 1), (34.0, 0));
    assert_eq!(calls(Kind::Items, 100, 300, true, false, 1), (4.0, 0));
    assert_eq!(calls(Kind::Items, 100, 299, true, false, 1), (4.0, 0));
    assert_eq!(calls(Kind::Items, 100, 100, true, false, 1), (1.0, 0));
    // If only an empty page marks the end, one more.
    assert_eq!(calls(Kind::Items, 100, 100, false, false, 1), (2.0, 0));
    assert_eq!(calls(Kind::Pages, 100, 100, false, false, 1), (2.0, 0));
    assert_eq!(calls(Kind::Cursor, 10, 300, true, false, 1), (30.0, 0));
}

#[test]
fn gap_names_the_rows_around_it_and_the_list_continues() {
    for kind in [Kind::Pages, Kind::Items] {
        let mut vendors = Vendors {
            rows: (1..=300).collect(),
            most: 10_000,
            counts: true,
            calls: 0,
            seed: 0,
            random: fastrand::Rng::with_seed(1),
        };
        let mut walker = Walker::new(List { kind, start: 0, limit: Some(10), behind: 0 });
        let (mut seen, mut gaps, mut last) = (Vec::new(), Vec::new(), None::<String>);
        while let Some(request) = walker.request().cloned() {
            if seen.last() == Some(&100) || seen.len() == 100 {
                vendors.rows.retain(|row| !(20..=100).contains(row));
            }
            let response = vendors.response(&request);
            let Taken { gap, rows } = walker.take(request.page(response), last.as_deref()).unwrap();
            gaps.extend(gap);
            for NewRow { key, row, .. } in rows {
                seen.push(row.unwrap());
                last = key.map(|(_, key)| key);
                if seen.len() == 100 {
                    break;
                }
            }
        }
        let gap = match gaps.as_slice() {
            [] => continue,
            [gap] => gap,
            several => panic!("{several:?}"),
        };
        assert!(gap.after.is_some() && gap.before.is_some(), "{gap:?}");
    }
}

#[test]
fn deleted_tail_of_a_list_is_not_a_gap() {
    // The list shrinks below the position: the page is empty, and existing rows are before it.
    for (kind, deleted, gaps) in [(Kind::Items, 10, 0), (Kind::Pages, 10, 0), (Kind::Items, 20, 0)] {
        let mut vendors = Vendors {
            rows: (1..=30).collect(),
            most: 10_000,
            counts: false,
            calls: 0,
            seed: 0,
            random: fastrand::Rng::new(),
        };
        let mut done = false;
        let read = read(
            &mut vendors,
            List { kind, start: 0, limit: Some(10), behind: 0 },
            |_| false,
            |vendors| {
                if vendors.calls >= 2 && !done {
                    done = true;
                    vendors.rows.drain(..deleted);
                }
            },
        )
        .unwrap();
        // Two pages were read; the rows after them are delivered, except those that were deleted.
        let wanted =
            (1..=30).filter(|row| *row <= if kind == Kind::Items { 19 } else { 18 } || *row > deleted as u64).collect();
        assert_eq!((read.rows, read.gaps), (wanted, gaps), "{kind:?} {deleted}");
    }
}

#[test]
fn vendor_that_returns_fewer_rows_than_requested_loses_none() {
    for kind in [Kind::Pages, Kind::Items] {
        for (most, limit) in [(10, 25), (1, 25), (12, 1), (7, 7)] {
            let mut vendors = Vendors {
                rows: (1..=30).collect(),
                most,
                counts: false,
                calls: 0,
                seed: 0,
                random: fastrand::Rng::new(),
            };
            let first = List { kind, start: 0, limit: Some(limit), behind: 0 };
            if kind == Kind::Pages && most == 1 {
                continue;
            }
            let read = read(&mut vendors, first, |_| false, |_| ()).unwrap();
            assert_eq!((read.rows, read.reason), ((1..=30).collect(), Some(EndReason::EmptyPage)), "{kind:?} {most}");
        }
    }
}

#[test]
fn server_that_ignores_the_position_or_starts_over_is_an_error() {
    for kind in [Kind::Pages, Kind::Items] {
        let mut walker = Walker::new(List { kind, start: 0, limit: Some(10), behind: 0 });
        let (mut calls, mut seen) = (0, 0);
        let error = loop {
            calls += 1;
            let request = walker.request().cloned().unwrap();
            let rows = (1..=request.limit.unwrap()).collect();
            match walker.take(request.page(Response { rows, last: false }), Some("10")) {
                Ok(taken) => seen += taken.rows.len(),
                Err(error) => break error,
            }
        };
        walker.stop();
        assert!(error.is_decode() && calls <= 10 && seen == 10, "{kind:?}: {calls} calls, {seen} rows");
        let position = walker.onward_position().unwrap();
        assert_eq!((position.start, position.limit), (10, Some(10)));

        // A list longer than the number of stored keys, which starts over at its end.
        let mut walker = Walker::new(List { kind, start: 0, limit: Some(100), behind: 0 });
        let mut seen = 0;
        let error = loop {
            let request = walker.request().cloned().unwrap();
            let begin = request.start;
            let rows = (begin..begin + request.limit.unwrap()).map(|row| row % 20_000).collect();
            match walker.take(request.page(Response { rows, last: false }), None) {
                Ok(taken) => seen += taken.rows.len(),
                Err(error) => break error,
            }
            assert!(seen <= 20_100, "the list does not end");
        };
        assert!(error.is_decode() && (19_900..=20_000).contains(&seen), "{kind:?} {seen}: {error}");
    }
}

#[test]
fn bookmark_with_corrupt_keys_is_an_error() {
    assert!(serde_json::from_str::<Keys>(r#""abc""#).is_err());
    let empty: VecDeque<NewRow<u64>> = VecDeque::new();
    let walker = Walker::new(List { kind: Kind::Items, start: 0, limit: Some(10), behind: 0 });
    assert!(walker.saved(&empty, None).is_some());
}
