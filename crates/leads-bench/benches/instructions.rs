//! Instruction counts, which are reproducible regardless of the machine's load.
//!
//! Run `cargo bench -p leads-bench --bench instructions`; `cargo run -p xtask -- install-tools` installs the
//! requirements.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use bytes::Bytes;
use capillary_leads::Client;
use gungraun::{library_benchmark, library_benchmark_group, main};
use leads_bench::send::{ByHand, Setup};
use leads_bench::{decode, json, requests, send, server, stream};
use std::hint::black_box;
use tokio::runtime::Runtime;

fn runtime() -> Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime")
}

/// Returns a client with an open connection that has made some calls.
fn warm_client() -> (Runtime, Client) {
    let (runtime, client) = (runtime(), send::client(server::start(json::capillary_lead(12))));
    runtime.block_on(async {
        for _ in 0..50 {
            send::by_client(&client, 12).await;
        }
    });
    (runtime, client)
}

fn warm_by_hand() -> (Runtime, ByHand) {
    let (runtime, by_hand) = (runtime(), ByHand::new(server::start(json::capillary_lead(12)), Setup::Alike));
    runtime.block_on(async {
        for _ in 0..50 {
            by_hand.send(12).await;
        }
    });
    (runtime, by_hand)
}

#[library_benchmark]
#[bench::warm(warm_client())]
fn send_by_client((runtime, client): (Runtime, Client)) -> (i64, Runtime, Client) {
    (runtime.block_on(send::by_client(&client, 12)), runtime, client)
}

#[library_benchmark]
#[bench::warm(warm_by_hand())]
fn send_by_hand((runtime, by_hand): (Runtime, ByHand)) -> (i64, Runtime, ByHand) {
    (runtime.block_on(by_hand.send(12)), runtime, by_hand)
}

fn capillary(rows: usize) -> Bytes {
    json::capillary_page(rows).into()
}

fn nutshell(rows: usize) -> Bytes {
    json::nutshell_page(rows).into()
}

fn leadsquared(rows: usize) -> Bytes {
    json::leadsquared_page(rows).into()
}

fn dealerstudio(rows: usize) -> Bytes {
    json::dealerstudio_list(rows).into()
}

#[library_benchmark]
#[benches::capillary(args = [1, 100, 1000], setup = capillary)]
fn capillary_lossless(page: Bytes) -> usize {
    decode::capillary::lossless(black_box(&page))
}

#[library_benchmark]
#[benches::capillary(args = [1, 100, 1000], setup = capillary)]
fn capillary_plain(page: Bytes) -> usize {
    decode::capillary::plain::<String>(black_box(&page))
}

#[library_benchmark]
#[benches::capillary(args = [1, 100, 1000], setup = capillary)]
fn capillary_value(page: Bytes) -> usize {
    decode::value(black_box(&page))
}

#[library_benchmark]
#[benches::nutshell(args = [1, 100, 1000], setup = nutshell)]
fn nutshell_lossless(page: Bytes) -> usize {
    decode::nutshell::lossless(black_box(&page))
}

#[library_benchmark]
#[benches::nutshell(args = [1, 100, 1000], setup = nutshell)]
fn nutshell_plain(page: Bytes) -> usize {
    decode::nutshell::plain(black_box(&page))
}

#[library_benchmark]
#[benches::nutshell(args = [1, 100, 1000], setup = nutshell)]
fn nutshell_value(page: Bytes) -> usize {
    decode::value(black_box(&page))
}

#[library_benchmark]
#[benches::leadsquared(args = [1, 100, 1000], setup = leadsquared)]
fn leadsquared_lossless(page: Bytes) -> usize {
    decode::leadsquared::lossless(black_box(&page))
}

#[library_benchmark]
#[benches::leadsquared(args = [1, 100, 1000], setup = leadsquared)]
fn leadsquared_plain(page: Bytes) -> usize {
    decode::leadsquared::plain(black_box(&page))
}

#[library_benchmark]
#[benches::leadsquared(args = [1, 100, 1000], setup = leadsquared)]
fn leadsquared_value(page: Bytes) -> usize {
    decode::value(black_box(&page))
}

#[library_benchmark]
#[benches::dealerstudio(args = [1, 100, 1000], setup = dealerstudio)]
fn dealerstudio_lossless(page: Bytes) -> usize {
    decode::dealerstudio::lossless(black_box(&page))
}

#[library_benchmark]
#[benches::dealerstudio(args = [1, 100, 1000], setup = dealerstudio)]
fn dealerstudio_plain(page: Bytes) -> usize {
    decode::dealerstudio::plain(black_box(&page))
}

#[library_benchmark]
#[benches::dealerstudio(args = [1, 100, 1000], setup = dealerstudio)]
fn dealerstudio_value(page: Bytes) -> usize {
    decode::value(black_box(&page))
}

#[library_benchmark]
#[bench::capillary(0)]
#[bench::nutshell(1)]
#[bench::leadsquared(2)]
#[bench::dealerstudio(3)]
fn request_by_client(vendor: usize) -> (String, Bytes) {
    (requests::CASES[vendor].by_client)(black_box(12))
}

#[library_benchmark]
#[bench::capillary(0)]
#[bench::nutshell(1)]
#[bench::leadsquared(2)]
#[bench::dealerstudio(3)]
fn request_by_hand(vendor: usize) -> (String, Bytes) {
    (requests::CASES[vendor].by_hand)(black_box(12))
}

#[library_benchmark]
#[bench::thousand(runtime())]
fn stream_leads(runtime: Runtime) -> Runtime {
    runtime.block_on(async {
        let mut rows = stream::rows(1000);
        while let Some(lead) = rows.next().await {
            black_box(lead.expect("a lead"));
        }
    });
    runtime
}

library_benchmark_group!(name = sending, benchmarks = [send_by_client, send_by_hand]);
library_benchmark_group!(
    name = decoding,
    benchmarks = [
        capillary_lossless,
        capillary_plain,
        capillary_value,
        nutshell_lossless,
        nutshell_plain,
        nutshell_value,
        leadsquared_lossless,
        leadsquared_plain,
        leadsquared_value,
        dealerstudio_lossless,
        dealerstudio_plain,
        dealerstudio_value
    ]
);
library_benchmark_group!(name = requesting, benchmarks = [request_by_client, request_by_hand]);
library_benchmark_group!(name = streaming, benchmarks = [stream_leads]);

main!(library_benchmark_groups = [sending, decoding, requesting, streaming]);
