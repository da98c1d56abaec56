//! Typed client for the API of LeadSquared.
