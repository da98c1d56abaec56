//! Vehicles as text.

use super::tree::Element;

/// The parts of the model, in the order in which people say them.
const MODEL: [&str; 4] = ["year", "make", "model", "trim"];
/// The parts that follow, each with its name.
const NAMED: [&str; 6] = ["vin", "stock", "odometer", "colorcombination", "price", "comments"];
/// The children of a vehicle that are read.
pub(super) const READ: &[&str] =
    &["year", "make", "model", "trim", "vin", "stock", "odometer", "colorcombination", "price", "comments"];

/// Returns a vehicle in one line, or `None` if nothing is known of it.
pub(super) fn text(vehicle: &Element) -> Option<String> {
    let model: Vec<_> = MODEL.iter().filter_map(|part| vehicle.first(part)?.text()).collect();
    let mut parts: Vec<String> = if model.is_empty() { Vec::new() } else { vec![model.join(" ")] };
    parts.extend(vehicle.attribute("status").map(str::to_owned));
    for name in NAMED {
        for child in vehicle.all(name) {
            let text = flat(child);
            let unit = child.attribute("currency").or_else(|| child.attribute("units"));
            let unit = unit.map(|unit| format!(" {unit}")).unwrap_or_default();
            if !text.is_empty() {
                parts.push(format!("{name} {text}{unit}"));
            }
        }
    }
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// Returns the texts of an element and of its children.
fn flat(element: &Element) -> String {
    let own = element.text().map(str::to_owned);
    let all = own.into_iter().chain(element.children.iter().map(flat));
    all.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_that_is_read_is_in_the_text() {
        assert!(READ.iter().eq(MODEL.iter().chain(&NAMED)));
        let parts: String = READ.iter().map(|part| format!("<{part}>of {part}</{part}>")).collect();
        let shown = text(&super::super::tree::read(&format!("<vehicle>{parts}</vehicle>")).unwrap()).unwrap();
        assert!(READ.iter().all(|part| shown.contains(&format!("of {part}"))), "{shown}");
    }
}
