//! The unit of an offset.

use super::{Listing, OffsetPaging};
use leads_core::vendor::{EndReason, NextPage, Numbering, Page, Paged, Raw, Window};
use leads_core::{Error, Result};
use serde::{Deserialize, Serialize};

/// The unit of `Offset` in the calls that page by it. The vendor's page says rows in one place and pages in another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum OffsetUnit {
    /// Rows to skip.
    Rows,
    /// Pages, from 0.
    Pages,
}

/// The progress of paging through such a list.
///
/// If the unit is unknown, the second page is requested with an offset of 1. If offsets count rows, that page begins
/// with the second row of the first page; if they count pages, that row is not on it. Duplicate rows are dropped by
/// their id, so no row is missed or repeated either way, at the cost of one call.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ListPosition {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    unit: Option<OffsetUnit>,
    /// The id of the second row of the first page, until the unit is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    second: Option<String>,
}

impl ListPosition {
    pub(crate) fn by(unit: OffsetUnit) -> Self {
        Self { unit: Some(unit), ..Self::default() }
    }

    pub(crate) fn is_new(&self) -> bool {
        *self == Self::default()
    }

    /// The position of a page, once the unit of offsets is known.
    pub(crate) fn window(&self, paging: Option<&OffsetPaging>) -> Option<Window> {
        let (offset, limit) = (u64::try_from(paging?.offset()).ok()?, u64::try_from(paging?.rows()).ok()?);
        let (numbering, start) = match self.unit? {
            OffsetUnit::Rows => (Numbering::Items, offset),
            OffsetUnit::Pages => (Numbering::Pages, offset.checked_mul(limit)?),
        };
        Some(Window { numbering, start, limit: Some(limit) })
    }

    /// Returns the page after `start` rows, or `None` if it exceeds the vendor's number range.
    pub(crate) fn at(&self, paging: Option<&OffsetPaging>, start: u64, limit: Option<u64>) -> Option<OffsetPaging> {
        let limit = limit.or_else(|| u64::try_from(paging?.rows()).ok())?.max(1);
        let offset = if self.unit == Some(OffsetUnit::Pages) { start / limit } else { start };
        Some(OffsetPaging::new(u32::try_from(offset).ok()?, u32::try_from(limit).ok()?))
    }

    /// Returns the rows of a page and the next step.
    pub(crate) fn step<T, R>(
        &self,
        response: Listing<T>,
        paging: Option<&OffsetPaging>,
        next: impl FnOnce(OffsetPaging, Self) -> R,
    ) -> Page<R>
    where
        R: Paged<Item = Raw<T>>,
    {
        let Listing { record_count, rows, unreadable, .. } = response;
        let came = rows.len() + unreadable.len();
        let page = |rows, step| Page::new(rows, step).with_unreadable(unreadable);
        let Some(paging) = paging else { return page(rows, NextPage::End(EndReason::LastPage)) };
        if came == 0 {
            return page(rows, NextPage::End(EndReason::EmptyPage));
        }
        let (offset, size) = (u64::try_from(paging.offset()).unwrap_or(0), u64::try_from(paging.rows()).unwrap_or(1));
        let rows_came = u64::try_from(came).unwrap_or(u64::MAX);
        let mut walk = self.clone();
        if walk.unit.is_none() && offset > 0 {
            // A page of one row has the same offset in either unit.
            let repeated =
                walk.second.take().is_some_and(|second| rows.iter().any(|row| R::key(row) == Some(second.clone())));
            walk.unit = Some(if repeated { OffsetUnit::Rows } else { OffsetUnit::Pages });
        }
        let seen = match walk.unit {
            Some(OffsetUnit::Pages) => {
                // A short page is the last one, unless the vendor truncates every page.
                let whole = offset.saturating_mul(size).saturating_add(rows_came);
                if record_count == Some(whole) { whole } else { offset.saturating_add(1).saturating_mul(rows_came) }
            }
            _ => offset.saturating_add(rows_came),
        };
        if record_count.is_some_and(|count| seen >= count) {
            return page(rows, NextPage::End(EndReason::LastPage));
        }
        // A short page does not end the list: the vendor does not document that, nor that it returns as many rows as
        // requested.
        let further = match walk.unit {
            Some(OffsetUnit::Rows) => offset.saturating_add(rows_came),
            Some(OffsetUnit::Pages) => offset.saturating_add(1),
            None => {
                walk.second = rows.get(1).and_then(R::key);
                1
            }
        };
        let clamp = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
        let paging = OffsetPaging::new(clamp(further), clamp(size));
        page(rows, NextPage::Next(next(paging, walk)))
    }
}

/// Rejects a position before the first row and a page without rows.
pub(crate) fn check_offset(paging: Option<&OffsetPaging>) -> Result<()> {
    match paging {
        Some(paging) if paging.offset() < 0 => Err(Error::invalid("paging", "must be at least 0")),
        Some(paging) if paging.rows() < 1 => Err(Error::invalid("paging", "must request at least one row")),
        _ => Ok(()),
    }
}
