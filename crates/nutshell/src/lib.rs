//! Typed client for the REST API of Nutshell CRM.
