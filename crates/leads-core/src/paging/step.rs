//! Lists that are read one page at a time, without a stream.

use super::gap::Gap;
use super::history::{KeyHash, Keys};
use super::page::{Paged, Seen, Skip};
use super::token::PageToken;
use super::walker::{NewRow, Taken, Walker};
use crate::error::{Error, Result};
use crate::http::{CallOptions, Pipeline};
use crate::response::Reply;
use std::collections::VecDeque;

/// One page of a list, for a caller that keeps no state between pages, such as a vendor's adapter.
#[derive(Debug)]
#[non_exhaustive]
pub struct ListStep<T> {
    /// The rows that were not delivered before.
    pub items: Vec<T>,
    /// Rows that could not be read, and a [gap](Error::gap).
    pub problems: Vec<Error>,
    /// Where the next page begins; `None` at the end.
    pub next: Option<PageToken>,
}

/// Reads the page after `after` of a list that is paged by position, with the guarantees of [`Paged`]. `request` is the
/// first page. It may take several calls if rows were deleted or inserted in the meantime.
///
/// # Errors
/// Returns the errors of any call, and an error if `after` is not a position of this list.
pub(crate) async fn step<R: Paged>(
    pipeline: &Pipeline<R::Vendor>,
    request: R,
    after: Option<&PageToken>,
    options: &CallOptions,
) -> Result<Reply<ListStep<R::Item>>> {
    let (mut walker, last) = match after {
        None => (Walker::new(request), None),
        Some(token) => {
            let (skip, seen) = read_token(token.as_str())
                .ok_or_else(|| Error::invalid("after", "is not a position of this list"))
                .map_err(|error| error.for_operation(<R::Vendor as crate::vendor::Vendor>::NAME, R::OPERATION.name))?;
            let last = skip.after.clone();
            (Walker::resume(request, skip, seen), last)
        }
    };
    let mut attempts = 0;
    loop {
        let Some(request) = walker.request() else {
            return Err(Error::invalid("after", "is the end of this list"));
        };
        let (response, mut meta) = Reply::into_parts(pipeline.send_with(request, options).await?);
        attempts += meta.attempts;
        let page = request.page(response);
        let Taken { gap, rows } = walker.take(page, last.as_deref())?;
        // A page further back is read next, or one after rows already delivered.
        if rows.is_empty() && gap.is_none() && walker.request().is_some() {
            continue;
        }
        let mut step = ListStep { items: Vec::with_capacity(rows.len()), problems: Vec::new(), next: None };
        step.problems.extend(gap.map(Gap::error::<R>));
        let mut last = last;
        for NewRow { key, row, .. } in rows {
            last = key.map(|(_, key)| key).or(last);
            match row {
                Ok(item) => step.items.push(item),
                Err(error) => step.problems.push(error),
            }
        }
        if walker.request().is_some() {
            step.next = walker.saved::<R::Item>(&VecDeque::new(), last.as_deref()).map(|(page, skip, seen)| {
                let seen = Seen { next: seen.next.or(page.window().map(|window| window.start)), ..seen };
                write_token(&skip, &seen)
            });
        }
        meta.attempts = attempts;
        return Ok(Reply::new(step, meta));
    }
}

/// Format: `next.widest.whole.keys.last`
fn write_token(skip: &Skip, seen: &Seen) -> PageToken {
    let Seen { next, widest, whole, keys, .. } = seen;
    let keys = KeyHash::join(keys.0.iter().copied());
    let (next, whole, last) = (next.unwrap_or(0), u8::from(*whole), skip.after.as_deref().unwrap_or_default());
    PageToken::new(format!("{next}.{widest}.{whole}.{keys}.{last}"))
}

fn read_token(text: &str) -> Option<(Skip, Seen)> {
    let mut parts = text.splitn(5, '.');
    let next = Some(parts.next()?.parse().ok()?);
    let widest = parts.next()?.parse().ok()?;
    let whole = parts.next()? == "1";
    let keys = Keys(KeyHash::split(parts.next()?)?);
    let after = Some(parts.next()?).filter(|last| !last.is_empty()).map(str::to_owned);
    Some((Skip { taken: 0, after }, Seen { next, limit: None, widest, whole, keys }))
}
