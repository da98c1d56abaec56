//! Finding exactly one lead among the pages of a list, for adapters.

use super::{LeadKey, LeadPage, PageToken};
use crate::error::{Error, ErrorKind, Result};
use crate::lead::Lead;
use crate::paging::CycleDetector;
use crate::response::Reply;
use crate::status::Presence;
use std::future::Future;

/// The most candidates that an error lists.
const LISTED: usize = 10;

/// Reads the pages of a list until its end or until two leads match, and returns the only lead that matches.
///
/// `page` reads one page, and `keep` returns the leads of a page that have the key's value. A vendor may match loosely,
/// or return every lead if it does not understand a filter, so an adapter compares the value itself. Deleted leads are
/// not candidates.
///
/// # Errors
/// Returns [`NotFound`](ErrorKind::NotFound) if no lead matches, and [`Ambiguous`](ErrorKind::Ambiguous) with the ids
/// as candidates if several do. A problem of a page (a lead that could not be read, a gap) is returned unless several
/// leads match, because the lead concerned may be a match. A list that repeats is a decode error. Nothing is changed.
pub async fn find_one<P, K>(
    key: &LeadKey,
    mut page: impl FnMut(Option<PageToken>) -> P + Send,
    mut keep: impl FnMut(Vec<Box<dyn Lead>>) -> K + Send,
) -> Result<Reply<Box<dyn Lead>>>
where
    P: Future<Output = Result<Reply<LeadPage>>> + Send,
    K: Future<Output = Result<Vec<Box<dyn Lead>>>> + Send,
{
    let mut found: Vec<Box<dyn Lead>> = Vec::new();
    let mut problem = None;
    let mut after = None;
    let mut attempts = 0;
    let mut cycle = CycleDetector::from(None);
    loop {
        let (LeadPage { leads, next, problems }, mut meta) = Reply::into_parts(page(after.take()).await?);
        attempts += meta.attempts;
        problem = problem.or(problems.into_iter().next());
        for lead in keep(leads).await? {
            let is_known = found.iter().any(|known| known.id() == lead.id() && lead.id().is_some());
            if !is_known && lead.status().presence != Presence::Deleted {
                found.push(lead);
            }
        }
        if found.len() > 1 {
            return Err(ambiguous(key, &found));
        }
        match next {
            Some(next) if cycle.revisits(&next) => {
                return Err(Error::new(ErrorKind::Decode, "the list of candidates repeats without an end"));
            }
            Some(next) => after = Some(next),
            None => {
                if let Some(problem) = problem {
                    return Err(problem);
                }
                meta.attempts = attempts;
                let lead = found.pop().ok_or_else(|| not_found(key))?;
                return Ok(Reply::new(lead, meta));
            }
        }
    }
}

fn not_found(key: &LeadKey) -> Error {
    Error::new(ErrorKind::NotFound, format!("no lead has this {}", described(key)))
}

fn ambiguous(key: &LeadKey, found: &[Box<dyn Lead>]) -> Error {
    let ids =
        found.iter().take(LISTED).map(|lead| lead.id().map_or_else(|| "a lead without an id".into(), String::from));
    Error::ambiguous(format!("several leads have this {}", described(key)), ids.collect())
        .with_field(key.kind())
        .with_help("choose one by its id, or find the lead by a value that is unique")
}

fn described(key: &LeadKey) -> &'static str {
    match key {
        LeadKey::Email(_) => "e-mail address",
        LeadKey::Phone(_) => "phone number",
        LeadKey::Field { .. } => "value of the field",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lead::{LeadId, LeadView};
    use crate::response::{Meta, Raw};
    use crate::status::{LeadState, Status, StatusDetail};
    use serde::Deserialize;

    #[derive(Debug, Deserialize)]
    struct Deal {
        id: u64,
        #[serde(default)]
        deleted: bool,
    }

    impl LeadView for Deal {
        const VENDOR: &'static str = "acme";
        fn id(&self) -> Option<LeadId> {
            Some(LeadId::new(self.id.to_string()))
        }
        fn status(&self) -> Status {
            let presence = if self.deleted { Presence::Deleted } else { Presence::Live };
            Status::new(presence, LeadState::Open, StatusDetail::default())
        }
    }

    fn lead(text: &str) -> Box<dyn Lead> {
        Box::new(Raw::<Deal>::parse(text).unwrap())
    }

    /// Finds among pages, each given by the texts of its leads and the next position.
    async fn find(pages: &[(&[&str], Option<&str>)]) -> Result<Reply<Box<dyn Lead>>> {
        let mut pages = pages.iter();
        let page = |_after| {
            let (leads, next) = pages.next().expect("no further page is read");
            let page = LeadPage::new(leads.iter().map(|text| lead(text)).collect(), next.map(PageToken::new));
            async move { Ok(Reply::new(page, Meta::default())) }
        };
        find_one(&LeadKey::email("jane@example.com"), page, |leads| async move { Ok(leads) }).await
    }

    #[tokio::test]
    async fn only_match_is_found_on_any_page() {
        let deleted = r#"{"id":1,"deleted":true}"#;
        let found =
            find(&[(&[deleted], Some("a")), (&[], Some("b")), (&[r#"{"id":2}"#], Some("c")), (&[], None)]).await;
        assert_eq!(found.unwrap().id(), Some(LeadId::new("2")));
        let twice = find(&[(&[r#"{"id":2}"#], Some("a")), (&[r#"{"id":2}"#], None)]).await;
        assert_eq!(twice.unwrap().id(), Some(LeadId::new("2")));
        let none = find(&[(&[deleted], None)]).await.unwrap_err();
        assert!(none.is_not_found() && !none.to_string().contains("jane"), "{none}");
    }

    #[tokio::test]
    async fn second_match_ends_the_search_and_both_are_listed() {
        let error = find(&[(&[r#"{"id":2}"#], Some("a")), (&[r#"{"id":3}"#], Some("b"))]).await.unwrap_err();
        assert_eq!((error.kind(), error.field()), (ErrorKind::Ambiguous, Some("email")));
        assert_eq!(error.candidates(), ["2", "3"]);
        assert!(!error.to_string().contains("jane"), "{error}");
    }

    #[tokio::test]
    async fn repeated_list_and_unreadable_row_are_errors() {
        let row: &[&str] = &[r#"{"id":2}"#];
        let error = find(&[(row, Some("a")), (row, Some("a"))]).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode);
        let page = |_after| {
            let mut page = LeadPage::new(vec![lead(r#"{"id":2}"#)], None);
            page.problems.push(Error::new(ErrorKind::Decode, "a row"));
            async move { Ok(Reply::new(page, Meta::default())) }
        };
        let key = LeadKey::phone("1");
        let error = find_one(&key, page, |leads| async move { Ok(leads) }).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode);
    }
}
