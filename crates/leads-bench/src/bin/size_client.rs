//! The smallest program with a client, for its size: it updates the status of a lead.

#![allow(clippy::expect_used, clippy::print_stdout)]

use leads_bench::send;

fn main() {
    let address = std::env::args().nth(1).and_then(|text| text.parse().ok()).expect("an address");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    println!("{}", runtime.block_on(send::by_client(&send::client(address), 12)));
}
