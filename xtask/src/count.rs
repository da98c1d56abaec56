//! Counts the instructions of a program's work.

use crate::Result;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// Set for the process that cargo runs in place of the compiler; the value is the `--cfg` that it adds.
const AS_RUSTC: &str = "LEADS_XTASK_AS_RUSTC";

/// Runs the compiler with a further `--cfg`, if cargo runs this program as a wrapper of the compiler.
pub(crate) fn as_rustc() -> Option<Result<bool>> {
    let cfg = std::env::var(AS_RUSTC).ok()?;
    let mut arguments = std::env::args_os().skip(1);
    let status = Command::new(arguments.next()?).args(arguments).arg("--cfg").arg(cfg).status();
    Some(status.map(|status| status.success()).map_err(Into::into))
}

/// The built programs of `leads-bench`.
#[derive(Debug)]
pub(crate) struct Programs {
    measured: PathBuf,
    heap: PathBuf,
    folder: PathBuf,
}

impl Programs {
    /// Builds the programs as `cargo bench` would: optimised, with line numbers for profiles.
    pub(crate) fn build() -> Result<Self> {
        Self::build_by(None)
    }

    /// Builds the programs with a `--cfg` for the crates of this workspace, and keeps the one whose instructions are
    /// counted under another name: the dependencies are the same, so only the workspace is compiled again.
    pub(crate) fn build_with(cfg: &str) -> Result<Self> {
        let mut built = Self::build_by(Some(cfg))?;
        let kept = built.folder.join(format!("measured-{cfg}"));
        std::fs::copy(&built.measured, &kept)?;
        built.measured = kept;
        Ok(built)
    }

    fn build_by(cfg: Option<&str>) -> Result<Self> {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut command = Command::new(cargo);
        if let Some(cfg) = cfg {
            command.env("RUSTC_WORKSPACE_WRAPPER", std::env::current_exe()?).env(AS_RUSTC, cfg);
        }
        let output = command
            .args(["build", "--locked", "--profile", "bench", "-p", "leads-bench", "--bins"])
            .args(["--message-format", "json-render-diagnostics"])
            .stderr(Stdio::inherit())
            .output()?;
        if !output.status.success() {
            return Err("leads-bench does not build".into());
        }
        let text = String::from_utf8(output.stdout)?;
        let program = |name: &str| {
            text.lines()
                .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok())
                .filter(|message| message.pointer("/target/name").and_then(|name| name.as_str()) == Some(name))
                .find_map(|message| Some(PathBuf::from(message.get("executable")?.as_str()?)))
                .ok_or_else(|| format!("cargo did not build a program `{name}`"))
        };
        let measured = program("measured")?;
        let folder = measured.parent().ok_or("the program has no folder")?.to_owned();
        Ok(Self { heap: program("heap")?, measured, folder })
    }

    /// Returns the instructions per unit of work: the difference between two runs with different amounts of work. Startup,
    /// warm-up and building the input cancel out, because they are the same in both.
    pub(crate) fn instructions(&self, arguments: &[&str], (few, many): (u64, u64)) -> Result<f64> {
        let count = |times: u64| collected(&self.measured, arguments, times);
        let (low, high) = (count(few)?, count(many)?);
        #[allow(clippy::cast_precision_loss)]
        Ok(high.saturating_sub(low) as f64 / (many - few) as f64)
    }

    /// Returns the names of the cases whose cost must grow linearly, each with the bytes of its input at a size.
    pub(crate) fn cases(&self, size: &str) -> Result<Vec<(String, f64)>> {
        let output = Command::new(&self.measured).args(["linear-cases", size]).stderr(Stdio::inherit()).output()?;
        if !output.status.success() {
            return Err("the cases cannot be made".into());
        }
        let case = |line: &str| Some((line.split_once(' ')?.0.to_owned(), line.split_once(' ')?.1.parse().ok()?));
        Ok(String::from_utf8(output.stdout)?.lines().filter_map(case).collect())
    }

    /// Returns the size of a program in bytes, without symbols and line numbers.
    pub(crate) fn stripped_size(&self, name: &str) -> Result<f64> {
        let stripped = std::env::temp_dir().join(format!("leads-{name}-{}", std::process::id()));
        let status = Command::new("strip")
            .arg("-o")
            .arg(&stripped)
            .arg(self.folder.join(name))
            .status()
            .map_err(|error| format!("strip: {error}; it is part of binutils"))?;
        if !status.success() {
            return Err(format!("strip failed for {name}").into());
        }
        let bytes = std::fs::metadata(&stripped)?.len();
        std::fs::remove_file(&stripped)?;
        #[allow(clippy::cast_precision_loss)]
        Ok(bytes as f64)
    }

    /// Starts the server of `measured` in a separate process. `response` names what it responds with.
    pub(crate) fn server(&self, response: &str) -> Result<Server> {
        Server::start(&self.measured, &["serve", response])
    }

    /// Starts the server of `measured` with TLS and HTTP/2. It holds responses back until `together` requests wait for
    /// them.
    pub(crate) fn tls_server(&self, together: usize) -> Result<TlsServer> {
        let certificate = std::env::temp_dir().join(format!("leads-load-{}-{together}.pem", std::process::id()));
        let path = certificate.to_string_lossy().into_owned();
        let server = Server::start(&self.measured, &["serve-tls", &together.to_string(), &path])?;
        Ok(TlsServer { server, certificate: path })
    }

    /// Returns the CPU time of a call in nanoseconds when `together` calls are made at once.
    pub(crate) fn cpu_per_call(&self, how: &str, server: &TlsServer, together: usize, calls: usize) -> Result<f64> {
        let TlsServer { server, certificate } = server;
        printed(&self.measured, &["load", how, &server.address, certificate, &together.to_string(), &calls.to_string()])
    }

    /// Returns the heap of a call in bytes while `calls` calls wait for their responses.
    pub(crate) fn heap_per_call(&self, how: &str, server: &TlsServer, calls: usize) -> Result<f64> {
        let TlsServer { server, certificate } = server;
        printed(&self.heap, &["in-flight", how, &server.address, certificate, &calls.to_string()])
    }

    /// Returns the allocations per unit of work, as [`instructions`](Self::instructions) does the instructions.
    pub(crate) fn allocations(&self, arguments: &[&str], (few, many): (u64, u64)) -> Result<f64> {
        let count = |times: u64| -> Result<u64> {
            let text = valgrind(&["--tool=dhat", "--dhat-out-file=/dev/null"], &self.measured, arguments, times)?;
            // `Total: 1,234 bytes in 56 blocks`
            let blocks = text.lines().find_map(|line| line.split_once("Total:")?.1.split_once(" bytes in "));
            let blocks = blocks.and_then(|(_, rest)| rest.split(' ').next()?.replace(',', "").parse::<u64>().ok());
            blocks.ok_or_else(|| format!("dhat did not report a count:\n{text}").into())
        };
        let (low, high) = (count(few)?, count(many)?);
        #[allow(clippy::cast_precision_loss)]
        Ok(high.saturating_sub(low) as f64 / (many - few) as f64)
    }

    /// Returns the maximum heap growth in bytes in each tenth of a stream.
    pub(crate) fn heap_growth(&self, leads: usize) -> Result<Vec<f64>> {
        let output = Command::new(&self.heap).args(["stream", &leads.to_string()]).stderr(Stdio::inherit()).output()?;
        if !output.status.success() {
            return Err("the stream failed".into());
        }
        Ok(String::from_utf8(output.stdout)?.lines().map(str::parse).collect::<std::result::Result<_, _>>()?)
    }

    /// Returns the heap in bytes of an account with its client and of one without.
    pub(crate) fn heap_per_account(&self, accounts: usize) -> Result<[f64; 2]> {
        let output =
            Command::new(&self.heap).args(["accounts", &accounts.to_string()]).stderr(Stdio::inherit()).output()?;
        let printed = String::from_utf8(output.stdout)?;
        let mut numbers = printed.split_whitespace().map(str::parse);
        match (output.status.success(), numbers.next(), numbers.next()) {
            (true, Some(connected), Some(idle)) => Ok([connected?, idle?]),
            _ => Err("the accounts failed".into()),
        }
    }
}

/// A server that ends when this value is dropped.
#[derive(Debug)]
pub(crate) struct Server {
    process: Child,
    pub(crate) address: String,
}

/// A server with TLS, and the file with the certificate that it is trusted by.
#[derive(Debug)]
pub(crate) struct TlsServer {
    server: Server,
    certificate: String,
}

impl Drop for TlsServer {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.certificate);
    }
}

impl Server {
    fn start(program: &Path, arguments: &[&str]) -> Result<Self> {
        let mut process = Command::new(program).args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let mut address = String::new();
        let output = process.stdout.take().ok_or("the server has no output")?;
        BufReader::new(output).read_line(&mut address)?;
        Ok(Self { process, address: address.trim().to_owned() })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn collected(program: &Path, arguments: &[&str], times: u64) -> Result<u64> {
    let text = valgrind(&["--tool=callgrind", "--callgrind-out-file=/dev/null"], program, arguments, times)?;
    text.lines()
        .find_map(|line| line.split_once("Collected :")?.1.trim().parse().ok())
        .ok_or_else(|| format!("callgrind did not report a count:\n{text}").into())
}

/// Runs a program in valgrind and returns valgrind's report.
fn valgrind(tool: &[&str], program: &Path, arguments: &[&str], times: u64) -> Result<String> {
    let output = Command::new("valgrind")
        .args(tool)
        .arg(program)
        .args(arguments)
        .arg(times.to_string())
        .output()
        .map_err(|error| format!("valgrind: {error}; cargo run -p xtask -- install-tools installs it"))?;
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    if output.status.success() { Ok(text) } else { Err(format!("{arguments:?} failed:\n{text}").into()) }
}

/// Runs a program that prints a number.
fn printed(program: &Path, arguments: &[&str]) -> Result<f64> {
    let output = Command::new(program).args(arguments).stderr(Stdio::inherit()).output()?;
    if !output.status.success() {
        return Err(format!("{arguments:?} failed").into());
    }
    Ok(String::from_utf8(output.stdout)?.trim().parse()?)
}
