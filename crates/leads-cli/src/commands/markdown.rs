//! The page docs/cli.md.

use crate::args::Cli;
use clap::CommandFactory as _;

const HEAD: &str = "\
# The command line

`leads` is the program of the crate `leads-cli`. This page is made from the program, and a test compares it: `UPDATE_DOCS=1`
rewrites it.

An account is a profile in the configuration file. It has the fields of `VendorConfig`; a secret is a reference, never the key
itself, and no option takes a key:

```toml
default_profile = \"crm\"

[profile.crm]
vendor = \"nutshell\"
user = \"ann@example.com\"
api_key = \"env:CRM_KEY\"            # or file:PATH, command:PROGRAM ARG .., keyring:SERVICE/USER (feature keyring)
allow = [\"read\"]                   # writes are refused before anything is read or sent
visible_within_secs = 300          # after how long a write is visible to reads, as you measured it
```

An error has one line, the outcome of the write if something may have changed, and the remedy. With `--error-format json` it is
an `ErrorReport`. Diagnostics (`-v`) are those of this workspace's crates, which contain neither keys nor people.
";

/// Returns the page: the help of the program and of each command.
pub(crate) fn page() -> String {
    let mut program = Cli::command().term_width(100);
    program.build();
    let mut page = HEAD.to_owned();
    let mut section = |title: &str, help: String| {
        let help: Vec<_> = help.lines().map(str::trim_end).collect();
        page.push_str(&format!("\n## `{title}`\n\n```text\n{}\n```\n", help.join("\n").trim_end()));
    };
    section("leads", program.render_long_help().to_string());
    for command in
        program.get_subcommands_mut().filter(|command| !command.is_hide_set() && command.get_name() != "help")
    {
        let title = format!("leads {}", command.get_name());
        // The options of every command are in the first section.
        let own = command.clone().mut_args(|arg| {
            let is_global = arg.is_global_set();
            arg.hide(is_global)
        });
        section(&title, own.term_width(100).clone().render_long_help().to_string());
    }
    page
}
