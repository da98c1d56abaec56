//! Payments of a lead.

use super::{InstallmentId, Price, Time, model};
use crate::envelope::Record;

model! {
    /// A payment in a lead's schedule.
    pub struct Installment {
        /// The record's id.
        id: scalar InstallmentId,
        /// The type.
        kind as "type": scalar String,
        /// When it is due.
        due_time: either Time,
        /// The description.
        description: scalar String,
        /// The amount.
        value: text Price,
        /// When it failed.
        failed_time: either Time,
        /// Whether it is paid.
        is_paid: scalar bool,
        /// Whether it failed, as spelled in requests.
        is_failed: scalar bool,
    }
}

impl Record for Installment {
    const PLURAL: &'static str = "installments";
}
