//! Error codes, and what an answer means.
//!
//! Dealer Studio sends no codes of its own: an answer has a status and, at best, messages. The codes here are this
//! crate's names for what the messages and the status say.

use crate::client::Settings;
use crate::preflight::{PermissionNeed, permission_of};
use crate::response;
use crate::said::texts;
use leads_core::error::{Code, CodeEntry, CodeTable, ErrorKind, MessageRule, Retry, VendorCode, Wording};
use leads_core::vendor::{Classification, Failure, HttpResponse, Operation, Safety};
use leads_core::{Evidence, WriteOutcome, open_enum};
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
        /// A response that holds a message and proves neither success nor refusal.
        Unrecognised = "unrecognised",
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
        CodeEntry::new(
            "unrecognised",
            "Unrecognised",
            ErrorKind::Foreign,
            Retry::Never,
            "the response holds a message, and neither a record nor a refusal that is known as the vendor's: a proxy or \
             gateway may have written it",
            "look whether the record was made before sending it again",
            Evidence::Inferred,
        ),
    ],
);

/// The operation that the three-day rule is documented for.
const THREE_DAYS: &[&str] = &["update_lead"];

const fn too_old_by(texts: &'static [&'static str]) -> MessageRule {
    MessageRule::new("lead_too_old", Wording::Contains(texts)).only(THREE_DAYS)
}

/// The vendor's messages that are known, whatever the status is. The page describes the refusal of an old lead and does
/// not print its words, so the ways of saying it are listed.
static MESSAGES: &[MessageRule] = &[
    too_old_by(&["older than", "lead"]),
    too_old_by(&["3 day", "old"]),
    too_old_by(&["3 day", "update"]),
    too_old_by(&["3-day", "old"]),
    too_old_by(&["3-day", "update"]),
    too_old_by(&["three day", "old"]),
    too_old_by(&["three day", "update"]),
    too_old_by(&["three-day", "old"]),
    too_old_by(&["three-day", "update"]),
    too_old_by(&["72 hour", "old"]),
    too_old_by(&["72 hour", "update"]),
];

/// The fields of requests, by our names, whose refusal is the vendor's own under every status. Fields that hold lists are
/// left out: a record that is shown looks like a refusal of them.
const FIELDS: &[&str] = &[
    "activity_type",
    "address",
    "badge",
    "car_id",
    "car_type",
    "category",
    "colour",
    "colour_id",
    "comments",
    "dealership",
    "dob",
    "due_date",
    "email",
    "family_id",
    "first_name",
    "item_type",
    "last_name",
    "lead_id",
    "lead_state",
    "lead_status_option_id",
    "location_id",
    "make",
    "manufacturer_id",
    "marketing_source",
    "model",
    "model_id",
    "model_variant_id",
    "name",
    "odometer",
    "page_id",
    "payment",
    "phone",
    "postcode",
    "provider",
    "provider_id",
    "rego",
    "secondary_user_id",
    "source",
    "stocknum",
    "team_member_id",
    "user_email",
    "user_id",
    "vin",
    "website_id",
    "website_slug",
    "year",
];

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
pub(crate) fn classify(settings: &Settings, operation: &Operation, response: &HttpResponse) -> Classification {
    if !response.is_2xx() {
        return refused(settings, operation, response).into();
    }
    let verdict = success(operation, response);
    if operation.name == "show_apikey" && matches!(verdict, Classification::Success { .. }) {
        learn(settings, response);
    }
    verdict
}

/// Notes what the key may do.
fn learn(settings: &Settings, response: &HttpResponse) {
    #[derive(Deserialize)]
    struct Seen {
        #[serde(deserialize_with = "leads_core::vendor::tolerant::scalars")]
        permissions: Vec<String>,
    }
    if let Ok(seen) = leads_core::vendor::decode::from_slice::<Seen>(&response.body) {
        settings.learn(seen.permissions);
    }
}

/// A 2xx: a record, nothing at all, or a refusal with a success's status.
fn success(operation: &Operation, response: &HttpResponse) -> Classification {
    let write = operation.safety != Safety::Read;
    match response.first_byte() {
        None if write && response::is_proved_by_nothing(operation.name, response.status) => Classification::applied(),
        Some(b'{') if write => written(operation, response),
        Some(b'{') => shown(response),
        Some(b'[') if !write => Classification::tentative(),
        None if write => Classification::tentative(),
        Some(b'<') | None => Failure::from_status(response).into(),
        Some(_) => {
            // Text: a bare string of JSON, or no JSON at all.
            let messages = messages(&response.body);
            if is_too_old(operation, &messages) {
                return too_old(messages).into();
            }
            Failure::from_status(response).into()
        }
    }
}

/// A 2xx of a read with an object: a refusal when it says an error and holds no record.
fn shown(response: &HttpResponse) -> Classification {
    // Reads can be large; a marker is looked for before anything is parsed.
    if !response.contains(b"\"error") && !response.contains(b"\"message\"") {
        return Classification::tentative();
    }
    let Some(members) = members(&response.body) else {
        return Classification::tentative();
    };
    let is_record = members
        .iter()
        .any(|(name, raw)| matches!(&**name, "id" | "permissions" | "dealerships") && raw.get() != "null");
    let found = words(&members, !is_record);
    if found.is_empty() {
        return Classification::tentative();
    }
    if is_record {
        let warnings = found.into_iter().map(|message| message.code("rejected")).collect();
        return Classification::tentative().with_warnings(warnings);
    }
    let code = if is_about_fields(&found) { "validation_failed" } else { "rejected" };
    with_codes(Failure::refused(ErrorKind::Rejected, "refused with a success's status"), code, found).into()
}

/// A 2xx of a write with an object. Its record proves success; words that are known as the vendor's prove a refusal; all
/// else may be somebody else's.
fn written(operation: &Operation, response: &HttpResponse) -> Classification {
    let Some(members) = members(&response.body) else {
        return Classification::tentative();
    };
    let failed = members.iter().any(|(name, raw)| *name == "success" && raw.get() == "false");
    if response::is_proof(&members) {
        // It was made and something beside it was not. A message is what the customer wrote.
        let found = words(&members, false);
        if failed {
            let failure = Failure::unknown(ErrorKind::Other, "the response holds a record and says that it failed");
            return with_codes(failure, "unrecognised", found).into();
        }
        let warnings = found.into_iter().map(|message| message.code("rejected")).collect();
        return Classification::tentative().with_warnings(warnings);
    }
    let mut found = words(&members, true);
    if found.is_empty() {
        found = flat(&members);
    }
    if is_too_old(operation, &found) {
        return too_old(found).into();
    }
    if is_about_fields(&found) {
        let failure = Failure::refused(ErrorKind::Rejected, "refused with a success's status");
        return with_codes(failure, "validation_failed", found).into();
    }
    // Only `errors`, `error` and `message` are words; any other member may be anything.
    let said = words(&members, true);
    if !said.is_empty() {
        return with_codes(Failure::from_status(response), "unrecognised", said).into();
    }
    // An empty object and a bare word of success may be the vendor's; reading them finds no proof.
    let says_success = members.iter().any(|(name, raw)| match &**name {
        "success" => raw.get() == "true",
        "status" => matches!(raw.get().to_ascii_lowercase().as_str(), "\"ok\"" | "\"success\""),
        _ => false,
    });
    match members.is_empty() || says_success {
        true => Classification::tentative(),
        false => Failure::from_status(response).into(),
    }
}

/// What `error` and `errors` say, and `message` where it is no member of a record.
fn words(members: &Members<'_>, with_message: bool) -> Vec<Message> {
    let mut found = Vec::new();
    for (name, raw) in members {
        match &**name {
            "error" | "errors" => collect(None, raw, &mut found),
            "message" if with_message => collect(None, raw, &mut found),
            _ => {}
        }
    }
    found
}

fn is_too_old(operation: &Operation, messages: &[Message]) -> bool {
    messages.iter().any(|message| MessageRule::find(MESSAGES, operation.name, &message.text).is_some())
}

/// Whether all messages are about fields of the vendor's requests.
fn is_about_fields(messages: &[Message]) -> bool {
    let known = |message: &Message| {
        let first = message.field.as_deref().map(|field| field.split('.').next().unwrap_or_default());
        first.is_some_and(|name| FIELDS.contains(&name))
    };
    !messages.is_empty() && messages.iter().all(known)
}

/// Any other status.
fn refused(settings: &Settings, operation: &Operation, response: &HttpResponse) -> Failure {
    let messages = if response.looks_like_html() { Vec::new() } else { messages(&response.body) };
    if is_too_old(operation, &messages) {
        return too_old(messages);
    }
    let failure = Failure::from_status(response);
    if response.status < 500 && failure.outcome == WriteOutcome::Unknown {
        // HTTP does not say that such a request was not carried out; the vendor's own words do.
        return match is_about_fields(&messages) {
            true => with_codes(failure.kind(ErrorKind::Rejected), "validation_failed", messages)
                .outcome(WriteOutcome::NotApplied)
                .retryable(false),
            false => with_codes(failure, "unrecognised", messages),
        };
    }
    let need = permission_of(operation);
    match response.status {
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
    let field = messages.iter().find_map(|message| message.field.clone());
    let failure = match field {
        Some(field) => failure.field(field),
        None => failure,
    };
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

pub(crate) type Members<'a> = Vec<(Cow<'a, str>, &'a RawValue)>;

/// The members of an object in order; `None` when the body is none.
pub(crate) fn members(body: &[u8]) -> Option<Members<'_>> {
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
                        map.next_entry::<leads_core::vendor::JsonText<'de>, &'de RawValue>()?
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
            if let Some((_, raw)) = members.iter().rev().find(|(name, _)| *name == wanted)
                && !(wanted == "message" && raw.get().starts_with('['))
            {
                collect(None, raw, &mut found);
            }
        }
        if found.is_empty() {
            found = flat(&members);
        }
        return found;
    }
    if let Ok(raw) = serde_json::from_slice::<&RawValue>(body) {
        collect(None, raw, &mut found);
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
            collect(Some(name), raw, &mut found);
        }
    }
    found
}

/// Takes every text out of a value.
fn collect(field: Option<&str>, raw: &RawValue, found: &mut Vec<Message>) {
    found.extend(texts(field, raw).into_iter().map(|(field, text)| Message::new(field.as_deref(), &text)));
}
