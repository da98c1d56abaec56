//! Wall-clock times, for an idle machine: `cargo bench -p leads-bench --bench time`. Budgets use instruction counts
//! instead.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used)]

use bytes::Bytes;
use criterion::{BatchSize, BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use leads_bench::send::{ByHand, Setup};
use leads_bench::{decode, json, limiter, requests, send, server, stream};
use std::hint::black_box;

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime")
}

fn sending(criterion: &mut Criterion) {
    let address = server::start(json::capillary_lead(12));
    let (runtime, client, by_hand) = (runtime(), send::client(address), ByHand::new(address, Setup::Alike));
    let mut group = criterion.benchmark_group("send");
    group.bench_function("client", |bench| bench.iter(|| runtime.block_on(send::by_client(&client, 12))));
    group.bench_function("by hand", |bench| bench.iter(|| runtime.block_on(by_hand.send(12))));
    group.finish();
    for case in requests::CASES {
        let mut group = criterion.benchmark_group(format!("request {}", case.vendor));
        group.bench_function("client", |bench| bench.iter(|| (case.by_client)(black_box(12))));
        group.bench_function("by hand", |bench| bench.iter(|| (case.by_hand)(black_box(12))));
        group.finish();
    }
    let mut group = criterion.benchmark_group("plan");
    group.bench_function("client", |bench| bench.iter(|| requests::preview(&client, black_box(12))));
    group.finish();
}

fn decoding(criterion: &mut Criterion) {
    for page in decode::PAGES {
        let mut group = criterion.benchmark_group(format!("decode {}", page.vendor));
        for rows in [1, 100, 1000] {
            let body = Bytes::from((page.make)(rows));
            group.throughput(Throughput::Bytes(body.len() as u64));
            for (name, read) in [
                ("lossless", page.lossless),
                ("plain", page.plain),
                ("plain, times as text", page.text_times),
                ("value", decode::value),
            ] {
                group.bench_with_input(BenchmarkId::new(name, rows), &body, |bench, body| {
                    bench.iter(|| read(black_box(body)));
                });
            }
        }
        group.finish();
    }
}

fn limiting(criterion: &mut Criterion) {
    let runtime = runtime();
    let mut group = criterion.benchmark_group("limiter");
    for waiters in [1, 100, 10_000] {
        group.throughput(Throughput::Elements(waiters as u64));
        group.bench_function(BenchmarkId::new("hand through", waiters), |bench| {
            bench.iter(|| runtime.block_on(limiter::hand_through(waiters)));
        });
    }
    group.finish();
}

fn streaming(criterion: &mut Criterion) {
    const LEADS: usize = 10_000;
    let runtime = runtime();
    let mut group = criterion.benchmark_group("stream");
    group.sample_size(20).throughput(Throughput::Elements(LEADS as u64));
    group.bench_function("10,000 leads", |bench| {
        bench.iter_batched(
            || stream::rows(LEADS),
            |mut rows| {
                runtime.block_on(async {
                    while let Some(lead) = rows.next().await {
                        black_box(lead.expect("a lead"));
                    }
                });
            },
            BatchSize::LargeInput,
        );
    });
    group.finish();
}

criterion_group!(benches, sending, decoding, limiting, streaming);
criterion_main!(benches);
