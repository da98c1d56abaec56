//! A `redis-server` or `valkey-server` on a free port, with a separate folder and without persistence.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Makes a missing server an error.
const REQUIRED: &str = "LEADS_REQUIRE_SERVERS";
const PROGRAMS: [&str; 2] = ["redis-server", "valkey-server"];

#[derive(Debug)]
pub(crate) struct Server {
    program: &'static str,
    port: u16,
    folder: PathBuf,
    child: Child,
}

fn free_port() -> u16 {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap().port()
}

impl Server {
    /// Starts a server. Without one, prints that the test was skipped, or panics if servers are required.
    pub(crate) fn start() -> Option<Self> {
        let found = |program: &&&str| Command::new(program).arg("--version").stdout(Stdio::null()).status().is_ok();
        let Some(program) = PROGRAMS.iter().find(found) else {
            let name = std::thread::current().name().unwrap_or_default().to_owned();
            assert!(std::env::var_os(REQUIRED).is_none(), "{name} needs redis-server or valkey-server");
            eprintln!("\n*** SKIPPED: {name}: there is no redis-server; install Debian's package `redis-server` ***\n");
            return None;
        };
        let folder =
            std::env::temp_dir().join(format!("leads-redis-{}-{:016x}", std::process::id(), fastrand::u64(..)));
        std::fs::create_dir_all(&folder).unwrap();
        // Another program may take the port before the server does.
        for _ in 0..20 {
            let port = free_port();
            if let Some(child) = run(program, port, &folder) {
                return Some(Self { program, port, folder, child });
            }
        }
        panic!("{program} does not start");
    }

    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    pub(crate) fn url(&self) -> String {
        format!("redis://127.0.0.1:{}", self.port)
    }

    /// Kills the server, and starts it again on the same port, with nothing in its memory.
    pub(crate) fn restart(&mut self) {
        self.stop();
        self.resume();
    }

    pub(crate) fn stop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }

    pub(crate) fn resume(&mut self) {
        for _ in 0..20 {
            if let Some(child) = run(self.program, self.port, &self.folder) {
                self.child = child;
                return;
            }
        }
        panic!("{} does not start again", self.program);
    }

    /// Sends a command and returns the reply as text. For what the crate itself does not do.
    pub(crate) fn ask(&self, command: &[&str]) -> String {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).unwrap();
        stream.set_read_timeout(Some(Duration::from_millis(300))).unwrap();
        stream.write_all(&encode(command)).unwrap();
        let (mut reply, mut buffer) = (Vec::new(), [0; 4096]);
        // The connection is closed with QUIT, so the reply is complete at the end of the stream.
        stream.write_all(&encode(&["QUIT"])).unwrap();
        while let Ok(count) = stream.read(&mut buffer) {
            if count == 0 {
                break;
            }
            reply.extend_from_slice(&buffer[..count]);
        }
        String::from_utf8_lossy(&reply).into_owned()
    }
}

/// Encodes a command as the protocol has it.
pub(crate) fn encode(command: &[&str]) -> Vec<u8> {
    let mut bytes = format!("*{}\r\n", command.len());
    for part in command {
        bytes.push_str(&format!("${}\r\n{part}\r\n", part.len()));
    }
    bytes.into_bytes()
}

fn run(program: &str, port: u16, folder: &PathBuf) -> Option<Child> {
    let mut child = Command::new(program)
        .args(["--port", &port.to_string(), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"])
        .arg("--dir")
        .arg(folder)
        .args(["--loglevel", "warning"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let began = Instant::now();
    while began.elapsed() < Duration::from_secs(20) {
        if !matches!(child.try_wait(), Ok(None)) {
            break;
        }
        if let Ok(mut stream) = TcpStream::connect((Ipv4Addr::LOCALHOST, port)) {
            let mut reply = [0; 5];
            if stream.write_all(&encode(&["PING"])).is_ok()
                && stream.read_exact(&mut reply).is_ok()
                && &reply == b"+PONG"
            {
                return Some(child);
            }
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    drop(child.kill());
    drop(child.wait());
    None
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop();
        drop(std::fs::remove_dir_all(&self.folder));
    }
}
