//! Checks the prose of the repository for banned phrases.
//!
//! The rules apply to doc comments, to string literals in calls that build errors, and to the Markdown pages. Code blocks,
//! inline code and link targets are ignored. A phrase may be broken over two lines.

use crate::Result;
use regex::Regex;
use std::collections::BTreeSet;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// A banned phrase: the pattern, what to write instead, and the phrases around it that are fine.
struct Rule {
    pattern: &'static str,
    suggestion: &'static str,
    except: &'static [&'static str],
}

const fn rule(pattern: &'static str, suggestion: &'static str) -> Rule {
    Rule { pattern, suggestion, except: &[] }
}

impl Rule {
    const fn except(mut self, phrases: &'static [&'static str]) -> Self {
        self.except = phrases;
        self
    }
}

/// A space in a pattern matches any white space.
const RULES: &[Rule] = &[
    rule(r"\bnobody\b", "say what does not happen: `no caller`, `it is not known`"),
    rule(r"\bsomebody\b", "name who: `another caller`, `the user`, `a proxy`"),
    rule(r"\bwhoever\b", "name who: `the caller`, `the owner`"),
    rule(r"\bstrangers?\b", "`a foreign response`, `another host`"),
    rule(r"\bwhat (?:has )?(?:become|became) of\b", "`whether the write took effect`, `the outcome of`"),
    rule(r"\bone's own\b", "`your own`, `client-supplied`, `custom`"),
    rule(
        r"\bof (?:its|their|our|your) own(?:[.,;:)]|$| (?:and|are|as|at|but|by|for|from|in|is|on|or|so|than|that|to|when|where|which|with)\b)",
        "`its own x`, `a separate x`",
    ),
    rule(r"\banew\b", "`again`"),
    rule(r"\bbe had\b", "`be obtained`, `be available`"),
    rule(r"\bbesides?\b", "`with`, `in addition to`, `next to`"),
    rule(r"\b(?:stands?|stood)\b", "`is`, `appears`, `is written`")
        .except(&[r"\bstands? (?:for|in for|alone)\b", r"\bstand-(?:in|ins|alone)\b"]),
    rule(r"\b(?:tells?|told)\b", "`says`, `reports`, `indicates`, `returns`")
        .except(&[r"\btells? (?:[\w-]+ ){0,6}apart\b", r"\btold apart\b"]),
    rule(r"\b(?:gives?|given|gave) out\b", "`returns`, `yields`, `exposes`"),
    rule(r"\ba look\b", "`a verification read`, `a check`").except(&[r"\ba look-?up\b"]),
    rule(r"\blooks for\b", "`searches for`, `checks`"),
    rule(r"\basks? back\b", "name the check"),
    rule(r"\b(?:is|are|was|were) no\b", "`is not a`, `does not have`").except(&[
        r"\bthere (?:is|are|was|were) no\b",
        r"\b(?:is|are|was|were) no longer\b",
        r"\b(?:is|are|was|were) no (?:earlier|faster|fewer|greater|larger|later|less|longer|more|newer|older|shorter|slower|smaller|wider) than\b",
    ]),
    rule(r"\bshall\b", "`must`, `should`, or the present tense"),
    rule(r"\bodd(?:ly)?\b", "`malformed`, `unusual`, `unexpected`")
        .except(&[r"\bodd (?:number|numbers|length|count)\b", r"\beven (?:and|or) odd\b", r"\bodd (?:and|or) even\b"]),
    rule(r"\bmend(?:s|ed|ing)?\b", "`repair`"),
    rule(r"\bwhether or not it came\b", "name what is not known"),
    rule(r"\bverbs?\b", "`method`"),
    rule(r"\btime limits?\b", "`timeout`"),
    rule(r"\btime-outs?\b", "`timeout`"),
    rule(r"\banswer(?:s|ed|ing)?\b", "`response`, `respond`, `return`")
        .except(&[r"\banswer(?:s|ed|ing)? (?:the|this|that|these|a|each|every) questions?\b"]),
    rule(r"\b(?:the|a|one|empty|fake's) book\b", "`the ledger`"),
    rule(r"\bpromised\b", "`guaranteed`, `documented`"),
    rule(r"\bof old\b", "`earlier`, `previous`"),
    rule(r"\brefuses\b", "`rejects`, `returns an error`").except(&[r"\brefuses (?:a |all |the |new )?connections?\b"]),
];

/// Calls that build an error from a text.
const CONSTRUCTORS: &str = r"(?x)
    (?: \b(?:Error|Failure)::(?:ambiguous|config|invalid|new|refused|rejected|unknown|unsupported)
    |   \bSelf::(?:refused|rejected|unknown)
    |   \.(?:help|with_help)
    |   \#\[error
    )\(";

/// The folders with Rust sources.
const SOURCES: [&str; 6] = ["crates", "src", "examples", "tests", "fuzz", "xtask/src"];

/// A banned phrase in a text.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Hit {
    line: usize,
    phrase: String,
    suggestion: &'static str,
}

/// The compiled rules.
struct Checker {
    /// Matches whatever a rule matches.
    any: Regex,
    rules: Vec<(Regex, Vec<Regex>, &'static str)>,
    constructors: Regex,
    link: Regex,
}

/// Checks every file; `false` if there is a banned phrase.
pub(crate) fn run() -> Result<bool> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().ok_or("xtask has no parent folder")?;
    let checker = Checker::new()?;
    let mut files = Vec::new();
    for folder in SOURCES {
        collect(&root.join(folder), "rs", &mut files)?;
    }
    collect(&root.join("docs"), "md", &mut files)?;
    files.extend(["README.md", "CHANGELOG.md"].map(|name| root.join(name)));
    let mut hits = 0;
    for file in files {
        let text = std::fs::read_to_string(&file)?;
        let name = file.strip_prefix(root).unwrap_or(&file);
        let is_page = file.extension().is_some_and(|extension| extension == "md");
        for hit in if is_page { checker.page(&text) } else { checker.source(&text) } {
            hits += 1;
            println!("{}:{}: \"{}\": write {}", name.display(), hit.line, hit.phrase, hit.suggestion);
        }
    }
    if hits > 0 {
        println!("{hits} banned phrases");
    }
    Ok(hits == 0)
}

/// Adds the files below a folder that have an extension, in order.
fn collect(folder: &Path, extension: &str, files: &mut Vec<PathBuf>) -> Result<()> {
    if !folder.is_dir() {
        return Ok(());
    }
    let mut paths = std::fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    paths.sort();
    for path in paths {
        if path.is_dir() {
            if path.file_name().is_none_or(|name| name != "target") {
                collect(&path, extension, files)?;
            }
        } else if path.extension().is_some_and(|found| found == extension) {
            files.push(path);
        }
    }
    Ok(())
}

impl Checker {
    fn new() -> Result<Self> {
        // Words are ASCII, which is faster; white space is not.
        let spaced = |pattern: &str| format!("(?i-u:{})", pattern.replace(' ', r"(?u:\s+)"));
        let compile = |pattern: &str| Regex::new(&spaced(pattern));
        let mut rules = Vec::new();
        for rule in RULES {
            let except = rule.except.iter().map(|pattern| compile(pattern)).collect::<Result<Vec<_>, _>>()?;
            rules.push((compile(rule.pattern)?, except, rule.suggestion));
        }
        // Almost every text matches none of the rules, which one pass shows.
        let any = Regex::new(&RULES.iter().map(|rule| spaced(rule.pattern)).collect::<Vec<_>>().join("|"))?;
        Ok(Self { any, rules, constructors: Regex::new(CONSTRUCTORS)?, link: Regex::new(r"\]\([^)\s]*\)")? })
    }

    /// The hits in a Markdown page.
    fn page(&self, text: &str) -> BTreeSet<Hit> {
        let lines: Vec<(usize, &str)> = text.lines().enumerate().map(|(at, line)| (at + 1, line)).collect();
        let mut hits = BTreeSet::new();
        self.markdown(&lines, &mut hits);
        hits
    }

    /// The hits in the doc comments and the error texts of a source file.
    fn source(&self, text: &str) -> BTreeSet<Hit> {
        let mut hits = BTreeSet::new();
        let mut block = Vec::new();
        for (at, line) in text.lines().enumerate() {
            let line = line.trim_start();
            match line.strip_prefix("///").or_else(|| line.strip_prefix("//!")) {
                Some(prose) => block.push((at + 1, prose)),
                None => {
                    self.markdown(&block, &mut hits);
                    block.clear();
                }
            }
        }
        self.markdown(&block, &mut hits);
        for call in self.constructors.find_iter(text) {
            for literal in literals(text, call.end()) {
                let line = line_of(text, literal.start);
                let prose = text[literal].replace("\\\n", " \n");
                self.prose(&prose, |at| line + prose[..at].matches('\n').count(), &mut hits);
            }
        }
        hits
    }

    /// Checks consecutive lines of Markdown with their numbers, without their code.
    fn markdown(&self, lines: &[(usize, &str)], hits: &mut BTreeSet<Hit>) {
        let (mut prose, mut starts) = (String::new(), Vec::new());
        let mut fenced = false;
        for (number, line) in lines {
            let is_fence = line.trim_start().starts_with("```");
            starts.push((prose.len(), *number));
            if !fenced && !is_fence {
                prose.push_str(line);
            }
            prose.push('\n');
            fenced ^= is_fence;
        }
        let prose = self.without_links(&without_code(&prose));
        let number = |at: usize| {
            let line = starts.partition_point(|(start, _)| *start <= at).saturating_sub(1);
            starts.get(line).map_or(0, |(_, number)| *number)
        };
        self.prose(&prose, number, hits);
    }

    /// Replaces link targets by a filling of the same length.
    fn without_links(&self, text: &str) -> String {
        self.link
            .replace_all(text, |found: &regex::Captures<'_>| format!("]({})", "x".repeat(found[0].len() - 3)))
            .into()
    }

    fn prose(&self, text: &str, line_of: impl Fn(usize) -> usize, hits: &mut BTreeSet<Hit>) {
        if !self.any.is_match(text) {
            return;
        }
        for (pattern, except, suggestion) in &self.rules {
            if !pattern.is_match(text) {
                continue;
            }
            let allowed: Vec<Range<usize>> =
                except.iter().flat_map(|pattern| pattern.find_iter(text)).map(|found| found.range()).collect();
            for found in pattern.find_iter(text) {
                if allowed.iter().any(|range| range.start < found.end() && found.start() < range.end) {
                    continue;
                }
                let phrase = found.as_str().split_whitespace().collect::<Vec<_>>().join(" ");
                hits.insert(Hit { line: line_of(found.start()), phrase, suggestion });
            }
        }
    }
}

/// Replaces inline code by a filling of the same length. A backtick without a partner in its paragraph is text.
fn without_code(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for paragraph in text.split_inclusive("\n\n") {
        let mut rest = paragraph;
        while let Some((before, after)) = rest.split_once('`') {
            out.push_str(before);
            let Some((code, after)) = after.split_once('`') else {
                out.push('`');
                rest = after;
                continue;
            };
            out.push('x');
            out.extend(code.bytes().map(|byte| if byte == b'\n' { '\n' } else { 'x' }));
            out.push('x');
            rest = after;
        }
        out.push_str(rest);
    }
    out
}

/// The ranges of the string literals in a call whose arguments begin at `from`.
fn literals(text: &str, from: usize) -> Vec<Range<usize>> {
    let byte = |at: usize| text.as_bytes().get(at).copied();
    let (mut found, mut depth, mut at) = (Vec::new(), 1, from);
    while let Some(next) = byte(at)
        && depth > 0
    {
        match next {
            b'(' => depth += 1,
            b')' => depth -= 1,
            b'\'' if byte(at + 2) == Some(b'\'') => at += 2,
            b'"' => {
                let start = at + 1;
                at = start;
                while let Some(next) = byte(at)
                    && next != b'"'
                {
                    at += if next == b'\\' { 2 } else { 1 };
                }
                found.push(start..at.min(text.len()));
            }
            _ => {}
        }
        at += 1;
    }
    found
}

fn line_of(text: &str, at: usize) -> usize {
    text[..at].matches('\n').count() + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(text: &str) -> Vec<(usize, String)> {
        Checker::new().unwrap().page(text).into_iter().map(|hit| (hit.line, hit.phrase)).collect()
    }

    fn source(text: &str) -> Vec<(usize, String)> {
        Checker::new().unwrap().source(text).into_iter().map(|hit| (hit.line, hit.phrase)).collect()
    }

    #[test]
    fn banned_phrases_are_found() {
        for (text, phrase) in [
            ("Nobody knows.", "Nobody"),
            ("a class of its own, which", "of its own,"),
            ("options of its own for each", "of its own for"),
            ("It is no number.", "is no"),
            ("The answer is lost.", "answer"),
            ("keys stand there", "stand"),
            ("it tells which", "tells"),
            ("an odd member", "odd"),
            ("a look at it", "a look"),
            ("the time limit passed", "time limit"),
            ("it refuses the value", "refuses"),
        ] {
            assert_eq!(page(text), [(1, phrase.to_owned())], "{text}");
        }
    }

    #[test]
    fn legitimate_uses_pass() {
        for text in [
            "There is no limit, and the token is no longer valid.",
            "if there are no rows, it is no larger than that",
            "at the end of its own line",
            "the seed stands for the run, with a stand-in",
            "how to tell the two apart, and they are told apart",
            "an odd number of bytes",
            "a lookup, a look-up, the outlook",
            "it refuses connections",
            "bookmarks, proverbs, a standard, shallow",
            "see `answer()` and [it](https://example.com/answers/odd)",
        ] {
            assert_eq!(page(text), [], "{text}");
        }
    }

    #[test]
    fn code_blocks_are_ignored() {
        assert_eq!(page("a\n```rust\nlet answer = 1;\n```\nanswer\n"), [(5, "answer".to_owned())]);
        assert_eq!(page("one ` tick\n\nand `odd\ncode` and odd"), [(4, "odd".to_owned())]);
    }

    #[test]
    fn phrase_over_two_lines_is_reported_on_its_first_line() {
        assert_eq!(source("/// Says what\n/// became of it.\nfn x() {}\n"), [(1, "what became of".to_owned())]);
        assert_eq!(page("one\nis\nno two\n"), [(2, "is no".to_owned())]);
    }

    /// The underscores keep the examples from being hits in this file.
    #[test]
    fn source_is_checked_in_doc_comments_and_error_texts_only() {
        for (text, hits) in [
            ("// odd\n/// an odd one\nlet a = \"odd\";\n", &[(2, "odd")][..]),
            ("\n_Error::invalid(\"x\", \"is\\\n    no number\")\n", &[(2, "is no")]),
            ("_Error::new(kind, f(')', \"odd\"));\nf(\"odd\")", &[(1, "odd")]),
            ("#[_error(\"told {0}\")]", &[(1, "told")]),
            ("failure._help(\"mend \\\" it\").x(\"odd\")", &[(1, "mend")]),
        ] {
            let hits: Vec<_> = hits.iter().map(|(line, phrase)| (*line, (*phrase).to_owned())).collect();
            assert_eq!(source(&text.replace('_', "")), hits, "{text}");
        }
    }

    #[test]
    fn every_rule_compiles_and_has_a_suggestion() {
        let checker = Checker::new().unwrap();
        assert_eq!(checker.rules.len(), RULES.len());
        assert!(RULES.iter().all(|rule| !rule.suggestion.is_empty()));
    }
}
