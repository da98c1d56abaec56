//! Prints how much heap something needs, in bytes: `stream N` reads a stream of leads to its end and prints the maximum
//! growth in each tenth of it; `accounts N` prints what an account needs with its client and when that was dropped;
//! `in-flight HOW SERVER CERTIFICATE N` makes calls all at once and prints the growth per call.
//!
//! A separate program, because counting allocations would distort instruction counts.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

use leads_bench::{accounts, application, load, stream};
use std::path::Path;
use std::rc::Rc;

#[global_allocator]
static HEAP: peak_alloc::PeakAlloc = peak_alloc::PeakAlloc;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    match *arguments {
        ["stream", leads] => runtime.block_on(stream_growth(leads.parse().expect("a number of leads"))),
        ["accounts", number] => runtime.block_on(account_growth(number.parse().expect("a number of accounts"))),
        ["in-flight", how, server, certificate, calls] => {
            let case = application::case("nutshell").expect("a vendor");
            let call = load::call(case, how, server.parse().expect("an address"), Path::new(certificate));
            runtime.block_on(in_flight(&Rc::new(call), calls.parse().expect("a number of calls")));
        }
        _ => panic!("no such program: {arguments:?}"),
    }
}

async fn in_flight(call: &Rc<application::Call>, calls: usize) {
    // The server responds only when all calls wait, so their memory is needed at the same time.
    load::make(call, calls, calls).await;
    let before = HEAP.current_usage();
    HEAP.reset_peak_usage();
    load::make(call, calls, calls).await;
    println!("{}", HEAP.peak_usage().saturating_sub(before) / calls);
}

async fn account_growth(number: usize) {
    let all = accounts::accounts();
    drop(accounts::call_each(&all, 1).await);
    all.drop_idle();
    let before = HEAP.current_usage();
    let called = accounts::call_each(&all, number).await;
    let connected = HEAP.current_usage().saturating_sub(before) / number;
    drop(called);
    assert_eq!(all.drop_idle(), number);
    println!("{connected} {}", HEAP.current_usage().saturating_sub(before) / number);
}

async fn stream_growth(leads: u64) {
    let mut rows = stream::rows(usize::try_from(leads).expect("a number of leads"));
    let before = HEAP.current_usage();
    HEAP.reset_peak_usage();
    let mut read = 0;
    while let Some(lead) = rows.next().await {
        assert_eq!(lead.expect("a lead").id, read);
        read += 1;
        if (read * 10) % leads == 0 {
            println!("{}", HEAP.peak_usage().saturating_sub(before));
            HEAP.reset_peak_usage();
        }
    }
    assert_eq!(read, leads);
}
