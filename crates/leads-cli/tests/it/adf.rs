//! `leads import` and `leads export`.

use crate::common::{Place, Ran};
use leads_testkit::Handler as _;
use serde_json::{Value, json};

const JANE: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<?adf version="1.0"?>
<adf>
  <prospect>
    <id source="carsite">A-77</id>
    <requestdate>2026-11-20T10:00:00-08:00</requestdate>
    <vehicle interest="buy" status="new"><year>2026</year><make>Ford</make><model>Ranger</model></vehicle>
    <customer>
      <contact>
        <name part="first">Jane</name><name part="last">D&#246;e</name>
        <email>jane@example.com</email><phone type="voice">+15550100</phone>
        <address><street line="1">1 Main St</street><city>Springfield</city><postalcode>01234</postalcode></address>
      </contact>
      <comments><![CDATA[Is it <red>?]]></comments>
    </customer>
    <vendor><vendorname>North</vendorname></vendor>
  </prospect>
  <prospect><customer><contact><name>No address</name></contact></customer></prospect>
  <prospect><customer><contact><name>Again</name><email>jane@example.com</email></contact></customer></prospect>
</adf>
"#;

fn rows(ran: &Ran) -> Vec<Value> {
    ran.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn write(place: &Place, name: &str, text: impl AsRef<[u8]>) {
    std::fs::write(place.path(name), text).unwrap();
}

#[tokio::test]
async fn file_is_planned_and_applied() {
    let place = Place::new().await;
    write(&place, "leads.adf", JANE);
    let args = ["import", "leads.adf", "--source", "1-sources", "--out", "plan.json", "--detailed-exitcode"];
    let ran = place.run(&args).await;
    assert_eq!(ran.status, 6, "{ran:?}");
    let planned = rows(&ran);
    let actions: Vec<_> = planned.iter().map(|row| row["action"].as_str().unwrap()).collect();
    assert_eq!(actions, ["create", "refused", "refused"]);
    assert_eq!(
        (&planned[1]["reason"], &planned[2]["reason"]),
        (&json!("the lead has no e-mail address"), &json!("row 1 has the same lead"))
    );
    let loss: Vec<_> = planned[0]["loss"].as_array().unwrap().iter().map(|loss| loss.as_str().unwrap()).collect();
    let expected = [
        "id narrowed: it becomes text in the note",
        "requestdate narrowed: it becomes text in the note",
        "vehicle narrowed: it becomes text in the note",
        "vendor lost: a lead of the common client has no field for it",
    ];
    assert_eq!(loss, expected);
    assert_eq!(place.fake.handler().ledger().unwrap().total(), 0, "it reads only");
    assert!(!ran.stdout.contains("Jane") && !ran.stdout.contains("jane@"), "no value of a lead is printed: {ran:?}");

    let ran = place.run(&["apply", "plan.json", "--yes"]).await;
    assert_eq!((ran.status, &rows(&ran)[0]["applied"]), (0, &json!(1)), "{ran:?}");
    let sent = place
        .fake
        .requests()
        .into_iter()
        .find(|request| request.method == http::Method::POST && request.path == "/rest/leads");
    let sent: Value = sent.unwrap().json().unwrap();
    let text = sent.to_string();
    for part in ["Jane Döe", "jane@example.com", "+15550100", "1 Main St", "Springfield", "01234", "1-sources"] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let notes: Vec<_> = place.fake.requests().into_iter().filter(|request| request.path == "/rest/notes").collect();
    let [note] = &notes[..] else { panic!("one note: {notes:?}") };
    let note = String::from_utf8_lossy(&note.body).into_owned();
    for part in ["Is it <red>?", "Id: A-77 (carsite)", "Vehicle (buy): 2026 Ford Ranger, new"] {
        assert!(note.contains(part), "{part}: {note}");
    }

    // A lead that exists is left as it is, and a strict import refuses what would be lost.
    let ran = place.run(&["import", "leads.adf", "--summary"]).await;
    assert_eq!((&rows(&ran)[0]["create"], &rows(&ran)[0]["unchanged"]), (&json!(0), &json!(1)), "{ran:?}");
    let ran = place.run(&["import", "leads.adf", "--strict", "--summary", "-p", "other"]).await;
    assert_eq!((&rows(&ran)[0]["create"], &rows(&ran)[0]["refused"]), (&json!(0), &json!(3)), "{ran:?}");
    let ran = place.run(&args).await;
    assert!(ran.status == 2 && ran.stderr.contains("exists already"), "{ran:?}");
}

#[tokio::test]
async fn hostile_files_are_refused_without_their_text() {
    let place = Place::new().await;
    let deep = format!("<adf>{}", "<canary>".repeat(100_000));
    let bomb = "<!DOCTYPE adf [<!ENTITY canary \"x\"><!ENTITY b \"&canary;&canary;\">]><adf>&b;</adf>";
    let file = "<!DOCTYPE adf [<!ENTITY canary SYSTEM \"file:///etc/passwd\">]><adf>&canary;</adf>";
    let large = format!("<adf>{}</adf>", " ".repeat(16 * 1024 * 1024));
    for (text, wrong) in [
        (deep.as_bytes(), "has too many elements"),
        (bomb.as_bytes(), "has an entity that XML does not define"),
        (file.as_bytes(), "has an entity that XML does not define"),
        (large.as_bytes(), "is larger than 16 MiB"),
        (b"<adf>canary\xff</adf>", "is not UTF-8"),
        (b"canary", "has text outside its root"),
        (b"<canary/>", "its root is not `adf`"),
        (b"<adf><prospect></adf>", "is not XML at byte"),
        (b"", "has no element"),
    ] {
        write(&place, "leads.adf", text);
        let ran = place.run(&["import", "leads.adf", "-vvv"]).await;
        assert_eq!((ran.status, ran.stdout.as_str()), (2, ""), "{wrong}: {ran:?}");
        assert!(ran.stderr.contains(wrong) && ran.stderr.contains("\nremedy: "), "{wrong}: {ran:?}");
        assert!(!ran.stderr.contains("canary"), "{ran:?}");
    }
    let ran = place.run(&["import", "missing.adf"]).await;
    assert!(ran.status == 2 && ran.stderr.contains("remedy: check the path"), "{ran:?}");
    assert_eq!(place.fake.request_count(), 0);
}

#[tokio::test]
async fn exported_leads_are_read_by_import() {
    let place = Place::new().await;
    let name = "Jo & <Ann> \"O'Neil\" \u{1}ü";
    let mut ids = Vec::new();
    for (name, email) in [(name, "jo@example.com"), ("Kim", "kim@example.com")] {
        let lead = json!({ "name": name, "emails": [email], "phones": ["+15550100"] }).to_string();
        let ran = place.run_with(&["create", "--json", "-"], &lead).await;
        ids.push(rows(&ran)[0]["id"].as_str().unwrap().to_owned());
    }
    let ran = place.run(&["export", "--dealer", "North & South"]).await;
    assert_eq!(ran.status, 0, "{ran:?}");
    for part in [
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<?adf version=\"1.0\"?>\n<adf>\n  <prospect>\n",
        &format!("<id source=\"nutshell\">{}</id>", ids[0]),
        "<name part=\"full\">Jo &amp; &lt;Ann&gt;",
        "<email>jo@example.com</email>",
        "<vendorname>North &amp; South</vendorname>",
    ] {
        assert!(ran.stdout.contains(part), "{part}: {}", ran.stdout);
    }
    assert!(ran.stderr.contains("lost: vehicle (2 leads): ADF requires it"), "{ran:?}");
    assert!(!ran.stderr.contains("jo@example.com") && !ran.stderr.contains("Kim"), "{ran:?}");

    write(&place, "leads.adf", &ran.stdout);
    let ran = place.run(&["import", "leads.adf", "--out", "plan.json", "-p", "other"]).await;
    assert_eq!(ran.status, 0, "{ran:?}");
    assert_eq!(place.run(&["apply", "plan.json", "--yes"]).await.status, 0);
    let ran = place.run(&["list", "-p", "other", "--fields", "name,emails,phones"]).await;
    let mut leads = rows(&ran);
    leads.sort_by_key(|lead| lead["emails"].to_string());
    let phones = json!(["+15550100"]);
    // XML has no way to write the control character.
    let expected = [
        json!({ "name": name.replace('\u{1}', ""), "emails": ["jo@example.com"], "phones": phones }),
        json!({ "name": "Kim", "emails": ["kim@example.com"], "phones": phones }),
    ];
    assert_eq!(leads, expected);

    let ran = place.run(&["export", &ids[1], "--error-format", "json"]).await;
    assert!(ran.stdout.contains("Kim") && !ran.stdout.contains("Jo"), "{ran:?}");
    let losses: Vec<Value> = ran.stderr.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(losses.iter().any(|loss| loss["field"] == "vehicle" && loss["leads"] == 1), "{losses:?}");
    let ran = place.run(&["export", "--limit", "1"]).await;
    assert!(ran.status == 0 && ran.stderr.contains("note: --limit was reached"), "{ran:?}");
    assert_eq!(ran.stdout.matches("<prospect>").count(), 1, "{ran:?}");
    let ran = place.run(&["export", "--limit", "1", "--error-format", "json"]).await;
    let lines: Vec<Value> = ran.stderr.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(lines.iter().any(|line| line["note"].is_string()), "{ran:?}");
    let ran = place.run(&["export", "404-leads"]).await;
    assert_eq!((ran.status, ran.stdout.as_str()), (1, ""), "no half document: {ran:?}");
}
