//! `closer ACCOUNTS.toml ROWS.csv`

#![allow(clippy::print_stdout)]

use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [accounts, rows] = arguments.as_slice() else { return Err("usage: closer ACCOUNTS.toml ROWS.csv".into()) };
    let mut counts = BTreeMap::<String, usize>::new();
    for line in closer::run(Path::new(accounts), Path::new(rows)).await? {
        println!("{}\t{}\t{}", line.row, line.outcome, line.problem);
        *counts.entry(line.outcome).or_default() += 1;
    }
    println!("{counts:?}");
    Ok(())
}
