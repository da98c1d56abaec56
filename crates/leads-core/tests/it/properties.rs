//! Properties that hold for all values.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use async_trait::async_trait;
use http::HeaderMap;
use leads_core::http::{Anonymous, BaseUrl, Progress, Transport, TransportError, WireRequest};
use leads_core::status::StageMap;
use leads_core::vendor::{Classification, Failure, FromResponse, Parts, Vendor, read};
use leads_core::{
    ClientConfig, EndReason, Error, HttpResponse, LeadState, Method, NextPage, Operation, Page, Paged, Patch, Pipeline,
    Raw, Request, Safety, WriteOutcome, open_enum, text_id,
};
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

// ------------------------------------------------------------------------------------ unknown values are kept

open_enum! {
    /// Two doors.
    pub enum Door {
        /// Open.
        Open = "OPEN",
        /// Shut.
        Shut = "SHUT",
    }
}

text_id! {
    /// The id of a door.
    pub struct DoorId;
}

/// Any JSON, except numbers whose text no reader keeps.
fn json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Value::from),
            btree_map(".{0,6}", inner, 0..4).prop_map(|members| Value::from(serde_json::Map::from_iter(members))),
        ]
    })
}

#[derive(Debug, Deserialize, Serialize)]
struct Model {
    #[serde(default)]
    door: Option<Door>,
}

proptest! {
    #[test]
    fn unknown_value_is_written_back_unchanged(text in ".{0,20}", number in any::<i64>(), large in any::<u64>(), flag in any::<bool>()) {
        for json in [serde_json::to_string(&text).unwrap(), number.to_string(), large.to_string(), flag.to_string()] {
            let door: Door = serde_json::from_str(&json).unwrap();
            prop_assert_eq!(serde_json::to_string(&door).unwrap(), json);
            prop_assert_eq!(door.clone(), serde_json::from_str::<Door>(&serde_json::to_string(&door).unwrap()).unwrap());
        }
        let door = Door::from(text.as_str());
        prop_assert_eq!(door.as_str(), text.as_str());
        prop_assert_eq!(door.is_known(), text == "OPEN" || text == "SHUT");
    }

    #[test]
    fn numeric_id_is_written_back_unchanged(small in any::<i64>(), large in any::<u64>()) {
        for json in [small.to_string(), large.to_string(), u64::MAX.to_string()] {
            let id: DoorId = serde_json::from_str(&json).unwrap();
            prop_assert_eq!(id.as_str(), json.as_str());
            prop_assert_eq!(serde_json::to_string(&id).unwrap(), json);
        }
    }

    #[test]
    fn unknown_field_is_kept_byte_for_byte(
        members in btree_map("[a-z]{1,8}", json(), 0..6),
        blanks in vec(prop::sample::select(vec!["", " ", "\n  ", "\t"]), 1..8),
        door in prop::sample::select(vec!["OPEN", "AJAR"]),
    ) {
        // Written by hand, so that order and white space differ from any serializer's output.
        let mut blank = blanks.iter().cycle();
        let mut next = || blank.next().unwrap();
        let mut text = format!("{{{}\"door\"{}:\"{door}\"", next(), next());
        for (name, value) in members.iter().filter(|(name, _)| *name != "door") {
            text.push_str(&format!(",{}\"{name}\":{}{value}{}", next(), next(), next()));
        }
        text.push('}');
        let raw: Raw<Model> = Raw::parse(&text).unwrap();
        prop_assert_eq!(raw.door.as_ref().unwrap().as_str(), door);
        prop_assert_eq!(serde_json::to_string(&raw).unwrap(), text.clone());
        let again: Raw<Model> = serde_json::from_str(&serde_json::to_string(&raw).unwrap()).unwrap();
        prop_assert_eq!(again.text(), raw.text());
        for (name, value) in members.iter().filter(|(name, _)| *name != "door") {
            prop_assert_eq!(raw.field(name).unwrap().get(), value.to_string());
        }
        let compact: Value = serde_json::from_str(&raw.compact()).unwrap();
        prop_assert_eq!(compact, serde_json::from_str::<Value>(&text).unwrap());
    }
}

#[test]
fn number_that_lost_digits_is_not_an_id() {
    for json in ["18446744073709551616", "-9223372036854775809", "1e300", "9007199254740993.0"] {
        assert!(serde_json::from_str::<DoorId>(json).is_err(), "{json}");
    }
    for (json, text) in [("7.5", "7.5"), ("7.0", "7"), ("\"18446744073709551616\"", "18446744073709551616")] {
        let id: DoorId = serde_json::from_str(json).unwrap();
        assert_eq!((id.as_str(), serde_json::to_string(&id).unwrap()), (text, format!("\"{text}\"")));
    }
}

// ------------------------------------------------------------------------------------ updates

#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
struct Change {
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    name: Patch<String>,
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    value: Patch<i64>,
}

fn patch<T: std::fmt::Debug + Clone + 'static>(value: impl Strategy<Value = T>) -> impl Strategy<Value = Patch<T>> {
    prop_oneof![Just(Patch::Keep), Just(Patch::Clear), value.prop_map(Patch::Set)]
}

proptest! {
    #[test]
    fn patch_serializes_exactly_what_it_changes(name in patch(".{0,8}"), value in patch(any::<i64>())) {
        let change = Change { name: name.clone(), value };
        let written: BTreeMap<String, Value> = serde_json::from_value(serde_json::to_value(&change).unwrap()).unwrap();
        prop_assert_eq!(written.contains_key("name"), !name.is_keep());
        prop_assert_eq!(written.get("name").is_some_and(Value::is_null), name.is_clear());
        prop_assert_eq!(written.get("name").and_then(Value::as_str), name.value().map(String::as_str));
        prop_assert_eq!(written.get("value").is_some_and(Value::is_null), value.is_clear());
        let text = serde_json::to_string(&change).unwrap();
        prop_assert_eq!(serde_json::from_str::<Change>(&text).unwrap(), change, "it round-trips");
    }

    /// The record after a change, as serialized: kept, cleared or set. Applying the same change again has no further
    /// effect, and of two changes the later one decides unless it keeps the field.
    #[test]
    fn keep_clear_and_set_apply_as_documented(
        before in (proptest::option::of(".{0,4}"), proptest::option::of(any::<i64>())),
        first in (patch(".{0,4}"), patch(any::<i64>())),
        second in (patch(".{0,4}"), patch(any::<i64>())),
    ) {
        let [first, second] = [first, second].map(|(name, value)| Change { name, value });
        let record = serde_json::json!({"name": before.0, "value": before.1, "other": 1});
        let after = changed(&record, &first);
        for (member, keeps, clears, sets) in [
            ("name", first.name.is_keep(), first.name.is_clear(), first.name.value().map(|name| Value::from(name.as_str()))),
            ("value", first.value.is_keep(), first.value.is_clear(), first.value.value().map(|value| Value::from(*value))),
        ] {
            let expected = if keeps { record[member].clone() } else { sets.clone().unwrap_or_default() };
            prop_assert_eq!(&after[member], &expected);
            prop_assert_eq!([keeps, clears, sets.is_some()].iter().filter(|is| **is).count(), 1, "one of the three");
        }
        prop_assert_eq!(&after["other"], &record["other"]);
        prop_assert_eq!(changed(&after, &first), after.clone());
        let both = Change {
            name: if second.name.is_keep() { first.name.clone() } else { second.name.clone() },
            value: if second.value.is_keep() { first.value } else { second.value },
        };
        prop_assert_eq!(changed(&after, &second), changed(&record, &both));
        prop_assert_eq!(first.value.map(|x| x), first.value);
    }
}

/// The record after the change, as serialized: a member that is present replaces the record's.
fn changed(record: &Value, change: &Change) -> Value {
    let mut record = record.clone();
    let written: serde_json::Map<String, Value> =
        serde_json::from_str(&serde_json::to_string(change).unwrap()).unwrap();
    record.as_object_mut().unwrap().extend(written);
    record
}

// ------------------------------------------------------------------------------------ lists

#[derive(Debug)]
enum Maze {}

impl Vendor for Maze {
    const NAME: &'static str = "maze";
    const PREFIXES: &'static [&'static str] = &[];
    const REQUEST_ID_HEADERS: &'static [&'static str] = &[];
    type Settings = ();
    fn classify((): &(), _operation: &Operation, response: &HttpResponse) -> Classification {
        if response.is_2xx() { Classification::applied() } else { Failure::from_status(response).into() }
    }
}

#[derive(Clone, Debug, Deserialize, Serialize)]
struct Room {
    rows: Vec<u8>,
    next: Option<u8>,
}

impl FromResponse<Maze> for Room {
    fn from_response(_: &Operation, response: &HttpResponse) -> leads_core::Result<Self> {
        read::json(response)
    }
}

macro_rules! list {
    ($name:ident, $key:expr) => {
        #[derive(Clone, Debug, PartialEq)]
        struct $name(u8);
        impl Request for $name {
            type Vendor = Maze;
            type Response = Room;
            const OPERATION: Operation = Operation::new("room", Method::Get, "/{room}", Safety::Read);
            fn parts(&self) -> Result<Parts, Error> {
                Parts::new().path("room", self.0).empty()
            }
        }
        impl Paged for $name {
            type Item = u8;
            fn page(&self, room: Room) -> Page<Self> {
                let next = room.next.map_or(NextPage::End(EndReason::LastPage), |next| NextPage::Next(Self(next)));
                Page::new(room.rows, next)
            }
            fn key(item: &u8) -> Option<String> {
                let key: fn(&u8) -> Option<String> = $key;
                key(item)
            }
        }
    };
}
list!(Plain, |_| None);
list!(Keyed, |item| Some(item.to_string()));

/// Rooms with any rows, each with a door to any other room, or none.
#[derive(Debug)]
struct Rooms {
    rooms: Vec<Room>,
    visits: AtomicUsize,
}

#[async_trait]
impl Transport for Rooms {
    async fn send(&self, wire: WireRequest, _: Arc<dyn Progress>) -> Result<HttpResponse, TransportError> {
        let room: usize = wire.url.path().trim_start_matches('/').parse().unwrap();
        // A list that does not end must fail instead of hanging.
        assert!(self.visits.fetch_add(1, Ordering::SeqCst) < 1_000, "the list does not end");
        Ok(HttpResponse::new(200, HeaderMap::new(), serde_json::to_vec(&self.rooms[room % self.rooms.len()]).unwrap()))
    }
}

impl Rooms {
    fn pipeline(self: &Arc<Self>) -> Pipeline<Maze> {
        ClientConfig::new()
            .transport(Arc::clone(self) as Arc<dyn Transport>)
            .build(BaseUrl::new("http://localhost", &[], &[]).unwrap(), Arc::new(Anonymous), ())
            .unwrap()
    }
}

/// Returns the rooms in the order of their doors, and whether the path returns to one of them.
fn way(rooms: &[Room]) -> (Vec<usize>, bool) {
    let (mut seen, mut order, mut at) = (HashMap::new(), Vec::new(), 0);
    while seen.insert(at, ()).is_none() {
        order.push(at);
        match rooms[at].next {
            Some(next) => at = usize::from(next),
            None => return (order, false),
        }
    }
    (order, true)
}

async fn walk<R: Paged<Vendor = Maze, Item = u8>>(rooms: &Arc<Rooms>, first: R) -> (Vec<u8>, Option<Error>) {
    let (mut stream, mut rows) = (rooms.pipeline().items(first), Vec::new());
    while let Some(row) = stream.next().await {
        match row {
            Ok(row) => rows.push(row),
            Err(error) => {
                assert!(stream.next().await.is_none(), "the stream has ended");
                return (rows, Some(error));
            }
        }
    }
    (rows, None)
}

/// Reads a number of rows of a list, and the rest from the bookmark at that position.
async fn in_two_runs<R: Paged<Vendor = Maze, Item = u8>>(rooms: &Arc<Rooms>, first: R, cut: usize) -> Vec<u8> {
    let mut stream = rooms.pipeline().items(first);
    let mut rows = Vec::new();
    while rows.len() < cut {
        rows.push(stream.next().await.unwrap().unwrap());
    }
    let Some(bookmark) = stream.bookmark() else { return rows };
    let mut rest = rooms.pipeline().resume(bookmark.clone());
    assert!(rest.bookmark().as_ref() == Some(&bookmark), "no row was delivered yet");
    while let Some(row) = rest.next().await {
        rows.push(row.unwrap());
    }
    assert!(rest.bookmark().is_none());
    rows
}

proptest! {
    #[test]
    fn list_ends_for_any_pages(
        rooms in (1_u8..12).prop_flat_map(|count| vec(
            (vec(any::<u8>(), 0..4), proptest::option::weighted(0.9, 0..count)), usize::from(count)..=usize::from(count)))
    ) {
        let rooms: Vec<Room> = rooms.into_iter().map(|(rows, next)| Room { rows, next }).collect();
        let (order, turns) = way(&rooms);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        let maze = || Arc::new(Rooms { rooms: rooms.clone(), visits: AtomicUsize::new(0) });

        let plain = maze();
        let (rows, error) = runtime.block_on(walk(&plain, Plain(0)));
        prop_assert_eq!(error.is_some(), turns, "an error exactly if the path returns to a room");
        prop_assert!(plain.visits.load(Ordering::SeqCst) <= 3 * order.len() + 1, "the cycle is detected early");
        let all: Vec<u8> = order.iter().flat_map(|room| rooms[*room].rows.clone()).collect();
        if turns {
            let read = rows.len().min(all.len());
            prop_assert_eq!(&rows[..read], &all[..read], "no row before it is lost");
        } else {
            prop_assert_eq!(&rows, &all);
        }

        // It can be resumed from any row, in another process too.
        if !turns {
            for cut in 0..=all.len() {
                prop_assert_eq!(&runtime.block_on(in_two_runs(&maze(), Plain(0), cut)), &all, "cut at {}", cut);
            }
        }

        // With keys, a list also ends when nothing new is received; every delivered row is delivered once in a row.
        let keyed = maze();
        let (rows, error) = runtime.block_on(walk(&keyed, Keyed(0)));
        prop_assert!(error.is_some() || !turns);
        prop_assert!(rows.windows(2).all(|pair| pair[0] != pair[1]));
        prop_assert!(keyed.visits.load(Ordering::SeqCst) <= 3 * order.len() + 1);
    }

    #[test]
    fn list_with_keys_resumes_from_any_row(sizes in vec(0_usize..5, 1..8), borders in any::<bool>()) {
        // Every row is distinct; if pages share a border, the last row of a page is the first of the next.
        let mut next = 0_u8;
        let mut rooms: Vec<Room> = Vec::new();
        for (at, size) in sizes.iter().enumerate() {
            let border = rooms.last().and_then(|room| room.rows.last().copied()).filter(|_| borders && *size > 0);
            let rows: Vec<u8> = border.into_iter().chain((0..*size).map(|_| { next += 1; next })).collect();
            rooms.push(Room { rows, next: (at + 1 < sizes.len()).then(|| u8::try_from(at + 1).unwrap()) });
        }
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        let all: Vec<u8> = (1..=next).collect();
        for cut in 0..=all.len() {
            let rooms = Arc::new(Rooms { rooms: rooms.clone(), visits: AtomicUsize::new(0) });
            prop_assert_eq!(&runtime.block_on(in_two_runs(&rooms, Keyed(0), cut)), &all, "cut at {}", cut);
        }
    }
}

/// A vendor that starts over after its last page is detected before a row is repeated, however many pages are between.
#[test]
fn repeated_page_is_an_error() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    for pages in 2..6_u8 {
        // The same pages twice, under different positions.
        let room = |at: u8| Room { rows: vec![2 * (at % pages), 2 * (at % pages) + 1], next: Some(at + 1) };
        let rooms = Arc::new(Rooms { rooms: (0..2 * pages).map(room).collect(), visits: AtomicUsize::new(0) });
        let (rows, error) = runtime.block_on(walk(&rooms, Keyed(0)));
        assert_eq!(rows, (0..2 * pages).collect::<Vec<_>>());
        assert_eq!(error.map(|error| error.kind()), Some(leads_core::ErrorKind::Decode));
        assert_eq!(rooms.visits.load(Ordering::SeqCst), usize::from(pages) + 1);
    }
}

// ------------------------------------------------------------------------------------ statuses and outcomes

proptest! {
    #[test]
    fn stage_that_was_read_is_written_back(
        stages in btree_map("[A-Z][a-z]{0,6}", 0..LeadState::WRITABLE.len(), 1..8)
    ) {
        let map = stages.iter().fold(StageMap::new(), |map, (stage, at)| map.with(stage, LeadState::WRITABLE[*at]));
        for (stage, at) in &stages {
            let state = LeadState::WRITABLE[*at];
            prop_assert_eq!(map.state(stage), state);
            let same = stages.values().filter(|other| *other == at).count();
            match map.stage(state) {
                Ok(written) => prop_assert!(same == 1 && written == stage.as_str()),
                Err(error) => prop_assert_eq!((same > 1, error.candidates().len()), (true, same), "it never guesses"),
            }
        }
    }
}

const OUTCOMES: [WriteOutcome; 5] = [
    WriteOutcome::NotApplied,
    WriteOutcome::Applied,
    WriteOutcome::Accepted,
    WriteOutcome::Partial,
    WriteOutcome::Unknown,
];

#[test]
fn combined_outcome_never_loses_an_unknown_attempt() {
    for a in OUTCOMES {
        assert_eq!(WriteOutcome::NotApplied.then_failed(a), a);
        assert_eq!(a.then_failed(WriteOutcome::NotApplied), a);
        for b in OUTCOMES {
            let both = a.then_failed(b);
            let proved_nothing = a == WriteOutcome::NotApplied && b == WriteOutcome::NotApplied;
            assert_eq!(both == WriteOutcome::NotApplied, proved_nothing, "{a} {b}");
            assert_eq!(both, b.then_failed(a), "the order does not matter: {a} {b}");
            for c in OUTCOMES {
                assert_eq!(both.then_failed(c), a.then_failed(b.then_failed(c)), "{a} {b} {c}");
            }
        }
    }
}
