//! One typed vocabulary over four lead vendors.
