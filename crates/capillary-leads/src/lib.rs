//! Typed client for the leads API of Capillary.
