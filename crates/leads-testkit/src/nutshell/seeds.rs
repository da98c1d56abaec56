//! Adding, changing and removing records directly.

use super::attribute::Attribute;
use super::store::number;
use super::{FakeNutshell, kinds, notes, records};
use serde_json::{Value, json};

impl FakeNutshell {
    /// Adds a record of a type (`leads`, `emAudiences`) and returns its id; `None` if the type is unknown. Members that
    /// are not given have plausible values.
    ///
    /// ```
    /// use leads_testkit::nutshell::FakeNutshell;
    /// use serde_json::json;
    /// let fake = FakeNutshell::new();
    /// let territory = fake.add("territories", &json!({"name": "South"})).unwrap();
    /// assert_eq!(fake.record(&territory).unwrap()["name"], "South");
    /// ```
    pub fn add(&self, kind: &str, members: &Value) -> Option<String> {
        let kind = kinds::known(kind)?;
        let mut store = self.store();
        let record = records::complete(&mut store, kind, members);
        let id = store.add(kind, record);
        if kinds::is_logged(kind) {
            store.log("create", kind, &id, json!([]));
        }
        Some(id)
    }

    /// Adds a record with a chosen id, or replaces the one with this id. Returns `false` if the id has no known type.
    ///
    /// ```
    /// use leads_testkit::nutshell::FakeNutshell;
    /// use serde_json::json;
    /// let fake = FakeNutshell::new();
    /// assert!(fake.put("456-leads", &json!({"description": "Car wash", "status": "won"})));
    /// assert_eq!(fake.record("456-leads").unwrap()["status"], "won");
    /// ```
    pub fn put(&self, id: &str, members: &Value) -> bool {
        let (Some(kind), Some(number)) = (kinds::of(id), number(id)) else { return false };
        let mut store = self.store();
        let record = records::complete(&mut store, kind, members);
        store.put(kind, number, record);
        true
    }

    /// Changes members of a record, and in `links` each relation alone, as if another client changed it. Returns
    /// `false` if it does not exist.
    ///
    /// ```
    /// use leads_testkit::nutshell::FakeNutshell;
    /// let fake = FakeNutshell::new();
    /// let lead = fake.add_lead("Car wash");
    /// // A colleague changes it in the web application.
    /// assert!(fake.change(&lead, &serde_json::json!({"description": "Tyre shop"})));
    /// assert_eq!(fake.record(&lead).unwrap()["description"], "Tyre shop");
    /// ```
    pub fn change(&self, id: &str, members: &Value) -> bool {
        let Some(kind) = kinds::of(id) else { return false };
        let mut store = self.store();
        let Some(record) = store.get_mut(kind, id) else { return false };
        records::merge(record, members);
        store.log("edit", kind, id, json!([]));
        true
    }

    /// Marks a record as deleted, as if another client deleted it. Returns `false` if it does not exist.
    ///
    /// ```
    /// use leads_testkit::nutshell::FakeNutshell;
    /// let fake = FakeNutshell::new();
    /// let lead = fake.add_lead("Car wash");
    /// assert!(fake.delete(&lead) && !fake.delete("404-leads"));
    /// ```
    pub fn delete(&self, id: &str) -> bool {
        kinds::of(id).is_some_and(|kind| self.store().delete(kind, id).is_some())
    }

    /// Removes a record without a trace, for example between two pages of a list. Returns `false` if it does not exist.
    ///
    /// ```
    /// use leads_testkit::nutshell::FakeNutshell;
    /// let fake = FakeNutshell::new();
    /// let lead = fake.add_lead("Car wash");
    /// assert!(fake.remove(&lead));
    /// assert_eq!((fake.record(&lead), fake.count("leads")), (None, 0));
    /// ```
    pub fn remove(&self, id: &str) -> bool {
        let Some(kind) = kinds::of(id) else { return false };
        let mut store = self.store();
        let there = store.get(kind, id).is_some();
        store.retain(kind, |row| row["id"] != id);
        there
    }

    /// Adds an open lead without contacts and returns its id.
    ///
    /// ```
    /// use leads_testkit::nutshell::FakeNutshell;
    /// assert!(FakeNutshell::new().add_lead("Car wash").ends_with("-leads"));
    /// ```
    pub fn add_lead(&self, description: &str) -> String {
        self.added("leads", &json!({"description": description}))
    }

    /// Permanently removes a lead, as if another client deleted it, for example between two pages of a list. Returns
    /// `false` if it does not exist.
    ///
    /// ```
    /// use leads_testkit::nutshell::FakeNutshell;
    /// let fake = FakeNutshell::new();
    /// let lead = fake.add_lead("Car wash");
    /// assert!(fake.remove_lead(&lead));
    /// assert_eq!(fake.count("leads"), 0);
    /// ```
    pub fn remove_lead(&self, id: &str) -> bool {
        self.remove(id)
    }

    /// Adds a contact with an e-mail address and a phone number and returns its id.
    ///
    /// ```
    /// use leads_testkit::nutshell::FakeNutshell;
    /// let fake = FakeNutshell::new();
    /// let jane = fake.add_contact("Jane Smith", "jane@example.com", "+1 555 0100");
    /// let lead = fake.add_lead("Car wash");
    /// fake.link(&lead, "contacts", &jane);
    /// assert_eq!(fake.record(&lead).unwrap()["links"]["contacts"][0], *jane);
    /// ```
    pub fn add_contact(&self, name: &str, email: &str, phone: &str) -> String {
        let members = json!({"name": name, "emails": [{"value": email}], "phones": [{"value": phone}]});
        self.added("contacts", &members)
    }

    /// Adds an account and returns its id.
    ///
    /// ```
    /// use leads_testkit::nutshell::FakeNutshell;
    /// let fake = FakeNutshell::new();
    /// let account = fake.add_account("Example Motors");
    /// assert_eq!(fake.record(&account).unwrap()["name"], "Example Motors");
    /// ```
    pub fn add_account(&self, name: &str) -> String {
        self.added("accounts", &json!({"name": name}))
    }

    /// Adds a relation of a record to another: to the list of the relation, or as its only value. Returns `false` if
    /// the record does not exist.
    pub fn link(&self, id: &str, relation: &str, to: &str) -> bool {
        let Some(kind) = kinds::of(id) else { return false };
        let mut store = self.store();
        let Some(record) = store.get_mut(kind, id) else { return false };
        match &mut record["links"][relation] {
            Value::Array(ids) => ids.push(json!(to)),
            id => *id = json!(to),
        }
        true
    }

    /// Adds a planned activity with participants (users, contacts, accounts, leads) and returns its id.
    ///
    /// ```
    /// use leads_testkit::nutshell::FakeNutshell;
    /// let fake = FakeNutshell::new();
    /// let lead = fake.add_lead("Car wash");
    /// let call = fake.add_activity("Call about the offer", &[&lead, "1-users"]);
    /// assert_eq!(fake.record(&call).unwrap()["links"]["leads"][0], *lead);
    /// ```
    pub fn add_activity(&self, name: &str, participants: &[&str]) -> String {
        let mut links = json!({});
        for id in participants {
            let Some(kind) = kinds::of(id) else { continue };
            match links[kind].as_array_mut() {
                Some(ids) => ids.push(json!(id)),
                None => links[kind] = json!([id]),
            }
        }
        self.added("activities", &json!({"name": name, "links": links}))
    }

    /// Adds a task that is related to a record and assigned to a user, and returns its id.
    pub fn add_task(&self, title: &str, related_to: &str, assignee: &str) -> String {
        self.added("tasks", &json!({"title": title, "links": {"relatedEntity": related_to, "assignee": assignee}}))
    }

    /// Adds a note to a lead, contact or account and returns its id; `None` if that does not exist.
    ///
    /// ```
    /// use leads_testkit::nutshell::FakeNutshell;
    /// let fake = FakeNutshell::new();
    /// let lead = fake.add_lead("Car wash");
    /// assert!(fake.add_note(&lead, "called, no response").is_some());
    /// assert_eq!(fake.count("notes"), 1);
    /// ```
    pub fn add_note(&self, parent: &str, text: &str) -> Option<String> {
        notes::add(&mut self.store(), parent, text)
    }

    /// Adds a user and returns its id.
    ///
    /// ```
    /// use leads_testkit::nutshell::FakeNutshell;
    /// let fake = FakeNutshell::new();
    /// fake.add_user("Sam Sale", "sam@example.com");
    /// assert_eq!(fake.count("users"), 3);
    /// ```
    pub fn add_user(&self, name: &str, email: &str) -> String {
        self.added("users", &json!({"name": name, "emails": [email]}))
    }

    /// Adds a custom field of leads, contacts or accounts, with the choices that it has, if any. Returns `false` if it
    /// exists or the type of record has no custom fields.
    ///
    /// ```
    /// use leads_testkit::nutshell::FakeNutshell;
    /// let fake = FakeNutshell::new();
    /// assert!(fake.add_custom_field("leads", "Size", "enum", &["small", "large"]));
    /// ```
    pub fn add_custom_field(&self, kind: &str, name: &str, field_type: &str, choices: &[&str]) -> bool {
        let Some(kind) = kinds::known(kind).filter(|kind| kinds::is_entity(kind)) else { return false };
        let choices = choices.iter().map(|choice| (*choice).to_owned()).collect();
        self.store().define(kind, name, Attribute { kind: field_type.to_owned(), choices })
    }

    /// Sets a custom field of a lead, contact or account. Returns `false` if the record does not exist.
    ///
    /// ```
    /// use leads_testkit::nutshell::FakeNutshell;
    /// let fake = FakeNutshell::new();
    /// fake.add_custom_field("leads", "Colour", "text", &[]);
    /// let lead = fake.add_lead("Car wash");
    /// assert!(fake.set_custom_field(&lead, "Colour", "blue"));
    /// assert!(!fake.record(&lead).unwrap()["customFields"].is_null());
    /// ```
    pub fn set_custom_field(&self, id: &str, name: &str, value: impl Into<Value>) -> bool {
        let Some(kind) = kinds::of(id) else { return false };
        let mut store = self.store();
        let Some(record) = store.get_mut(kind, id) else { return false };
        record["customFields"][name] = value.into();
        true
    }

    /// Adds a pipeline with stages and returns its id and theirs.
    ///
    /// ```
    /// use leads_testkit::nutshell::FakeNutshell;
    /// let (pipeline, stages) =
    ///     FakeNutshell::new().add_stageset("Fleet", &["First call", "Offer"]);
    /// assert_eq!((pipeline.as_str(), stages.len()), ("5-stagesets", 2));
    /// ```
    pub fn add_stageset(&self, name: &str, stages: &[&str]) -> (String, Vec<String>) {
        let stageset = self.added("stagesets", &json!({"name": name}));
        let stages = stages.iter().map(|stage| self.add_stage(&stageset, stage)).collect();
        (stageset, stages)
    }

    /// Adds a stage at the end of a pipeline and returns its id.
    pub fn add_stage(&self, stageset: &str, name: &str) -> String {
        let known = self.record(stageset).and_then(|stageset| Some(stageset["links"]["stages"].as_array()?.len()));
        let position = known.unwrap_or(0) + 1;
        let members = json!({"name": name, "position": position, "links": {"stageset": stageset}});
        let stage = self.added("stages", &members);
        self.link(stageset, "stages", &stage);
        stage
    }

    /// Adds a tag for a type of record (`leads`, `contacts` or `accounts`) and returns its id.
    pub fn add_tag(&self, name: &str, tag_type: &str) -> String {
        self.added("tags", &json!({"name": name, "tagType": tag_type}))
    }

    /// Adds a product with a price in USD and returns its id.
    pub fn add_product(&self, name: &str, amount: &str) -> String {
        let price = json!({"amount": amount, "currency": "USD", "formatted": format!("${amount}")});
        self.added("products", &json!({"name": name, "price": price}))
    }

    /// Adds a quote to a lead and returns its id. It was sent and has one line.
    pub fn add_quote(&self, lead: &str) -> String {
        self.added("quotes", &json!({"links": {"lead": lead}}))
    }

    /// Adds an invoice to a lead and returns its id. It was sent and has one line.
    pub fn add_invoice(&self, lead: &str) -> String {
        self.added("invoices", &json!({"links": {"lead": lead}}))
    }

    /// Adds a form with fields, given by their labels, and returns its id.
    pub fn add_form(&self, name: &str, fields: &[&str]) -> String {
        let fields: Vec<String> =
            fields.iter().map(|label| self.added("wfFields", &json!({"label": label, "fieldName": label}))).collect();
        self.added("wfForms", &json!({"name": name, "links": {"fields": fields}}))
    }

    /// Adds a competitor to a lead and returns the id of the competitor map.
    pub fn add_competitor(&self, lead: &str, competitor: &str) -> String {
        let links = json!({"lead": lead, "competitor": competitor});
        let map = self.added("competitorMaps", &json!({"links": links}));
        self.link(lead, "competitors", competitor);
        self.link(lead, "competitorMaps", &map);
        map
    }

    /// Adds an outcome and returns its id.
    pub fn add_outcome(&self, name: &str, status: &str) -> String {
        self.added("outcomes", &json!({"name": name, "status": status}))
    }

    /// Adds a source and returns its id.
    pub fn add_source(&self, name: &str) -> String {
        self.added("sources", &json!({"name": name}))
    }

    /// Removes the outcomes with a status.
    pub fn remove_outcomes(&self, status: &str) {
        self.store().retain("outcomes", |row| row["status"] != status);
    }

    /// Adds a record of a type that is known.
    fn added(&self, kind: &'static str, members: &Value) -> String {
        self.add(kind, members).unwrap_or_default()
    }
}
