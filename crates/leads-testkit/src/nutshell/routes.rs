//! The operations, by method and path.

use super::call::{Answered, Call};
use super::responses::Rejection;
use super::store::Store;
use super::{
    activities, attributes, creates, deletes, events, forms, leads, lists, notes, patch, reads, reports, sales,
    stagesets, tables, tasks,
};
use crate::{Answer, FakeRequest, Ledger, ServedOperation};

/// An operation.
#[derive(Clone, Copy)]
pub(super) struct Route {
    method: &'static str,
    path: &'static str,
    operation: &'static str,
    kind: &'static str,
    answer: Answer,
    handle: Handle,
}

type Handle = fn(&mut Call<'_>) -> Answered;

const fn route(
    method: &'static str,
    path: &'static str,
    operation: &'static str,
    kind: &'static str,
    handle: Handle,
) -> Route {
    Route { method, path, operation, kind, answer: Answer::Stateful, handle }
}

const fn get(path: &'static str, operation: &'static str, kind: &'static str, handle: Handle) -> Route {
    route("GET", path, operation, kind, handle)
}

const fn post(path: &'static str, operation: &'static str, kind: &'static str, handle: Handle) -> Route {
    route("POST", path, operation, kind, handle)
}

const fn change(path: &'static str, operation: &'static str, kind: &'static str) -> Route {
    route("PATCH", path, operation, kind, patch::update)
}

const fn delete(path: &'static str, operation: &'static str, kind: &'static str) -> Route {
    route("DELETE", path, operation, kind, deletes::delete)
}

impl Route {
    const fn documented(self) -> Self {
        Self { answer: Answer::Documented, ..self }
    }
}

/// A path with a literal segment precedes the one with a parameter in its place.
#[rustfmt::skip] // one line for each operation
static ROUTES: &[Route] = &[
    get("/rest/accounts", "list_accounts", "accounts", lists::list),
    post("/rest/accounts", "create_account", "accounts", creates::create),
    get("/rest/accounts/list", "list_account_items", "accounts", tables::items),
    get("/rest/accounts/list/fields", "list_account_fields", "accounts", tables::fields),
    get("/rest/accounts/customfields/attributes", "list_account_custom_field_attributes", "accounts", attributes::list),
    post("/rest/accounts/customfield", "create_account_custom_field", "accounts", attributes::create),
    get("/rest/accounts/{id}", "get_account", "accounts", reads::one),
    change("/rest/accounts/{id}", "update_account", "accounts"),
    delete("/rest/accounts/{id}", "delete_account", "accounts"),
    post("/rest/accounts/{id}/undelete", "undelete_account", "accounts", deletes::undelete),
    get("/rest/accounts/{id}/customfields", "list_account_custom_fields", "accounts", attributes::values),
    get("/rest/accounttypes", "list_account_types", "accountTypes", lists::list),
    get("/rest/activities", "list_activities", "activities", lists::list),
    post("/rest/activities", "create_activity", "activities", activities::create),
    get("/rest/activities/{id}", "get_activity", "activities", reads::one),
    route("PUT", "/rest/activities/{id}", "update_activity", "activities", activities::update),
    get("/rest/activitytypes", "list_activity_types", "activityTypes", lists::list),
    get("/rest/audiences", "list_audiences", "emAudiences", lists::list),
    post("/rest/audiences", "create_audience", "emAudiences", creates::create),
    get("/rest/competitors", "list_competitors", "competitors", lists::list),
    get("/rest/competitors/{id}", "get_competitor", "competitors", reads::one),
    get("/rest/competitormaps", "list_competitor_maps", "competitorMaps", lists::list),
    get("/rest/competitormaps/{id}", "get_competitor_map", "competitorMaps", reads::one),
    change("/rest/competitormaps/{id}", "update_competitor_map", "competitorMaps"),
    delete("/rest/competitormaps/{id}", "delete_competitor_map", "competitorMaps"),
    get("/rest/contacts", "list_contacts", "contacts", lists::list),
    post("/rest/contacts", "create_contact", "contacts", creates::create),
    get("/rest/contacts/list", "list_contact_items", "contacts", tables::items),
    get("/rest/contacts/list/fields", "list_contact_fields", "contacts", tables::fields),
    get("/rest/contacts/customfields/attributes", "list_contact_custom_field_attributes", "contacts", attributes::list),
    post("/rest/contacts/customfield", "create_contact_custom_field", "contacts", attributes::create),
    get("/rest/contacts/{id}", "get_contact", "contacts", reads::one),
    change("/rest/contacts/{id}", "update_contact", "contacts"),
    delete("/rest/contacts/{id}", "delete_contact", "contacts"),
    post("/rest/contacts/{id}/undelete", "undelete_contact", "contacts", deletes::undelete),
    get("/rest/contacts/{id}/customfields", "list_contact_custom_fields", "contacts", attributes::values),
    get("/rest/editions", "list_editions", "editions", lists::list),
    get("/rest/editions/{id}", "get_edition", "editions", reads::one),
    get("/rest/emails/{id}", "get_email", "emails", reads::one),
    get("/rest/events", "list_events", "events", events::list),
    get("/rest/events/deleted", "list_deleted_events", "events", events::deleted),
    get("/rest/filters", "list_filters", "filters", lists::list),
    get("/rest/forms", "list_forms", "wfForms", lists::list),
    // The documentation has this path twice: the suffix of the id indicates a form or a field.
    get("/rest/forms/{id}", "get_form", "wfForms", forms::get),
    get("/rest/forms/{fieldId}", "get_form_field", "wfFields", forms::get),
    get("/rest/industries", "list_industries", "industries", lists::list),
    get("/rest/industries/{id}", "get_industry", "industries", reads::one),
    get("/rest/invoices", "list_invoices", "invoices", lists::list),
    get("/rest/invoices/{id}", "get_invoice", "invoices", reads::one),
    post("/rest/invoices/{id}/status", "update_invoice_status", "invoices", sales::update_status),
    get("/rest/leads", "list_leads", "leads", lists::list),
    post("/rest/leads", "create_lead", "leads", leads::create),
    get("/rest/leads/list", "list_lead_items", "leads", tables::items),
    get("/rest/leads/list/fields", "list_lead_fields", "leads", tables::fields),
    get("/rest/leads/report", "get_lead_report", "leads", reports::get),
    get("/rest/leads/customfields/attributes", "list_lead_custom_field_attributes", "leads", attributes::list),
    post("/rest/leads/customfield", "create_lead_custom_field", "leads", attributes::create),
    get("/rest/leads/{id}", "get_lead", "leads", reads::one),
    change("/rest/leads/{id}", "update_lead", "leads"),
    delete("/rest/leads/{id}", "delete_lead", "leads"),
    get("/rest/leads/{id}/customfields", "list_lead_custom_fields", "leads", attributes::values),
    get("/rest/leads/{id}/installments", "list_lead_installments", "leads", tables::installments),
    post("/rest/leads/{id}/installments", "update_lead_installments", "leads", tables::schedule),
    get("/rest/leads/{id}/stages", "list_lead_stages", "leads", leads::stages),
    post("/rest/leads/{id}/reopen", "reopen_lead", "leads", leads::reopen),
    post("/rest/leads/{id}/status", "update_lead_status", "leads", leads::close),
    post("/rest/leads/{id}/stageset", "set_lead_stageset", "leads", leads::move_to),
    post("/rest/leads/{id}/undelete", "undelete_lead", "leads", deletes::undelete),
    post("/rest/leads/{id}/watch", "watch_lead", "leads", leads::watch),
    get("/rest/markets", "list_markets", "markets", lists::list),
    get("/rest/markets/{id}", "get_market", "markets", reads::one),
    get("/rest/notes", "list_notes", "notes", lists::list),
    post("/rest/notes", "create_note", "notes", notes::create),
    get("/rest/notes/{id}", "get_note", "notes", reads::one),
    delete("/rest/notes/{id}", "delete_note", "notes"),
    post("/rest/notes/{id}/undelete", "undelete_note", "notes", deletes::undelete),
    get("/rest/outcomes", "list_outcomes", "outcomes", lists::list),
    get("/rest/outcomes/{id}", "get_outcome", "outcomes", reads::one),
    get("/rest/products", "list_products", "products", lists::list),
    get("/rest/products/{id}", "get_product", "products", reads::one),
    delete("/rest/products/{id}", "delete_product", "products"),
    post("/rest/products/{id}/undelete", "undelete_product", "products", deletes::undelete),
    get("/rest/productcategories", "list_product_categories", "productCategories", lists::list),
    post("/rest/productcategories", "create_product_category", "productCategories", creates::create),
    get("/rest/productcategories/{id}", "get_product_category", "productCategories", reads::one),
    get("/rest/productmaps", "list_product_maps", "productMaps", lists::list),
    get("/rest/productmaps/{id}", "get_product_map", "productMaps", reads::one),
    change("/rest/productmaps/{id}", "update_product_map", "productMaps"),
    // The documentation spells this path differently from the other ones of product maps.
    delete("/rest/productMaps/{id}", "delete_product_map", "productMaps"),
    get("/rest/quotes", "list_quotes", "quotes", lists::list),
    get("/rest/quotes/{id}", "get_quote", "quotes", reads::one),
    post("/rest/quotes/{id}/invoice", "create_invoice_from_quote", "quotes", sales::create_invoice),
    post("/rest/quotes/{id}/status", "update_quote_status", "quotes", sales::update_status),
    get("/rest/sources", "list_sources", "sources", lists::list),
    post("/rest/sources", "create_source", "sources", creates::create),
    delete("/rest/sources/{id}", "delete_source", "sources"),
    post("/rest/sources/{id}/undelete", "undelete_source", "sources", deletes::undelete),
    get("/rest/stages", "list_stages", "stages", lists::list),
    get("/rest/stagesets", "list_stagesets", "stagesets", lists::list),
    get("/rest/stagesets/{id}/export", "export_stageset", "stagesets", stagesets::export).documented(),
    get("/rest/tags", "list_tags", "tags", lists::list),
    post("/rest/tags", "create_tag", "tags", creates::create),
    delete("/rest/tags/{id}", "delete_tag", "tags"),
    post("/rest/tags/{id}/undelete", "undelete_tag", "tags", deletes::undelete),
    get("/rest/tasks", "list_tasks", "tasks", lists::list),
    post("/rest/tasks", "create_task", "tasks", tasks::create),
    get("/rest/tasks/{id}", "get_task", "tasks", reads::one),
    change("/rest/tasks/{id}", "update_task", "tasks"),
    delete("/rest/tasks/{id}", "delete_task", "tasks"),
    get("/rest/territories", "list_territories", "territories", lists::list),
    get("/rest/users", "list_users", "users", lists::list),
    get("/rest/users/{id}", "get_user", "users", reads::one),
];

/// Returns the operations in the order of the table.
pub(super) fn served() -> Vec<ServedOperation> {
    ROUTES
        .iter()
        .map(|route| match route.answer {
            Answer::Stateful => ServedOperation::stateful(route.operation),
            Answer::Documented => ServedOperation::documented(route.operation),
        })
        .collect()
}

/// Returns the routes of a request's path, with the values of their parameters.
fn fitting(request: &FakeRequest) -> impl Iterator<Item = (&'static Route, Vec<String>)> {
    // Most routes are of another resource, which is cheap to see.
    let resource = request.path.split('/').nth(2);
    ROUTES
        .iter()
        .filter(move |route| route.path.split('/').nth(2) == resource)
        .filter_map(|route| request.matches(route.path).map(|places| (route, places)))
}

/// Returns whether a request lists records.
pub(super) fn is_list(request: &FakeRequest) -> bool {
    fitting(request).any(|(route, _)| request.method == route.method && route.operation.starts_with("list_"))
}

/// Finds the operation and handles the call. A known path with another method is a 405, an unknown one a 404.
pub(super) fn handle(store: &mut Store, request: &FakeRequest, ledger: &Ledger) -> Answered {
    let Some((route, places)) = fitting(request).find(|(route, _)| request.method == route.method) else {
        return Err(if fitting(request).next().is_some() { Rejection::not_allowed() } else { Rejection::NotFound });
    };
    let id = places.into_iter().next().unwrap_or_default();
    let mut call = Call { store, request, ledger, operation: route.operation, kind: route.kind, id };
    (route.handle)(&mut call)
}
