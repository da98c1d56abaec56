//! Walks a list: determines which page is read next, and which rows of a page are new. Performs no I/O.

use super::gap::Gap;
use super::history::{History, KeyHash};
use super::page::{EndReason, NextPage, Numbering, Page, Paged, Seen, Skip, Window};
use crate::error::{Error, ErrorKind, Result};
use crate::paging::{CycleDetector, PageHistory};
use crate::response::Unreadable;
use crate::vendor::Vendor;
use std::collections::{HashSet, VecDeque};
use std::hash::{DefaultHasher, Hash, Hasher};

/// How often a list steps back to find the last delivered row: first a few rows, then three pages.
const STEPS_BACK: u32 = 4;
/// How many pages of keys are kept: those that a list can step back, and the current one.
const PAGES_KEPT: u64 = 5;
/// The page size that every vendor with numbered pages is assumed to return if more rows are requested.
const SURE_SIZE: u64 = 12;
/// How many rows may be received on pages that begin with the same row although the position advances.
const STANDSTILL: u64 = 32;
/// How many rows may be received on pages without newer rows, when rows are inserted faster than they are read.
const FOLLOWED: u64 = 512;
/// How often a list steps back without finding a new row before the walk fails.
const RETURNS: u32 = 64;
/// How many page sizes are tried to find the one whose boundary fits best.
const SIZES_TRIED: u64 = 1_024;

/// A row that was not delivered before.
pub(crate) struct NewRow<T> {
    /// Its index in its page.
    pub(crate) at: usize,
    pub(crate) key: Option<(KeyHash, String)>,
    /// The row, or why it could not be read.
    pub(crate) row: Result<T>,
}

/// What a page adds to a list.
pub(crate) struct Taken<T> {
    /// Rows may be missing before these.
    pub(crate) gap: Option<Gap>,
    pub(crate) rows: VecDeque<NewRow<T>>,
}

/// The progress in a list that is paged by position.
#[derive(Debug)]
struct ListProgress {
    /// The requested page size.
    limit: Option<u64>,
    /// The number of rows already passed.
    next: u64,
    /// `next` after the last page that had a new row.
    sure: u64,
    /// The maximum number of rows that a page had.
    widest: u64,
    /// How many delivered rows the next page repeats.
    overlap: u64,
    /// The last row of the last page, and its position.
    anchor: Option<KeyHash>,
    anchor_at: u64,
    /// Whether the current page must contain the anchor.
    anchored: bool,
    /// How often this page was read further back.
    back: u32,
    /// The newest row of the last page, if that page had no new row, and how many rows have been received since without
    /// a newer one.
    newest: Option<u64>,
    repeated: u64,
    /// The first row of that page, and how many rows have been received since on pages that begin with it.
    begins: Option<KeyHash>,
    same: u64,
    /// How often the list stepped back since the last new row.
    returns: u32,
    /// The first two rows of the list.
    head: (Option<KeyHash>, Option<KeyHash>),
    /// Where the page of the undelivered rows begins; `None` for a list that is not paged by position.
    page_start: Option<u64>,
}

impl ListProgress {
    fn new(limit: Option<u64>, next: u64, widest: u64) -> Self {
        Self {
            limit,
            next,
            sure: next,
            widest,
            overlap: 1,
            anchor: None,
            anchor_at: next.saturating_sub(1),
            anchored: false,
            back: 0,
            newest: None,
            repeated: 0,
            begins: None,
            same: 0,
            returns: 0,
            head: (None, None),
            page_start: None,
        }
    }

    /// Returns the maximum number of rows that a page is known to contain, limited to the requested number.
    fn width(&self) -> u64 {
        let proven = if self.limit == Some(1) { 2 } else { self.widest };
        self.limit.map_or(proven, |limit| limit.min(proven)).max(2)
    }

    /// Returns where the last row of the last page is among these.
    fn anchor_in(&self, keys: &[Option<KeyHash>]) -> Option<usize> {
        keys.iter().position(|key| *key == self.anchor)
    }

    /// Returns whether a page contains the first rows of the list again, after the last one.
    fn starts_over(&self, history: &History, window: &Window, keys: &[Option<KeyHash>]) -> bool {
        let (Some(newest), (Some(first), Some(second))) = (history.newest(), self.head) else { return false };
        let again = [Some(newest), Some(first), Some(second)];
        // Not before that many rows: rows inserted at the beginning also precede the first.
        let mut places = keys.windows(3).zip(window.start + 1..);
        newest != second && places.any(|(keys, at)| at >= history.delivered() && keys == again)
    }

    /// Returns whether a page can contain both a repeated row and a new one.
    fn can_overlap(&self, numbering: Numbering) -> bool {
        let wide = numbering == Numbering::Pages || self.widest > 1 || self.limit == Some(1);
        self.anchor.is_some() && wide
    }
}

pub(crate) struct Walker<R: Paged> {
    position: NextPage<R>,
    /// The page at which the walk failed.
    stopped_at: Option<R>,
    /// The page of the undelivered rows.
    current: Option<R>,
    history: History,
    progress: ListProgress,
    /// The keys of the previous page, for lists that are not paged by position.
    before: HashSet<KeyHash>,
    pages: PageHistory,
    cycle: CycleDetector<R>,
    /// The rows of the first page that an earlier stream has delivered.
    skip: Option<Skip>,
    /// The keys of an earlier stream, for a list that is not paged by position: rows inserted since may have moved such
    /// rows to a later page. Empty once they have been passed.
    resumed: HashSet<KeyHash>,
    /// How many rows were delivered before the current page.
    page_began: u64,
}

struct ReceivedRow<T> {
    key: Option<(KeyHash, String)>,
    row: Result<T>,
}

/// Returns the rows of a page in order, including those that could not be read.
fn in_order<R: Paged>(items: Vec<R::Item>, unreadable: Vec<Unreadable>) -> Vec<ReceivedRow<R::Item>> {
    let broken = |row: Unreadable| ReceivedRow {
        key: Some(key_of_broken(&row)),
        row: Err(row.error().for_operation(<R::Vendor as Vendor>::NAME, R::OPERATION.name)),
    };
    let mut rows = Vec::with_capacity(items.len() + unreadable.len());
    let mut unreadable = unreadable.into_iter().peekable();
    for (at, item) in items.into_iter().enumerate() {
        while let Some(row) = unreadable.next_if(|row| row.rows_before() <= at) {
            rows.push(broken(row));
        }
        let key = R::key(&item).map(|key| (KeyHash::of(&key), key));
        rows.push(ReceivedRow { key, row: Ok(item) });
    }
    rows.extend(unreadable.map(broken));
    rows
}

/// The text of a row that could not be read distinguishes it from the others.
fn key_of_broken(row: &Unreadable) -> (KeyHash, String) {
    let key = format!("\0{}", row.text());
    (KeyHash::of(&key), key)
}

impl<R: Paged> Walker<R> {
    /// Creates a walk that begins with the page of `request`.
    pub(crate) fn new(request: R) -> Self {
        let window = request.window();
        let request = match &window {
            Some(Window { start, limit: Some(limit), .. }) => request.at(*start, Some(*limit)),
            _ => request,
        };
        let (limit, start) = window.map_or((None, 0), |window| (window.limit, window.start));
        let mut walker = Self {
            stopped_at: None,
            current: None,
            history: History::new(Vec::new(), start == 0),
            progress: ListProgress::new(limit, start, 0),
            before: HashSet::new(),
            pages: PageHistory::default(),
            cycle: CycleDetector::from(Some(request.clone())),
            skip: None,
            resumed: HashSet::new(),
            page_began: 0,
            position: NextPage::Next(request),
        };
        walker.keep_keys();
        walker
    }

    /// Creates a walk that continues where another one was. `page` is a page of the same list.
    pub(crate) fn resume(page: R, skip: Skip, seen: Seen) -> Self {
        let (keys, next) = (seen.keys.0, seen.next);
        let mut walker = Self::new(page);
        walker.resumed = keys.iter().copied().collect();
        walker.history = History::new(keys, seen.whole);
        match (next, walker.position()) {
            (Some(next), Some(page)) if page.window().is_some() => {
                let page = page.clone();
                let limit = seen.limit.or(page.window().and_then(|window| window.limit));
                walker.progress = ListProgress::new(limit, next, seen.widest);
                walker.progress.anchor = walker.history.newest();
                walker.keep_keys();
                walker.position = NextPage::Next(walker.onward(&page, |walker| walker.at_next(&page, next)));
            }
            _ => {
                walker.progress.widest = seen.widest;
                if let Some(after) = &skip.after {
                    walker.history.push(KeyHash::of(after));
                }
                walker.skip = Some(skip);
            }
        }
        walker
    }

    /// Returns the request for the page that is read next.
    pub(crate) fn request(&self) -> Option<&R> {
        match &self.position {
            NextPage::Next(request) => Some(request),
            NextPage::End(_) => None,
        }
    }

    /// Returns the request to be read next, or the one at which the walk failed.
    fn position(&self) -> Option<&R> {
        self.request().or(self.stopped_at.as_ref())
    }

    /// Returns the request for the page after the undelivered rows, without already delivered rows, if there is one.
    pub(crate) fn onward_position(&self) -> Option<R> {
        let request = self.position()?;
        Some(match self.progress.page_start {
            Some(_) if request.window().is_some() => self.at_next(request, self.progress.next),
            _ => request.clone(),
        })
    }

    pub(crate) fn end_reason(&self) -> Option<EndReason> {
        match &self.position {
            NextPage::End(reason) => Some(*reason),
            NextPage::Next(_) => None,
        }
    }

    /// Ends the list after an error.
    pub(crate) fn stop(&mut self) {
        if let NextPage::Next(request) = std::mem::replace(&mut self.position, NextPage::End(EndReason::Failed)) {
            self.stopped_at = Some(request);
        }
    }

    /// Returns what [`resume`](Self::resume) needs; the rows in hand were not delivered.
    pub(crate) fn saved<T>(&self, in_hand: &VecDeque<NewRow<T>>, last: Option<&str>) -> Option<(R, Skip, Seen)> {
        let keyed = in_hand.iter().filter(|row| row.key.is_some()).count();
        let first = in_hand.front().map(|row| row.at);
        // Rows in hand belong to the current page, also if the list ends with it.
        let request = match (first, &self.current) {
            (Some(_), Some(current)) => current,
            _ => self.position()?,
        };
        let by_position =
            request.window().is_some() && (self.progress.page_start.is_some() || self.progress.anchor.is_some());
        if by_position {
            let next = match (first, self.progress.page_start) {
                (Some(at), Some(start)) => start + at as u64,
                _ => self.progress.next,
            };
            let most = (PAGES_KEPT * self.progress.width()).clamp(512, History::KEEP as u64);
            let (keys, whole) = self.history.saved(keyed, usize::try_from(most).unwrap_or(usize::MAX));
            let skip = Skip { taken: 0, after: last.map(str::to_owned) };
            let seen = Seen { next: Some(next), limit: self.progress.limit, widest: self.progress.widest, whole, keys };
            return Some((self.at_next(request, next), skip, seen));
        }
        let of_page = usize::try_from(self.history.delivered() - self.page_began).unwrap_or(usize::MAX);
        let (taken, most) = match (first, &self.skip) {
            (Some(at), _) => (at, of_page),
            (None, Some(skip)) => (skip.taken, of_page),
            (None, None) if self.page_began == 0 => (0, of_page),
            (None, None) => (0, 0),
        };
        // One more: the last row of the previous page may be on this one.
        let (keys, _) = self.history.saved(keyed, most.saturating_sub(keyed).saturating_add(1).min(History::KEEP));
        let seen = Seen { next: None, limit: None, widest: self.progress.widest, whole: false, keys };
        Some((request.clone(), Skip { taken, after: last.map(str::to_owned) }, seen))
    }

    fn keep_keys(&mut self) {
        let pages = self.progress.limit.unwrap_or(0).max(self.progress.widest);
        self.history.keep(pages.saturating_mul(PAGES_KEPT));
    }

    fn stalled(message: &'static str) -> Error {
        Error::new(ErrorKind::Decode, message)
            .with_help("the stream ended, because continuing would loop forever; report this to the vendor")
            .for_operation(<R::Vendor as crate::vendor::Vendor>::NAME, R::OPERATION.name)
    }

    /// Processes the page of [`request`](Self::request). `last` is the key of the last delivered row.
    ///
    /// # Errors
    /// Returns an error if the list does not advance, or starts over.
    pub(crate) fn take(&mut self, page: Page<R>, last: Option<&str>) -> Result<Taken<R::Item>> {
        let Some(window) = self.request().map(Paged::window) else {
            return Ok(Taken { gap: None, rows: VecDeque::new() });
        };
        let Page { items, next, unreadable } = page;
        let rows = in_order::<R>(items, unreadable);
        match window {
            // Rows without keys cannot be found again.
            Some(window) if self.skip.is_none() && (rows.is_empty() || rows.iter().any(|row| row.key.is_some())) => {
                self.take_by_position(&window, rows, next, last)
            }
            _ => self.take_in_turn(rows, next),
        }
    }

    fn take_by_position(
        &mut self,
        window: &Window,
        rows: Vec<ReceivedRow<R::Item>>,
        next: NextPage<R>,
        last: Option<&str>,
    ) -> Result<Taken<R::Item>> {
        let came = rows.len() as u64;
        let anchored = self.progress.anchored;
        // What follows from the keys alone is compiled once, and not for every list.
        let keys: Vec<Option<KeyHash>> = rows.iter().map(|row| row.key.as_ref().map(|(hash, _)| *hash)).collect();
        let numbers = self.history.numbers(&keys);
        let anchor_on_page = if anchored { self.progress.anchor_in(&keys) } else { None };
        let begins = keys.first().copied().flatten();
        if self.resumed.is_empty() && self.progress.starts_over(&self.history, window, &keys) {
            return Err(Self::stalled("the list started over"));
        }
        let (mut from, mut gap) = (0, false);
        if anchored {
            if anchor_on_page.is_some() || numbers.first().is_some_and(Option::is_some) {
                from = numbers.iter().position(Option::is_some).unwrap_or(0);
            } else if window.start > 0 && self.progress.back < STEPS_BACK {
                if self.progress.returns > RETURNS {
                    self.progress.next = self.progress.sure;
                    return Err(Self::stalled("the page contains no new row"));
                }
                self.step_back(window);
                return Ok(Taken { gap: None, rows: VecDeque::new() });
            } else {
                // At the beginning of the list, and if all its keys are known, nothing can be missing.
                gap = !(window.start == 0 && (came == 0 || self.history.is_whole()));
            }
        }
        let last_known = numbers.iter().rposition(Option::is_some).filter(|_| anchored);
        let mut fresh = VecDeque::with_capacity(rows.len());
        let mut end = None;
        let mut previous = None;
        for (at, ReceivedRow { key, row }) in rows.into_iter().enumerate() {
            if let Some((hash, _)) = &key {
                end = Some((*hash, window.start + at as u64));
            }
            let new = at >= from
                && match &key {
                    Some((hash, _)) => self.history.push(*hash),
                    None => last_known.is_none_or(|known| at > known),
                };
            if !new {
                continue;
            }
            if let Some((hash, _)) = &key {
                match self.progress.head {
                    (None, _) => self.progress.head.0 = Some(*hash),
                    (_, None) => self.progress.head.1 = Some(*hash),
                    (first, second) if first == previous && second == Some(*hash) => {
                        return Err(Self::stalled("the list started over"));
                    }
                    _ => {}
                }
                previous = Some(*hash);
            }
            fresh.push_back(NewRow { at, key, row });
        }
        let gap = gap.then(|| Gap {
            after: last.map(str::to_owned),
            before: fresh.iter().find_map(|row| row.key.as_ref().map(|(_, key)| key.clone())),
        });
        self.moved(window, anchor_on_page);
        let proven = match window.numbering {
            // A suitable size may be greater than every page so far.
            Numbering::Pages => self.progress.widest.max(SURE_SIZE),
            Numbering::Items if self.progress.limit == Some(1) => self.progress.widest.max(2),
            Numbering::Items => self.progress.widest,
        };
        let short = came < window.limit.unwrap_or(u64::MAX).min(proven);
        // If the first page is short and not at the beginning, it may be truncated: nothing indicates how the vendor
        // counts pages then.
        let uncounted = window.numbering == Numbering::Pages
            && self.progress.widest == 0
            && window.start > 0
            && window.limit.is_some_and(|limit| came < limit);
        self.progress.widest = self.progress.widest.max(came);
        self.progress.page_start = Some(window.start);
        if came > 0 {
            self.progress.next = window.start + came;
        }
        if let Some((hash, at)) = end {
            (self.progress.anchor, self.progress.anchor_at) = (Some(hash), at);
        }
        self.keep_keys();
        let ended = match &next {
            NextPage::End(reason) => Some(*reason),
            NextPage::Next(_) if came == 0 || (anchored && fresh.is_empty() && short) => Some(EndReason::EmptyPage),
            NextPage::Next(_) => None,
        };
        if let Some(reason) = ended {
            self.current = self.request().cloned();
            self.position = NextPage::End(reason);
            return Ok(Taken { gap, rows: fresh });
        }
        if fresh.is_empty() {
            let newest = numbers.iter().flatten().max().copied();
            let newer = newest > self.progress.newest;
            self.progress.newest = self.progress.newest.max(newest);
            self.progress.repeated = if newer { 0 } else { self.progress.repeated + came };
            let same = begins.is_some() && begins == self.progress.begins;
            self.progress.same = if same { self.progress.same + came } else { 0 };
            self.progress.begins = begins;
            let stalled = self.progress.same > STANDSTILL.max(2 * self.progress.width())
                || self.progress.repeated > FOLLOWED.max(8 * self.progress.width());
            if !anchored || stalled {
                self.progress.next = self.progress.sure;
                return Err(Self::stalled("the page contains no new row"));
            }
        } else {
            (self.progress.newest, self.progress.repeated, self.progress.same, self.progress.returns) = (None, 0, 0, 0);
            self.progress.sure = self.progress.next;
        }
        let NextPage::Next(plain) = next else { return Ok(Taken { gap, rows: fresh }) };
        self.progress.anchored = false;
        let onward = if uncounted { plain } else { self.onward(&plain.clone(), |_| plain) };
        self.current = self.request().cloned();
        self.position = NextPage::Next(onward);
        Ok(Taken { gap, rows: fresh })
    }

    /// Adjusts the overlap to how far the rows moved since the previous page.
    fn moved(&mut self, window: &Window, anchor_on_page: Option<usize>) {
        let place = &mut self.progress;
        place.back = 0;
        let Some(at) = anchor_on_page.map(|at| window.start + at as u64) else { return };
        place.overlap = match place.anchor_at.checked_sub(at) {
            Some(0) | None => place.overlap / 2,
            Some(shift) => shift + 1,
        }
        .clamp(1, place.width() / 2);
    }

    /// Returns the next page, with the last rows repeated if possible; `plain` otherwise.
    fn onward(&mut self, template: &R, plain: impl FnOnce(&Self) -> R) -> R {
        let numbering = template.window().map_or(Numbering::Items, |window| window.numbering);
        self.progress.anchored = self.progress.can_overlap(numbering) && self.progress.next > 0;
        if !self.progress.anchored {
            return plain(self);
        }
        let target = (self.progress.anchor_at + 1).saturating_sub(self.progress.overlap);
        self.page_from(template, target, self.progress.next)
    }

    fn step_back(&mut self, window: &Window) {
        let width = self.progress.width();
        let by = if self.progress.back == 0 { (width / 4).max(3) } else { width - 1 };
        if self.progress.back == 0 {
            // Known rows are passed again.
            (self.progress.newest, self.progress.repeated) = (None, 0);
            self.progress.returns += 1;
        }
        self.progress.back += 1;
        if let Some(request) = self.request() {
            let request = self.page_from(request, window.start.saturating_sub(by), window.start);
            self.position = NextPage::Next(request);
        }
    }

    /// Returns a page that begins at or before `target`, and ends after more than `beyond` rows.
    fn page_from(&self, request: &R, target: u64, beyond: u64) -> R {
        match request.window().map(|window| window.numbering) {
            Some(Numbering::Pages) => {
                let (start, limit) = fitting(target, beyond, self.progress.width());
                request.at(start, Some(limit))
            }
            _ => request.at(target, self.progress.limit.map(|limit| limit.max(2))),
        }
    }

    /// Returns the page that begins with row `next`, or with as few rows before it as possible.
    fn at_next(&self, request: &R, next: u64) -> R {
        let pages = request.window().is_some_and(|window| window.numbering == Numbering::Pages);
        match self.progress.limit {
            Some(limit) if pages && !next.is_multiple_of(limit) => {
                let (start, limit) = fitting(next, next, limit.max(2));
                request.at(start, Some(limit))
            }
            limit => request.at(next, limit),
        }
    }

    /// Processes a page of a list that is not paged by position, or whose rows have no keys.
    fn take_in_turn(&mut self, rows: Vec<ReceivedRow<R::Item>>, next: NextPage<R>) -> Result<Taken<R::Item>> {
        let came = rows.len();
        let mut keys = HashSet::new();
        let mut fresh = VecDeque::with_capacity(came);
        let mut hash = DefaultHasher::new();
        let begin = self.skip.as_ref().map_or(0, |skip| {
            let known = |row: &ReceivedRow<R::Item>| {
                row.key.as_ref().is_some_and(|(key, _)| self.history.number(*key).is_some())
            };
            match rows.iter().rposition(known) {
                Some(at) => at + 1,
                // Every delivered row is gone.
                None if self.history.newest().is_some() && rows.iter().all(|row| row.key.is_some()) => 0,
                None => skip.taken,
            }
        });
        let (mut end, mut moved) = (None, false);
        for (at, ReceivedRow { key, row }) in rows.into_iter().enumerate() {
            if let Some((key, _)) = &key {
                key.hash(&mut hash);
                let resumed = self.skip.is_none() && self.resumed.contains(key);
                moved |= resumed;
                let repeated = resumed || self.before.contains(key);
                end = Some(*key);
                if !keys.insert(*key) || repeated {
                    continue;
                }
            } else {
                end = None;
            }
            fresh.push_back(NewRow { at, key, row });
        }
        self.progress.widest = self.progress.widest.max(came as u64);
        self.progress.page_start = None;
        // The list turns out to be paged by position: what its offsets count is known from the second page.
        let place = match &next {
            NextPage::Next(request) => request.window(),
            NextPage::End(_) => None,
        }
        .filter(|window| window.numbering == Numbering::Items || came as u64 == self.progress.widest)
        .zip(end);
        // The hash identifies the page only if every row has a key that is unique within its page.
        let known = came > 0 && keys.len() == came && self.pages.contains(hash.finish());
        if let NextPage::Next(next) = &next {
            if Some(next) == self.position() {
                return Err(Self::stalled("the list returned the same position again"));
            }
            if self.cycle.revisits(next) {
                return Err(Self::stalled("the list returned to an earlier position"));
            }
            if came > 0 && fresh.is_empty() && place.is_none() && !moved {
                return Err(Self::stalled("every row of the page was on the previous page"));
            }
        }
        if known && !fresh.is_empty() {
            return Err(Self::stalled("the list returned the same page again"));
        }
        if self.skip.is_none() && !moved {
            self.resumed.clear();
        }
        self.page_began = if self.resumed.is_empty() { self.history.delivered() } else { 0 };
        if self.skip.take().is_some() {
            fresh.retain(|row| row.at >= begin);
        }
        for (key, _) in fresh.iter().filter_map(|row| row.key.as_ref()) {
            self.history.push(*key);
        }
        // A page without rows does not indicate which rows came last.
        if came > 0 {
            self.before = keys;
        }
        self.keep_keys();
        self.current = self.request().cloned();
        self.progress.anchored = false;
        self.progress.anchor = None;
        self.position = match (next, place) {
            (NextPage::Next(plain), Some((window, anchor))) => {
                self.progress.next = window.start;
                self.progress.sure = window.start;
                self.progress.limit = window.limit;
                (self.progress.anchor, self.progress.anchor_at) = (Some(anchor), window.start.saturating_sub(1));
                NextPage::Next(self.onward(&plain.clone(), |_| plain))
            }
            (next, _) => next,
        };
        Ok(Taken { gap: None, rows: fresh })
    }
}

/// Returns a page (its first row and its size) that begins at or before `target` and ends after `beyond` rows, as far
/// after them as a page of at most `most` rows can: pages are counted, so they begin at multiples of their size.
fn fitting(target: u64, beyond: u64, most: u64) -> (u64, u64) {
    let least = (most / 2).max(2).max(most.saturating_sub(SIZES_TRIED));
    let page = |size: u64| (target / size * size, size);
    let best = (least..=most).map(page).max_by_key(|(start, size)| start + size);
    match best {
        Some((start, size)) if start + size > beyond => (start, size),
        // No such size: a few more rows than requested.
        _ => (most + 1..).map(page).find(|(start, size)| start + size > beyond).unwrap_or((0, beyond + 1)),
    }
}

#[cfg(test)]
mod tests {
    use super::fitting;

    #[test]
    fn pages_reach_the_anchor_and_one_row_further() {
        for most in [2, 3, 10, 50, 100, 1_000] {
            for target in 0..3_000 {
                let (start, size) = fitting(target, target + 1, most);
                assert!(start <= target && start + size > target + 1, "{target} {most}: {start} {size}");
                assert_eq!(start % size, 0);
                assert!(size <= most.max(12), "{target} {most}: {size}");
            }
        }
        assert_eq!(fitting(9, 10, 10), (9, 9));
        assert_eq!(fitting(0, 0, 1_000), (0, 1_000));
    }
}
