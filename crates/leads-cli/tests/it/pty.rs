//! Runs the program on a pseudo-terminal.

use crate::common::{Place, program};
use leads_testkit::Handler;
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{LocalModes, OptionalActions, Winsize, tcgetattr, tcsetattr, tcsetwinsize};
use std::ffi::OsStr;
use std::fs::File;
use std::io::{Read as _, Write as _};
use std::os::unix::ffi::OsStrExt as _;

/// What a run on a terminal left: all that was written to it.
#[derive(Debug)]
pub(crate) struct Shown {
    pub(crate) status: i32,
    pub(crate) text: String,
}

/// Runs the program with all three streams on a terminal of 200 columns. `keys` are typed before it starts.
pub(crate) async fn run<H: Handler>(place: &Place<H>, args: &[&str], keys: &str, env: &[(&str, &str)]) -> Shown {
    let flags = OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC;
    let mut user = File::from(openpt(flags).unwrap());
    grantpt(&user).unwrap();
    unlockpt(&user).unwrap();
    let name = ptsname(&user, Vec::new()).unwrap();
    let terminal = File::options().read(true).write(true).open(OsStr::from_bytes(name.to_bytes())).unwrap();
    let mut modes = tcgetattr(&terminal).unwrap();
    modes.local_modes.remove(LocalModes::ECHO);
    tcsetattr(&terminal, OptionalActions::Now, &modes).unwrap();
    tcsetwinsize(&terminal, Winsize { ws_row: 50, ws_col: 200, ws_xpixel: 0, ws_ypixel: 0 }).unwrap();
    user.write_all(keys.as_bytes()).unwrap();

    let mut command = program();
    place.here(&mut command);
    command.args(args).env("TERM", "xterm").envs(env.iter().copied());
    let stream = || terminal.try_clone().unwrap();
    let mut child = command.stdin(stream()).stdout(stream()).stderr(stream()).spawn().unwrap();
    // The terminal must close when the program ends, so this process keeps no copy: the command has three.
    drop((command, terminal));
    let reader = tokio::task::spawn_blocking(move || {
        let (mut bytes, mut buffer) = (Vec::new(), [0; 4096]);
        // At the end, Linux returns an error and other systems 0 bytes.
        while let Ok(read @ 1..) = user.read(&mut buffer) {
            bytes.extend_from_slice(&buffer[..read]);
        }
        String::from_utf8(bytes).unwrap()
    });
    let status = child.wait().await.unwrap().code().unwrap_or(-1);
    Shown { status, text: reader.await.unwrap().replace("\r\n", "\n") }
}
