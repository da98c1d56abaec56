//! Writes the implementation of `Deserialize`.

use crate::members::{Absent, Container, Member};
use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use std::collections::BTreeSet;
use syn::spanned::Spanned;
use syn::{Data, DeriveInput, Error, Fields, Result};

pub(crate) fn derive(input: &DeriveInput) -> Result<TokenStream> {
    let Data::Struct(of) = &input.data else {
        return Err(Error::new(input.ident.span(), "this derive is for structs; use serde::Deserialize"));
    };
    if !input.generics.params.is_empty() {
        return Err(Error::new(
            input.generics.span(),
            "this derive is for types without parameters; use serde::Deserialize",
        ));
    }
    let container = Container::of(&input.attrs)?;
    let body = match &of.fields {
        fields if container.transparent => transparent(fields)?,
        Fields::Named(_) => object(&input.ident.to_string(), &container, &of.fields)?,
        other => return Err(Error::new(other.span(), "a struct without names must be transparent")),
    };
    let name = &input.ident;
    Ok(quote! {
        #[automatically_derived]
        impl<'de> ::serde::Deserialize<'de> for #name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> ::core::result::Result<Self, D::Error> {
                #body
            }
        }
    })
}

fn transparent(fields: &Fields) -> Result<TokenStream> {
    let mut all = fields.members();
    match (all.next(), all.next()) {
        (Some(member), None) => Ok(quote! {
            ::serde::Deserialize::deserialize(deserializer).map(|value| Self { #member: value })
        }),
        _ => Err(Error::new(fields.span(), "a transparent struct has one member")),
    }
}

fn object(name: &str, container: &Container, fields: &Fields) -> Result<TokenStream> {
    let (mut names, mut known, mut indices, mut defaults) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let (mut slots, mut borrowed, mut values) = (Vec::new(), Vec::new(), Vec::new());
    for (index, field) in fields.iter().enumerate() {
        let member = Member::of(field, container)?;
        let (slot, of) = (format_ident!("slot_{index}"), &field.ty);
        let wire = &member.name;
        // In the order in which serde lists them in an error.
        let mut spellings = BTreeSet::from([wire.clone()]);
        spellings.extend(member.aliases.iter().cloned());
        indices.extend(spellings.iter().map(|_| index));
        known.extend(spellings);
        defaults.push(!matches!(member.absent, Absent::OfType));
        // The span of the type, so that a type that cannot be read is reported where it is written.
        slots.push(match &member.read {
            Some(read) => quote_spanned! {of.span()=>
                let mut #slot = __private::members::With::<'de, #of>::new(|from| #read(from));
            },
            None => quote_spanned! {of.span()=>
                let mut #slot = ::core::option::Option::<#of>::None;
            },
        });
        let read = if member.read.is_some() { quote!(#slot.value) } else { quote!(#slot) };
        borrowed.push(quote!(&mut #slot));
        let ident = &field.ident;
        values.push(match &member.absent {
            Absent::OfType => quote!(#ident: __private::members::required(#read, #wire)?),
            Absent::Function(function) => quote!(#ident: #read.unwrap_or_else(#function)),
            Absent::Default if container.default => quote!(#ident: #read.unwrap_or(default.#ident)),
            Absent::Default => quote!(#ident: #read.unwrap_or_default()),
        });
        names.push(member.name);
    }
    let deny_unknown = container.deny_unknown;
    let default = container.default.then(|| quote!(let default = <Self as ::core::default::Default>::default();));
    Ok(quote! {
        use ::leads_core::__private;
        const MEMBERS: __private::members::Members = __private::members::Members {
            name: #name,
            names: &[#(#names),*],
            known: &[#(#known),*],
            indices: &[#(#indices),*],
            defaults: &[#(#defaults),*],
            deny_unknown: #deny_unknown,
        };
        #(#slots)*
        __private::members::read(deserializer, &MEMBERS, &mut [#(#borrowed),*])?;
        #default
        ::core::result::Result::Ok(Self { #(#values),* })
    })
}
