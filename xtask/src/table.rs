//! The table of budgets.

/// Which side of the bar is acceptable.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Bar {
    AtMost(f64),
    AtLeast(f64),
    /// Measured for information only.
    None,
}

impl Bar {
    fn holds(self, value: f64) -> bool {
        match self {
            Self::AtMost(bar) => value <= bar,
            Self::AtLeast(bar) => value >= bar,
            Self::None => true,
        }
    }

    fn text(self, digits: usize) -> String {
        match self {
            Self::AtMost(bar) => format!("<= {bar:.digits$}"),
            Self::AtLeast(bar) => format!(">= {bar:.digits$}"),
            Self::None => "report".to_owned(),
        }
    }
}

/// The rows so far. Each is printed as soon as it is measured, to show progress.
#[derive(Debug, Default)]
pub(crate) struct Table {
    budgets: usize,
    missed: Vec<String>,
}

impl Table {
    pub(crate) fn new() -> Self {
        println!("{:<66} {:>10} {:>10}  {:<6} how", "what", "measured", "bar", "");
        Self::default()
    }

    pub(crate) fn row(&mut self, what: &str, value: f64, digits: usize, bar: Bar, how: &str) {
        let holds = bar.holds(value);
        let verdict = match bar {
            Bar::None => "",
            _ if holds => "ok",
            _ => "MISSED",
        };
        println!("{what:<66} {value:>10.digits$} {:>10}  {verdict:<6} {how}", bar.text(digits));
        if !matches!(bar, Bar::None) {
            self.budgets += 1;
        }
        if !holds {
            self.missed.push(what.to_owned());
        }
    }

    /// Prints the summary line and returns whether every budget is met.
    pub(crate) fn end(self) -> bool {
        let held = self.budgets - self.missed.len();
        if self.missed.is_empty() {
            println!("budgets: all {held} met");
        } else {
            println!("budgets: {held} of {} met; missed: {}", self.budgets, self.missed.join("; "));
        }
        self.missed.is_empty()
    }
}
