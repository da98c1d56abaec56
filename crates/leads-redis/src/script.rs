//! The scripts, which run on the server in one step each.

use std::sync::LazyLock;

use redis::Value;

use crate::spec::Spec;

/// A script and the digest under which the server knows it.
#[derive(Debug)]
pub(crate) struct Script {
    pub(crate) code: String,
    pub(crate) digest: String,
}

impl Script {
    fn new(code: &str) -> Self {
        let code = format!("{}\n{code}", include_str!("lua/prelude.lua"));
        let digest = redis::Script::new(&code).get_hash().to_owned();
        Self { code, digest }
    }

    /// A script that does not work on windows.
    fn alone(code: &str) -> Self {
        Self { code: code.to_owned(), digest: redis::Script::new(code).get_hash().to_owned() }
    }
}

macro_rules! scripts {
    ($($name:ident = $make:ident $file:literal),* $(,)?) => {
        $(pub(crate) static $name: LazyLock<Script> = LazyLock::new(|| Script::$make(include_str!($file)));)*

        /// Every script, for loading them when a connection is made.
        pub(crate) fn all() -> impl Iterator<Item = &'static Script> {
            [$(&*$name),*].into_iter()
        }
    };
}

scripts! {
    TAKE = new "lua/take.lua",
    SETTLE = new "lua/settle.lua",
    PAUSE = new "lua/pause.lua",
    LEARN = new "lua/learn.lua",
    GUARD = new "lua/guard.lua",
    RESTORE = new "lua/restore.lua",
    RENEW = new "lua/renew.lua",
    LEAVE = new "lua/leave.lua",
    CLAIM = alone "lua/claim.lua",
    KEEP = alone "lua/keep.lua",
    RELEASE = alone "lua/release.lua",
}

/// The position of the server's run id among the arguments; it is filled in when the call is sent.
const RUN: usize = 2;

/// A call of a script.
#[derive(Clone, Debug)]
pub(crate) struct Invocation {
    pub(crate) script: &'static Script,
    pub(crate) keys: Vec<String>,
    pub(crate) args: Vec<String>,
    /// Whether the server's run id is one of the arguments.
    needs_run: bool,
}

impl Invocation {
    pub(crate) fn alone(script: &'static Script, keys: Vec<String>) -> Self {
        Self { script, keys, args: Vec::new(), needs_run: false }
    }

    /// Prepares a call on the windows of an account.
    pub(crate) fn on(script: &'static Script, names: &Names, time: String, epoch: String, windows: &[Spec]) -> Self {
        let mut keys = names.fixed.to_vec();
        let mut args = vec![time, names.machine.clone(), String::new(), epoch, windows.len().to_string()];
        for window in windows {
            keys.extend(["p", "b", "w"].map(|kind| format!("{}:{kind}:{}", names.tag, window.id)));
            let flag = |set: bool| if set { "1" } else { "0" }.to_owned();
            args.extend([
                window.calls.to_string(),
                window.hold.to_string(),
                flag(window.guarded),
                window.step.to_string(),
                window.id.clone(),
                flag(window.reserved),
                flag(window.is_counted()),
            ]);
        }
        Self { script, keys, args, needs_run: true }
    }

    pub(crate) fn arg(mut self, value: impl ToString) -> Self {
        self.args.push(value.to_string());
        self
    }

    /// Builds the command: by digest, or with the whole script if the server does not know it.
    pub(crate) fn command(&self, run: &str, whole: bool) -> redis::Cmd {
        let mut command = redis::cmd(if whole { "EVAL" } else { "EVALSHA" });
        command.arg(if whole { &self.script.code } else { &self.script.digest }).arg(self.keys.len());
        for key in &self.keys {
            command.arg(key);
        }
        for (index, arg) in self.args.iter().enumerate() {
            command.arg(if self.needs_run && index == RUN { run } else { arg });
        }
        command
    }
}

/// The names of an account's keys. They share one hash tag, so that a cluster keeps them in one place.
#[derive(Debug)]
pub(crate) struct Names {
    pub(crate) tag: String,
    pub(crate) machine: String,
    fixed: [String; 5],
}

impl Names {
    pub(crate) fn new(account: &str) -> Self {
        let tag = format!("{{leads:{}}}", crate::spec::escaped(account));
        let machine = format!("{:016x}", fastrand::u64(..));
        let name = |kind: &str| format!("{tag}:{kind}");
        let fixed = [name("state"), name("shares"), name("limits"), name("pauses"), name(&format!("used:{machine}"))];
        Self { tag, machine, fixed }
    }
}

/// Reads the members of a reply in order. A member of another type reads as its default.
#[derive(Debug)]
pub(crate) struct Reply(std::vec::IntoIter<Value>);

impl Reply {
    pub(crate) fn new(value: Value) -> Self {
        match value {
            Value::Array(members) => Self(members.into_iter()),
            other => Self(vec![other].into_iter()),
        }
    }

    pub(crate) fn text(&mut self) -> String {
        match self.0.next() {
            Some(Value::BulkString(bytes)) => String::from_utf8(bytes).unwrap_or_default(),
            Some(Value::SimpleString(text)) => text,
            Some(Value::Int(number)) => number.to_string(),
            _ => String::new(),
        }
    }

    pub(crate) fn number(&mut self) -> u64 {
        match self.0.next() {
            Some(Value::Int(number)) => u64::try_from(number).unwrap_or_default(),
            Some(Value::BulkString(bytes)) => {
                std::str::from_utf8(&bytes).ok().and_then(|n| n.parse().ok()).unwrap_or(0)
            }
            _ => 0,
        }
    }

    pub(crate) fn list(&mut self) -> Self {
        Self::new(self.0.next().unwrap_or_else(|| Value::Array(Vec::new())))
    }

    /// Returns the remaining members in pairs, as in a hash.
    pub(crate) fn pairs(&mut self) -> Vec<(String, String)> {
        let mut pairs = Vec::new();
        while !self.0.as_slice().is_empty() {
            pairs.push((self.text(), self.text()));
        }
        pairs
    }
}
