//! Reading XML into a tree, within bounds.

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

/// How deep elements may be nested. ADF needs seven levels.
const DEPTH: usize = 32;
/// How many elements a document may have.
const ELEMENTS: usize = 500_000;
/// How many attributes an element may have.
const ATTRIBUTES: usize = 32;
/// How long a name may be. The names of ADF have at most 16 characters.
const NAME: usize = 64;

/// An element with its text, without comments and processing instructions.
#[derive(Clone, Default)]
pub(crate) struct Element {
    pub(crate) name: String,
    attributes: Vec<(String, String)>,
    pub(crate) children: Vec<Element>,
    text: String,
}

impl Element {
    /// Returns the text without white space around it, or `None` if nothing is left.
    pub(crate) fn text(&self) -> Option<&str> {
        Some(self.text.trim()).filter(|text| !text.is_empty())
    }

    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Returns the children with a name.
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Self> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// Returns the first child with a name.
    pub(crate) fn first(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.name == name)
    }
}

/// Reads a document and returns its root. The error says what is wrong, and where, without any text of the document.
///
/// Entities other than those of XML itself are an error: none is ever expanded or loaded.
pub(crate) fn read(text: &str) -> Result<Element, String> {
    let mut reader = Reader::from_str(text);
    let (mut open, mut root): (Vec<Element>, Option<Element>) = (Vec::new(), None);
    let mut elements = 0_usize;
    loop {
        let event = reader.read_event();
        let at = |what: &str| format!("{what} at byte {}", reader.buffer_position());
        let event = event.map_err(|_| at("is not XML"))?;
        let closed = match event {
            Event::Start(start) | Event::Empty(start) if open.is_empty() && root.is_some() => {
                drop(start);
                return Err(at("has a second root"));
            }
            Event::Start(start) => {
                elements += 1;
                if open.len() >= DEPTH || elements > ELEMENTS {
                    return Err(at("has too many elements"));
                }
                open.push(element(&start).map_err(at)?);
                None
            }
            Event::Empty(start) => {
                elements += 1;
                if elements > ELEMENTS {
                    return Err(at("has too many elements"));
                }
                Some(element(&start).map_err(at)?)
            }
            Event::End(_) => open.pop(),
            Event::Eof => {
                let whole = root.filter(|_| open.is_empty());
                return whole
                    .ok_or_else(|| at(if elements == 0 { "has no element" } else { "ends within an element" }));
            }
            other => {
                let text = content(&other).ok_or_else(|| at("has an entity that XML does not define"))?;
                match open.last_mut() {
                    Some(last) => last.text.push_str(&text),
                    None if text.trim().is_empty() => {}
                    None => return Err(at("has text outside its root")),
                }
                None
            }
        };
        match (closed, open.last_mut()) {
            (Some(element), Some(parent)) => parent.children.push(element),
            (Some(element), None) => root = Some(element),
            (None, _) => {}
        }
    }
}

fn element(start: &BytesStart<'_>) -> Result<Element, &'static str> {
    let mut element = Element { name: local_name(start.name().as_ref())?, ..Element::default() };
    // Comparing each name with all others would take long in an element with many attributes.
    for attribute in start.attributes().with_checks(false) {
        let attribute = attribute.map_err(|_| "is not XML")?;
        if element.attributes.len() == ATTRIBUTES {
            return Err("has too many attributes");
        }
        let value = attribute.normalized_value(XmlVersion::Explicit1_0).map_err(|_| "is not XML")?;
        element.attributes.push((local_name(attribute.key.as_ref())?, value.into_owned()));
    }
    Ok(element)
}

/// Returns a name in lower case and without a prefix: writers of ADF do not agree about either.
///
/// Names are printed, so one with other characters than the names of ADF have is an error.
fn local_name(name: &[u8]) -> Result<String, &'static str> {
    let name = name.rsplit(|byte| *byte == b':').next().unwrap_or(name);
    let is_plain = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    let name = std::str::from_utf8(name).ok().filter(|name| !name.is_empty() && name.len() <= NAME);
    let name = name.filter(|name| name.bytes().all(|byte| is_plain(&byte)));
    name.map(str::to_ascii_lowercase).ok_or("has a name that is not plain")
}

/// Returns the text of an event, and `None` for an unknown entity.
fn content(event: &Event<'_>) -> Option<String> {
    match event {
        Event::Text(text) => text.xml10_content().ok().map(Into::into),
        Event::CData(text) => text.xml10_content().ok().map(Into::into),
        Event::GeneralRef(reference) => match reference.resolve_char_ref().ok()? {
            Some(character) => Some(character.into()),
            None => quick_xml::escape::resolve_xml_entity(&reference.decode().ok()?).map(str::to_owned),
        },
        _ => Some(String::new()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_attributes_and_children_are_read() {
        let text = "<?xml version=\"1.0\"?><!-- c --><ADF><x:Name part='full'>Jo &amp; <![CDATA[<Ann>]]> &#233;</x:Name><empty/></ADF>";
        let root = read(text).unwrap();
        assert_eq!((root.name.as_str(), root.children.len()), ("adf", 2));
        let name = root.first("name").unwrap();
        assert_eq!((name.text(), name.attribute("part")), (Some("Jo & <Ann> é"), Some("full")));
        assert_eq!(root.first("empty").unwrap().text(), None);
    }

    #[test]
    fn hostile_documents_are_errors() {
        let deep = "<a>".repeat(100_000);
        let attributes = format!("<adf {}/>", "a='1' ".repeat(100_000));
        let long = format!("<{}/>", "a".repeat(100_000));
        let bomb = "<!DOCTYPE adf [<!ENTITY a \"x\"><!ENTITY b \"&a;&a;\">]><adf>&b;</adf>";
        let file = "<!DOCTYPE adf [<!ENTITY f SYSTEM \"file:///etc/passwd\">]><adf>&f;</adf>";
        for (text, wrong) in [
            (deep.as_str(), "has too many elements"),
            (bomb, "has an entity that XML does not define"),
            (file, "has an entity that XML does not define"),
            ("<adf><prospect></adf>", "is not XML"),
            ("<adf><prospect>", "ends within an element"),
            ("<adf a=>", "is not XML"),
            ("<adf>&#xFFFFFFFF;</adf>", "has an entity that XML does not define"),
            ("", "has no element"),
            ("jane@example.com", "has text outside its root"),
            ("<adf/>jane@example.com", "has text outside its root"),
            ("<adf/><adf/>", "has a second root"),
            ("<jane@example.com/>", "has a name that is not plain"),
            (attributes.as_str(), "has too many attributes"),
            (long.as_str(), "has a name that is not plain"),
        ] {
            let error = read(text).err().unwrap_or_else(|| panic!("{text:.60} was read"));
            assert!(error.starts_with(wrong), "{text:.60}: {error}");
            assert!(!error.contains("jane"), "{error}");
        }
    }

    /// Cuts and flips bytes of a document everywhere.
    #[test]
    fn no_damaged_document_panics() {
        let text = "<?xml version=\"1.0\"?><!DOCTYPE adf><adf><prospect><id source=\"a\">1</id>&lt;&#9;<![CDATA[x]]></prospect></adf>";
        for at in 0..text.len() {
            drop(read(&text[..at]));
            for byte in *b"<>&;\"'!?[]-/= \0" {
                let mut bytes = text.as_bytes().to_vec();
                bytes[at] = byte;
                drop(read(&String::from_utf8(bytes).unwrap()));
            }
        }
    }
}
