//! The attributes of a struct and its members.

use syn::ext::IdentExt;
use syn::meta::ParseNestedMeta;
use syn::{Attribute, Error, ExprPath, Field, LitStr, Path, Result, Type};

/// The attributes of a struct.
#[derive(Default)]
pub(crate) struct Container {
    pub(crate) deny_unknown: bool,
    pub(crate) default: bool,
    pub(crate) transparent: bool,
    case: Case,
}

/// How the names of members are written.
#[derive(Clone, Copy, Default)]
enum Case {
    #[default]
    Unchanged,
    Camel,
    Pascal,
}

/// What a member is if it is missing.
pub(crate) enum Absent {
    /// What its type makes of it: `None` for an option, otherwise an error.
    OfType,
    /// The default of its type, or that of the struct.
    Default,
    /// What the function returns.
    Function(ExprPath),
}

/// A member of a struct.
pub(crate) struct Member {
    pub(crate) name: String,
    pub(crate) aliases: Vec<String>,
    pub(crate) absent: Absent,
    /// The function that reads it.
    pub(crate) read: Option<ExprPath>,
}

impl Container {
    pub(crate) fn of(attributes: &[Attribute]) -> Result<Self> {
        let mut container = Self::default();
        each_meta(attributes, |meta| {
            if meta.path.is_ident("deny_unknown_fields") {
                container.deny_unknown = true;
            } else if meta.path.is_ident("default") && !meta.input.peek(syn::Token![=]) {
                container.default = true;
            } else if meta.path.is_ident("transparent") {
                container.transparent = true;
            } else if meta.path.is_ident("rename_all") {
                let case: LitStr = meta.value()?.parse()?;
                container.case = match case.value().as_str() {
                    "camelCase" => Case::Camel,
                    "PascalCase" => Case::Pascal,
                    "snake_case" => Case::Unchanged,
                    _ => return Err(Error::new(case.span(), UNSUPPORTED)),
                };
            } else {
                return Err(meta.error(UNSUPPORTED));
            }
            Ok(())
        })?;
        Ok(container)
    }
}

impl Member {
    pub(crate) fn of(field: &Field, container: &Container) -> Result<Self> {
        let identifier = field.ident.as_ref().map(|ident| ident.unraw().to_string()).unwrap_or_default();
        let absent = if container.default { Absent::Default } else { Absent::OfType };
        let mut member = Self { name: container.case.apply(&identifier), aliases: Vec::new(), absent, read: None };
        each_meta(&field.attrs, |meta| {
            if meta.path.is_ident("rename") {
                member.name = meta.value()?.parse::<LitStr>()?.value();
            } else if meta.path.is_ident("alias") {
                member.aliases.push(meta.value()?.parse::<LitStr>()?.value());
            } else if meta.path.is_ident("default") {
                member.absent = if meta.input.peek(syn::Token![=]) {
                    Absent::Function(meta.value()?.parse::<LitStr>()?.parse()?)
                } else {
                    Absent::Default
                };
            } else if meta.path.is_ident("deserialize_with") {
                member.read = Some(meta.value()?.parse::<LitStr>()?.parse()?);
            } else if meta.path.is_ident("with") {
                let module: LitStr = meta.value()?.parse()?;
                let mut function: ExprPath = module.parse()?;
                push(&mut function.path, "deserialize", module.span());
                member.read = Some(function);
            } else if meta.path.is_ident("skip_serializing_if") || meta.path.is_ident("serialize_with") {
                meta.value()?.parse::<LitStr>()?;
            } else {
                return Err(meta.error(UNSUPPORTED));
            }
            Ok(())
        })?;
        Ok(member)
    }
}

const UNSUPPORTED: &str = "this derive does not support the attribute; use serde::Deserialize";

fn each_meta(attributes: &[Attribute], mut read: impl FnMut(ParseNestedMeta<'_>) -> Result<()>) -> Result<()> {
    attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("serde"))
        .try_for_each(|attribute| attribute.parse_nested_meta(&mut read))
}

fn push(path: &mut Path, name: &str, span: proc_macro2::Span) {
    path.segments.push(syn::Ident::new(name, span).into());
}

impl Case {
    fn apply(self, name: &str) -> String {
        let mut upper = matches!(self, Self::Pascal);
        match self {
            Self::Unchanged => name.to_owned(),
            Self::Camel | Self::Pascal => name
                .chars()
                .filter_map(|letter| {
                    if letter == '_' {
                        upper = true;
                        return None;
                    }
                    let cased = if upper { letter.to_ascii_uppercase() } else { letter };
                    upper = false;
                    Some(cased)
                })
                .collect(),
        }
    }
}

/// Returns whether a type is written as an `Option`.
pub(crate) fn is_option(of: &Type) -> bool {
    match of {
        Type::Path(path) if path.qself.is_none() => {
            path.path.segments.last().is_some_and(|segment| segment.ident == "Option")
        }
        Type::Group(group) => is_option(&group.elem),
        Type::Paren(inner) => is_option(&inner.elem),
        _ => false,
    }
}
