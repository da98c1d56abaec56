//! Profiles, errors and forms of output.

use crate::common::{Place, program};
use leads_testkit::Fault;
use snapbox::{assert_data_eq, str};

#[tokio::test]
async fn check_prints_the_account() {
    let place = Place::new().await;
    let ran = place.run(&["check"]).await;
    assert_eq!(ran.status, 0, "{ran:?}");
    assert!(ran.stdout.starts_with(r#"{"profile":"crm","vendor":"nutshell","valid":true"#), "{ran:?}");
    let ran = place.run(&["check", "--all", "-o", "csv", "--fields", "profile,valid,error"]).await;
    assert_eq!(ran.status, 2, "a profile's secret cannot be read: {ran:?}");
    assert_data_eq!(
        ran.stdout,
        str![[r#"
profile,valid,error
audit,false,config `profile.audit.api_key`
crm,true,
other,true,
stale,false,unauthenticated (unauthorized-page)

"#]]
    );
}

#[tokio::test]
async fn rejected_key_is_refused_with_a_remedy() {
    let place = Place::new().await;
    let ran = place.run(&["check", "--profile", "stale"]).await;
    assert_eq!((ran.status, ran.stdout.as_str()), (1, ""), "{ran:?}");
    assert!(ran.stderr.starts_with("error: nutshell ") && ran.stderr.contains("\nremedy: "), "{ran:?}");
    let ran = place.run(&["check", "--profile", "stale", "--error-format", "json"]).await;
    let report: leads_core::error::ErrorReport = serde_json::from_str(&ran.stderr).unwrap();
    assert_eq!((report.kind, report.http_status), (leads_core::ErrorKind::Unauthenticated, Some(401)));
    assert!(report.help.is_some());
}

#[tokio::test]
async fn read_only_profile_refuses_a_write_before_any_input_or_output() {
    let place = Place::new().await;
    // Its secret is in a file that does not exist: reading it would be another error.
    let ran = place.run(&["status", "1-leads", "won", "--profile", "audit"]).await;
    assert_data_eq!(
        ran.stderr,
        str![[r#"
error: forbidden `allow`: the profile `audit` is read-only
remedy: nothing was sent; use another profile, or add "write" to `allow` of this one

"#]]
    );
    assert_eq!((ran.status, place.fake.request_count()), (1, 0));
}

#[tokio::test]
async fn mistakes_of_usage_have_status_2_and_a_remedy() {
    let place = Place::new().await;
    std::fs::write(place.path("plain.toml"), "[profile.crm]\nvendor = \"nutshell\"\napi_key = \"hush-plain\"\n")
        .unwrap();
    std::fs::write(place.path("wrong.json"), "{\"nmae\":\"hush-name\"}").unwrap();
    for (args, expected) in [
        (&["get", "1-leads", "--profile", "none"] as &[&str], "`none` is not in"),
        (&["get", "1-leads", "--config", "missing.toml"], "does not exist"),
        (&["get", "1-leads", "--config", "plain.toml"], "must say where the secret is"),
        (&["get", "1-leads", "--profile", "audit"], "needs the file /does/not/exist"),
        (&["delete", "1-leads"], "`--yes`: is required without a terminal"),
        (&["update", "1-leads"], "`--set`: is missing"),
        (&["create", "--json", "@wrong.json"], "cannot be read at line 1"),
        (&["create", "--json", "{\"name\":\"hush-name\"}"], "must be @FILE or -"),
        (&["get", "--email", "hush@example.com"], "must be @FILE or -"),
        (&["update", "1-leads", "--set", "name=hush"], "takes source and owner only"),
        (&["check", "--fields", "vendor,colour"], "has no field `colour`"),
    ] {
        let ran = place.run(args).await;
        assert_eq!(ran.status, 2, "{args:?}: {ran:?}");
        assert!(ran.stderr.contains(expected) && ran.stderr.contains("remedy: "), "{args:?}: {ran:?}");
        assert!(!ran.stderr.contains("hush"), "{ran:?}");
    }
}

#[tokio::test]
async fn mistakes_of_the_command_line_have_a_remedy() {
    let place = Place::new().await;
    for (args, error, remedy) in [
        (&["fly"] as &[&str], "unrecognized subcommand 'fly'", "`leads help` lists the commands"),
        (&["lst"], "unrecognized subcommand 'lst'", "use `list`"),
        (&["get", "1-leads", "--outptu", "csv"], "unexpected argument '--outptu'", "use `--output`"),
        (&["get", "1-leads", "--api-key=hush"], "unexpected argument '--api-key'", "`leads help COMMAND` describes"),
        (&["status"], "required arguments were not provided", "give <ID>"),
        (&["list", "-o", "xml"], "invalid value 'xml'", "use one of: table, json, ndjson, csv"),
    ] {
        let ran = place.run(args).await;
        assert!(ran.status == 2 && ran.stdout.is_empty(), "{args:?}: {ran:?}");
        assert!(ran.stderr.contains(error) && ran.stderr.contains(&format!("\nremedy: {remedy}")), "{args:?}: {ran:?}");
        assert!(!ran.stderr.contains("hush"), "{ran:?}");
    }
    let ran = place.run(&["list", "-o", "xml", "--error-format", "json"]).await;
    let report: serde_json::Value = serde_json::from_str(&ran.stderr).unwrap();
    let help = "`--output <FORM>` has a value that is not valid; use one of: table, json, ndjson, csv";
    assert_eq!((ran.status, &report["kind"], &report["help"]), (2, &"config".into(), &help.into()), "{ran:?}");
    let help = place.run(&["help", "get"]).await;
    assert!(help.status == 0 && help.stdout.contains("Usage: leads get"), "{help:?}");
    assert_eq!(place.run(&[]).await.status, 2);
}

#[tokio::test]
async fn lost_response_has_status_3_and_a_limit_5() {
    let place = Place::new().await;
    let lead = place.fake.handler().add_lead("Car wash");
    place.fake.faults().times(20, Fault::ResetAfterHandling);
    let ran = place.run_with(&["create", "--json", "-"], r#"{"name":"Van"}"#).await;
    assert_eq!(ran.status, 3, "{ran:?}");
    assert!(ran.stderr.contains("outcome: unknown\nremedy: "), "{ran:?}");
    place.fake.faults().clear();
    let limited = leads_testkit::FakeResponse::text(429, "slow down").header("retry-after", "3600");
    place.fake.faults().times(20, Fault::Response(limited));
    let ran = place.run(&["get", &lead]).await;
    assert_eq!(ran.status, 5, "{ran:?}");
}

#[tokio::test]
async fn help_lists_the_statuses() {
    let ran = program().arg("--help").output().await.unwrap();
    let help = String::from_utf8(ran.stdout).unwrap();
    assert!((0..=5).all(|status| help.contains(&format!("\n  {status}  "))), "{help}");
}
