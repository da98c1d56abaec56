//! Adds `skip_serializing_if` to optional members.

use crate::members::is_option;
use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{Attribute, Error, ItemStruct, Meta, Result, parse_quote};

pub(crate) fn expand(arguments: TokenStream, item: TokenStream) -> Result<TokenStream> {
    if !arguments.is_empty() {
        return Err(Error::new_spanned(arguments, "this attribute has no arguments"));
    }
    let mut of: ItemStruct = syn::parse2(item)?;
    for field in &mut of.fields {
        let all = field.attrs.len();
        field.attrs.retain(|attribute| !attribute.path().is_ident("serialize_always"));
        if all == field.attrs.len() && is_option(&field.ty) && !field.attrs.iter().any(is_conditional) {
            field.attrs.push(parse_quote!(#[serde(skip_serializing_if = "Option::is_none")]));
        }
    }
    Ok(of.into_token_stream())
}

/// Returns whether an attribute says when the member is serialized.
fn is_conditional(attribute: &Attribute) -> bool {
    let Meta::List(list) = &attribute.meta else { return false };
    list.path.is_ident("serde")
        && list.tokens.clone().into_iter().any(|token| match token {
            proc_macro2::TokenTree::Ident(ident) => ident == "skip_serializing_if" || ident == "skip",
            _ => false,
        })
}
