//! Where lists end, whatever the server's counters and cursors say.

use leads_core::vendor::Bookmark;
use leads_core::{EndReason, ErrorKind, Paged, Raw, Request};
use nutshell::api::accounts::ListAccounts;
use nutshell::api::contacts::ListContacts;
use nutshell::api::events::ListEvents;
use nutshell::api::leads::ListLeads;
use nutshell::model::Lead;
use nutshell::{Client, EventPosition, Nutshell};
use rstest::rstest;
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request as HttpRequest, Respond, ResponseTemplate};

/// Responds with the result of a function of the query.
struct Pages<F>(F);

impl<F: Fn(&dyn Fn(&str) -> Option<String>) -> String + Send + Sync> Respond for Pages<F> {
    fn respond(&self, received: &HttpRequest) -> ResponseTemplate {
        let query =
            |name: &str| received.url.query_pairs().find(|(known, _)| known == name).map(|(_, v)| v.into_owned());
        ResponseTemplate::new(200).set_body_raw((self.0)(&query), "application/json")
    }
}

async fn serving(
    response: impl Fn(&dyn Fn(&str) -> Option<String>) -> String + Send + Sync + 'static,
) -> (MockServer, Client) {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(Pages(response)).mount(&server).await;
    let client = Client::builder().base_url(server.uri()).basic("agent@example.com", "key").build().unwrap();
    (server, client)
}

/// The result of a stream: the numbers of its rows, why it ended, its error, and the position after it.
async fn read<R: Paged + Request<Vendor = Nutshell>>(
    client: &Client,
    request: R,
    id: impl Fn(&R::Item) -> u64,
) -> (Vec<u64>, Option<EndReason>, Option<ErrorKind>, Option<R>) {
    let (mut rows, mut seen, mut failed) = (client.items(request), Vec::new(), None);
    while let Some(row) = rows.next().await {
        match row {
            Ok(row) => seen.push(id(&row)),
            Err(error) => {
                assert!(failed.is_none(), "there is only one error");
                assert_eq!(error.operation(), R::OPERATION.name);
                failed = Some(error.kind());
            }
        }
    }
    for _ in 0..3 {
        assert!(rows.next().await.is_none(), "the stream has ended");
    }
    (seen, rows.end_reason(), failed, rows.position().cloned())
}

fn number(lead: &Raw<Lead>) -> u64 {
    lead.id.parts().number.unwrap()
}

fn rows(kind: &str, numbers: impl IntoIterator<Item = u64>) -> String {
    numbers.into_iter().map(|n| format!(r#"{{"id":"{n}-{kind}"}}"#)).collect::<Vec<_>>().join(",")
}

/// The requested page's position and size.
fn window(query: &dyn Fn(&str) -> Option<String>) -> (usize, usize) {
    let page: usize = query("page[page]").map_or(0, |page| page.parse().unwrap());
    let limit: usize = query("page[limit]").map_or(2, |limit| limit.parse().unwrap());
    (page * limit, limit)
}

/// A page out of this many leads, with the counters set by the test.
fn page_of(query: &dyn Fn(&str) -> Option<String>, total: u64, meta: &str) -> String {
    let (start, limit) = window(query);
    let numbers = (1..=total).skip(start).take(limit);
    format!(r#"{{"meta":{{{meta}}},"links":{{}},"leads":[{}]}}"#, rows("leads", numbers))
}

#[rstest]
#[case::too_low(r#""count":1,"total":1"#)]
#[case::too_high(r#""count":900,"total":900"#)]
#[case::zero(r#""count":0,"total":0"#)]
#[case::negative(r#""count":-1"#)]
#[case::text(r#""count":"two","next":"https://x.example/rest/leads?page[page]=0""#)]
#[case::absent("")]
#[tokio::test]
async fn counters_are_ignored(#[case] meta: &'static str) {
    // A short page does not end the list; only a page without a new row does.
    for (total, calls) in [(24, 4), (25, 4), (5, 2), (0, 1)] {
        let (server, client) = serving(move |query| page_of(query, total, meta)).await;
        let (seen, ended, failed, position) = read(&client, ListLeads::new().limit(12), number).await;
        assert_eq!(seen, (1..=total).collect::<Vec<_>>());
        assert_eq!((ended, failed, position), (Some(EndReason::EmptyPage), None, None));
        assert_eq!(server.received_requests().await.unwrap().len(), calls);
    }
    // Without a limit, a stream sets one.
    let (_server, client) = serving(move |query| page_of(query, 5, meta)).await;
    let (seen, ended, _, _) = read(&client, ListLeads::new(), number).await;
    assert_eq!((seen.len(), ended), (5, Some(EndReason::EmptyPage)));
}

#[tokio::test]
async fn restarting_list_is_an_error_before_any_duplicate() {
    for pages in 1..4_u64 {
        let total = 12 * pages;
        let (_server, client) = serving(move |query| {
            let (start, limit) = window(query);
            let numbers = (start as u64..).take(limit).map(|at| at % total + 1);
            format!(r#"{{"leads":[{}]}}"#, rows("leads", numbers))
        })
        .await;
        let (seen, ended, failed, position) = read(&client, ListLeads::new().limit(12), number).await;
        assert_eq!(seen, (1..=seen.len() as u64).collect::<Vec<_>>());
        // The rows of the page that starts over are not returned.
        assert!((total - 11..=total).contains(&(seen.len() as u64)), "{} of {total}", seen.len());
        assert_eq!((ended, failed), (Some(EndReason::Failed), Some(ErrorKind::Decode)));
        assert!(position.is_some(), "the position of the failure");
    }
}

#[tokio::test]
async fn accounts_and_contacts_end_like_leads() {
    let (_server, client) = serving(|query| {
        let (start, limit) = window(query);
        let numbers = || (1..=6).skip(start).take(limit);
        let (accounts, contacts) = (rows("accounts", numbers()), rows("contacts", numbers()));
        format!(r#"{{"meta":{{"count":1}},"accounts":[{accounts}],"contacts":[{contacts}]}}"#)
    })
    .await;
    let accounts = read(&client, ListAccounts::new().limit(3), |row| row.id.parts().number.unwrap()).await;
    assert_eq!((accounts.0, accounts.1), ((1..=6).collect(), Some(EndReason::EmptyPage)));
    let contacts = read(&client, ListContacts::new().limit(3), |row| row.id.parts().number.unwrap()).await;
    assert_eq!((contacts.0, contacts.1), ((1..=6).collect(), Some(EndReason::EmptyPage)));
}

/// The events up to and including `max_id`, newest first; `meta.next` is on every page and never ends.
fn log(query: &dyn Fn(&str) -> Option<String>, newest: u64, previous: impl Fn(u64) -> Option<u64>) -> String {
    let id = |text: String| text.split('-').next().unwrap().parse::<u64>().unwrap();
    let from = query("max_id").map_or(newest, id);
    let limit = query("limit").map_or(20, |limit| limit.parse().unwrap());
    let numbers: Vec<u64> = (1..=from).rev().take(limit).collect();
    let back = numbers.last().and_then(|oldest| previous(*oldest));
    let previous = back.map_or("null".to_owned(), |id| {
        format!(r#""https://app.nutshell.com/rest/events?limit={limit}&max_id={id}-events&max_time=17""#)
    });
    format!(
        r#"{{"meta":{{"next":"https://app.nutshell.com/rest/events?since_id={newest}-events","previous":{previous}}},"events":[{}]}}"#,
        rows("events", numbers)
    )
}

#[tokio::test]
async fn events_end_although_next_cursor_never_does() {
    for with_cursor in [true, false] {
        for limit in [1, 2, 3, 10, 11] {
            let (server, client) = serving(move |query| log(query, 10, |oldest| with_cursor.then_some(oldest))).await;
            let request = ListEvents::new().limit(limit);
            let (seen, ended, failed, _) = read(&client, request, |row| row.id.parts().number.unwrap()).await;
            assert_eq!(seen, (1..=10).rev().collect::<Vec<_>>(), "limit {limit}");
            assert_eq!((ended, failed), (Some(EndReason::LastPage), None));
            let received = server.received_requests().await.unwrap();
            assert!(received.iter().all(|received| !received.url.query().unwrap_or_default().contains("since_id")));
        }
    }
    let (_server, client) = serving(|_| r#"{"meta":{"next":"x"},"events":[]}"#.to_owned()).await;
    let (seen, ended, _, _) = read(&client, ListEvents::new(), |row| row.id.parts().number.unwrap()).await;
    assert_eq!((seen.len(), ended), (0, Some(EndReason::EmptyPage)));
}

#[tokio::test]
async fn repeated_cursor_is_an_error_with_its_position() {
    // The second page points back to itself, or to before itself; the third to the second.
    for (back_at, to) in [(6, 8), (6, 10), (4, 8)] {
        let (server, client) =
            serving(move |query| log(query, 10, |oldest| Some(if oldest == back_at { to } else { oldest }))).await;
        let request = ListEvents::new().limit(3);
        let (seen, ended, failed, position) = read(&client, request, |row| row.id.parts().number.unwrap()).await;
        let mut once = seen.clone();
        once.dedup();
        assert_eq!((seen.len(), ended, failed), (once.len(), Some(EndReason::Failed), Some(ErrorKind::Decode)));
        // The abandoned page, by its own cursor.
        let stopped = ListEvents::new().limit(3).max_id(format!("{}-events", back_at + 2));
        let received = position.as_ref().map(|position| serde_json::to_value(position).unwrap());
        assert_eq!(received.unwrap()["max_id"], serde_json::to_value(&stopped).unwrap()["max_id"], "{back_at} {to}");
        assert!(server.received_requests().await.unwrap().len() < 5);
    }
}

/// A page of one would contain only the boundary event, so the pages after the first have two.
#[tokio::test]
async fn follower_reaches_its_position_with_any_limit() {
    for limit in [1, 2, 3, 20] {
        let (server, client) = serving(|query| log(query, 10, Some)).await;
        let request = ListEvents::new().limit(limit);
        let mut follower = client.follow_events(request, Some(EventPosition::after("3-events")));
        let fresh = follower.poll().await.unwrap();
        let numbers: Vec<u64> = fresh.iter().map(|event| event.id.parts().number.unwrap()).collect();
        assert_eq!(numbers, (4..=10).collect::<Vec<_>>(), "limit {limit}");
        assert_eq!(follower.position(), Some(&EventPosition::after("10-events")));
        let received: Vec<String> = server
            .received_requests()
            .await
            .unwrap()
            .iter()
            .map(|received| received.url.query().unwrap_or_default().to_owned())
            .collect();
        assert_eq!(received[0], format!("since_id=3-events&limit={limit}"));
        for (page, query) in received.iter().enumerate().skip(1) {
            assert!(query.contains("max_id=") && query.contains("since_id=3-events"), "{page}: {query}");
            assert!(query.ends_with(&format!("limit={}", limit.max(2))), "{page}: {query}");
        }
    }
}

/// A saved bookmark resumes after the last row, in the middle of a page and between two.
#[tokio::test]
async fn saved_bookmark_resumes_after_the_last_row() {
    let (_server, leads) = serving(|query| page_of(query, 7, r#""count":2"#)).await;
    let (_other, events) = serving(|query| log(query, 7, Some)).await;
    for cut in 0..=7_u64 {
        let mut rows = leads.items(ListLeads::new().limit(2));
        for expected in 1..=cut {
            assert_eq!(number(&rows.next().await.unwrap().unwrap()), expected);
        }
        let saved = serde_json::to_string(&rows.bookmark()).unwrap();
        if let Some(bookmark) = serde_json::from_str::<Option<Bookmark<ListLeads>>>(&saved).unwrap() {
            let rest = leads.resume(bookmark).collect().await.unwrap();
            assert_eq!(rest.iter().map(number).collect::<Vec<_>>(), (cut + 1..=7).collect::<Vec<_>>());
        } else {
            assert_eq!(cut, 7);
        }

        let mut rows = events.items(ListEvents::new().limit(3));
        for back in 0..cut {
            assert_eq!(rows.next().await.unwrap().unwrap().id.parts().number, Some(7 - back));
        }
        let saved = serde_json::to_string(&rows.bookmark()).unwrap();
        let bookmark: Bookmark<ListEvents> = serde_json::from_str(&saved).unwrap();
        let rest = events.resume(bookmark).collect().await.unwrap();
        let rest: Vec<u64> = rest.iter().map(|row| row.id.parts().number.unwrap()).collect();
        assert_eq!(rest, (1..=7 - cut).rev().collect::<Vec<_>>(), "cut at {cut}");
    }
}

/// Rows inserted before the last one do not cause it, or any row before it, to be returned again.
#[tokio::test]
async fn bookmark_survives_inserted_rows() {
    let (_server, client) = serving(|query| log(query, 10, Some)).await;
    let mut rows = client.items(ListEvents::new().limit(5));
    for _ in 0..2 {
        rows.next().await.unwrap().unwrap();
    }
    let bookmark = rows.bookmark().unwrap();
    assert_eq!(bookmark.page(), &ListEvents::new().limit(5));
    // Two more events: the last row, 9, is now the fourth of its page.
    let (_server, client) = serving(|query| log(query, 12, Some)).await;
    let rest = client.resume(bookmark).collect().await.unwrap();
    let rest: Vec<u64> = rest.iter().map(|row| row.id.parts().number.unwrap()).collect();
    assert_eq!(rest, (1..=8).rev().collect::<Vec<_>>());
}
