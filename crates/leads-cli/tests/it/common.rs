//! Runs the program.

use leads_testkit::nutshell::FakeNutshell;
use leads_testkit::{Fake, Handler, RunningFake};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Stdio;
use tempfile::TempDir;

/// A key that must never be shown.
pub(crate) const KEY: &str = "hush-canary-key-4711";
pub(crate) const USER: &str = "canary.user@example.com";

/// What a run of the program left.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) status: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// A folder with a configuration file, and a fake that its profiles are accounts of.
pub(crate) struct Place<H = FakeNutshell> {
    pub(crate) folder: TempDir,
    pub(crate) fake: Fake<H>,
    /// The sockets of the account `crm` and, if there is one, of the account `other`.
    _running: Vec<RunningFake>,
}

impl Place {
    pub(crate) async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let fake = Fake::new(FakeNutshell::with_credentials(USER, KEY));
        let running = fake.start().await.unwrap();
        let url = running.url();
        let other = Fake::new(FakeNutshell::with_credentials(USER, KEY));
        let other_running = other.start().await.unwrap();
        let other_url = other_running.url();
        let config = format!(
            "default_profile = \"crm\"\n\n\
             [profile.crm]\nvendor = \"nutshell\"\nuser = \"{USER}\"\napi_key = \"env:CRM_KEY\"\nbase_url = \"{url}\"\n\
             adapter = {{ contact_details = true }}\nvisible_within_secs = 0\n\n\
             [profile.audit]\nvendor = \"nutshell\"\nuser = \"{USER}\"\napi_key = \"file:/does/not/exist\"\nbase_url = \"{url}\"\n\
             allow = [\"read\"]\n\n\
             [profile.stale]\nvendor = \"nutshell\"\nuser = \"{USER}\"\napi_key = \"env:STALE_KEY\"\nbase_url = \"{url}\"\n\n\
             [profile.other]\nvendor = \"nutshell\"\nuser = \"{USER}\"\napi_key = \"env:CRM_KEY\"\n\
             adapter = {{ contact_details = true }}\nbase_url = \"{other_url}\"\nvisible_within_secs = 0\n"
        );
        std::fs::write(folder.path().join("config.toml"), config).unwrap();
        Self { folder, fake, _running: vec![running, other_running] }
    }
}

impl<H: Handler> Place<H> {
    /// A place with one profile, `crm`, which has these lines and the URL of the fake.
    pub(crate) async fn with(handler: H, profile: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let fake = Fake::new(handler);
        let running = fake.start().await.unwrap();
        let config = format!("[profile.crm]\nbase_url = \"{}\"\n{profile}\n", running.url());
        std::fs::write(folder.path().join("config.toml"), config).unwrap();
        Self { folder, fake, _running: vec![running] }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Runs the program to its end.
    pub(crate) async fn run(&self, args: &[&str]) -> Ran {
        self.run_with(args, "").await
    }

    pub(crate) async fn run_with(&self, args: &[&str], input: &str) -> Ran {
        use tokio::io::AsyncWriteExt as _;
        let mut child = self.command(args).stdin(Stdio::piped()).spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        // The program may end without reading.
        let _ = stdin.write_all(input.as_bytes()).await;
        drop(stdin);
        let output = child.wait_with_output().await.unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        let (stdout, stderr) = (text(output.stdout), text(output.stderr));
        Ran { status: output.status.code().unwrap_or(-1), stdout, stderr }
    }

    pub(crate) fn command(&self, args: &[&str]) -> tokio::process::Command {
        let mut command = program();
        command.args(args);
        self.here(&mut command);
        command
    }

    /// Lets a command run in this folder, with this configuration file and its keys.
    pub(crate) fn here(&self, command: &mut tokio::process::Command) {
        command
            .current_dir(self.folder.path())
            .env("LEADS_CONFIG", self.path("config.toml"))
            .env("CRM_KEY", KEY)
            .env("STALE_KEY", "hush-stale-key-4712");
    }

    /// Returns the files in the folder and below it, with their contents, without the configuration file.
    pub(crate) fn files(&self) -> BTreeMap<String, Vec<u8>> {
        let (mut folders, mut files) = (vec![self.folder.path().to_owned()], BTreeMap::new());
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                let name = path.strip_prefix(self.folder.path()).unwrap().display().to_string();
                match path.is_dir() {
                    true => folders.push(path),
                    false if name == "config.toml" => {}
                    false => drop(files.insert(name, std::fs::read(&path).unwrap())),
                }
            }
        }
        files
    }
}

/// The program, with an environment that has nothing of this machine's user and a proxy that refuses connections.
pub(crate) fn program() -> tokio::process::Command {
    let mut command = tokio::process::Command::new(env!("CARGO_BIN_EXE_leads"));
    command.env_clear().stdout(Stdio::piped()).stderr(Stdio::piped()).stdin(Stdio::null()).kill_on_drop(true);
    for name in ["HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"] {
        command.env(name, "http://127.0.0.1:9");
    }
    command
}
