//! Reads a stream of leads to its end and prints the maximum heap growth in each tenth of it, in bytes.
//!
//! A separate program, because counting allocations would distort instruction counts.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)]

use leads_bench::stream;

#[global_allocator]
static HEAP: peak_alloc::PeakAlloc = peak_alloc::PeakAlloc;

fn main() {
    let leads: usize = std::env::args().nth(1).and_then(|count| count.parse().ok()).expect("a number of leads");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let mut rows = stream::rows(leads);
        let before = HEAP.current_usage();
        HEAP.reset_peak_usage();
        let mut read = 0;
        while let Some(lead) = rows.next().await {
            assert_eq!(lead.expect("a lead").id, read);
            read += 1;
            if (read * 10) % (leads as u64) == 0 {
                println!("{}", HEAP.peak_usage().saturating_sub(before));
                HEAP.reset_peak_usage();
            }
        }
        assert_eq!(read, leads as u64);
    });
}
