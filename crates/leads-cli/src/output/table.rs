//! Tables for people.

use super::{Row, cell, plain};
use std::io::{self, Write};
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

/// The widest cell of a table with several columns.
const WIDEST: usize = 48;

fn shortened(text: &str) -> String {
    let text = plain(text);
    if text.width() <= WIDEST {
        return text;
    }
    let mut width = 1;
    let fits = |c: &char| {
        width += c.width().unwrap_or_default();
        width <= WIDEST
    };
    let mut short: String = text.chars().take_while(fits).collect();
    short.push('…');
    short
}

/// Prints rows in columns. Columns without a value are left out.
pub(super) fn rows(out: &mut impl Write, rows: &[Row], bold: bool) -> io::Result<()> {
    let Some(first) = rows.first() else { return writeln!(out, "(none)") };
    let filled = |name: &str| rows.iter().any(|row| !cell(row.get(name)).is_empty());
    let names: Vec<&str> = first.0.iter().map(|(name, _)| name.as_str()).filter(|name| filled(name)).collect();
    let lines: Vec<Vec<String>> =
        rows.iter().map(|row| names.iter().map(|name| shortened(&cell(row.get(name)))).collect()).collect();
    let heads: Vec<String> = names.iter().map(|name| name.to_uppercase().replace('_', " ")).collect();
    let width = |at: usize| {
        let cells = lines.iter().chain([&heads]).filter_map(|line| line.get(at));
        cells.map(|cell| cell.width()).max().unwrap_or_default()
    };
    let widths: Vec<usize> = (0..names.len()).map(width).collect();
    let (on, off) = if bold { ("\u{1b}[1m", "\u{1b}[0m") } else { ("", "") };
    writeln!(out, "{on}{}{off}", line(&heads, &widths))?;
    for cells in &lines {
        writeln!(out, "{}", line(cells, &widths))?;
    }
    Ok(())
}

fn line(cells: &[String], widths: &[usize]) -> String {
    let mut text = String::new();
    for (cell, width) in cells.iter().zip(widths) {
        text.push_str(cell);
        text.extend(std::iter::repeat_n(' ', (width + 2).saturating_sub(cell.width())));
    }
    text.trim_end().to_owned()
}

/// Prints one object, a line for each value.
pub(super) fn details(out: &mut impl Write, row: &Row) -> io::Result<()> {
    let width = row.0.iter().map(|(name, _)| name.width()).max().unwrap_or_default();
    for (name, value) in row.0.iter().filter(|(_, value)| !value.is_null()) {
        writeln!(out, "{}", format!("{name:width$}  {}", plain(&cell(value))).trim_end())?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(values: &[Row]) -> String {
        let mut out = Vec::new();
        rows(&mut out, values, false).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn columns_are_aligned_and_empty_ones_left_out() {
        let row = |id: &str, name: Option<&str>| {
            Row::new().with("id", id).with("gap", ()).with("list", Vec::<String>::new()).with("name", name)
        };
        assert_eq!(
            printed(&[row("1", Some("Ann")), row("1003-leads", None)]),
            "ID          NAME\n1           Ann\n1003-leads\n"
        );
        assert_eq!(printed(&[]), "(none)\n");
    }

    #[test]
    fn wide_and_control_characters_are_contained() {
        let shown = printed(&[Row::new().with("name", format!("\u{1b}[31m{}", "漢".repeat(60)))]);
        assert!(!shown.contains('\u{1b}') && shown.contains('…'), "{shown}");
        assert!(shown.lines().all(|line| line.width() <= WIDEST), "{shown}");
    }
}
