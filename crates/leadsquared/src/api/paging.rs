//! Paging of lists.

use crate::model::{Listing, Paging};
use leads_core::vendor::{EndReason, NextPage, Numbering, Page, Paged, Raw, Window};

/// The unique column of opportunities and activities.
pub(crate) const ACTIVITY_KEY: &str = "ProspectActivityId";
/// The unique column of leads.
pub(crate) const LEAD_KEY: &str = "ProspectID";

/// Returns the rows of a page and the next step. If the vendor reports the count of all matches, it ends the list. A
/// short page proves nothing, because the vendor silently truncates page sizes.
pub(crate) fn step<T, R>(response: Listing<T>, paging: Option<&Paging>, next: impl FnOnce(Paging) -> R) -> Page<R>
where
    R: Paged<Item = Raw<T>>,
{
    let Listing { record_count, rows, unreadable, .. } = response;
    let step = match following(rows.len() + unreadable.len(), paging, record_count) {
        Ok(paging) => NextPage::Next(next(paging)),
        Err(reason) => NextPage::End(reason),
    };
    Page::new(rows, step).with_unreadable(unreadable)
}

/// Returns the position of the page after one with `came` rows, or the reason why there is none.
fn following(came: usize, paging: Option<&Paging>, record_count: Option<u64>) -> Result<Paging, EndReason> {
    if came == 0 {
        return Err(EndReason::EmptyPage);
    }
    let paging = paging.ok_or(EndReason::LastPage)?;
    // Without a count, only an empty page reliably marks the end.
    let is_last = record_count.is_some_and(|count| {
        let size = u64::try_from(paging.size()).unwrap_or(0);
        let index = u64::try_from(paging.index()).unwrap_or(1);
        size.saturating_mul(index) >= count
    });
    if is_last { Err(EndReason::LastPage) } else { Ok(paging.next()) }
}

/// Returns the position of a page. `PageIndex` counts pages from 1, of `PageSize` rows each (documented by the vendor's
/// samples).
pub(crate) fn window(paging: Option<&Paging>) -> Option<Window> {
    let (index, limit) = (u64::try_from(paging?.index()).ok()?, u64::try_from(paging?.size()).ok()?);
    Some(Window { numbering: Numbering::Pages, start: index.checked_sub(1)?.checked_mul(limit)?, limit: Some(limit) })
}

/// Returns the page after `start` rows, or `None` if it exceeds the vendor's number range.
pub(crate) fn at(paging: Option<&Paging>, start: u64, limit: Option<u64>) -> Option<Paging> {
    let limit = limit.or_else(|| u64::try_from(paging?.size()).ok())?.max(1);
    Some(Paging::new(u32::try_from(start / limit + 1).ok()?, u32::try_from(limit).ok()?))
}

/// Implements the two methods of a list that is paged by `PageIndex` and `PageSize`.
macro_rules! by_position {
    () => {
        fn window(&self) -> Option<leads_core::vendor::Window> {
            crate::api::paging::window(self.body.paging.as_ref())
        }

        fn at(&self, start: u64, limit: Option<u64>) -> Self {
            match crate::api::paging::at(self.body.paging.as_ref(), start, limit) {
                Some(paging) => self.clone().paging(paging),
                None => self.clone(),
            }
        }
    };
}
pub(crate) use by_position;
