//! `mirror ACCOUNTS.toml COPY.db`

#![allow(clippy::print_stdout)]

use std::path::Path;

#[tokio::main]
async fn main() -> Result<(), mirror::Error> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [accounts, database] = arguments.as_slice() else { return Err("usage: mirror ACCOUNTS.toml COPY.db".into()) };
    let open = mirror::run(Path::new(accounts), Path::new(database)).await?;
    println!("{open} leads are not created at Capillary yet");
    Ok(())
}
