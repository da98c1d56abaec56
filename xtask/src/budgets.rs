//! Measures every budget in one run. Budgets are ratios, so they do not depend on the machine.

use crate::count::Programs;
use crate::table::{Bar, Table};
use crate::{Result, dependencies, limiter, linear};

const MIB: f64 = 1024.0 * 1024.0;

pub(crate) fn run() -> Result<bool> {
    let programs = Programs::build()?;
    let mut table = Table::new();
    send(&programs, &mut table)?;
    request(&programs, &mut table)?;
    decode(&programs, &mut table)?;
    linear::measure(&programs, &mut table)?;
    stream(&programs, &mut table)?;
    size(&programs, &mut table)?;
    limits(&mut table)?;
    dependency_counts(&mut table)?;
    Ok(table.end())
}

fn send(programs: &Programs, table: &mut Table) -> Result<()> {
    let server = programs.server()?;
    let call = |how: &str| programs.instructions(&["send", how, &server.address], (100, 300));
    let client = call("client")?;
    for (how, what, bar) in [
        ("alike", "send(update status) over the hand-written call", Bar::AtMost(1.10)),
        ("text-times", "  hand-written, with the response's times left as text", Bar::AtMost(1.10)),
        ("defaults", "  hand-written, with reqwest's own rules for redirects and retries", Bar::None),
        ("brief", "  hand-written, reading only id and status of the response", Bar::None),
    ] {
        let by_hand = call(how)?;
        table.row(what, client / by_hand, 3, bar, &format!("{client:.0} over {by_hand:.0} instructions"));
    }
    Ok(())
}

fn request(programs: &Programs, table: &mut Table) -> Result<()> {
    for vendor in ["capillary-leads", "nutshell", "leadsquared", "dealerstudio"] {
        let make = |how: &str| programs.instructions(&["request", how, vendor], (100, 1_100));
        let (client, by_hand) = (make("client")?, make("by-hand")?);
        let how = format!("{client:.0} over {by_hand:.0} instructions");
        let what = format!("path and body of a request over the same, hand-written, {vendor}");
        table.row(&what, client / by_hand, 3, Bar::None, &how);
    }
    Ok(())
}

fn decode(programs: &Programs, table: &mut Table) -> Result<()> {
    for vendor in ["capillary-leads", "nutshell", "leadsquared", "dealerstudio"] {
        for (rows, times) in [("1", (20, 120)), ("100", (2, 6)), ("1000", (1, 2))] {
            let read = |how: &str| programs.instructions(&["decode", how, vendor, rows], times);
            let (lossless, plain) = (read("lossless")?, read("plain")?);
            let bar = if rows == "100" { Bar::AtMost(1.20) } else { Bar::None };
            let how = format!("{lossless:.0} over {plain:.0} instructions");
            // Dealer Studio does not list leads; its only list has the codes of other systems.
            let things = if vendor == "dealerstudio" { "codes" } else { "leads" };
            let what = format!("lossless decode of {rows} {things} over a plain derive, {vendor}");
            table.row(&what, lossless / plain, 3, bar, &how);
            if rows == "100" {
                for (how, name, bar) in [
                    ("text-times", "a plain derive that leaves times as text", bar),
                    ("typed", "the same types without text", Bar::None),
                    ("value", "serde_json::Value", Bar::None),
                ] {
                    // Serde cannot parse the other vendors' times, so both are the same there.
                    if how == "text-times" && vendor != "capillary-leads" {
                        continue;
                    }
                    let other = read(how)?;
                    let how = format!("{lossless:.0} over {other:.0} instructions");
                    table.row(&format!("  over {name}"), lossless / other, 3, bar, &how);
                }
            }
        }
    }
    Ok(())
}

fn stream(programs: &Programs, table: &mut Table) -> Result<()> {
    let tenths = programs.heap_growth(1_000_000)?;
    let most = tenths.iter().copied().fold(0.0, f64::max);
    let (first, last) = tenths.first().copied().zip(tenths.last().copied()).ok_or("no growth was printed")?;
    table.row(
        "heap growth over 1,000,000 leads, MiB",
        most / MIB,
        3,
        Bar::AtMost(32.0),
        "the peak of a counting allocator",
    );
    let how = format!("the peak of the last tenth, {last} bytes, over that of the first, {first}");
    table.row("  flat: last tenth over first", last / first, 3, Bar::AtMost(1.10), &how);
    Ok(())
}

fn size(programs: &Programs, table: &mut Table) -> Result<()> {
    let client = programs.stripped_size("update_nutshell")?;
    let by_hand = programs.stripped_size("update_nutshell_by_hand")?;
    let how = format!("{client:.0} over {by_hand:.0} bytes, stripped");
    table.row("size of update_nutshell (without its fake) over hand-written", client / by_hand, 3, Bar::None, &how);
    Ok(())
}

fn limits(table: &mut Table) -> Result<()> {
    let how = "3,000 calls by 100 callers, 25 per 5 s, the vendor's window slides";
    let [mixed, fixed] = limiter::shares()?;
    table.row(
        "limiter: least share of 25 per 5 s, latency 20 to 400 ms, %",
        mixed.share * 100.0,
        2,
        Bar::AtLeast(95.0),
        how,
    );
    table.row("  the same, of W / (W + mean latency), %", mixed.of_ideal * 100.0, 2, Bar::AtLeast(98.0), how);
    table.row(
        "limiter: least of W / (W + latency), fixed 5 to 3,000 ms, %",
        fixed.of_ideal * 100.0,
        2,
        Bar::AtLeast(98.0),
        how,
    );
    let rejected = f64::from(mixed.rejected + fixed.rejected);
    table.row("  calls that the vendor rejected in all these runs", rejected, 0, Bar::AtMost(0.0), how);
    for waiters in [1, 100, 10_000] {
        let queue = limiter::queue(waiters)?;
        let what = format!("limiter: microseconds per permit with {waiters} waiters");
        table.row(&what, queue.micros, 2, Bar::None, "wall clock");
        table.row("  of them served out of order", f64::from(queue.out_of_turn), 0, Bar::AtMost(0.0), "");
    }
    Ok(())
}

fn dependency_counts(table: &mut Table) -> Result<()> {
    let by_hand = dependencies::by_hand()?;
    for vendor in ["capillary-leads", "nutshell", "leadsquared", "dealerstudio"] {
        let ours = dependencies::of(vendor)?;
        let more: Vec<&str> = ours.difference(&by_hand).map(String::as_str).collect();
        #[allow(clippy::cast_precision_loss)]
        let over = ours.len() as f64 - by_hand.len() as f64;
        let how = format!("{} over {}: {}", ours.len(), by_hand.len(), more.join(" "));
        table.row(&format!("dependency crates over the five alone, {vendor}"), over, 0, Bar::AtMost(20.0), &how);
    }
    Ok(())
}
