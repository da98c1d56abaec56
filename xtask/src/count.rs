//! Counts the instructions that a program's work takes.

use crate::Result;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// The programs of `leads-bench`, built.
#[derive(Debug)]
pub(crate) struct Programs {
    measured: PathBuf,
    heap: PathBuf,
    folder: PathBuf,
}

impl Programs {
    /// Builds them like `cargo bench`: optimized, with line numbers for profiles.
    pub(crate) fn build() -> Result<Self> {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let output = Command::new(cargo)
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
                .ok_or_else(|| format!("cargo names no program `{name}`"))
        };
        let measured = program("measured")?;
        let folder = measured.parent().ok_or("a program without a folder")?.to_owned();
        Ok(Self { heap: program("heap")?, measured, folder })
    }

    /// Returns the instructions per unit of work: the difference of two runs with different repetitions, divided by
    /// their difference. Startup, warm-up and input generation are the same in both and cancel out.
    pub(crate) fn instructions(&self, arguments: &[&str], (few, many): (u64, u64)) -> Result<f64> {
        let count = |times: u64| collected(&self.measured, arguments, times);
        let (low, high) = (count(few)?, count(many)?);
        #[allow(clippy::cast_precision_loss)]
        Ok(high.saturating_sub(low) as f64 / (many - few) as f64)
    }

    /// Returns the names of the cases whose cost must grow linearly with their input, with the input's bytes at a size.
    pub(crate) fn cases(&self, size: &str) -> Result<Vec<(String, f64)>> {
        let output = Command::new(&self.measured).args(["linear-cases", size]).stderr(Stdio::inherit()).output()?;
        if !output.status.success() {
            return Err("the cases cannot be listed".into());
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
            .map_err(|error| format!("strip: {error}; it comes with binutils"))?;
        if !status.success() {
            return Err(format!("strip failed for {name}").into());
        }
        let bytes = std::fs::metadata(&stripped)?.len();
        std::fs::remove_file(&stripped)?;
        #[allow(clippy::cast_precision_loss)]
        Ok(bytes as f64)
    }

    /// Starts the server of `measured` in a separate process and returns its address.
    pub(crate) fn server(&self) -> Result<Server> {
        let mut process =
            Command::new(&self.measured).arg("serve").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let mut address = String::new();
        let output = process.stdout.take().ok_or("the server has no output")?;
        BufReader::new(output).read_line(&mut address)?;
        Ok(Server { process, address: address.trim().to_owned() })
    }

    /// Returns the maximum heap growth, in bytes, in each tenth of a stream.
    pub(crate) fn heap_growth(&self, leads: usize) -> Result<Vec<f64>> {
        let output = Command::new(&self.heap).arg(leads.to_string()).stderr(Stdio::inherit()).output()?;
        if !output.status.success() {
            return Err("the stream failed".into());
        }
        Ok(String::from_utf8(output.stdout)?.lines().map(str::parse).collect::<std::result::Result<_, _>>()?)
    }
}

/// A server process that is killed when this value is dropped.
#[derive(Debug)]
pub(crate) struct Server {
    process: Child,
    pub(crate) address: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn collected(program: &Path, arguments: &[&str], times: u64) -> Result<u64> {
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(program)
        .args(arguments)
        .arg(times.to_string())
        .output()
        .map_err(|error| format!("valgrind: {error}; cargo run -p xtask -- install-tools installs it"))?;
    let text = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() {
        return Err(format!("{arguments:?} failed:\n{text}").into());
    }
    text.lines()
        .find_map(|line| line.split_once("Collected :")?.1.trim().parse().ok())
        .ok_or_else(|| format!("callgrind printed no count:\n{text}").into())
}
