//! Messages of error responses.

use super::texts::texts;
use leads_core::error::Code;
use serde::Deserialize;
use serde_json::value::RawValue;
use std::borrow::Cow;

/// One message of a response, with this crate's name of the field it refers to.
pub(super) struct Message {
    pub(super) field: Option<String>,
    pub(super) text: String,
    /// Whether errors may include the text. Text that is not JSON may come from a gateway and is not included.
    quotable: bool,
}

/// The maximum length of a message in an error, in characters.
const MAX_MESSAGE_CHARS: usize = 300;

impl Message {
    fn new(field: Option<&str>, text: &str) -> Self {
        let field = field.map(field_name).filter(|name| !name.is_empty());
        Self { field, text: text.chars().take(MAX_MESSAGE_CHARS).collect(), quotable: true }
    }

    pub(super) fn code(self, code: &str) -> Code {
        let out = Code::new(code);
        let out = if self.quotable { out.message(self.text) } else { out };
        match self.field {
            Some(field) => out.subject(field),
            None => out,
        }
    }
}

/// Returns this crate's name of a field from the vendor's.
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

/// Returns the members of an object in order, or `None` if the body is not an object.
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

/// Extracts the messages of a body in the known or plausible forms, in this order: `message` or `error` as text,
/// `errors`, field names with messages, a bare string, text.
pub(super) fn messages(body: &[u8]) -> Vec<Message> {
    let mut found = Vec::new();
    if let Some(members) = members(body) {
        for wanted in ["message", "error", "errors"] {
            // `message` may also be the rejected field of that name: then it is a list.
            if let Some((_, raw)) = members.iter().rev().find(|(name, _)| *name == wanted)
                && !(wanted == "message" && raw.get().starts_with('['))
            {
                collect(None, raw, &mut found);
            }
        }
        if found.is_empty() {
            found = field_messages(&members);
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
        found.push(Message { quotable: false, ..Message::new(None, text) });
    }
    found
}

/// Extracts messages keyed by field name.
pub(super) fn field_messages(members: &Members<'_>) -> Vec<Message> {
    let mut found = Vec::new();
    for (name, raw) in members {
        if matches!(raw.get().bytes().next(), Some(b'[' | b'"' | b'{')) && *name != "status" {
            collect(Some(name), raw, &mut found);
        }
    }
    found
}

/// Adds every text of a value.
fn collect(field: Option<&str>, raw: &RawValue, found: &mut Vec<Message>) {
    found.extend(texts(field, raw).into_iter().map(|(field, text)| Message::new(field.as_deref(), &text)));
}

/// Extracts the messages of `error` and `errors`, and of `message` if it is not a member of a record.
pub(super) fn error_messages(members: &Members<'_>, with_message: bool) -> Vec<Message> {
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
