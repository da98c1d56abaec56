//! The same program by hand, for its size.

#![allow(clippy::expect_used, clippy::print_stdout)]

use leads_bench::send::{ByHand, Setup};

fn main() {
    let address = std::env::args().nth(1).and_then(|text| text.parse().ok()).expect("an address");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    println!("{}", runtime.block_on(ByHand::new(address, Setup::Plain).send(12)));
}
