//! Reads objects by a description of their members.
//!
//! A derived `Deserialize` is compiled once per type and deserializer, with a type and an implementation per member. A
//! vendor has hundreds of types, so here a type only describes its members, and one reader, compiled once per
//! deserializer, fills it.

use super::any::{JsonText, NUMBER, Text, number};
use super::scalar::{FromScalar, Scalar};
use super::spelled::{Renamed, Spellings};
use serde::Deserialize;
use serde::de::{self, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::fmt;

/// The error of a required member, as of [`required`](super::tolerant::required).
const UNREADABLE: &str = "not a value of this type";

/// The names of an object's members.
///
/// ```
/// use leads_core::vendor::model::Shape;
/// // The first member is required.
/// static DEAL: Shape = Shape::new("Deal", &["id", "stageName"], 1);
/// assert!(format!("{DEAL:?}").contains("stageName"));
/// ```
#[derive(Debug)]
pub struct Shape {
    name: &'static str,
    members: &'static [&'static str],
    /// A bit for each member.
    required: u128,
    /// A factor for which the names have different [places](place), as far as there is one.
    factor: u32,
    /// The index of each member, at the place of its name or after it.
    places: [u8; PLACES],
    spellings: Spellings,
}

const PLACES: usize = 256;

/// A place without a member.
const FREE: u8 = u8::MAX;

/// Returns where the search for a name begins.
#[inline]
const fn place(name: &[u8], factor: u32) -> u8 {
    let (first, middle, last) = match name {
        [] => (0, 0, 0),
        #[allow(clippy::indexing_slicing)]
        [first, .., last] => (*first, name[name.len() / 2], *last),
        [one] => (*one, *one, *one),
    };
    #[allow(clippy::cast_possible_truncation)]
    let length = name.len() as u8;
    (u32::from_le_bytes([first, middle, last, length]).wrapping_mul(factor) >> 24) as u8
}

impl Shape {
    /// Creates the shape of the type `name` with the names of its members on the wire, of which the first `required`
    /// must be present.
    ///
    /// # Panics
    /// Panics, when it is compiled, if there are more than 127 members.
    #[must_use]
    pub const fn new(name: &'static str, members: &'static [&'static str], required: usize) -> Self {
        assert!(members.len() < 128 && required <= members.len(), "a model has at most 127 members");
        let (mut factor, mut tries) = (0x9E37_79B1_u32, 0);
        let (mut places, mut fewest) = Self::placed(members, factor);
        let mut best = factor;
        // A name that shares its place costs a second comparison. Few tries are needed for the usual models.
        while fewest > 0 && tries < 24 {
            factor = factor.wrapping_mul(0x0019_660D) | 1;
            let (other, shared) = Self::placed(members, factor);
            if shared < fewest {
                (places, fewest, best) = (other, shared, factor);
            }
            tries += 1;
        }
        Self { name, members, required: (1 << required) - 1, factor: best, places, spellings: &[] }
    }

    /// Adds other spellings of members: each with the name in the shape. Of the spellings that an object contains, the
    /// first whose value is not `null` is used.
    ///
    /// ```
    /// use leads_core::vendor::model::Shape;
    /// const DEAL: Shape = Shape::new("Deal", &["id", "stage"], 1).spelled(&[("ID", "id")]);
    /// assert!(format!("{DEAL:?}").contains("ID"));
    /// ```
    #[must_use]
    pub const fn spelled(mut self, spellings: Spellings) -> Self {
        self.spellings = spellings;
        self
    }

    /// Returns the places of the members, and how many of these are not at their own.
    #[allow(clippy::indexing_slicing, clippy::cast_possible_truncation)]
    const fn placed(members: &[&str], factor: u32) -> ([u8; PLACES], usize) {
        let (mut places, mut shared, mut index) = ([FREE; PLACES], 0, 0);
        while index < members.len() {
            let mut at = place(members[index].as_bytes(), factor);
            if places[at as usize] != FREE {
                shared += 1;
            }
            while places[at as usize] != FREE {
                at = at.wrapping_add(1);
            }
            places[at as usize] = index as u8;
            index += 1;
        }
        (places, shared)
    }

    /// Returns the index of a member.
    #[inline]
    fn find(&self, name: &str) -> Option<u8> {
        let mut at = place(name.as_bytes(), self.factor);
        loop {
            let index = *self.places.get(usize::from(at))?;
            // A free place has no member.
            if *self.members.get(usize::from(index))? == name {
                return Some(index);
            }
            at = at.wrapping_add(1);
        }
    }
}

/// An object that can be filled member by member.
///
/// ```
/// use leads_core::json::decode;
/// use leads_core::vendor::model::{self, Member, Model, Object, Shape};
///
/// #[derive(Default)]
/// struct Deal { id: u64, stage: Option<String> }
///
/// impl Object for Deal {
///     fn shape(&self) -> &'static Shape {
///         const SHAPE: &Shape = &Shape::new("Deal", &["id", "stage"], 1);
///         SHAPE
///     }
///
///     fn member(&mut self, index: usize) -> Option<Member<'_>> {
///         match index {
///             0 => Some(Member::Required(&mut self.id)),
///             1 => Some(Member::Scalar(&mut self.stage)),
///             _ => None,
///         }
///     }
/// }
///
/// impl Model for Deal {
///     fn blank() -> Self {
///         Self::default()
///     }
///
///     fn object(&mut self) -> Option<&mut dyn Object> {
///         Some(self)
///     }
/// }
///
/// impl<'de> serde::Deserialize<'de> for Deal {
///     fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
///         model::read(from)
///     }
/// }
///
/// let deal: Deal = decode::from_str(r#"{"id":7,"stage":"new","colour":"red"}"#)?;
/// assert_eq!((deal.id, deal.stage.as_deref()), (7, Some("new")));
/// assert!(decode::from_str::<Deal>(r#"{"stage":"new"}"#).is_err(), "the id is required");
/// # Ok::<(), leads_core::Error>(())
/// ```
pub trait Object {
    /// Returns the names of the members.
    fn shape(&self) -> &'static Shape;

    /// Returns where the value of a member goes, by the index of its name.
    fn member(&mut self, index: usize) -> Option<Member<'_>>;
}

/// A type that is read from an object.
pub trait Model: Sized {
    /// Returns the value that is filled. Its required members are replaced, or reading fails.
    fn blank() -> Self;

    /// Returns the object to fill; `None` for a value that was not read from an object.
    fn object(&mut self) -> Option<&mut dyn Object>;

    /// Completes the value after its object was filled.
    fn complete(&mut self) {}
}

impl<T: Model> Model for Box<T> {
    fn blank() -> Self {
        Self::new(T::blank())
    }
    fn object(&mut self) -> Option<&mut dyn Object> {
        T::object(self)
    }
    fn complete(&mut self) {
        T::complete(self);
    }
}

/// A member that is not written if it has no value.
///
/// ```
/// use leads_core::vendor::model::Absent;
/// assert!(None::<u64>.is_absent() && Vec::<u64>::new().is_absent());
/// assert!(!Some(0).is_absent());
/// ```
pub trait Absent {
    /// Returns whether it has no value.
    fn is_absent(&self) -> bool;
}

impl<T> Absent for Option<T> {
    fn is_absent(&self) -> bool {
        self.is_none()
    }
}

impl<T> Absent for Vec<T> {
    fn is_absent(&self) -> bool {
        self.is_empty()
    }
}

impl<K, V> Absent for BTreeMap<K, V> {
    fn is_absent(&self) -> bool {
        self.is_empty()
    }
}

/// Where the value of a member goes, and what the value can be.
///
/// A value of any other type is skipped, and the member stays as it is. Only a required member is an error then.
#[non_exhaustive]
pub enum Member<'a> {
    /// A scalar that must be present.
    Required(&'a mut dyn RequiredSlot),
    /// A scalar.
    Scalar(&'a mut dyn ScalarSlot),
    /// A list of scalars.
    Scalars(&'a mut dyn ScalarSlot),
    /// A list of scalars, or one scalar. An empty text is none.
    Several(&'a mut dyn ScalarSlot),
    /// A value of any type whose text is needed, for example to keep the digits of a number.
    Text(&'a mut dyn TextSlot),
    /// A value of any type that is kept as its text.
    Json(&'a mut dyn JsonSlot),
    /// An object.
    Object(&'a mut dyn ObjectSlot),
    /// An object, or a list whose first object counts.
    First(&'a mut dyn ObjectSlot),
    /// An object or a scalar. An empty text is none.
    Either(&'a mut dyn EitherSlot),
    /// A list of objects.
    List(&'a mut dyn ObjectSlot),
    /// An object whose members have no fixed names.
    Map(&'a mut dyn MapSlot),
}

impl fmt::Debug for Member<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Member")
    }
}

/// Takes scalars.
pub trait ScalarSlot {
    /// Takes a scalar, or drops it if it is not a value of the type.
    fn take(&mut self, scalar: Scalar<'_>);
}

impl<T: FromScalar> ScalarSlot for Option<T> {
    fn take(&mut self, scalar: Scalar<'_>) {
        *self = T::from_scalar(scalar);
    }
}

impl<T: FromScalar> ScalarSlot for Vec<T> {
    fn take(&mut self, scalar: Scalar<'_>) {
        self.extend(T::from_scalar(scalar));
    }
}

/// Takes the scalar of a required member.
pub trait RequiredSlot {
    /// Takes the scalar. Returns whether it is a value of the type.
    fn take(&mut self, scalar: Scalar<'_>) -> bool;
}

impl<T: FromScalar> RequiredSlot for T {
    fn take(&mut self, scalar: Scalar<'_>) -> bool {
        T::from_scalar(scalar).map(|value| *self = value).is_some()
    }
}

/// A type that is read from the JSON text of a value.
pub trait FromText: Sized {
    /// Reads the text; `None` if it is not a value of this type.
    ///
    /// # Errors
    /// Returns an error if the text is an object with a fault, which [`decode`](crate::json::decode) repairs.
    fn from_text(text: &str) -> serde_json::Result<Option<Self>>;
}

/// Takes the JSON text of a value.
pub trait TextSlot {
    /// Takes the text.
    ///
    /// # Errors
    /// See [`FromText::from_text`].
    fn take(&mut self, text: &str) -> serde_json::Result<()>;
}

impl<T: FromText> TextSlot for Option<T> {
    fn take(&mut self, text: &str) -> serde_json::Result<()> {
        *self = T::from_text(text)?;
        Ok(())
    }
}

/// A type that keeps the JSON text of a value.
pub trait FromJson: Sized {
    /// Keeps the text; `None` if the value counts as absent.
    fn from_json(text: Box<RawValue>) -> Option<Self>;
}

/// Takes a value as its text, to keep it.
pub trait JsonSlot {
    /// Takes the text.
    fn take(&mut self, text: Box<RawValue>);
}

impl<T: FromJson> JsonSlot for Option<T> {
    fn take(&mut self, text: Box<RawValue>) {
        *self = T::from_json(text);
    }
}

/// Takes objects.
pub trait ObjectSlot {
    /// Begins an object and returns what to fill; `None` if the slot takes no more.
    fn begin(&mut self) -> Option<&mut dyn Object>;

    /// Completes the object.
    fn end(&mut self);

    /// Takes the object back: what began turned out to be a number.
    fn cancel(&mut self);
}

impl<T: Model> ObjectSlot for Option<T> {
    fn begin(&mut self) -> Option<&mut dyn Object> {
        if self.is_some() { None } else { self.insert(T::blank()).object() }
    }
    fn end(&mut self) {
        if let Some(value) = self {
            value.complete();
        }
    }
    fn cancel(&mut self) {
        *self = None;
    }
}

impl<T: Model> ObjectSlot for Vec<T> {
    fn begin(&mut self) -> Option<&mut dyn Object> {
        self.push(T::blank());
        self.last_mut().and_then(T::object)
    }
    fn end(&mut self) {
        if let Some(value) = self.last_mut() {
            value.complete();
        }
    }
    fn cancel(&mut self) {
        self.pop();
    }
}

/// Takes an object or a scalar.
pub trait EitherSlot: ScalarSlot + ObjectSlot {}

impl<T: FromScalar + Model> EitherSlot for Option<T> {}

/// Takes the members of an object whose names are not fixed.
pub trait MapSlot {
    /// Begins the object.
    fn begin(&mut self) {}

    /// Takes one member: calls `read` with where its value goes. It must be called exactly once, also for a member that is
    /// not wanted, because it reads the value.
    fn entry(&mut self, name: String, read: &mut dyn FnMut(Member<'_>));
}

impl<T: Model> MapSlot for BTreeMap<String, T> {
    fn entry(&mut self, name: String, read: &mut dyn FnMut(Member<'_>)) {
        let mut value: Option<T> = None;
        read(Member::Object(&mut value));
        if let Some(value) = value {
            self.insert(name, value);
        }
    }
}

impl<T: MapSlot + Default> MapSlot for Option<T> {
    fn begin(&mut self) {
        self.insert(T::default()).begin();
    }
    fn entry(&mut self, name: String, read: &mut dyn FnMut(Member<'_>)) {
        if let Some(map) = self {
            map.entry(name, read);
        }
    }
}

impl MapSlot for BTreeMap<String, bool> {
    fn entry(&mut self, name: String, read: &mut dyn FnMut(Member<'_>)) {
        let mut value: Option<bool> = None;
        read(Member::Scalar(&mut value));
        if let Some(value) = value {
            self.insert(name, value);
        }
    }
}

/// Reads a model from an object; for its `Deserialize`.
///
/// # Errors
/// Returns an error for invalid JSON, for a value that is not an object, for a required member that is missing or not
/// a value of its type, and for a member that occurs twice: [`decode`](crate::json::decode) keeps the last.
pub fn read<'de, D: Deserializer<'de>, T: Model>(deserializer: D) -> Result<T, D::Error> {
    let mut value = T::blank();
    match value.object() {
        Some(object) => read_object(deserializer, object)?,
        None => return Err(de::Error::custom(UNREADABLE)),
    }
    value.complete();
    Ok(value)
}

/// Reads a member's value; for a `Deserialize` that consists of one.
///
/// # Errors
/// See [`read`].
pub fn read_member<'de, D: Deserializer<'de>>(deserializer: D, member: Member<'_>) -> Result<(), D::Error> {
    member.deserialize(deserializer)
}

fn read_object<'de, D: Deserializer<'de>>(deserializer: D, object: &mut dyn Object) -> Result<(), D::Error> {
    let shape = object.shape();
    match shape.spellings {
        [] => deserializer.deserialize_struct(shape.name, shape.members, Whole(object)),
        // More names are read than the shape's own.
        _ => deserializer.deserialize_map(Whole(object)),
    }
}

struct Whole<'a>(&'a mut dyn Object);

impl<'de> Visitor<'de> for Whole<'_> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "struct {}", self.0.shape().name)
    }
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        match fill(map, self.0)? {
            None => Ok(()),
            Some(_) => Err(de::Error::custom(UNREADABLE)),
        }
    }
}

/// Reads the members of an object. Returns the text of a number if it was one: see [`any`](super::any::any).
fn fill<'de, A: MapAccess<'de>>(map: A, object: &mut dyn Object) -> Result<Option<Text<'de>>, A::Error> {
    match object.shape().spellings {
        [] => members(map, object),
        spellings => members(Renamed::new(map, spellings), object),
    }
}

fn members<'de, A: MapAccess<'de>>(mut map: A, object: &mut dyn Object) -> Result<Option<Text<'de>>, A::Error> {
    let shape = object.shape();
    let name = |index: u8| shape.members.get(usize::from(index)).copied().unwrap_or_default();
    // Two words, because shifting 128 bits costs as much as finding a name.
    let mut seen = [0_u64; 2];
    let mut is_first = true;
    while let Some(key) = map.next_key_seed(Names(shape))? {
        match key {
            Key::Member(index) => {
                let [low, high] = &mut seen;
                let (word, bit) = (if index < 64 { low } else { high }, 1_u64 << (index % 64));
                if *word & bit != 0 {
                    return Err(de::Error::duplicate_field(name(index)));
                }
                *word |= bit;
                match object.member(usize::from(index)) {
                    Some(member) => map.next_value_seed(member)?,
                    None => map.next_value::<IgnoredAny>().map(|_| ())?,
                }
            }
            Key::Number if is_first => return map.next_value().map(Some),
            _ => {
                map.next_value::<IgnoredAny>()?;
            }
        }
        is_first = false;
    }
    let [low, high] = seen;
    match shape.required & !(u128::from(high) << 64 | u128::from(low)) {
        0 => Ok(None),
        #[allow(clippy::cast_possible_truncation)]
        missing => Err(de::Error::missing_field(name(missing.trailing_zeros() as u8))),
    }
}

/// A name that was read.
enum Key {
    /// The index of a member.
    Member(u8),
    /// What `serde_json` with `arbitrary_precision` names the text of a number.
    Number,
    /// A member that the type does not have.
    Unknown,
}

/// Reads a name and finds its index.
struct Names<'a>(&'a Shape);

impl<'de> DeserializeSeed<'de> for Names<'_> {
    type Value = Key;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Key, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for Names<'_> {
    type Value = Key;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("field identifier")
    }
    fn visit_str<E: de::Error>(self, name: &str) -> Result<Key, E> {
        Ok(match self.0.find(name) {
            Some(index) => Key::Member(index),
            None if name == NUMBER => Key::Number,
            None => Key::Unknown,
        })
    }
}

/// Reads the value of a member.
impl<'de> DeserializeSeed<'de> for Member<'_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        match self {
            Self::Required(slot) => {
                let mut found = Found { slot, taken: false };
                deserializer.deserialize_any(Member::Scalar(&mut found))?;
                if found.taken { Ok(()) } else { Err(de::Error::custom(UNREADABLE)) }
            }
            Self::Text(slot) => {
                let text = JsonText::deserialize(deserializer)?;
                slot.take(text.get()).map_err(de::Error::custom)
            }
            Self::Json(slot) => Box::<RawValue>::deserialize(deserializer).map(|text| slot.take(text)),
            member => deserializer.deserialize_any(member),
        }
    }
}

/// Remembers whether the scalar of a required member was taken.
struct Found<'a> {
    slot: &'a mut dyn RequiredSlot,
    taken: bool,
}

impl ScalarSlot for Found<'_> {
    fn take(&mut self, scalar: Scalar<'_>) {
        self.taken = self.slot.take(scalar);
    }
}

impl Member<'_> {
    fn scalar<E>(self, scalar: Scalar<'_>) -> Result<(), E> {
        match self {
            Self::Scalar(slot) => slot.take(scalar),
            Self::Several(slot) if scalar != Scalar::Text("") => slot.take(scalar),
            Self::Either(slot) if scalar != Scalar::Text("") => slot.take(scalar),
            _ => {}
        }
        Ok(())
    }
}

impl<'de> Visitor<'de> for Member<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a member")
    }
    fn visit_unit<E: de::Error>(self) -> Result<(), E> {
        Ok(())
    }
    fn visit_none<E: de::Error>(self) -> Result<(), E> {
        Ok(())
    }
    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
    fn visit_bool<E: de::Error>(self, value: bool) -> Result<(), E> {
        self.scalar(Scalar::Bool(value))
    }
    fn visit_i64<E: de::Error>(self, value: i64) -> Result<(), E> {
        self.scalar(Scalar::Integer(value))
    }
    fn visit_u64<E: de::Error>(self, value: u64) -> Result<(), E> {
        self.scalar(i64::try_from(value).map_or(Scalar::Unsigned(value), Scalar::Integer))
    }
    fn visit_f64<E: de::Error>(self, value: f64) -> Result<(), E> {
        self.scalar(Scalar::Float(value))
    }
    fn visit_str<E: de::Error>(self, value: &str) -> Result<(), E> {
        self.scalar(Scalar::Text(value))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        match self {
            Self::Scalars(slot) | Self::Several(slot) => {
                while seq.next_element_seed(Member::Scalar(slot))?.is_some() {}
                Ok(())
            }
            Self::List(slot) | Self::First(slot) => {
                while seq.next_element_seed(Member::Object(slot))?.is_some() {}
                Ok(())
            }
            _ => {
                while seq.next_element::<IgnoredAny>()?.is_some() {}
                Ok(())
            }
        }
    }
    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<(), A::Error> {
        let object = match &mut self {
            Self::Object(slot) | Self::First(slot) => slot.begin(),
            Self::Either(slot) => slot.begin(),
            Self::Map(slot) => return entries(map, *slot),
            _ => None,
        };
        let found = match object {
            Some(object) => fill(map, object)?,
            None => return self.skip(&mut map),
        };
        let slot: &mut dyn ObjectSlot = match &mut self {
            Self::Object(slot) | Self::First(slot) => *slot,
            Self::Either(slot) => *slot,
            _ => return Ok(()),
        };
        match found {
            None => {
                slot.end();
                Ok(())
            }
            Some(text) => {
                slot.cancel();
                number(&text.0, self)
            }
        }
    }
}

impl Member<'_> {
    /// Skips an object that the member does not take, or takes the number that it represents.
    fn skip<'de, A: MapAccess<'de>>(self, map: &mut A) -> Result<(), A::Error> {
        match map.next_key::<Text<'de>>()? {
            Some(name) if name.0 == NUMBER => {
                let text = map.next_value::<Text<'de>>()?;
                return number(&text.0, self);
            }
            Some(_) => map.next_value::<IgnoredAny>()?,
            None => return Ok(()),
        };
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(())
    }
}

fn entries<'de, A: MapAccess<'de>>(mut map: A, slot: &mut dyn MapSlot) -> Result<(), A::Error> {
    let mut name = map.next_key::<String>()?;
    if name.as_deref() == Some(NUMBER) {
        return map.next_value::<IgnoredAny>().map(|_| ());
    }
    slot.begin();
    while let Some(known) = name {
        let mut read = Ok(());
        slot.entry(known, &mut |member| read = map.next_value_seed(member));
        read?;
        name = map.next_key()?;
    }
    Ok(())
}

/// The name of a member on the wire.
///
/// Computed when it is compiled, so that a model names each member once.
///
/// ```
/// use leads_core::vendor::model::WireName;
/// const NAMES: [&str; 2] =
///     WireName::all(&[WireName::cased("camelCase", "stage_name"), WireName::exact("e-mail")]);
/// assert_eq!(NAMES, ["stageName", "e-mail"]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct WireName {
    bytes: [u8; 48],
    length: usize,
}

impl WireName {
    /// Converts the name of a field as serde's `rename_all` does, to `camelCase`, `PascalCase` or `snake_case`.
    ///
    /// ```
    /// use leads_core::vendor::model::WireName;
    /// assert_eq!(WireName::cased("PascalCase", "stage_name").as_str(), "StageName");
    /// ```
    ///
    /// # Panics
    /// Panics, when it is compiled, if the name has more than 48 bytes or the case is another one.
    #[must_use]
    #[allow(clippy::panic)]
    pub const fn cased(case: &str, field: &str) -> Self {
        match case.as_bytes() {
            b"camelCase" => Self::build(field, true, false),
            b"PascalCase" => Self::build(field, true, true),
            b"snake_case" => Self::exact(field),
            _ => panic!("the case of a model's names is camelCase, PascalCase or snake_case"),
        }
    }

    /// Takes a name as it is.
    ///
    /// ```
    /// use leads_core::vendor::model::WireName;
    /// assert_eq!(WireName::exact("mx_City").as_str(), "mx_City");
    /// ```
    ///
    /// # Panics
    /// See [`cased`](Self::cased).
    #[must_use]
    pub const fn exact(name: &str) -> Self {
        Self::build(name, false, false)
    }

    #[allow(clippy::indexing_slicing)]
    const fn build(name: &str, joined: bool, mut upper: bool) -> Self {
        let from = name.as_bytes();
        let (mut bytes, mut length, mut at) = ([0; 48], 0, 0);
        while at < from.len() {
            if joined && from[at] == b'_' {
                upper = true;
            } else {
                bytes[length] = if upper { from[at].to_ascii_uppercase() } else { from[at] };
                length += 1;
                upper = false;
            }
            at += 1;
        }
        Self { bytes, length }
    }

    /// Returns the name.
    #[must_use]
    pub const fn as_str(&self) -> &str {
        match std::str::from_utf8(self.bytes.split_at(self.length).0) {
            Ok(name) => name,
            Err(_) => "",
        }
    }

    /// Returns the names of several members.
    #[must_use]
    #[allow(clippy::indexing_slicing)]
    pub const fn all<const N: usize>(names: &[Self]) -> [&str; N] {
        let (mut all, mut at) = ([""; N], 0);
        while at < N && at < names.len() {
            all[at] = names[at].as_str();
            at += 1;
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::{decode, tolerant};
    use crate::lead::Decimal;
    use rstest::rstest;

    /// A model with a member of every kind.
    #[derive(Debug, Default, PartialEq)]
    struct All {
        id: i64,
        scalar: Option<i64>,
        scalars: Vec<String>,
        several: Vec<String>,
        text: Option<Decimal>,
        json: Option<Kept>,
        object: Option<Inner>,
        first: Option<Inner>,
        either: Option<Inner>,
        list: Vec<Inner>,
        map: BTreeMap<String, Inner>,
        flags: Option<BTreeMap<String, bool>>,
    }

    #[derive(Debug, PartialEq)]
    struct Kept(String);

    #[derive(Debug, Default, PartialEq, serde::Deserialize)]
    #[serde(default)]
    struct Inner {
        #[serde(deserialize_with = "tolerant::scalar")]
        x: Option<i64>,
        #[serde(deserialize_with = "tolerant::scalar")]
        y_z: Option<bool>,
    }

    impl FromJson for Kept {
        fn from_json(text: Box<RawValue>) -> Option<Self> {
            Some(Self(text.get().to_owned()))
        }
    }

    impl FromScalar for Inner {
        fn from_scalar(scalar: Scalar<'_>) -> Option<Self> {
            i64::from_scalar(scalar).map(|x| Self { x: Some(x), y_z: None })
        }
    }

    impl Object for Inner {
        fn shape(&self) -> &'static Shape {
            const SHAPE: &Shape = &Shape::new("Inner", &["x", "yZ"], 0);
            SHAPE
        }
        fn member(&mut self, index: usize) -> Option<Member<'_>> {
            match index {
                0 => Some(Member::Scalar(&mut self.x)),
                1 => Some(Member::Scalar(&mut self.y_z)),
                _ => None,
            }
        }
    }

    impl Model for Inner {
        fn blank() -> Self {
            Self::default()
        }
        fn object(&mut self) -> Option<&mut dyn Object> {
            Some(self)
        }
    }

    impl Object for All {
        fn shape(&self) -> &'static Shape {
            const NAMES: &[&str] = &[
                "id", "scalar", "scalars", "several", "text", "json", "object", "first", "either", "list", "map",
                "flags",
            ];
            const SHAPE: &Shape = &Shape::new("All", NAMES, 1);
            SHAPE
        }
        fn member(&mut self, index: usize) -> Option<Member<'_>> {
            Some(match index {
                0 => Member::Required(&mut self.id),
                1 => Member::Scalar(&mut self.scalar),
                2 => Member::Scalars(&mut self.scalars),
                3 => Member::Several(&mut self.several),
                4 => Member::Text(&mut self.text),
                5 => Member::Json(&mut self.json),
                6 => Member::Object(&mut self.object),
                7 => Member::First(&mut self.first),
                8 => Member::Either(&mut self.either),
                9 => Member::List(&mut self.list),
                10 => Member::Map(&mut self.map),
                11 => Member::Map(&mut self.flags),
                _ => return None,
            })
        }
    }

    impl Model for All {
        fn blank() -> Self {
            Self::default()
        }
        fn object(&mut self) -> Option<&mut dyn Object> {
            Some(self)
        }
    }

    impl<'de> Deserialize<'de> for All {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            super::read(deserializer)
        }
    }

    fn inner(x: i64) -> Inner {
        Inner { x: Some(x), y_z: None }
    }

    #[rstest]
    #[case(r#""scalar":"7""#, All { scalar: Some(7), ..All::default() })]
    #[case(r#""scalars":["a",1,null,{},[]]"#, All { scalars: vec!["a".into(), "1".into()], ..All::default() })]
    #[case(r#""several":["a","",2]"#, All { several: vec!["a".into(), String::new(), "2".into()], ..All::default() })]
    #[case(r#""several":2.5"#, All { several: vec!["2.5".into()], ..All::default() })]
    #[case(r#""text":1.50"#, All { text: Decimal::of_json("1.50"), ..All::default() })]
    #[case(r#""json":{"a": [1.0]}"#, All { json: Some(Kept(r#"{"a": [1.0]}"#.into())), ..All::default() })]
    #[case(r#""json":null"#, All { json: Some(Kept("null".into())), ..All::default() })]
    #[case(r#""object":{"yZ":true,"new":[{"x":2}],"x":1}"#,
        All { object: Some(Inner { x: Some(1), y_z: Some(true) }), ..All::default() })]
    #[case(r#""object":{}"#, All { object: Some(Inner::default()), ..All::default() })]
    #[case(r#""first":{"x":1}"#, All { first: Some(inner(1)), ..All::default() })]
    #[case(r#""first":[null,3,[{"x":0}],{"x":1},{"x":2}]"#, All { first: Some(inner(1)), ..All::default() })]
    #[case(r#""either":{"x":1}"#, All { either: Some(inner(1)), ..All::default() })]
    #[case(r#""either":1"#, All { either: Some(inner(1)), ..All::default() })]
    #[case(r#""list":[{"x":1},null,7,[{"x":0}],{"x":2}]"#, All { list: vec![inner(1), inner(2)], ..All::default() })]
    #[case(r#""map":{"a":{"x":1},"b":null,"c":[],"d":7}"#,
        All { map: BTreeMap::from([("a".into(), inner(1))]), ..All::default() })]
    #[case(r#""flags":{"a":true,"b":"0","c":"x"}"#,
        All { flags: Some(BTreeMap::from([("a".into(), true), ("b".into(), false)])), ..All::default() })]
    #[case(r#""flags":{}"#, All { flags: Some(BTreeMap::new()), ..All::default() })]
    fn value_goes_where_its_kind_says(#[case] member: &str, #[case] wanted: All) {
        let wanted = All { id: 4, ..wanted };
        for text in [format!(r#"{{"id":4,{member}}}"#), format!(r#"{{{member}, "other":{{"id":5}},"id":"4"}}"#)] {
            assert_eq!(serde_json::from_str::<All>(&text).unwrap(), wanted, "{text}");
            if !member.starts_with(r#""text""#) && !member.starts_with(r#""json""#) {
                let value: serde_json::Value = serde_json::from_str(&text).unwrap();
                assert_eq!(serde_json::from_value::<All>(value).unwrap(), wanted, "{text}");
            }
        }
    }

    #[rstest]
    #[case("scalar", &["null", "[1]", "{}", "true", "\"\"", "1.5"])]
    #[case("scalars", &["null", "1", "\"a\"", "{\"a\":1}", "[]"])]
    #[case("several", &["null", "\"\"", "{\"a\":1}", "[]"])]
    #[case("text", &["null", "\"\"", "{}", "[1]", "true"])]
    #[case("object", &["null", "[]", "[{\"x\":1}]", "1", "\"a\"", "true"])]
    #[case("first", &["null", "[]", "[[{\"x\":1}]]", "1", "\"a\""])]
    #[case("either", &["null", "[]", "[{\"x\":1}]", "\"\"", "\"a\""])]
    #[case("list", &["null", "[]", "{\"x\":1}", "1", "\"a\""])]
    #[case("map", &["null", "[]", "{}", "1", "\"a\""])]
    #[case("flags", &["null", "[]", "1", "\"a\""])]
    fn value_of_another_type_leaves_the_member_as_it_is(#[case] name: &str, #[case] values: &[&str]) {
        for value in values {
            let text = format!(r#"{{"id":4,"{name}":{value}}}"#);
            assert_eq!(serde_json::from_str::<All>(&text).unwrap(), All { id: 4, ..All::default() }, "{text}");
        }
    }

    #[test]
    fn required_member_is_missed_or_unreadable_as_in_derived_structs() {
        #[derive(Debug, serde::Deserialize)]
        #[allow(dead_code)]
        struct Derived {
            #[serde(deserialize_with = "tolerant::required")]
            id: i64,
            #[serde(default)]
            scalar: Option<i64>,
        }
        for text in [
            "{}",
            r#"{"scalar":1}"#,
            r#"{"id":null}"#,
            r#"{"id":"x","scalar":1}"#,
            r#"{"id":[1],"scalar":1}"#,
            r#"{"scalar":1,"id":{"a":1} }"#,
            r#"{"id":1,"id":2}"#,
            r#"{"id":1,"#,
            "7",
        ] {
            let (read, derived) = (serde_json::from_str::<All>(text), serde_json::from_str::<Derived>(text));
            let (read, derived) = (read.unwrap_err(), derived.unwrap_err());
            let wanted = derived.to_string().replace("struct Derived", "struct All");
            assert_eq!(read.to_string(), wanted, "{text}");
        }
        let repaired: All = decode::from_str(r#"{"id":1,"object":{"x":1,"x":2},"id":3}"#).unwrap();
        assert_eq!((repaired.id, repaired.object), (3, Some(inner(2))));
        assert!(serde_json::from_str::<All>("[1]").is_err());
        assert!(decode::is_struct::<All>());
    }

    #[test]
    fn numbers_of_arbitrary_precision_are_scalars() {
        const NUMBER: &str = "$serde_json::private::Number";
        let number =
            |text| serde::de::value::MapDeserializer::<_, serde_json::Error>::new([(NUMBER, text)].into_iter());
        let mut scalar: Option<f64> = None;
        read_member(number("1.5"), Member::Scalar(&mut scalar)).unwrap();
        let mut object: Option<Inner> = None;
        read_member(number("1.5"), Member::Object(&mut object)).unwrap();
        assert_eq!((scalar, object), (Some(1.5), None));
        let (mut first, mut either, mut list): (Option<Inner>, Option<Inner>, Vec<Inner>) = Default::default();
        read_member(number("1.5"), Member::First(&mut first)).unwrap();
        read_member(number("18446744073709551616"), Member::List(&mut list)).unwrap();
        read_member(number("7.0"), Member::Either(&mut either)).unwrap();
        assert_eq!((first, either, list), (None, Some(inner(7)), Vec::new()));
        let (mut map, mut several): (Option<BTreeMap<String, bool>>, Vec<f64>) = Default::default();
        read_member(number("1.5"), Member::Map(&mut map)).unwrap();
        read_member(number("2.5"), Member::Several(&mut several)).unwrap();
        assert_eq!((map, several), (None, vec![2.5]));
        let error = super::read::<_, Inner>(number("1.5")).unwrap_err();
        assert_eq!(error.to_string(), UNREADABLE);
    }

    #[test]
    fn every_name_has_an_index_and_no_other() {
        const NAMES: &[&str] = &["", "a", "aa", "aaa", "aba", "aca", "abca", "acba", "id", "di", "name", "mane"];
        const SHAPE: &Shape = &Shape::new("Names", NAMES, 0);
        for (index, name) in NAMES.iter().enumerate() {
            assert_eq!(SHAPE.find(name).map(usize::from), Some(index), "{name}");
        }
        for unknown in ["b", "ada", "abba", "nam", "names", "ä", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"] {
            assert_eq!(SHAPE.find(unknown), None, "{unknown}");
        }
    }

    #[test]
    fn names_are_written_as_serde_renames_them() {
        let names = |case| {
            ["id", "created_time", "is_web_fx", "e164"].map(|name| WireName::cased(case, name).as_str().to_owned())
        };
        assert_eq!(names("camelCase"), ["id", "createdTime", "isWebFx", "e164"]);
        assert_eq!(names("PascalCase"), ["Id", "CreatedTime", "IsWebFx", "E164"]);
        assert_eq!(names("snake_case"), ["id", "created_time", "is_web_fx", "e164"]);
        assert_eq!(WireName::exact("address_1").as_str(), "address_1");
    }
}
