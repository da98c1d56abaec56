//! Writes a typed value as a tree that distinguishes structs from maps: the names in a struct are the types', the keys
//! of a map are the vendor's data.

use super::tree::Tree;
use serde::ser::{
    self, Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
    SerializeTupleStruct, SerializeTupleVariant,
};
use std::fmt;

/// Returns the tree of a value.
pub(crate) fn to_tree<T: Serialize + ?Sized>(value: &T) -> Result<Tree, Failed> {
    value.serialize(Writer)
}

/// Why a value has no tree.
#[derive(Debug)]
pub(crate) struct Failed(String);

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Failed {}

impl ser::Error for Failed {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(message.to_string())
    }
}

/// How serde_json marks a JSON text, and with a feature a number, that is written as it is.
const MARKS: [&str; 2] = ["$serde_json::private::RawValue", "$serde_json::private::Number"];

struct Writer;

macro_rules! numbers {
    ($($method:ident $type:ty),*) => { $(
        fn $method(self, value: $type) -> Result<Tree, Failed> {
            Ok(Tree::Number(value.to_string()))
        }
    )* };
}

impl ser::Serializer for Writer {
    type Ok = Tree;
    type Error = Failed;
    type SerializeSeq = Rows;
    type SerializeTuple = Rows;
    type SerializeTupleStruct = Rows;
    type SerializeTupleVariant = Variant<Rows>;
    type SerializeMap = Entries;
    type SerializeStruct = Members;
    type SerializeStructVariant = Variant<Members>;

    numbers!(
        serialize_i8 i8, serialize_i16 i16, serialize_i32 i32, serialize_i64 i64, serialize_i128 i128,
        serialize_u8 u8, serialize_u16 u16, serialize_u32 u32, serialize_u64 u64, serialize_u128 u128,
        serialize_f32 f32, serialize_f64 f64
    );

    fn serialize_bool(self, value: bool) -> Result<Tree, Failed> {
        Ok(Tree::Bool(value))
    }
    fn serialize_char(self, value: char) -> Result<Tree, Failed> {
        Ok(Tree::Text(value.to_string()))
    }
    fn serialize_str(self, value: &str) -> Result<Tree, Failed> {
        Ok(Tree::Text(value.to_owned()))
    }
    fn serialize_bytes(self, value: &[u8]) -> Result<Tree, Failed> {
        Ok(Tree::List(value.iter().map(|byte| Tree::Number(byte.to_string())).collect()))
    }
    fn serialize_none(self) -> Result<Tree, Failed> {
        Ok(Tree::Null)
    }
    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<Tree, Failed> {
        to_tree(value)
    }
    fn serialize_unit(self) -> Result<Tree, Failed> {
        Ok(Tree::Null)
    }
    fn serialize_unit_struct(self, _: &'static str) -> Result<Tree, Failed> {
        Ok(Tree::Null)
    }
    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<Tree, Failed> {
        Ok(Tree::Text(variant.to_owned()))
    }
    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<Tree, Failed> {
        to_tree(value)
    }
    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<Tree, Failed> {
        Ok(Tree::Map(vec![(variant.to_owned(), to_tree(value)?)]))
    }
    fn serialize_seq(self, _: Option<usize>) -> Result<Rows, Failed> {
        Ok(Rows(Vec::new()))
    }
    fn serialize_tuple(self, _: usize) -> Result<Rows, Failed> {
        Ok(Rows(Vec::new()))
    }
    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Rows, Failed> {
        Ok(Rows(Vec::new()))
    }
    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Variant<Rows>, Failed> {
        Ok(Variant(variant, Rows(Vec::new())))
    }
    fn serialize_map(self, _: Option<usize>) -> Result<Entries, Failed> {
        Ok(Entries { entries: Vec::new(), key: String::new() })
    }
    fn serialize_struct(self, name: &'static str, _: usize) -> Result<Members, Failed> {
        Ok(Members { members: Vec::new(), is_text: MARKS.contains(&name) })
    }
    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Variant<Members>, Failed> {
        Ok(Variant(variant, Members { members: Vec::new(), is_text: false }))
    }
}

/// A list that is being written.
pub(crate) struct Rows(Vec<Tree>);

impl Rows {
    fn add<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Failed> {
        self.0.push(to_tree(value)?);
        Ok(())
    }
}

macro_rules! rows {
    ($($trait:ident $method:ident),*) => { $(
        impl $trait for Rows {
            type Ok = Tree;
            type Error = Failed;
            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Failed> {
                self.add(value)
            }
            fn end(self) -> Result<Tree, Failed> {
                Ok(Tree::List(self.0))
            }
        }
    )* };
}

rows!(SerializeSeq serialize_element, SerializeTuple serialize_element, SerializeTupleStruct serialize_field);

/// A map that is being written.
pub(crate) struct Entries {
    entries: Vec<(String, Tree)>,
    key: String,
}

impl SerializeMap for Entries {
    type Ok = Tree;
    type Error = Failed;
    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Failed> {
        self.key = match to_tree(key)? {
            Tree::Text(text) | Tree::Number(text) => text,
            Tree::Bool(is) => is.to_string(),
            _ => return Err(Failed("the key of a map is not a text".to_owned())),
        };
        Ok(())
    }
    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Failed> {
        self.entries.push((std::mem::take(&mut self.key), to_tree(value)?));
        Ok(())
    }
    fn end(self) -> Result<Tree, Failed> {
        Ok(Tree::Open(self.entries))
    }
}

/// A struct that is being written, or a JSON text in the form in which serde_json passes it.
pub(crate) struct Members {
    members: Vec<(String, Tree)>,
    is_text: bool,
}

impl SerializeStruct for Members {
    type Ok = Tree;
    type Error = Failed;
    fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), Failed> {
        self.members.push((name.to_owned(), to_tree(value)?));
        Ok(())
    }
    fn end(mut self) -> Result<Tree, Failed> {
        match self.members.pop() {
            Some((_, Tree::Text(text))) if self.is_text => {
                Tree::parse(&text).map_err(|none| Failed(none.note().into()))
            }
            last => {
                self.members.extend(last);
                Ok(Tree::Map(self.members))
            }
        }
    }
}

/// A variant with data that is being written.
pub(crate) struct Variant<T>(&'static str, T);

impl SerializeTupleVariant for Variant<Rows> {
    type Ok = Tree;
    type Error = Failed;
    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Failed> {
        self.1.add(value)
    }
    fn end(self) -> Result<Tree, Failed> {
        Ok(Tree::Map(vec![(self.0.to_owned(), Tree::List(self.1.0))]))
    }
}

impl SerializeStructVariant for Variant<Members> {
    type Ok = Tree;
    type Error = Failed;
    fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), Failed> {
        SerializeStruct::serialize_field(&mut self.1, name, value)
    }
    fn end(self) -> Result<Tree, Failed> {
        Ok(Tree::Map(vec![(self.0.to_owned(), Tree::Map(self.1.members))]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Serialize;
    use serde_json::value::RawValue;
    use std::collections::BTreeMap;

    #[derive(Serialize)]
    enum Choice {
        Plain,
        Of(u8),
        Pair(u8, u8),
        Named { a: u8 },
    }

    #[derive(Serialize)]
    struct All {
        text: &'static str,
        number: f64,
        nothing: Option<u8>,
        list: (u8, bool),
        choices: [Choice; 4],
        raw: Box<RawValue>,
        map: BTreeMap<u8, char>,
    }

    #[test]
    fn tree_of_a_value_equals_that_of_its_json_except_for_maps() {
        let value = All {
            text: "x",
            number: 1.5,
            nothing: None,
            list: (1, true),
            choices: [Choice::Plain, Choice::Of(1), Choice::Pair(1, 2), Choice::Named { a: 1 }],
            raw: RawValue::from_string(r#"{"kept":[1.50]}"#.to_owned()).unwrap(),
            map: BTreeMap::from([(7, 'c')]),
        };
        let tree = to_tree(&value).unwrap();
        assert_eq!(tree, Tree::parse(&serde_json::to_string(&value).unwrap()).unwrap());
        assert!(matches!(tree.get("map"), Some(Tree::Open(entries)) if entries[0].0 == "7"));
        assert!(matches!(tree, Tree::Map(_)));
    }
}
