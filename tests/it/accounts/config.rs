//! Files of accounts.

use leads::{Accounts, AccountsFile, Error};
use std::path::PathBuf;

/// A directory that is removed with its files.
pub(super) struct Folder(PathBuf);

impl Folder {
    pub(super) fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("leads-accounts-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    pub(super) fn write(&self, name: &str, text: &str) -> PathBuf {
        std::fs::write(self.path(name), text).unwrap();
        self.path(name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn error(folder: &Folder, name: &str, text: &str) -> Error {
    match AccountsFile::read(folder.write(name, text)) {
        Ok(_) => panic!("no error: {text}"),
        Err(error) => error,
    }
}

#[tokio::test]
async fn file_in_toml_and_in_json_describes_the_same_accounts() {
    let folder = Folder::new("same");
    folder.write("key", "hush-from-a-file\n");
    let toml = format!(
        r#"
        [accounts.crm]
        vendor = "nutshell"
        user = "ann@example.com"
        api_key = {{ file = {:?} }}

        [accounts.northside]
        vendor = "dealerstudio"
        api_key = "hush"
        dealership = "northside"
        category = "General Enquiry"

        [accounts.acme]
        vendor = "leadsquared"
        region = "india_mumbai"
        access_key = "a"
        secret_key = "s"
        plan = "pro"
        opportunities = {{ event_code = 12000 }}

        [accounts.till]
        vendor = "capillary"
        cluster = "eu"
        username = "till"
        password = "hush"
        lead_for = "boots"
        "#,
        folder.path("key")
    );
    let value: serde_json::Value = toml::from_str(&toml).unwrap();
    let files = [folder.write("accounts.toml", &toml), folder.write("accounts.json", &value.to_string())];
    for file in files {
        let accounts = Accounts::from_file(&file).unwrap();
        assert_eq!(accounts.names(), ["acme", "crm", "northside", "till"]);
        let mut vendors = Vec::new();
        for name in accounts.names() {
            let account = accounts.get(&name).await.unwrap();
            vendors.push(account.vendor());
            assert!(!format!("{account:?} {accounts:?}").contains("hush"));
        }
        assert_eq!(vendors, ["leadsquared", "nutshell", "dealerstudio", "capillary-leads"]);
        // The plan "pro" without a number of users has the daily limit of one.
        let acme = accounts.stats().into_iter().find(|stats| stats.account == "acme").unwrap();
        let windows: Vec<_> = acme.windows.iter().map(|window| (window.class.as_str(), window.calls)).collect();
        assert_eq!(windows, [("calls", 10), ("bulk", 5), ("daily", 11_000)]);
    }
}

#[test]
fn error_names_the_path_of_the_setting_without_its_value() {
    let folder = Folder::new("errors");
    let nutshell = "vendor = \"nutshell\"\nuser = \"u\"";
    let leadsquared = "vendor = \"leadsquared\"\nregion = \"ireland\"\naccess_key = \"a\"\nsecret_key = \"s\"";
    for (fields, path) in [
        (nutshell.to_owned(), "accounts.x.api_key"),
        (format!("{nutshell}\napi_key = 9876543"), "accounts.x.api_key"),
        (format!("{nutshell}\napi_key = {{ env = \"LEADS_TEST_UNSET\" }}"), "accounts.x.api_key"),
        (format!("{nutshell}\napi_key = {{ file = \"/nowhere/key\" }}"), "accounts.x.api_key"),
        (format!("{nutshell}\napi_key = {{ vault = \"9876543\" }}"), "accounts.x.api_key"),
        (format!("{nutshell}\napi_key = \"k\"\napikey = \"9876543\""), "accounts.x.apikey"),
        (format!("{nutshell}\napi_key = \"k\"\nlimits = 9876543"), "accounts.x.limits"),
        (
            format!("{nutshell}\napi_key = \"k\"\n[accounts.x.adapter]\ncurency = \"9876543\""),
            "accounts.x.adapter.curency",
        ),
        (format!("{leadsquared}\nplan = \"9876543\""), "accounts.x.plan"),
        (format!("{leadsquared}\nplan = {{ pro = {{ users = \"9876543\" }} }}"), "accounts.x.plan.pro.users"),
        (
            format!("{leadsquared}\nopportunities = {{ event_code = \"9876543\", stage = 1 }}"),
            "accounts.x.opportunities",
        ),
        ("vendor = \"capillary\"\nlead_for = 9876543".to_owned(), "accounts.x.lead_for"),
        ("vendor = \"dealerstudio\"\napi_key = \"k\"\ndealership = [9876543]".to_owned(), "accounts.x.dealership"),
        ("vendor = \"9876543\"".to_owned(), "accounts.x.vendor"),
        ("user = \"9876543\"".to_owned(), "accounts.x.vendor"),
    ] {
        let error = error(&folder, "accounts.toml", &format!("[accounts.x]\n{fields}\n"));
        let shown = format!("{error} {error:?} {} {:?}", error.help().unwrap_or_default(), error.report());
        assert!(error.field().is_some_and(|field| field.starts_with(path)), "{fields}: {shown}");
        assert!(!shown.contains("9876543"), "{fields}: {shown}");
    }
}

#[test]
fn error_names_what_is_wrong_with_the_file_itself() {
    let folder = Folder::new("syntax");
    for (name, text, field) in [
        ("a.toml", "[accounts.x]\nvendor = \"nutshell\"\napi_key = \"9876543\napi_key = 1\n", "a.toml:3"),
        ("b.toml", "[accounts.x]\nvendor = \"9876543\"\nvendor = \"9876543\"\n", "b.toml:3"),
        ("c.json", "{\n\"accounts\": {\"x\": 9876543,}}", "c.json:2"),
        ("d.json", "[9876543]", "d.json"),
        ("e.json", "{\"accounts\": 9876543}", "accounts"),
        ("f.toml", "acounts = 9876543", "acounts"),
        ("g.toml", "", "accounts"),
        ("h.toml", "accounts.x = 9876543", "accounts.x"),
    ] {
        let error = error(&folder, name, text);
        let shown = format!("{error} {error:?}");
        assert!(error.field().is_some_and(|path| path.contains(field)), "{name}: {shown}");
        assert!(!shown.contains("9876543"), "{name}: {shown}");
    }
    let missing = AccountsFile::read(folder.path("none.toml")).unwrap_err();
    assert!(missing.field().is_some_and(|path| path.ends_with("none.toml")), "{missing}");
}

#[tokio::test]
async fn error_of_a_client_names_the_path() {
    let folder = Folder::new("client");
    let text = "[accounts.x]\nvendor = \"nutshell\"\nuser = \"u\"\napi_key = \" \"\n";
    let accounts = Accounts::from_file(folder.write("accounts.toml", text)).unwrap();
    let error = accounts.get("x").await.unwrap_err();
    assert_eq!(error.field(), Some("accounts.x.api_key"), "{error}");
    let error = accounts.get("y").await.unwrap_err();
    assert_eq!(error.field(), Some("accounts.y"), "{error}");
    assert_eq!(Accounts::builder().build().unwrap_err().field(), Some("accounts"));
}
