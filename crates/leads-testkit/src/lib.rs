//! Stateful fakes of the lead vendors.
