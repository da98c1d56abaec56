//! Measures every budget in one run. Budgets are ratios, so they do not depend on the machine.

use crate::count::Programs;
use crate::table::{Bar, Table};
use crate::{Result, dependencies, limiter, linear, observers};

const MIB: f64 = 1024.0 * 1024.0;

pub(crate) fn run() -> Result<bool> {
    let programs = Programs::build()?;
    let mut table = Table::new();
    send(&programs, &mut table)?;
    observers::measure(&mut table)?;
    application(&programs, &mut table)?;
    request(&programs, &mut table)?;
    decode(&programs, &mut table)?;
    growth(&programs, &mut table)?;
    linear::measure(&programs, &mut table)?;
    stream(&programs, &mut table)?;
    load(&programs, &mut table)?;
    accounts(&programs, &mut table)?;
    size(&programs, &mut table)?;
    limits(&mut table)?;
    dependency_counts(&mut table)?;
    Ok(table.end())
}

fn send(programs: &Programs, table: &mut Table) -> Result<()> {
    let server = programs.server("whole-lead")?;
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

/// The same kind of call next to programs that an application would contain.
fn application(programs: &Programs, table: &mut Table) -> Result<()> {
    for (vendor, operation) in [
        ("nutshell", "update_lead_status"),
        ("capillary-leads", "update_lead_status"),
        ("leadsquared", "update_opportunity"),
        ("dealerstudio", "create_lead"),
    ] {
        let server = programs.server(vendor)?;
        let call = |how: &str| programs.instructions(&["application", how, vendor, &server.address], (100, 300));
        let (client, by_hand) = (call("client")?, call("by-hand")?);
        let how = format!("{client:.0} over {by_hand:.0} instructions");
        let what = format!("send({operation}) over an application's own code, {vendor}");
        table.row(&what, client / by_hand, 3, Bar::AtMost(1.15), &how);
        let blocks = |how: &str| programs.allocations(&["application", how, vendor, &server.address], (100, 300));
        let (client, by_hand) = (blocks("client")?, blocks("by-hand")?);
        let bar = if operation == "update_lead_status" { Bar::AtMost(70.0) } else { Bar::None };
        table.row("  its allocations", client, 1, bar, &format!("{by_hand:.1} by hand"));
    }
    Ok(())
}

fn request(programs: &Programs, table: &mut Table) -> Result<()> {
    for vendor in ["capillary-leads", "nutshell", "leadsquared", "dealerstudio"] {
        let make = |how: &str| programs.instructions(&["request", how, vendor], (100, 1_100));
        let (client, by_hand) = (make("client")?, make("by-hand")?);
        let how = format!("{client:.0} over {by_hand:.0} instructions");
        let what = format!("path and body of a request over the same, hand-written, {vendor}");
        table.row(&what, client / by_hand, 3, Bar::AtMost(1.30), &how);
    }
    Ok(())
}

fn decode(programs: &Programs, table: &mut Table) -> Result<()> {
    for vendor in ["capillary-leads", "nutshell", "leadsquared", "dealerstudio"] {
        for (rows, times) in [("1", (20, 120)), ("100", (2, 6)), ("1000", (1, 2))] {
            let read = |how: &str| programs.instructions(&["decode", how, vendor, rows], times);
            let (lossless, plain) = (read("lossless")?, read("plain")?);
            let bar = if rows == "100" { Bar::AtMost(1.05) } else { Bar::None };
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

/// How far apart the costs of a row may be in lists of different lengths.
const FLAT: f64 = 1.05;

/// The instructions that one more row costs, in short and in long lists.
fn growth(programs: &Programs, table: &mut Table) -> Result<()> {
    let flat = |table: &mut Table, what: &str, costs: &[f64]| {
        let most = costs.iter().copied().fold(f64::MIN, f64::max);
        let least = costs.iter().copied().fold(f64::MAX, f64::min);
        let costs: Vec<String> = costs.iter().map(|cost| format!("{cost:.0}")).collect();
        table.row(what, most / least, 3, Bar::AtMost(FLAT), &format!("{} instructions per row", costs.join(", ")));
    };
    for vendor in ["capillary-leads", "nutshell", "leadsquared", "dealerstudio"] {
        let page = |rows: &str| programs.instructions(&["decode", "lossless", vendor, rows], (1, 3));
        let [one, two, thousand] = [page("1")?, page("2")?, page("1000")?];
        let what = format!("growth: the second row of a page and the rows of one of 1,000, {vendor}");
        flat(table, &what, &[two - one, (thousand - one) / 999.0]);
    }
    let leads = |lengths| programs.instructions(&["stream"], lengths);
    let costs = [leads((1, 2))?, leads((100, 1_000))?, leads((1_000, 1_000_000))?];
    flat(table, "growth: the second lead of a stream, those up to 1,000 and up to 1,000,000", &costs);
    Ok(())
}

/// Many calls at once over TLS and HTTP/2, next to plain reqwest. Each number is the least of several runs, which take
/// turns: CPU time depends on what else the machine does.
fn load(programs: &Programs, table: &mut Table) -> Result<()> {
    let least = |runs: usize, measure: &dyn Fn(&str) -> Result<f64>| -> Result<[f64; 2]> {
        let mut least = [f64::MAX; 2];
        for _ in 0..runs {
            for (least, how) in least.iter_mut().zip(["client", "by-hand"]) {
                *least = least.min(measure(how)?);
            }
        }
        Ok(least)
    };
    let server = programs.tls_server(1)?;
    for together in [1, 64, 1_000] {
        let [client, by_hand] = least(5, &|how| programs.cpu_per_call(how, &server, together, 8_000))?;
        let how = format!("{:.1} over {:.1} microseconds", client / 1_000.0, by_hand / 1_000.0);
        let what = format!("CPU time of a call over plain reqwest, {together} at once, HTTP/2");
        table.row(&what, client / by_hand, 3, Bar::AtMost(1.15), &how);
    }
    let server = programs.tls_server(1_000)?;
    let [client, by_hand] = least(2, &|how| programs.heap_per_call(how, &server, 1_000))?;
    let how = format!("{client:.0} over {by_hand:.0} bytes");
    table.row(
        "heap of a call in flight over plain reqwest, 1,000 at once",
        client / by_hand,
        3,
        Bar::AtMost(1.5),
        &how,
    );
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
        Bar::AtMost(1.0),
        "the peak of a counting allocator",
    );
    let how = format!("the peak of the last tenth, {last} bytes, over that of the first, {first}");
    table.row("  flat: last tenth over first", last / first, 3, Bar::AtMost(1.10), &how);
    Ok(())
}

fn accounts(programs: &Programs, table: &mut Table) -> Result<()> {
    let [connected, idle] = programs.heap_per_account(500)?;
    let how = format!("of 500 accounts that made a call each; {connected:.0} bytes with their clients");
    table.row("heap of an idle account, KiB", idle / 1024.0, 2, Bar::AtMost(20.0), &how);
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
