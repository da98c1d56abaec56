//! Leads as ADF.

use leads::Lead;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesPI, BytesText, Event};
use std::collections::BTreeMap;
use std::io;

/// A document that is being written, and what does not fit it.
pub(crate) struct Document {
    writer: Writer<Vec<u8>>,
    vendor: &'static str,
    dealer: String,
    lost: BTreeMap<&'static str, Lost>,
}

/// A field that some leads have and ADF does not, or the reverse.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Lost {
    pub(crate) leads: u64,
    pub(crate) why: &'static str,
}

/// Begins a document. `vendor` is where the leads are, and `dealer` the name of the dealer that has them.
pub(crate) fn document(vendor: &'static str, dealer: &str) -> io::Result<Document> {
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 2);
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    writer.write_event(Event::PI(BytesPI::new("adf version=\"1.0\"")))?;
    writer.write_event(Event::Start(quick_xml::events::BytesStart::new("adf")))?;
    Ok(Document { writer, vendor, dealer: dealer.to_owned(), lost: BTreeMap::new() })
}

impl Document {
    fn lose(&mut self, field: &'static str, why: &'static str) {
        self.lost.entry(field).or_insert(Lost { leads: 0, why }).leads += 1;
    }

    /// Writes a lead.
    pub(crate) fn push(&mut self, lead: &dyn Lead) -> io::Result<()> {
        let status = lead.status();
        let none = "ADF has no element for it";
        for (field, has) in [
            ("state", status.state.is_closed()),
            ("status", status.detail.code.is_some()),
            ("owner", lead.owner().is_some()),
            ("value", lead.value().is_some()),
            ("updated_at", lead.updated_at().is_some()),
        ] {
            if has {
                self.lose(field, none);
            }
        }
        if lead.name().is_none() {
            self.lose("name", "ADF requires it, and the lead has none");
        }
        self.lose("vehicle", "ADF requires it, and a lead of the common client has none");
        if lead.created_at().is_none() {
            self.lose("requestdate", "ADF requires it, and the vendor sent no time of creation");
        }
        let (emails, phones) = (lead.emails(), lead.phones());
        let (vendor, dealer) = (self.vendor, self.dealer.clone());
        let prospect = self.writer.create_element("prospect");
        prospect.write_inner_content(|writer| {
            if let Some(id) = lead.id() {
                let element = writer.create_element("id").with_attribute(("source", vendor));
                element.write_text_content(BytesText::new(&clean(id.as_str())))?;
            }
            if let Some(time) = lead.created_at() {
                text(writer, "requestdate", &time.to_rfc3339())?;
            }
            writer.create_element("customer").write_inner_content(|writer| {
                writer.create_element("contact").write_inner_content(|writer| {
                    if let Some(name) = lead.name() {
                        let element = writer.create_element("name").with_attribute(("part", "full"));
                        element.write_text_content(BytesText::new(&clean(&name)))?;
                    }
                    emails.iter().try_for_each(|email| text(writer, "email", email))?;
                    phones.iter().try_for_each(|phone| text(writer, "phone", phone))
                })?;
                Ok(())
            })?;
            writer.create_element("vendor").write_inner_content(|writer| text(writer, "vendorname", &dealer))?;
            if let Some(source) = lead.source() {
                writer.create_element("provider").write_inner_content(|writer| {
                    let element = writer.create_element("name").with_attribute(("part", "full"));
                    element.write_text_content(BytesText::new(&clean(&source)))?;
                    Ok(())
                })?;
            }
            Ok(())
        })?;
        Ok(())
    }

    /// Returns the text of the document, and the fields that did not fit.
    pub(crate) fn end(mut self) -> io::Result<(String, BTreeMap<&'static str, Lost>)> {
        self.writer.write_event(Event::End(quick_xml::events::BytesEnd::new("adf")))?;
        let text = String::from_utf8(self.writer.into_inner()).map_err(io::Error::other)?;
        Ok((text, self.lost))
    }
}

fn text(writer: &mut Writer<Vec<u8>>, name: &str, value: &str) -> io::Result<()> {
    writer.create_element(name).write_text_content(BytesText::new(&clean(value)))?;
    Ok(())
}

/// Returns text without characters that XML 1.0 cannot contain, even as references.
fn clean(text: &str) -> String {
    let allowed =
        |c: &char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    text.chars().filter(allowed).collect()
}
