//! The kinds of record.

/// Every kind, as in the suffix of an id and in the wrapper of a list.
const KINDS: &[&str] = &[
    "accounts",
    "accountTypes",
    "activities",
    "activityTypes",
    "competitorMaps",
    "competitors",
    "contacts",
    "editions",
    "emAudiences",
    "emails",
    "filters",
    "industries",
    "invoices",
    "leads",
    "markets",
    "notes",
    "origins",
    "outcomes",
    "productCategories",
    "productMaps",
    "products",
    "quotes",
    "sources",
    "stages",
    "stagesets",
    "tags",
    "tasks",
    "territories",
    "users",
    "wfFields",
    "wfForms",
];

/// Returns the kind in the suffix of an id.
pub(super) fn of(id: &str) -> Option<&'static str> {
    let suffix = id.split_once('-')?.1;
    KINDS.iter().find(|kind| **kind == suffix).copied()
}

/// Returns a kind by its name.
pub(super) fn known(name: &str) -> Option<&'static str> {
    KINDS.iter().find(|kind| **kind == name).copied()
}

/// Leads, contacts and accounts have custom fields, tables and filters.
pub(super) fn is_entity(kind: &str) -> bool {
    matches!(kind, "leads" | "contacts" | "accounts")
}

/// Whether a list of this kind has pages.
pub(super) fn is_paged(kind: &str) -> bool {
    is_entity(kind) || matches!(kind, "notes" | "tasks" | "activities" | "quotes" | "invoices")
}

/// Whether the event log mentions that a record of this kind was created.
pub(super) fn is_logged(kind: &str) -> bool {
    is_entity(kind) || matches!(kind, "activities" | "notes" | "tasks")
}
