//! How a list goes on.

use crate::model::{Listing, Paging};
use leads_core::request::{EndReason, Page, Paged, Raw, Step};

/// The unique column of opportunities and activities.
pub(crate) const ACTIVITY_KEY: &str = "ProspectActivityId";
/// The unique column of leads.
pub(crate) const LEAD_KEY: &str = "ProspectID";

/// The rows of a page and the step after it. The count of all matches ends the list where the vendor gives one: a page
/// that is short proves nothing, because the vendor quietly cuts page sizes.
pub(crate) fn step<T, R>(response: Listing<T>, paging: Option<&Paging>, next: impl FnOnce(Paging) -> R) -> Page<R>
where
    R: Paged<Item = Raw<T>>,
{
    let Listing { record_count, rows, unreadable, .. } = response;
    let came = rows.len() + unreadable.len();
    let step = match (paging, record_count) {
        (_, _) if came == 0 => Step::End(EndReason::EmptyPage),
        (None, _) => Step::End(EndReason::LastPage),
        (Some(paging), Some(count)) => {
            let size = u64::try_from(paging.size()).unwrap_or(0);
            let index = u64::try_from(paging.index()).unwrap_or(1);
            match size.saturating_mul(index) >= count {
                true => Step::End(EndReason::LastPage),
                false => Step::Next(next(paging.next())),
            }
        }
        // Without a count only an empty page is a sure end.
        (Some(paging), None) => Step::Next(next(paging.next())),
    };
    Page::new(rows, step).with_unreadable(unreadable)
}
