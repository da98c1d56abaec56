//! The programs whose instructions are counted, selected by the first argument.
//!
//! `serve` prints its address and responds until its input ends; the others do their work N times and exit, so that the
//! difference of two runs is the cost of the work without startup and warm-up.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::print_stdout)]

use bytes::Bytes;
use leads_bench::{application, decode, json, linear, load, recorder, requests, send, server, stream};
use std::net::SocketAddr;
use std::path::Path;
use std::rc::Rc;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match *arguments {
        ["serve", response] => {
            let body = application::case(response).map_or_else(|| json::capillary_lead(12), |case| (case.response)());
            println!("{}", server::start(body));
            let _ = std::io::copy(&mut std::io::stdin(), &mut std::io::sink());
        }
        ["send", how, address, times] => send_times(how, address.parse().expect("an address"), number(times)),
        ["serve-tls", together, certificate] => serve_tls(number(together), Path::new(certificate)),
        ["load", how, address, certificate, together, calls] => {
            let address = address.parse().expect("an address");
            println!("{}", cpu_per_call(how, address, Path::new(certificate), number(together), number(calls)));
        }
        ["application", how, vendor, address, times] => {
            application_times(how, vendor, address.parse().expect("an address"), number(times));
        }
        ["request", how, vendor, times] => request_times(how, vendor, number(times)),
        ["stream", leads] => stream_leads(number(leads)),
        ["decode", how, vendor, rows, times] => decode_times(how, vendor, number(rows), number(times)),
        ["linear", name, kilobytes, times] => linear_times(name, number(kilobytes), number(times)),
        ["linear-cases", kilobytes] => {
            for case in linear::CASES {
                println!("{} {}", case.name, (case.make)(number(kilobytes)).bytes);
            }
        }
        _ => panic!("no such program: {arguments:?}"),
    }
}

fn linear_times(name: &str, kilobytes: usize, times: usize) {
    let case = linear::CASES.iter().find(|case| case.name == name).expect("a case");
    let work = (case.make)(kilobytes);
    for _ in 0..times {
        (work.run)();
    }
}

fn number(text: &str) -> usize {
    text.parse().expect("a number")
}

fn send_times(how: &str, address: SocketAddr, times: usize) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        match how {
            "client" => {
                let client = send::client(address);
                for _ in 0..times {
                    assert_eq!(send::by_client(&client, 12).await, 12);
                }
            }
            "metrics" => {
                let recorder = recorder::InMemory::default();
                let _local = metrics::set_default_local_recorder(&recorder);
                let client = send::client_with_metrics(address);
                for _ in 0..times {
                    assert_eq!(send::by_client(&client, 12).await, 12);
                }
                let (kinds, values) = recorder.totals();
                assert!(kinds >= 2 && values == 2 * (times as u64), "{kinds} metrics, {values} values");
            }
            _ => {
                let setup = if how == "defaults" { send::Setup::Plain } else { send::Setup::Alike };
                let by_hand = send::ByHand::new(address, setup);
                for _ in 0..times {
                    let id = match how {
                        "text-times" => by_hand.send_reading_text(12).await,
                        "brief" => by_hand.send_reading_status(12).await,
                        _ => by_hand.send(12).await,
                    };
                    assert_eq!(id, 12);
                }
            }
        }
    });
}

fn serve_tls(together: usize, certificate: &Path) {
    let response = (application::case("nutshell").expect("a vendor").response)();
    std::thread::spawn(|| {
        let _ = std::io::copy(&mut std::io::stdin(), &mut std::io::sink());
        std::process::exit(0);
    });
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(load::serve(response, together, certificate, |address| println!("{address}")));
}

/// Returns the CPU time of a call in nanoseconds, after some calls to warm up.
fn cpu_per_call(how: &str, server: SocketAddr, certificate: &Path, together: usize, calls: usize) -> u64 {
    let call = Rc::new(load::call(application::case("nutshell").expect("a vendor"), how, server, certificate));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        load::make(&call, (calls / 4).max(together), together).await;
        let before = load::cpu_nanoseconds();
        load::make(&call, calls, together).await;
        (load::cpu_nanoseconds() - before) / (calls as u64)
    })
}

fn application_times(how: &str, vendor: &str, address: SocketAddr, times: usize) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let case = application::case(vendor).expect("a vendor");
    runtime.block_on(async {
        let peer = application::Peer::plain(address);
        let call = if how == "client" { (case.by_client)(&peer) } else { (case.by_hand)(&peer) };
        for _ in 0..times {
            assert!(call().await > 0);
        }
    });
}

fn stream_leads(leads: usize) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let (mut rows, mut read) = (stream::rows(leads), 0);
        while let Some(lead) = rows.next().await {
            std::hint::black_box(lead.expect("a lead"));
            read += 1;
        }
        assert_eq!(read, leads);
    });
}

fn request_times(how: &str, vendor: &str, times: usize) {
    let case = requests::CASES.iter().find(|case| case.vendor == vendor).expect("a vendor");
    let make = if how == "client" { case.by_client } else { case.by_hand };
    for _ in 0..times {
        assert!(!make(std::hint::black_box(12)).1.is_empty());
    }
}

fn decode_times(how: &str, vendor: &str, rows: usize, times: usize) {
    let page = decode::PAGES.iter().find(|page| page.vendor == vendor).expect("a vendor");
    let bytes = Bytes::from((page.make)(rows));
    let read = match how {
        "lossless" => page.lossless,
        "typed" => page.typed,
        "plain" => page.plain,
        "text-times" => page.text_times,
        _ => decode::value,
    };
    for _ in 0..times {
        std::hint::black_box(read(&bytes));
    }
}
