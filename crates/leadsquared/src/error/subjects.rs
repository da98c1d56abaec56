//! The attributes and parameters that error messages name.

use leads_core::error::arguments;

/// The messages that name an attribute or a parameter, and the position of the name in them. From real messages.
const NAMING: &[(&str, usize)] = &[
    ("Attribute(s) does not exist - {0}", 0),
    ("'{0}' is mandatory", 0),
    ("Field name : '{0}' of datatype", 0),
    ("Duplicate entry '{0}' for key 'UQ_Prospect_Base_{1}'", 1),
    ("Invalid Input! Parameter Name: You have not passed any {0}", 0),
    ("Invalid Input! Parameter Name: {0}", 0),
    ("You have not passed any {0}", 0),
    ("You have not passed {0}", 0),
    ("Invalid {0} value provided", 0),
    ("Invalid {0}", 0),
    ("{0} can not be ", 0),
    ("{0} can't be ", 0),
];

/// Returns the attributes or parameters that a message names.
pub(super) fn subjects_of(message: &str) -> Vec<String> {
    let message = message.trim();
    let is_name = |name: &&str| {
        !name.is_empty()
            && name.len() <= 100
            && name.starts_with(|c: char| c.is_ascii_alphabetic())
            && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '~' | '.'))
    };
    NAMING
        .iter()
        .find_map(|(template, place)| {
            let mut found = arguments(template, message)?;
            let text = if *place < found.len() { found.swap_remove(*place) } else { return None };
            // The text after the last placeholder extends to the end of the message.
            let text = text.trim_end_matches(['.', '\'']);
            let names: Vec<&str> = text.split(',').map(str::trim).collect();
            names.iter().all(is_name).then(|| names.into_iter().map(str::to_owned).collect())
        })
        .unwrap_or_default()
}
