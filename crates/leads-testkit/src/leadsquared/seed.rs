//! What a test adds to an account.

use super::records::{Field, LeadField, List, Pairs, TaskType};
use super::{
    EVENT_CODE, FakeLeadSquared, activity_types, companies, notes, opportunity_types, sales, tasks, types, users,
};
use serde_json::{Map, Value, json};

fn pairs(sent: &[(&str, &str)]) -> Pairs {
    sent.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

impl FakeLeadSquared {
    /// Sets the id of the next record that is added or written, such as a note, a list, a webhook or a queued call.
    ///
    /// ```
    /// use leads_testkit::leadsquared::FakeLeadSquared;
    /// let fake = FakeLeadSquared::new();
    /// fake.set_next_id("0b0c0d0e-0f00-4102-8304-05060708090a");
    /// assert_eq!(fake.add_list("Fair", &[]), "0b0c0d0e-0f00-4102-8304-05060708090a");
    /// ```
    pub fn set_next_id(&self, id: &str) {
        self.state().set_next_id(id);
    }

    /// Adds a lead and returns its id.
    ///
    /// The attributes `ProspectID`, `ProspectAutoId`, `CreatedOn` and `ModifiedOn` set what the vendor sets otherwise.
    /// Without `OwnerId` and `ProspectStage` the lead belongs to the owner of the keys and has the account's default
    /// stage.
    ///
    /// ```
    /// use leads_testkit::leadsquared::FakeLeadSquared;
    /// let fake = FakeLeadSquared::new();
    /// let lead = fake.add_lead(&[
    ///     ("ProspectID", "0a0b0c0d-0e0f-4a4b-8c8d-101112131415"),
    ///     ("Phone", "+1-5550100"),
    /// ]);
    /// assert_eq!(lead, "0a0b0c0d-0e0f-4a4b-8c8d-101112131415");
    /// assert_eq!(fake.attribute(&lead, "ProspectStage").as_deref(), Some("Prospect"));
    /// ```
    pub fn add_lead(&self, attributes: &[(&str, &str)]) -> String {
        self.state().add_lead(pairs(attributes))
    }

    /// Adds a visitor of the website, who is not yet a lead, and returns the id.
    pub fn add_visitor(&self) -> String {
        let mut state = self.state();
        let id = state.fresh_id(0x0715);
        state.visitors.insert(id.clone());
        id
    }

    /// Removes a lead, as if another client deleted it, for example between two pages of a list. Returns `false` if it
    /// does not exist.
    ///
    /// ```
    /// use leads_testkit::leadsquared::FakeLeadSquared;
    /// let fake = FakeLeadSquared::new();
    /// let lead = fake.add_lead(&[("FirstName", "Jo")]);
    /// assert!(fake.remove_lead(&lead));
    /// assert_eq!(fake.leads(), 0);
    /// ```
    pub fn remove_lead(&self, id: &str) -> bool {
        self.state().leads.remove(id).is_some()
    }

    /// Defines a custom field of leads with this label, and returns its name, such as `mx_City`.
    ///
    /// `data_type` is one of the vendor's: `Text`, `Number`, `Email`, `Phone`, `Website`, `Date`, `Time`, `Select`,
    /// `Boolean`. Values of numbers, dates and flags are checked; as with the vendor, a dropdown accepts values outside
    /// its options. With [`Settings::strict_fields`](super::Settings::strict_fields), writes of other fields are
    /// rejected.
    ///
    /// ```
    /// use leads_testkit::leadsquared::FakeLeadSquared;
    /// let fake = FakeLeadSquared::new();
    /// assert_eq!(
    ///     fake.add_lead_field("Favourite colour", "Select", &["Red", "Blue"]),
    ///     "mx_Favourite_colour"
    /// );
    /// ```
    pub fn add_lead_field(&self, label: &str, data_type: &str, options: &[&str]) -> String {
        let mut state = self.state();
        let name = super::lead_fields::schema_name(label);
        let render_type = match data_type {
            "Select" => "Dropdown",
            "Boolean" => "CheckBox",
            "Date" => "DateTime",
            "Text" | "Number" => "Textbox",
            other => other,
        };
        let field = LeadField {
            id: state.fresh_id(0x00f1),
            name: name.clone(),
            label: label.to_owned(),
            data_type: data_type.to_owned(),
            render_type: render_type.to_owned(),
            is_mandatory: false,
            is_unique: false,
            is_locked_after_create: false,
            max_length: None,
            default_value: None,
            options: options.iter().map(|option| (*option).to_owned()).collect(),
            dependent: Vec::new(),
        };
        state.lead_fields.push(field);
        name
    }

    /// Makes a field of leads unique: a lead with the same value is then a duplicate. E-mail addresses and phone
    /// numbers are unique from the beginning.
    pub fn set_unique(&self, field: &str, is_unique: bool) {
        let mut state = self.state();
        state.lead_fields.iter_mut().filter(|known| known.name == field).for_each(|known| known.is_unique = is_unique);
    }

    /// Adds a stage of leads to `Prospect` and `Customer`.
    pub fn add_lead_stage(&self, stage: &str) {
        let mut state = self.state();
        let field = state.lead_fields.iter_mut().find(|field| field.name == "ProspectStage");
        if let Some(field) = field {
            field.options.push(stage.to_owned());
        }
    }

    /// Adds an open opportunity of the fake's first type and returns its id. A field `ProspectOpportunityId` is its id.
    ///
    /// ```
    /// use leads_testkit::leadsquared::FakeLeadSquared;
    /// let fake = FakeLeadSquared::new();
    /// let lead = fake.add_lead(&[("FirstName", "Jo")]);
    /// let opportunity = fake.add_opportunity(&lead, &[("ProspectOpportunityId", "opp-1")]);
    /// assert_eq!(opportunity, "opp-1");
    /// ```
    pub fn add_opportunity(&self, lead: &str, fields: &[(&str, &str)]) -> String {
        self.add_opportunity_of(EVENT_CODE, lead, fields)
    }

    /// Adds an open opportunity of any type, and returns its id. Writes accept only
    /// [defined](Self::add_opportunity_type) types.
    pub fn add_opportunity_of(&self, code: i64, lead: &str, fields: &[(&str, &str)]) -> String {
        self.state().add_opportunity(lead, code, pairs(fields).into_iter().collect(), None)
    }

    /// Removes an opportunity. Returns `false` if it does not exist.
    ///
    /// ```
    /// use leads_testkit::leadsquared::FakeLeadSquared;
    /// let fake = FakeLeadSquared::new();
    /// let lead = fake.add_lead(&[("FirstName", "Jo")]);
    /// let opportunity = fake.add_opportunity(&lead, &[]);
    /// assert!(fake.remove_opportunity(&opportunity));
    /// assert_eq!(fake.opportunities(), 0);
    /// ```
    pub fn remove_opportunity(&self, id: &str) -> bool {
        self.state().opportunities.remove(id).is_some()
    }

    /// Defines an opportunity type.
    ///
    /// ```
    /// use leads_testkit::leadsquared::FakeLeadSquared;
    /// let fake = FakeLeadSquared::new();
    /// fake.add_opportunity_type(12_010, "Loan");
    /// fake.add_opportunity_field(12_010, "mx_Custom_6", "Expected size", "Number", true);
    /// fake.add_stage(12_010, "Open", "Quoted");
    /// ```
    pub fn add_opportunity_type(&self, code: i64, name: &str) {
        self.state().opportunity_types.insert(code, types::opportunity_type(name));
    }

    /// Defines a field of an opportunity type.
    pub fn add_opportunity_field(&self, code: i64, name: &str, label: &str, data_type: &str, is_mandatory: bool) {
        if let Some(kind) = self.state().opportunity_types.get_mut(&code) {
            kind.fields.push(field(name, label, data_type, is_mandatory, &[]));
        }
    }

    /// Adds a stage of an opportunity type to those of a status: `Open`, `Won` or `Lost`. Stages are the options of
    /// `mx_Custom_2`.
    pub fn add_stage(&self, code: i64, status: &str, stage: &str) {
        opportunity_types::add_stage(&mut self.state(), code, status, stage);
    }

    /// Adds an activity to a lead and returns its id. A field `ProspectActivityId` is its id.
    pub fn add_activity(&self, lead: &str, event: i64, note: &str, fields: &[(&str, &str)]) -> String {
        self.state().add_activity(lead, event, Some(note.to_owned()), pairs(fields), None)
    }

    /// Adds an activity to an opportunity and returns its id.
    pub fn add_opportunity_activity(
        &self,
        opportunity: &str,
        event: i64,
        note: &str,
        fields: &[(&str, &str)],
    ) -> String {
        let mut state = self.state();
        let lead = state.opportunities.get(opportunity).map(|found| found.lead.clone()).unwrap_or_default();
        let id = state.add_activity(&lead, event, Some(note.to_owned()), pairs(fields), None);
        if let Some(activity) = state.activities.get_mut(&id) {
            activity.opportunity = Some(opportunity.to_owned());
        }
        id
    }

    /// Defines an activity type and returns the id of the type, which is not its code. Its score is added to that of
    /// a lead with each activity.
    ///
    /// ```
    /// use leads_testkit::leadsquared::FakeLeadSquared;
    /// let fake = FakeLeadSquared::new();
    /// let id = fake.add_activity_type(201, "Visit", 10);
    /// fake.add_activity_field(201, "mx_Custom_1", "Purpose", &["Advice", "Purchase"]);
    /// assert!(!id.is_empty());
    /// ```
    pub fn add_activity_type(&self, code: i64, name: &str, score: i64) -> String {
        let mut state = self.state();
        activity_types::add(&mut state, Some(code), name, Vec::new());
        let Some(kind) = state.activity_types.get_mut(&code) else { return String::new() };
        kind.score = score;
        kind.id.clone()
    }

    /// Defines a field of an activity type: a dropdown if there are options, otherwise text.
    pub fn add_activity_field(&self, code: i64, name: &str, label: &str, options: &[&str]) {
        let data_type = if options.is_empty() { "String" } else { "SearchableDropdown" };
        if let Some(kind) = self.state().activity_types.get_mut(&code) {
            kind.fields.push(field(name, label, data_type, false, options));
        }
    }

    /// Sets whether the activities of a type can have attachments; they can from the beginning.
    pub fn allow_attachments(&self, code: i64, allow: bool) {
        if let Some(kind) = self.state().activity_types.get_mut(&code) {
            kind.allows_attachments = allow;
        }
    }

    /// Adds a task of the owner of the keys and returns its id. The members are named as in the vendor's API;
    /// `UserTaskId` is the id, and without `Name` and `DueDate` it is a call that is due today.
    ///
    /// ```
    /// use leads_testkit::leadsquared::FakeLeadSquared;
    /// let fake = FakeLeadSquared::new();
    /// let lead = fake.add_lead(&[("FirstName", "Jo")]);
    /// let seller = fake.add_user("seller@example.com", "Sales_User");
    /// fake.add_task(
    ///     Some(&lead),
    ///     &[("Name", "Call"), ("DueDate", "2026-07-01 09:00:00"), ("OwnerId", &seller)],
    /// );
    /// assert_eq!(fake.tasks(), 1);
    /// ```
    pub fn add_task(&self, lead: Option<&str>, members: &[(&str, &str)]) -> String {
        let mut state = self.state();
        let mut all: Map<String, Value> = Map::new();
        let owner = members.iter().find(|(name, _)| *name == "OwnerId").map_or(super::records::OWNER_ID, |(_, id)| id);
        let address = state.find_user(owner).map(|user| user.address.clone());
        let due = state.now().unwrap_or_else(chrono::Utc::now);
        all.insert("Name".to_owned(), json!("Call"));
        all.insert("DueDate".to_owned(), json!(super::responses::written(due)));
        all.insert("OwnerId".to_owned(), json!(owner));
        all.insert("OwnerEmailAddress".to_owned(), json!(address));
        all.insert("RelatedEntity".to_owned(), json!(i64::from(lead.is_some())));
        all.insert("RelatedEntityId".to_owned(), json!(lead.unwrap_or_default()));
        for (name, value) in members {
            let value = if *name == "TaskType" { json!({"Name": value}) } else { json!(value) };
            all.insert((*name).to_owned(), value);
        }
        tasks::insert(&mut state, all)
    }

    /// Defines a task type and returns its id. `Meeting` is an appointment, `Phone Call` and `Follow-Up` are to-dos
    /// from the beginning.
    pub fn add_task_type(&self, name: &str, is_to_do: bool) -> String {
        let mut state = self.state();
        let id = state.fresh_id(0x007e);
        state.task_types.push(TaskType { id: id.clone(), name: name.to_owned(), category: u8::from(is_to_do) });
        id
    }

    /// Completes a task, as a user does in the vendor's application.
    ///
    /// ```
    /// use leads_testkit::leadsquared::FakeLeadSquared;
    /// let fake = FakeLeadSquared::new();
    /// let task = fake.add_task(None, &[("Name", "Call Jo")]);
    /// fake.complete_task(&task);
    /// assert_eq!(fake.is_completed(&task), Some(true));
    /// ```
    pub fn complete_task(&self, task: &str) {
        tasks::complete(&mut self.state(), task);
    }

    /// Adds a note to a lead and returns its id.
    pub fn add_note(&self, lead: &str, note: &str) -> String {
        notes::add(&mut self.state(), lead, note.to_owned(), None)
    }

    /// Adds a static list with these leads and returns its id.
    pub fn add_list(&self, name: &str, leads: &[&str]) -> String {
        self.insert_list(name, leads, None)
    }

    /// Adds a dynamic list and returns its id. Its members are the leads that match the condition: an attribute, an
    /// operator of the vendor's such as `=` or `LIKE`, and a value.
    ///
    /// ```
    /// use leads_testkit::leadsquared::FakeLeadSquared;
    /// let list = FakeLeadSquared::new().add_dynamic_list("Hot", "Score", ">", "50");
    /// assert!(!list.is_empty());
    /// ```
    pub fn add_dynamic_list(&self, name: &str, attribute: &str, operator: &str, value: &str) -> String {
        self.insert_list(name, &[], Some((attribute.to_owned(), operator.to_owned(), value.to_owned())))
    }

    fn insert_list(&self, name: &str, leads: &[&str], condition: Option<(String, String, String)>) -> String {
        let mut state = self.state();
        let id = state.fresh_id(0x0115);
        let leads = leads.iter().map(|lead| (*lead).to_owned()).collect();
        let list = List { name: name.to_owned(), description: String::new(), leads, condition };
        state.lists.insert(id.clone(), list);
        id
    }

    /// Adds a user with a role such as `Sales_User` and returns the id. The owner of the keys already exists.
    pub fn add_user(&self, address: &str, role: &str) -> String {
        self.add_user_with(address, role, &[])
    }

    /// Adds a user with further members such as `FirstName`, `LastName` and `AssociatedPhoneNumbers`, and returns the
    /// id. A member `ID` is the id.
    pub fn add_user_with(&self, address: &str, role: &str, members: &[(&str, &str)]) -> String {
        let mut members = pairs(members);
        let id = members.iter().position(|(name, _)| name == "ID").map(|at| members.remove(at).1);
        users::add(&mut self.state(), id, address, role, members)
    }

    /// Activates or deactivates a user.
    pub fn set_user_active(&self, user: &str, is_active: bool) {
        let mut state = self.state();
        state.users.iter_mut().filter(|known| known.id == user).for_each(|known| known.is_active = is_active);
    }

    /// Adds a user to a group.
    pub fn add_user_to_group(&self, user: &str, group: &str) {
        let mut state = self.state();
        state.users.iter_mut().filter(|known| known.id == user).for_each(|known| known.groups.push(group.to_owned()));
    }

    /// Adds a company of a type and returns its id. An attribute `CompanyId` is its id.
    pub fn add_company(&self, company_type: &str, attributes: &[(&str, &str)]) -> String {
        companies::add(&mut self.state(), company_type, pairs(attributes))
    }

    /// Adds a sales activity to a lead and returns its id. The fields are `Status`, `mx_Custom_1` (the product),
    /// `mx_Custom_2` (the value) and `mx_Custom_3` (the date); `ProspectActivityId` is its id.
    pub fn add_sales_activity(&self, lead: &str, fields: &[(&str, &str)]) -> String {
        let mut fields = pairs(fields);
        if !fields.iter().any(|(name, _)| name == "Status") {
            fields.push(("Status".to_owned(), "Open".to_owned()));
        }
        sales::add(&mut self.state(), lead, fields)
    }

    /// Defines a dropdown of sales activities.
    pub fn add_sales_dropdown(&self, field: &str, options: &[&str]) {
        let options = options.iter().map(|option| (*option).to_owned()).collect();
        self.state().sales_options.insert(field.to_owned(), options);
    }
}

fn field(name: &str, label: &str, data_type: &str, is_mandatory: bool, options: &[&str]) -> Field {
    Field {
        name: name.to_owned(),
        label: label.to_owned(),
        data_type: data_type.to_owned(),
        is_mandatory,
        options: options.iter().map(|option| (*option).to_owned()).collect(),
        ..Field::default()
    }
}
