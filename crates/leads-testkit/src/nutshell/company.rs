//! The company that a new fake has.

use super::records;
use super::store::Store;
use serde_json::{Value, json};

/// Creates the company; its first user has the e-mail address.
pub(super) fn new(email: &str) -> Store {
    let mut store = Store::default();
    store.now = chrono::Utc::now();
    let mut put = |kind: &'static str, number: u64, members: Value| {
        let record = records::complete(&mut store, kind, &members);
        store.put(kind, number, record);
    };
    for (number, name, email) in [(1, "Agent One", email), (2, "Agent Two", "agent2@example.com")] {
        put("users", number, json!({"name": name, "emails": [email]}));
    }
    for (number, name, status) in [(1, "Won", "won"), (2, "Lost", "lost"), (3, "Called off", "cancelled")] {
        put("outcomes", number, json!({"name": name, "status": status}));
    }
    for (number, name, stages) in [(1, "Sales", vec![101, 102]), (2, "Renewals", vec![201])] {
        let ids: Vec<String> = stages.iter().map(|stage| format!("{stage}-stages")).collect();
        put("stagesets", number, json!({"name": name, "default": number == 1, "links": {"stages": ids}}));
        for (at, stage) in stages.into_iter().enumerate() {
            let links = json!({"stageset": format!("{number}-stagesets")});
            put("stages", stage, json!({"name": format!("Stage {}", at + 1), "position": at + 1, "links": links}));
        }
    }
    let channel = json!({"value": 8, "display": "Direct to website"});
    put("sources", 1, json!({"name": "Web", "modifiedTime": records::LONG_AGO, "channel": channel}));
    for kind in [
        "accountTypes",
        "activityTypes",
        "competitors",
        "editions",
        "emAudiences",
        "industries",
        "markets",
        "productCategories",
        "products",
        "tags",
        "territories",
    ] {
        put(kind, 1, json!({}));
    }
    store
}
