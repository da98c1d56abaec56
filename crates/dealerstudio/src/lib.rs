//! Typed client for the API of Dealer Studio.
