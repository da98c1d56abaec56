//! Explains a vendor's error code and what to do about it.
//!
//! ```text
//! cargo run --example explain -- 92024
//! cargo run --example explain -- leadsquared MXDuplicateEntryException
//! cargo run --example explain                    # every code of every vendor
//! ```

#![allow(clippy::print_stdout)] // a program prints

use leads::{CodeEntry, tables};
use std::process::ExitCode;

fn show(vendor: &str, entry: &CodeEntry) {
    println!("{vendor} {} ({})", entry.code, entry.name);
    println!("  kind      {}", entry.kind);
    println!("  retry     {:?}", entry.retry);
    println!("  cause     {}", entry.cause);
    println!("  remedy    {}", entry.remedy);
    println!("  evidence  {}", entry.evidence);
}

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let (vendor, code) = match words.as_slice() {
        [] => (None, None),
        [code] => (None, Some(code.as_str())),
        [vendor, code, ..] => (Some(vendor.as_str()), Some(code.as_str())),
    };
    let mut found = false;
    for table in tables().iter().filter(|table| vendor.is_none_or(|vendor| table.vendor() == vendor)) {
        for entry in table.entries().iter().filter(|entry| code.is_none_or(|code| entry.code == code)) {
            show(table.vendor(), entry);
            found = true;
        }
    }
    if found {
        ExitCode::SUCCESS
    } else {
        println!("unknown code; the vendor's own message is in the error: `error.codes()`");
        ExitCode::FAILURE
    }
}
