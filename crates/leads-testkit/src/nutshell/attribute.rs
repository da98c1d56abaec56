//! The definition of a custom field.

/// The definition of a custom field.
#[derive(Clone, Debug)]
pub(super) struct Attribute {
    pub(super) kind: String,
    pub(super) choices: Vec<String>,
}

impl Default for Attribute {
    /// A field that a record uses without a definition.
    fn default() -> Self {
        Self { kind: "Text".to_owned(), choices: Vec::new() }
    }
}
