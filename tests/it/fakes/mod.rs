//! What the fakes offer to the tests of an application, seen through the typed clients.

mod credentials;
mod nutshell_state;
mod oddities;
mod webhooks;
