//! Every kind of member, in every type in which it is declared or was observed: a wrong type never fails the record.

use leads_core::Raw;
use nutshell::model::{
    Account, AccountType, Activity, ActivityType, Address, Audience, Competitor, Contact, CustomField, Edition, Email,
    EnvelopeMeta, Event, FieldSet, Form, FormField, Industry, Installment, Invoice, Lead, LeadCompetitorMap,
    LeadProductMap, ListItem, Market, Note, Origin, Outcome, Product, ProductCategory, Quote, Report, SavedFilter,
    Source, Stage, Stageset, Tag, Task, Territory, User,
};
use rstest::rstest;

/// Values that any member may have without failing the record.
const ANYTHING: &[&str] = &[
    "null",
    "true",
    "false",
    "0",
    "1",
    "-1",
    "1.5",
    "1755113219",
    "\"\"",
    "\"0\"",
    "\"1\"",
    "\"true\"",
    "\"text\"",
    "\"2026-01-01T00:00:00+0000\"",
    "[]",
    "[null]",
    "[1]",
    "[\"1-x\"]",
    "[{}]",
    "[{\"a\":[{}]}]",
    "{}",
    "{\"a\":1}",
    "{\"value\":{}}",
    "{\"amount\":[]}",
    "{\"timestamp\":{}}",
    "18446744073709551615",
];

fn members<T: serde::Serialize>(record: &Raw<T>) -> Vec<String> {
    serde_json::to_value(record.value()).unwrap().as_object().unwrap().keys().cloned().collect()
}

/// Replaces each member by each value in turn, down to one nested level.
fn survives<T: serde::de::DeserializeOwned + serde::Serialize>(full: &str) {
    let whole: Raw<T> = Raw::parse(full).unwrap();
    let source: serde_json::Value = serde_json::from_str(full).unwrap();
    let known = members(&whole);
    for name in source.as_object().unwrap().keys() {
        assert!(known.contains(name), "`{name}` is not read from {full}");
        for thing in ANYTHING.iter().filter(|_| name != "id") {
            let mut changed = source.clone();
            changed[name] = serde_json::from_str(thing).unwrap();
            let text = changed.to_string();
            let read = Raw::<T>::parse(&text);
            assert!(read.is_ok(), "{name}: {thing}: {:?}", read.err());
            assert_eq!(read.unwrap().text(), text);
            for (place, inner) in inner(&source[name]) {
                let mut changed = source.clone();
                *changed[name].pointer_mut(&place).unwrap() = serde_json::from_str(thing).unwrap();
                assert!(Raw::<T>::parse(&changed.to_string()).is_ok(), "{name}{place} ({inner}): {thing}");
            }
        }
    }
}

/// The members inside a member, and inside the first row of a list.
fn inner(value: &serde_json::Value) -> Vec<(String, String)> {
    let (base, inside) = match value {
        serde_json::Value::Array(rows) => ("/0", rows.first()),
        other => ("", Some(other)),
    };
    let members = inside.and_then(|inside| inside.as_object());
    members.into_iter().flatten().map(|(name, was)| (format!("{base}/{name}"), was.to_string())).collect()
}

#[test]
fn malformed_member_never_fails_the_record() {
    survives::<Lead>(
        r#"{"id":"1-leads","type":"leads","name":"x","description":"x","number":"1000","status":"open",
        "value":{"amount":0,"currency":"USD","formatted":""},"createdTime":{"timestamp":1},"closedTime":{"timestamp":1},
        "dueTime":{"timestamp":1},"anticipatedClosedTime":{"timestamp":1},"lastContactedTime":{"timestamp":1},
        "overdueTime":{"timestamp":1},"deletedTime":1,"isOverdue":false,"confidence":25,"priority":0,"pieState":"01",
        "ownerType":"users","isCurrentUserWatching":true,"mcfxContactIds":["1"],"href":"x","htmlUrl":"x",
        "htmlUrlPath":"x","avatarUrl":"x","initials":"x","links":{"owner":"1-users"}}"#,
    );
    survives::<Contact>(
        r#"{"id":"1-contacts","name":"x","firstName":"x","emails":[{"value":"x"}],"phones":[{"value":"x"}],
        "addresses":[{"value":{"city":"x"}}],"urls":[{"value":"x"}],"jobs":{"1":{"title":"x"}},"createdTime":1,
        "deletedTime":1,"mcfxContactId":"x","links":{"accounts":["1-accounts"]}}"#,
    );
    survives::<User>(
        r#"{"id":"1-users","name":"x","emails":["x"],"permissions":{"canExport":true},"isEnabled":true,
        "modifiedTime":1,"agentStatus":"x","phonecallerType":"x","links":{"teams":["1-teams"]}}"#,
    );
    survives::<Event>(
        r#"{"id":"1-events","createdTime":1,"action":"create","count":"1","changes":[{"attribute":"x"}],
        "links":{"actor":"1-users"}}"#,
    );
    survives::<ListItem>(
        r#"{"id":"1-leads","latlon":["1","2"],"primaryAccount":{"id":"x"},"primaryContact":{"id":"x"},
        "fields":{"a":{"value":1}},"isDeleted":false,"priority":"0","links":{"entity":{"id":"x"}}}"#,
    );
    survives::<Stage>(r#"{"id":"1-stages","position":1,"numSteps":3,"links":{"stageset":"1-stagesets"}}"#);
    survives::<Stageset>(r#"{"id":"1-stagesets","default":true,"status":"1","links":{"stages":["1-stages"]}}"#);
    survives::<Tag>(r#"{"id":"1-tags","count":1,"tagType":"leads","colorType":"COLOR_ORANGE"}"#);
    survives::<Account>(
        r#"{"id":"1-accounts","name":"x","revenue":{"amount":"1","formatted":"$1"},"employeeCount":5,
        "emails":[{"isPrimary":true,"name":"x","value":"x"}],
        "addresses":[{"isPrimary":true,"name":"x","value":{"city":"x"},"city":"x","locationAccuracy":"8"}],
        "phones":[{"isPrimary":true,"name":"x","value":{"E164":"x"},"isOptedOut":true}],
        "links":{"owner":"1-users","tags":["1-tags"],"contacts":["1-contacts"],"industry":"1-industries"}}"#,
    );
    survives::<Activity>(
        r#"{"id":"1-activities","name":"x","agenda":"x","createdTime":1,"startTime":1,"endTime":1,"loggedTime":1,
        "isAllDay":false,"isFlagged":true,"isLogged":"true","transcription":"x","externalMeetingServiceType":"x",
        "links":{"activityType":"1-activityTypes","users":["1-users"],"logNote":"1-notes"}}"#,
    );
    survives::<Note>(
        r#"{"id":"1-notes","createdTime":1,"deletedTime":1,"body":"x","bodyHtml":"x","bodyMarkup":"x","isEditable":true,
        "parentType":"leads","links":{"parent":"1-leads","users":["1-users"]}}"#,
    );
    survives::<Product>(
        r#"{"id":"1-products","name":"x","sku":"x","modifiedTime":1,"deletedTime":"2026-01-01T00:00:00Z",
        "price":{"amount":1.5,"currency":"USD","formatted":"x","currencySymbol":"$"},
        "prices":{"1-markets":{"amount":"1.50"}}}"#,
    );
    survives::<LeadProductMap>(
        r#"{"id":"1-productMaps","relationship":"x","name":"x","unit":"x","price":{"amount":"1"},"quantity":1.5,
        "productType":"product","links":{"lead":"1-leads","product":"1-products"}}"#,
    );
    survives::<LeadCompetitorMap>(
        r#"{"id":"1-competitorMaps","relationship":"x","name":"x","status":"beat",
        "links":{"lead":"1-leads","competitor":"1-competitors"}}"#,
    );
    let document = r#""number":"1000-01","displayStatus":"SENT","total":{"amount":"1"},
        "productLineItems":[{"id":"1-x","position":0,"product":"1-products","quantity":2,"price":{"amount":"1"},
        "discountNumber":10,"term":"x"}],"subtotalLineItems":[{"id":"1-x","modifierValue":6.5,"operation":"+"}],
        "recipient":{"id":"1-contacts","name":"x","email":"x"},"createdTime":"2024-01-15T10:30:00Z",
        "acceptedName":"x","links":{"lead":"1-leads"}"#;
    survives::<Quote>(&format!(r#"{{"id":"1-quotes",{document}}}"#));
    survives::<Invoice>(&format!(
        r#"{{"id":"1-quotes",{document},"completionComment":"x","paidTime":"2024-01-20T16:45:00Z"}}"#
    ));
    survives::<Task>(
        r#"{"id":"1-tasks","title":"x","dueTime":"1","recurrenceRule":{"rule":"x","mode":"dueDate"},"links":{}}"#,
    );
    survives::<SavedFilter>(
        r#"{"id":"1-filters","name":"x","value":"x","isShared":true,"reportType":"x","createdTime":1.5,
        "links":{"user":"1-users","usersAndTeams":["1-users"]}}"#,
    );
    survives::<Email>(
        r#"{"id":"1-emails","subject":"x","sentTime":1,"numViews":1,"shared":true,
        "links":{"from":["x"],"to":["x"],"emailQueued":"x"}}"#,
    );
    survives::<Form>(r#"{"id":"1-wfForms","name":"x","createdTime":"x","links":{"fields":["1-wfFields"]}}"#);
    survives::<FormField>(r#"{"id":"1-wfFields","label":"x","fieldName":"x","fieldType":"x","entityName":"x"}"#);
    survives::<Market>(r#"{"id":"1-markets","name":"x","currency":"USD","currencySymbol":"$","isDefault":true}"#);
    survives::<Audience>(r#"{"id":"1-emAudiences","name":"x","isWebFX":false}"#);
    survives::<Origin>(r#"{"id":"1-origins","name":"x","originType":"x","lastseenTime":1,"links":{}}"#);
    survives::<Source>(
        r#"{"id":"1-sources","name":"x","channel":{"value":1,"display":"x"},"sourceType":1,"modifiedTime":1}"#,
    );
    survives::<CustomField>(
        r#"{"id":"1-customFields","type":"x","title":"x","enum":["a"],"isMultiple":true,"value":1}"#,
    );
    survives::<Installment>(
        r#"{"id":"1-installments","dueTime":"2026-01-01T00:00:00+0000","value":{"currency":"USD","amount":1000},
        "failedTime":1,"isPaid":true}"#,
    );
    survives::<Outcome>(r#"{"id":"1-outcomes","type":"outcomes","name":"Won","status":"won"}"#);
    survives::<Competitor>(r#"{"id":"1-competitors","type":"competitors","name":"x","modifiedTime":1}"#);
    survives::<AccountType>(r#"{"id":"1-accountTypes","type":"accountTypes","name":"x","modifiedTime":1}"#);
    survives::<ActivityType>(
        r#"{"id":"1-activityTypes","type":"activityTypes","name":"x","modifiedTime":1,"isBenchmarkable":true}"#,
    );
    survives::<Industry>(r#"{"id":"1-industries","type":"industries","name":"x","modifiedTime":1}"#);
    survives::<ProductCategory>(r#"{"id":"1-productCategories","name":"x","modifiedTime":1,"href":"x"}"#);
    survives::<Edition>(r#"{"id":"1-editions","name":"x"}"#);
    survives::<Territory>(r#"{"id":"1-territories","name":"x","href":"x","modifiedTime":1}"#);
    survives::<EnvelopeMeta>(
        r#"{"instanceId":"1","siteId":"x","count":1,"total":1,"next":"x","previous":"x","last":"1-events",
        "facets":{"accountType":{"1":2}},"timeSpent":[{"formatted":"1 day","value":1}],"stageset":{"id":"1-stagesets"}}"#,
    );
    survives::<FieldSet>(
        r#"{"properties":{"name":{"type":"string","title":"x","isFilterable":true,"isSortable":true,"enum":["a"],
        "relationships":["accounts"],"format":"uri"}}}"#,
    );
    survives::<Report>(r#"{"id":"x","data":[{"bucket":"x"}],"summary":{"bucket":"x"},"report":{"id":"x"}}"#);
}

#[rstest]
#[case(r#""number":"1000""#)]
#[case(r#""number":1000"#)]
fn lead_number_is_text_or_number(#[case] member: &str) {
    let lead: Raw<Lead> = Raw::parse(&format!(r#"{{"id":"1-leads",{member}}}"#)).unwrap();
    assert_eq!(lead.number.as_deref(), Some("1000"));
}

#[rstest]
#[case("17")]
#[case("\"17\"")]
#[case(r#""1970-01-01T00:00:17Z""#)]
#[case(r#""1970-01-01T00:00:17+0000""#)]
#[case(r#"{"timestamp":17,"value":"Yesterday"}"#)]
#[case(r#"{"timestamp":"17"}"#)]
fn every_time_format_is_read(#[case] time: &str) {
    for name in [
        "createdTime",
        "closedTime",
        "dueTime",
        "anticipatedClosedTime",
        "lastContactedTime",
        "overdueTime",
        "deletedTime",
    ] {
        let text = format!(r#"{{"id":"1-leads","{name}":{time}}}"#);
        let lead: Raw<Lead> = Raw::parse(&text).unwrap();
        let times = [
            &lead.created_time,
            &lead.closed_time,
            &lead.due_time,
            &lead.anticipated_closed_time,
            &lead.last_contacted_time,
            &lead.overdue_time,
            &lead.deleted_time,
        ];
        let found: Vec<i64> = times.iter().filter_map(|time| time.as_ref()?.timestamp()).collect();
        assert_eq!(found, [17], "{name} {time}");
        assert_eq!(serde_json::to_string(lead.value()).unwrap(), text);
    }
}

#[rstest]
#[case("0", "0")]
#[case("\"0\"", "0")]
#[case("100.00", "100.00")]
#[case("\"100.00\"", "100.00")]
fn amount_is_number_or_text(#[case] amount: &str, #[case] expected: &str) {
    let lead: Raw<Lead> = Raw::parse(&format!(r#"{{"id":"1-leads","value":{{"amount":{amount}}}}}"#)).unwrap();
    assert_eq!(lead.value.as_ref().unwrap().amount.as_ref().unwrap().as_str(), expected);
}

#[rstest]
#[case("true")]
#[case("\"true\"")]
#[case("1")]
#[case("\"1\"")]
fn boolean_is_read_in_any_form(#[case] value: &str) {
    let lead: Raw<Lead> = Raw::parse(&format!(r#"{{"id":"1-leads","isOverdue":{value}}}"#)).unwrap();
    assert_eq!(lead.is_overdue, Some(true));
}

#[test]
fn address_is_nested_or_flat() {
    let nested: Address =
        serde_json::from_str(r#"{"value":{"city":"Ann Arbor","location":{"latitude":42.281260000000003}}}"#).unwrap();
    let flat: Address =
        serde_json::from_str(r#"{"city":"Ann Arbor","value":{"location":{"latitude":42.281260000000003}}}"#).unwrap();
    for address in [nested, flat] {
        let place = address.postal_location();
        assert_eq!(place.city.unwrap().as_str(), "Ann Arbor");
        assert_eq!(place.location.unwrap().latitude.unwrap().as_str(), "42.281260000000003");
    }
}

#[test]
fn stage_relations_are_an_object_or_a_list() {
    for links in [r#"{"stageset":"1-stagesets"}"#, r#"[{"stageset":"1-stagesets"}]"#] {
        let stage: Raw<Stage> = Raw::parse(&format!(r#"{{"id":"1-stages","links":{links}}}"#)).unwrap();
        assert_eq!(stage.links.as_ref().unwrap().stageset.as_ref().unwrap().as_str(), "1-stagesets");
    }
}

#[test]
fn table_row_is_read_as_declared_and_as_sent() {
    let declared: Raw<ListItem> =
        Raw::parse(r#"{"id":"1-leads","latlon":"42,-83","primaryAccount":"Wash Inc.","fields":[{"value":1}]}"#)
            .unwrap();
    assert_eq!(declared.latlon, ["42,-83"]);
    assert_eq!(declared.primary_account.as_ref().unwrap().name.as_ref().unwrap().as_str(), "Wash Inc.");
    assert!(declared.column("a").is_none());
    let live: Raw<ListItem> = Raw::parse(
        r#"{"id":"1-leads","latlon":["42","-83"],"primaryAccount":{"id":"1-accounts","name":"Wash Inc."},
            "fields":{"value":{"value":12.50},"empty":{}}}"#,
    )
    .unwrap();
    assert_eq!(live.latlon, ["42", "-83"]);
    assert_eq!(live.primary_account.as_ref().unwrap().id.as_ref().unwrap().as_str(), "1-accounts");
    assert_eq!(live.column_value("value").unwrap().text(), "12.50");
    assert!(live.column("empty").is_some() && live.column_value("empty").is_none());
}

#[test]
fn report_is_nested_or_flat() {
    let flat: Raw<Report> = Raw::parse(r#"{"key":"k","data":[{"bucket":"May","count":{"value":2}}]}"#).unwrap();
    let nested: Raw<Report> =
        Raw::parse(r#"{"report":{"key":"k","data":[{"bucket":{"bucket":"May","count":{"value":2}}}]}}"#).unwrap();
    for report in [flat, nested] {
        let report = report.inner();
        assert_eq!(report.key.as_deref(), Some("k"));
        let bucket = report.data[0].inner();
        assert_eq!(bucket.name().as_deref(), Some("May"));
        assert_eq!(bucket.count.unwrap().value.unwrap().as_str(), "2");
    }
}
