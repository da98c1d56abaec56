//! ADF as new leads.

use super::tree::{self, Element};
use super::vehicle;
use crate::plan::Loss;
use leads::Personal;
use leads::client::NewLead;
use leads::lead::Address;
use std::collections::BTreeSet;

/// A lead of a document.
pub(crate) struct Prospect {
    pub(crate) lead: NewLead,
    /// What of it does not fit a lead.
    pub(crate) loss: Vec<Loss>,
}

/// Reads a document. The error contains no text of it.
pub(crate) fn prospects(text: &str) -> Result<Vec<Prospect>, String> {
    let root = tree::read(text)?;
    if root.name != "adf" {
        return Err("is not ADF: its root is not `adf`".to_owned());
    }
    Ok(root.all("prospect").map(Prospect::read).collect())
}

/// What a prospect is read into.
#[derive(Default)]
struct Reading {
    lead: NewLead,
    comments: Vec<String>,
    /// What becomes text in the note, line by line.
    lines: Vec<String>,
    narrowed: BTreeSet<&'static str>,
    lost: BTreeSet<String>,
}

impl Prospect {
    fn read(prospect: &Element) -> Self {
        let mut reading = Reading::default();
        if let Some(status) = prospect.attribute("status").filter(|status| *status != "new") {
            reading.line("status", "Status", Some(status.to_owned()));
        }
        let mut customers = 0_usize;
        for child in &prospect.children {
            match child.name.as_str() {
                "id" => reading.line("id", "Id", id(child)),
                "requestdate" => reading.line("requestdate", "Requested", child.text().map(str::to_owned)),
                "vehicle" => {
                    let interest = child.attribute("interest").unwrap_or("vehicle");
                    reading.line("vehicle", &format!("Vehicle ({interest})"), vehicle::text(child));
                    reading.lose_others(child, "vehicle", vehicle::READ);
                }
                "customer" => {
                    customers += 1;
                    match customers {
                        1 => reading.customer(child),
                        _ => reading.lose("customer (the others)"),
                    }
                }
                "provider" => {
                    let name = child.first("name").and_then(Element::text).map(str::to_owned);
                    reading.line("provider", "Provider", name);
                    reading.lose_others(child, "provider", &["name"]);
                }
                other => reading.lose(other),
            }
        }
        reading.end()
    }
}

impl Reading {
    fn lose(&mut self, path: &str) {
        self.lost.insert(path.to_owned());
    }

    /// Reports the children of an element that are not read.
    fn lose_others(&mut self, element: &Element, path: &str, read: &[&str]) {
        for child in element.children.iter().filter(|child| !read.contains(&child.name.as_str())) {
            self.lose(&format!("{path}/{}", child.name));
        }
    }

    /// Reports all but the first of the elements with a name.
    fn lose_repeated(&mut self, element: &Element, path: &str, name: &str) {
        if element.all(name).nth(1).is_some() {
            self.lose(&format!("{path}/{name} (the others)"));
        }
    }

    /// Adds a line to the note.
    fn line(&mut self, field: &'static str, title: &str, text: Option<String>) {
        if let Some(text) = text {
            self.lines.push(format!("{title}: {text}"));
            self.narrowed.insert(field);
        }
    }

    fn customer(&mut self, customer: &Element) {
        if let Some(contact) = customer.first("contact") {
            self.contact(contact);
        }
        self.lose_repeated(customer, "customer", "contact");
        self.comments = customer.all("comments").filter_map(Element::text).map(str::to_owned).collect();
        for timeframe in customer.all("timeframe") {
            const PARTS: &[&str] = &["description", "earliestdate", "latestdate"];
            let texts: Vec<_> = PARTS.iter().filter_map(|part| timeframe.first(part)?.text()).collect();
            self.line("customer/timeframe", "Time frame", joined(&texts, ", "));
            self.lose_others(timeframe, "customer/timeframe", PARTS);
        }
        self.lose_others(customer, "customer", &["contact", "comments", "timeframe"]);
    }

    fn contact(&mut self, contact: &Element) {
        const PATH: &str = "customer/contact";
        self.name(contact);
        self.lead.emails = preferred_first(contact, "email").map(|email| Personal(email.to_owned())).collect();
        self.lead.phones = preferred_first(contact, "phone").map(|phone| Personal(phone.to_owned())).collect();
        for phone in contact.all("phone").filter(|phone| phone.text().is_some()) {
            match phone.attribute("type") {
                None | Some("voice") => {}
                Some("fax" | "pager") => self.lose("customer/contact/phone (fax or pager)"),
                Some(_) => self.lose("customer/contact/phone (type)"),
            }
            if phone.attribute("time").is_some_and(|time| time != "nopreference") {
                self.lose("customer/contact/phone (time)");
            }
        }
        if let Some(address) = contact.first("address") {
            self.lead.address = read_address(address);
            self.lose_others(address, "customer/contact/address", ADDRESS);
        }
        self.lose_repeated(contact, PATH, "address");
        self.lose_others(contact, PATH, &["name", "email", "phone", "address"]);
    }

    fn name(&mut self, contact: &Element) {
        const PARTS: [&str; 4] = ["first", "middle", "last", "suffix"];
        let is_business = |name: &&Element| name.attribute("type") == Some("business");
        let person = |part: &str| {
            let mut names = contact.all("name").filter(|name| !is_business(name));
            names.find(|name| name.attribute("part").unwrap_or("full") == part).and_then(Element::text)
        };
        let parts: Vec<_> = PARTS.iter().filter_map(|part| person(part)).collect();
        let name = person("full").map(str::to_owned).or_else(|| joined(&parts, " "));
        let (first, last) = (person("first"), person("last"));
        let business = contact.all("name").find(is_business).and_then(Element::text);
        self.lead.first_name = first.map(|name| Personal(name.to_owned()));
        self.lead.last_name = last.map(|name| Personal(name.to_owned()));
        self.lead.company = business.map(|name| Personal(name.to_owned()));
        self.lead.name = name.or_else(|| business.map(str::to_owned)).map(Personal);
        let mut known = BTreeSet::new();
        for name in contact.all("name").filter(|name| name.text().is_some()) {
            let part = name.attribute("part").unwrap_or("full");
            let kind = if is_business(&name) { "business" } else { part };
            if !known.insert(kind) || !(kind == "business" || part == "full" || PARTS.contains(&part)) {
                self.lost.insert("customer/contact/name (the others)".to_owned());
            }
        }
    }

    fn end(mut self) -> Prospect {
        let mut paragraphs = self.comments;
        if !self.lines.is_empty() {
            paragraphs.push(self.lines.join("\n"));
        }
        self.lead.note = Some(paragraphs.join("\n\n")).filter(|note| !note.is_empty()).map(Personal);
        let narrowed = self.narrowed.iter().map(|field| Loss::narrowed(field, "it becomes text in the note"));
        let lost = self.lost.iter().map(|path| Loss::lost(path, "a lead of the common client has no field for it"));
        let loss = narrowed.chain(lost).collect();
        Prospect { lead: self.lead, loss }
    }
}

fn joined(texts: &[&str], separator: &str) -> Option<String> {
    (!texts.is_empty()).then(|| texts.join(separator))
}

fn id(id: &Element) -> Option<String> {
    let text = id.text()?;
    Some(id.attribute("source").map_or_else(|| text.to_owned(), |source| format!("{text} ({source})")))
}

/// Returns the texts of elements, those that the customer prefers first. Fax and pager numbers are left out.
fn preferred_first<'a>(contact: &'a Element, name: &'a str) -> impl Iterator<Item = &'a str> {
    let usable = |element: &&Element| !matches!(element.attribute("type"), Some("fax" | "pager"));
    let prefers = |element: &&Element| element.attribute("preferredcontact") == Some("1");
    let first = contact.all(name).filter(usable).filter(prefers);
    let others = contact.all(name).filter(usable).filter(move |element| !prefers(element));
    first.chain(others).filter_map(Element::text)
}

/// The parts of an address that are read.
const ADDRESS: &[&str] = &["street", "apartment", "city", "regioncode", "postalcode", "country"];

fn read_address(element: &Element) -> Option<Address> {
    let text = |name: &str| element.first(name).and_then(Element::text).map(|text| Personal(text.to_owned()));
    let mut streets: Vec<_> = element.all("street").collect();
    streets.sort_by_key(|street| street.attribute("line").and_then(|line| line.parse::<u32>().ok()).unwrap_or(0));
    let mut address = Address::new();
    address.street = streets.iter().filter_map(|street| street.text()).map(|text| Personal(text.to_owned())).collect();
    address.street.extend(text("apartment"));
    address.city = text("city");
    address.region = text("regioncode");
    address.postal_code = text("postalcode");
    address.country = text("country");
    (address != Address::new()).then_some(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    const DOCUMENT: &str = r#"<?xml version="1.0"?><?adf version="1.0"?>
        <adf><prospect>
          <id sequence="1" source="carsite">A-77</id>
          <requestdate>2026-11-20T10:00:00-08:00</requestdate>
          <vehicle interest="buy" status="new"><year>2026</year><make>Ford</make><model>Ranger</model>
            <vin>1FTX</vin><price type="quote" currency="USD">41000</price></vehicle>
          <customer><contact>
            <name part="first">Jane</name><name part="last">Doe</name>
            <email>jd@example.com</email><email preferredcontact="1">jane@example.com</email>
            <phone type="fax">+15550109</phone><phone type="voice">+15550100</phone>
            <address><street line="2">Unit 4</street><street line="1">1 Main St</street><city>Springfield</city>
              <regioncode>IL</regioncode><postalcode>01234</postalcode><country>US</country></address>
          </contact><comments>Is it red?</comments></customer>
          <vendor><vendorname>North</vendorname></vendor>
          <provider><name part="full">Car Site</name></provider>
          <extra/>
        </prospect></adf>"#;

    fn texts(all: &[Personal<String>]) -> Vec<&str> {
        all.iter().map(|one| one.as_str()).collect()
    }

    fn lost(prospect: &Prospect) -> Vec<&str> {
        prospect.loss.iter().map(|loss| loss.field.as_str()).collect()
    }

    #[test]
    fn prospect_becomes_a_lead_and_what_does_not_fit_is_reported() {
        let read = prospects(DOCUMENT).unwrap();
        let [prospect] = &read[..] else { panic!("{} prospects", read.len()) };
        let lead = &prospect.lead;
        assert_eq!(lead.name.as_ref().unwrap().as_str(), "Jane Doe");
        assert_eq!(lead.first_name.as_ref().unwrap().as_str(), "Jane");
        assert_eq!(texts(&lead.emails), ["jane@example.com", "jd@example.com"]);
        assert_eq!(texts(&lead.phones), ["+15550100"]);
        let address = lead.address.as_ref().unwrap();
        assert_eq!(texts(&address.street), ["1 Main St", "Unit 4"]);
        assert_eq!(address.postal_code.as_ref().unwrap().as_str(), "01234");
        assert_eq!(
            lead.note.as_ref().unwrap().as_str(),
            "Is it red?\n\nId: A-77 (carsite)\nRequested: 2026-11-20T10:00:00-08:00\n\
             Vehicle (buy): 2026 Ford Ranger, new, vin 1FTX, price 41000 USD\nProvider: Car Site"
        );
        let expected =
            ["id", "provider", "requestdate", "vehicle", "customer/contact/phone (fax or pager)", "extra", "vendor"];
        assert_eq!(lost(prospect), expected);
    }

    #[test]
    fn business_is_a_company() {
        let text = "<adf><prospect><customer><contact><name part=\"full\" type=\"business\">Water Ltd</name></contact>\
                    </customer></prospect></adf>";
        let lead = &prospects(text).unwrap()[0].lead;
        assert_eq!(lead.company.as_ref().unwrap().as_str(), "Water Ltd");
        assert_eq!(lead.name.as_ref().unwrap().as_str(), "Water Ltd");
        assert!(lead.note.is_none());
    }

    /// Every element that is not read must be in the report.
    #[test]
    fn everything_that_is_left_out_is_reported() {
        let text = "<adf><prospect status=\"resend\">\
            <vehicle><make>Ford</make><doors>4</doors><option><optionname>Radio</optionname></option></vehicle>\
            <customer><id>7</id><contact primarycontact=\"1\"><name part=\"full\">Jo</name><name part=\"nick\">J</name>\
            <phone type=\"cellphone\" time=\"evening\">1</phone><address><county>Cook</county></address><address/></contact>\
            <contact/><comments>One</comments><comments>Two</comments><timeframe><description>soon</description><odd/></timeframe>\
            </customer><customer><contact><name>Another</name></contact></customer>\
            <provider><name>Site</name><service>Leads</service><contact/></provider></prospect></adf>";
        let [prospect] = &prospects(text).unwrap()[..] else { panic!("one prospect") };
        assert_eq!(prospect.lead.name.as_ref().unwrap().as_str(), "Jo");
        assert_eq!(
            prospect.lead.note.as_ref().unwrap().as_str(),
            "One\n\nTwo\n\nStatus: resend\nVehicle (vehicle): Ford\nTime frame: soon\nProvider: Site"
        );
        assert_eq!(
            lost(prospect),
            [
                "customer/timeframe",
                "provider",
                "status",
                "vehicle",
                "customer (the others)",
                "customer/contact (the others)",
                "customer/contact/address (the others)",
                "customer/contact/address/county",
                "customer/contact/name (the others)",
                "customer/contact/phone (time)",
                "customer/contact/phone (type)",
                "customer/id",
                "customer/timeframe/odd",
                "provider/contact",
                "provider/service",
                "vehicle/doors",
                "vehicle/option",
            ]
        );
    }

    /// Cuts the document and replaces bytes of it everywhere.
    #[test]
    fn no_damaged_document_panics_when_it_is_mapped() {
        for at in 0..DOCUMENT.len() {
            drop(prospects(&DOCUMENT[..at]));
            for byte in *b"<>&\"/ 0" {
                let mut bytes = DOCUMENT.as_bytes().to_vec();
                bytes[at] = byte;
                drop(prospects(std::str::from_utf8(&bytes).unwrap()));
            }
        }
    }

    #[test]
    fn another_document_is_an_error() {
        assert!(prospects("<html/>").is_err());
        assert_eq!(prospects("<adf/>").unwrap().len(), 0);
    }
}
