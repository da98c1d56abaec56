//! Error codes, and what an answer means.
//!
//! Dealer Studio sends no codes of its own: an answer has a status and, at best, messages. The codes here are this
//! crate's names for what the messages and the status say.

use crate::api::leads::UpdateLead;
use crate::client::Settings;
use crate::preflight::{PermissionNeed, permission_of};
use leads_core::error::{Code, CodeEntry, CodeTable, ErrorKind, Retry, VendorCode};
use leads_core::request::{Answer, Failure, Operation, Request, Safety, Verdict};
use leads_core::{Evidence, open_enum};
use serde::Deserialize;
use serde_json::value::RawValue;
use std::borrow::Cow;

open_enum! {
    /// This crate's names for Dealer Studio's refusals.
    pub enum ErrorCode {
        /// The lead is older than three days and can no longer be updated.
        LeadTooOld = "lead_too_old",
        /// The key is bad, or it is good and lacks the permission: the vendor answers both alike.
        Unauthorised = "unauthorised",
        /// The key was last seen without the permission that the call needs.
        MissingPermission = "missing_permission",
        /// The key does not reach the dealership.
        Forbidden = "forbidden",
        /// There is no such record.
        NotFound = "not_found",
        /// A field was refused; the code's subject is our name of the field.
        ValidationFailed = "validation_failed",
        /// The request was refused for another reason.
        Rejected = "rejected",
        /// Too many calls.
        TooManyCalls = "too_many_calls",
        /// The server cannot be reached for the moment.
        Unavailable = "unavailable",
        /// The server failed.
        ServerError = "server_error",
    }
}

/// Every code that this crate gives.
pub static CODES: CodeTable = CodeTable::new(
    "dealerstudio",
    &[
        CodeEntry::new(
            "lead_too_old",
            "LeadTooOld",
            ErrorKind::State,
            Retry::Never,
            "a lead older than three days cannot be updated; from what moment and in which zone they are counted is \
             not documented",
            "set the outcome on the lead's cluster, which has no such rule, or make a new lead",
            Evidence::Documented,
        ),
        CodeEntry::new(
            "unauthorised",
            "Unauthorised",
            ErrorKind::Unauthenticated,
            Retry::AfterChange,
            "the key is bad, or it is good and lacks the permission for this call: the vendor answers both alike",
            "send `show_apikey`: if it works the key is good, and its `permissions` say what it may do; ask Dealer \
             Studio for the rest",
            Evidence::Documented,
        ),
        CodeEntry::new(
            "missing_permission",
            "MissingPermission",
            ErrorKind::Forbidden,
            Retry::AfterChange,
            "the call was refused as unauthorised, and the key was last seen without the permission {0}",
            "ask Dealer Studio to add the permission to the key",
            Evidence::Inferred,
        ),
        CodeEntry::new(
            "forbidden",
            "Forbidden",
            ErrorKind::Forbidden,
            Retry::AfterChange,
            "the key belongs to other dealerships",
            "send `show_apikey` to see which dealerships the key reaches; ask Dealer Studio to add this one",
            Evidence::Documented,
        ),
        CodeEntry::new(
            "not_found",
            "NotFound",
            ErrorKind::NotFound,
            Retry::Never,
            "there is no such lead, cluster or car",
            "check the id, and that it is a lead's id where a lead is meant and a cluster's where a cluster is",
            Evidence::Documented,
        ),
        CodeEntry::new(
            "validation_failed",
            "ValidationFailed",
            ErrorKind::Rejected,
            Retry::Never,
            "a field was refused; each code's subject names the field and its message says why",
            "correct the field; `disable_strict_validation` skips the server's check of e-mail and phone",
            Evidence::Observed,
        ),
        CodeEntry::new(
            "rejected",
            "Rejected",
            ErrorKind::Rejected,
            Retry::Never,
            "the request was refused",
            "read the vendor's words in the code's message or the error's body",
            Evidence::Inferred,
        ),
        CodeEntry::new(
            "too_many_calls",
            "TooManyCalls",
            ErrorKind::RateLimited,
            Retry::Later,
            "too many calls; no limit is documented",
            "wait, or give the client a limiter",
            Evidence::Inferred,
        ),
        CodeEntry::new(
            "unavailable",
            "Unavailable",
            ErrorKind::Server,
            Retry::Later,
            "the server cannot be reached behind its gateway; a write may have been made",
            "look whether the record was made before sending it again",
            Evidence::Observed,
        ),
        CodeEntry::new(
            "server_error",
            "ServerError",
            ErrorKind::Server,
            Retry::Never,
            "the server failed; a write may have been made",
            "look whether the record was made before sending it again",
            Evidence::Inferred,
        ),
    ],
);

impl VendorCode for ErrorCode {
    const VENDOR: &'static str = "dealerstudio";
    fn from_code(code: &str) -> Self {
        Self::from(code)
    }
    fn as_code(&self) -> &str {
        self.as_str()
    }
    fn table() -> &'static CodeTable {
        &CODES
    }
}

/// The body decides, whatever the status; the status only where the body says nothing.
pub(crate) fn classify(settings: &Settings, operation: &Operation, answer: &Answer) -> Verdict {
    if !answer.is_2xx() {
        return refused(settings, operation, answer).into();
    }
    let verdict = success(operation, answer);
    if operation.name == "show_apikey" && matches!(verdict, Verdict::Success { .. }) {
        learn(settings, answer);
    }
    verdict
}

/// Notes what the key may do.
fn learn(settings: &Settings, answer: &Answer) {
    #[derive(Deserialize)]
    struct Seen {
        #[serde(deserialize_with = "leads_core::tolerant::scalars")]
        permissions: Vec<String>,
    }
    if let Ok(seen) = leads_core::decode::from_slice::<Seen>(&answer.body) {
        settings.learn(seen.permissions);
    }
}

/// A 2xx: a record, nothing at all, or a refusal in a success's clothes.
fn success(operation: &Operation, answer: &Answer) -> Verdict {
    let write = operation.safety != Safety::Read;
    match answer.first_byte() {
        // No page shows a success's body, so an empty one is a success of a write; a 204 says so itself.
        None if write && answer.status == 204 => Verdict::applied(),
        None if write => Verdict::unless_unreadable(),
        Some(b'n') if write && answer.body.trim_ascii() == b"null" => Verdict::unless_unreadable(),
        Some(b'{') => object(operation, answer, write),
        Some(b'[') if !write => Verdict::unless_unreadable(),
        Some(b'<') | None => Failure::from_status(answer).into(),
        Some(_) => {
            // Text: a bare string of JSON, or no JSON at all.
            let messages = messages(&answer.body);
            if write && messages.iter().any(Message::is_too_old) {
                return too_old(messages).into();
            }
            Failure::from_status(answer).into()
        }
    }
}

/// A 2xx with an object: a refusal when it says an error and holds no record.
fn object(operation: &Operation, answer: &Answer, write: bool) -> Verdict {
    // Reads can be large and are never refused with 2xx; a marker is looked for before anything is parsed.
    if !write && !answer.contains(b"\"error") && !answer.contains(b"\"message\"") {
        return Verdict::unless_unreadable();
    }
    let Some(members) = members(&answer.body) else {
        return Verdict::unless_unreadable();
    };
    let is_record = members.iter().any(|(name, raw)| {
        matches!(
            &**name,
            "id" | "lead"
                | "lead_cluster"
                | "lead_cluster_id"
                | "lead_event"
                | "car"
                | "appointment"
                | "permissions"
                | "dealerships"
        ) && raw.get() != "null"
    });
    let says_so = members.iter().any(|(name, raw)| match &**name {
        "success" => raw.get() == "true",
        "status" => matches!(raw.get().to_ascii_lowercase().as_str(), "\"ok\"" | "\"success\""),
        _ => false,
    });
    let failed = members.iter().any(|(name, raw)| *name == "success" && raw.get() == "false");
    let (mut found, mut lone) = (Vec::new(), Vec::new());
    for (name, raw) in &members {
        match &**name {
            "error" | "errors" => collect(None, raw, DEEPEST, &mut found),
            // A record may have a message of its own: what the customer wrote.
            "message" if !is_record => collect(None, raw, DEEPEST, &mut lone),
            _ => {}
        }
    }
    // Of an update alone a page says that it is refused with a success's status. A message of any other write may as
    // well tell of a success.
    let refuses_so = operation.name == UpdateLead::OPERATION.name && !says_so;
    if failed || !write || refuses_so || lone.iter().any(Message::is_too_old) {
        found.append(&mut lone);
    }
    if found.is_empty() && !is_record && write {
        // Field names with lists of messages and nothing else.
        let only_lists = !members.is_empty() && members.iter().all(|(_, raw)| raw.get().starts_with('['));
        if only_lists {
            found = flat(&members);
        }
    }
    if found.is_empty() && !failed {
        // No record, no error and no word of success: an object of somebody else proves nothing.
        if write && !is_record && !says_so && !members.is_empty() {
            return Failure::from_status(answer).into();
        }
        return Verdict::unless_unreadable();
    }
    if is_record && !failed {
        // It was made and something beside it was not.
        let warnings = found.into_iter().map(|message| message.code("rejected")).collect();
        return Verdict::unless_unreadable().with_warnings(warnings);
    }
    if found.iter().any(Message::is_too_old) {
        return too_old(found).into();
    }
    let named = found.iter().any(|message| message.field.is_some());
    let code = if named { "validation_failed" } else { "rejected" };
    with_codes(Failure::refused(ErrorKind::Rejected, "refused with a success's status"), code, found).into()
}

/// Any other status.
fn refused(settings: &Settings, operation: &Operation, answer: &Answer) -> Failure {
    let messages = if answer.looks_like_html() { Vec::new() } else { messages(&answer.body) };
    if messages.iter().any(Message::is_too_old) {
        return too_old(messages);
    }
    let failure = Failure::from_status(answer);
    let need = permission_of(operation);
    match answer.status {
        401 => unauthorised(settings, need, failure, messages),
        403 => {
            let failure = with_codes(failure, "forbidden", messages);
            match need {
                PermissionNeed::One(permission) => failure.help(format!(
                    "send `show_apikey`: the key must reach the dealership and have the permission `{permission}`"
                )),
                _ => failure,
            }
        }
        404 | 410 => with_codes(failure, "not_found", messages),
        422 => with_codes(failure, "validation_failed", messages),
        429 => with_codes(failure, "too_many_calls", messages),
        400 if messages.iter().any(|message| message.field.is_some()) => {
            with_codes(failure, "validation_failed", messages)
        }
        502..=504 => with_codes(failure, "unavailable", messages),
        500..=599 => with_codes(failure, "server_error", messages),
        400..=499 => with_codes(failure, "rejected", messages),
        _ => failure,
    }
}

/// A bad key, or a good one without the permission.
fn unauthorised(settings: &Settings, need: PermissionNeed, failure: Failure, messages: Vec<Message>) -> Failure {
    match need {
        PermissionNeed::One(permission) if settings.lacks(permission) => {
            let code = Code::new("missing_permission").arguments(vec![permission.to_owned()]).subject(permission);
            failure
                .kind(ErrorKind::Forbidden)
                .codes(vec![code])
                .help(format!("ask Dealer Studio to add the permission `{permission}` to the key"))
        }
        PermissionNeed::One(permission) => with_codes(failure, "unauthorised", messages)
            .help(format!("the key is bad, or it lacks the permission `{permission}`; `show_apikey` tells which")),
        PermissionNeed::None => {
            with_codes(failure, "unauthorised", messages).help("the key is bad: this call needs no permission")
        }
        PermissionNeed::NotDocumented => with_codes(failure, "unauthorised", messages),
    }
}

fn too_old(messages: Vec<Message>) -> Failure {
    let failure = Failure::refused(ErrorKind::State, "the lead is older than three days");
    with_codes(failure, "lead_too_old", messages)
}

/// Gives each message the code; without messages the code stands alone.
fn with_codes(failure: Failure, code: &str, messages: Vec<Message>) -> Failure {
    let help = CODES.get(code).map(|entry| entry.remedy);
    let codes = match messages.is_empty() {
        true => vec![Code::new(code)],
        false => messages.into_iter().map(|message| message.code(code)).collect(),
    };
    let failure = failure.codes(codes);
    match help {
        Some(help) => failure.help(help),
        None => failure,
    }
}

/// One message of an answer, with our name of the field that it is about.
struct Message {
    field: Option<String>,
    text: String,
    /// Text that is no JSON is not repeated in errors: nobody knows what a gateway prints.
    repeat: bool,
}

/// The longest message that an error repeats, in characters.
const LONGEST: usize = 300;

impl Message {
    fn new(field: Option<&str>, text: &str) -> Self {
        let field = field.map(field_name).filter(|name| !name.is_empty());
        Self { field, text: text.chars().take(LONGEST).collect(), repeat: true }
    }

    /// Whether it tells of the three-day rule, in whatever words.
    fn is_too_old(&self) -> bool {
        let text = self.text.to_ascii_lowercase();
        let days = ["3 day", "three day", "3-day", "three-day", "72 hour"].iter().any(|words| text.contains(words));
        days && (text.contains("old") || text.contains("update"))
            || text.contains("older than") && text.contains("lead")
    }

    fn code(self, code: &str) -> Code {
        let out = Code::new(code);
        let out = if self.repeat { out.message(self.text) } else { out };
        match self.field {
            Some(field) => out.subject(field),
            None => out,
        }
    }
}

/// Our name of a field that the vendor names.
pub(crate) fn field_name(vendor: &str) -> String {
    let name = ["lead.", "lead_cluster.", "car.", "contact.", "customer."]
        .iter()
        .find_map(|prefix| vendor.strip_prefix(prefix))
        .unwrap_or(vendor);
    let (first, rest) = name.split_once('.').map_or((name, None), |(first, rest)| (first, Some(rest)));
    let first = match first {
        "base" => "",
        "dealership_id" | "dealership_slug" => "dealership",
        "address_attributes" => "address",
        "payment_attributes" => "payment",
        "lead_files_attributes" | "lead_files" => "files",
        "car_lead_clusters_attributes" | "car_lead_clusters" => "car_lead_clusters",
        "leadId" => "lead_id",
        "dueDate" => "due_date",
        "activityType" => "activity_type",
        "messageDetail" => "message",
        "body" => "body_type",
        other => other,
    };
    match rest {
        Some(rest) => format!("{first}.{rest}"),
        None => first.to_owned(),
    }
}

type Members<'a> = Vec<(Cow<'a, str>, &'a RawValue)>;

/// The members of an object in order; `None` when the body is none.
fn members(body: &[u8]) -> Option<Members<'_>> {
    struct Read<'a>(Members<'a>);
    impl<'de> Deserialize<'de> for Read<'de> {
        fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            struct Visitor;
            impl<'de> serde::de::Visitor<'de> for Visitor {
                type Value = Read<'de>;
                fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                    f.write_str("an object")
                }
                fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                    let mut members = Vec::new();
                    while let Some((name, raw)) =
                        map.next_entry::<leads_core::request::JsonText<'de>, &'de RawValue>()?
                    {
                        members.push((Cow::Owned(name.into_string()), raw));
                    }
                    Ok(Read(members))
                }
            }
            deserializer.deserialize_map(Visitor)
        }
    }
    serde_json::from_slice::<Read<'_>>(body).ok().map(|read| read.0)
}

/// What the body says, in the forms that are known or plausible, in this order: `message` or `error` as text,
/// `errors`, field names with messages, a bare string, text.
fn messages(body: &[u8]) -> Vec<Message> {
    let mut found = Vec::new();
    if let Some(members) = members(body) {
        for wanted in ["message", "error", "errors"] {
            // `message` may also be the field of that name, refused: then it holds a list.
            if let Some((_, raw)) = members.iter().find(|(name, _)| *name == wanted)
                && !(wanted == "message" && raw.get().starts_with('['))
            {
                collect(None, raw, DEEPEST, &mut found);
            }
        }
        if found.is_empty() {
            found = flat(&members);
        }
        return found;
    }
    if let Ok(raw) = serde_json::from_slice::<&RawValue>(body) {
        collect(None, raw, DEEPEST, &mut found);
        return found;
    }
    let text = String::from_utf8_lossy(body);
    let text = text.trim();
    if !text.is_empty() && !text.starts_with('<') {
        found.push(Message { repeat: false, ..Message::new(None, text) });
    }
    found
}

/// Field names with messages.
fn flat(members: &Members<'_>) -> Vec<Message> {
    let mut found = Vec::new();
    for (name, raw) in members {
        if matches!(raw.get().bytes().next(), Some(b'[' | b'"' | b'{')) && *name != "status" {
            collect(Some(name), raw, DEEPEST, &mut found);
        }
    }
    found
}

/// How deep in a value its texts are looked for. Each level reads all that is below it again, and a value can be nested
/// deeper than the stack.
const DEEPEST: usize = 16;

/// Takes every text out of a value: text, lists, objects of field names, objects with `field` and `message`.
fn collect(field: Option<&str>, raw: &RawValue, levels: usize, found: &mut Vec<Message>) {
    if levels == 0 {
        return;
    }
    let text = raw.get();
    match text.bytes().next() {
        Some(b'"') => {
            if let Ok(text) = leads_core::decode::from_str::<String>(text)
                && !text.trim().is_empty()
            {
                found.push(Message::new(field, &text));
            }
        }
        Some(b'[') => {
            let rows: Vec<&RawValue> = serde_json::from_str(text).unwrap_or_default();
            for row in rows {
                collect(field, row, levels - 1, found);
            }
        }
        Some(b'{') => {
            let Some(members) = members(text.as_bytes()) else { return };
            let get = |wanted: &[&str]| {
                members
                    .iter()
                    .find(|(name, raw)| wanted.contains(&&**name) && raw.get().starts_with('"'))
                    .and_then(|(_, raw)| leads_core::decode::from_str::<String>(raw.get()).ok())
            };
            if let Some(message) = get(&["message", "detail", "title"]) {
                let named = get(&["field", "attribute", "param"]);
                found.push(Message::new(named.as_deref().or(field), &message));
                return;
            }
            for (name, raw) in &members {
                let below = field.map_or_else(|| name.to_string(), |field| format!("{field}.{name}"));
                collect(Some(&below), raw, levels - 1, found);
            }
        }
        _ => {}
    }
}
