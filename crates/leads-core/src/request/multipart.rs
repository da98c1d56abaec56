//! Forms with files, streamed.

use super::file::OpenFile;
use super::secret::SecretText;
use crate::error::Result;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::borrow::Cow;
use std::cell::Cell;
use std::fmt;
use std::path::PathBuf;

/// The source of a file in a request.
///
/// Bytes are written as base64 in a request's stored form. A path is opened again for each attempt and read in pieces,
/// so that a file is never held in memory completely; this needs the feature `fs`, which `reqwest` turns on. It must refer to a regular file: the length of a pipe, a device
/// or a directory is not known before it is read, so they are rejected.
///
/// ```
/// use leads_core::FileSource;
/// let small = FileSource::from(&b"hello"[..]);
/// let large = FileSource::path("/tmp/scan.pdf");
/// assert_eq!(serde_json::to_string(&small).unwrap(), r#"{"bytes":"aGVsbG8="}"#);
/// # let _ = large;
/// ```
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum FileSource {
    /// The file's content.
    #[serde(deserialize_with = "from_base64")]
    Bytes(Bytes),
    /// The path of a file that is read for each attempt.
    Path(PathBuf),
}

impl FileSource {
    /// Creates a source that reads a file for each attempt.
    pub fn path(path: impl Into<PathBuf>) -> Self {
        Self::Path(path.into())
    }
}

impl From<&[u8]> for FileSource {
    fn from(bytes: &[u8]) -> Self {
        Self::Bytes(Bytes::copy_from_slice(bytes))
    }
}

impl From<Vec<u8>> for FileSource {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Bytes(Bytes::from(bytes))
    }
}

impl From<Bytes> for FileSource {
    fn from(bytes: Bytes) -> Self {
        Self::Bytes(bytes)
    }
}

impl From<PathBuf> for FileSource {
    fn from(path: PathBuf) -> Self {
        Self::Path(path)
    }
}

impl fmt::Debug for FileSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bytes(bytes) => write!(f, "Bytes({} bytes)", bytes.len()),
            // A file's name can contain a person's name.
            Self::Path(_) => f.write_str("Path(..)"),
        }
    }
}

thread_local! {
    /// Whether files are written with their content. The flag is set only during one synchronous call, so no other task
    /// can observe it.
    static EMBED: Cell<bool> = const { Cell::new(false) };
}

/// Runs `write` with files that are named by path written with their content.
#[cfg(any(test, feature = "registry"))]
pub(crate) fn with_content<T>(write: impl FnOnce() -> T) -> T {
    struct Reset(bool);
    impl Drop for Reset {
        fn drop(&mut self) {
            EMBED.set(self.0);
        }
    }
    let _reset = Reset(EMBED.replace(true));
    write()
}

impl Serialize for FileSource {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let content = |serializer: S, bytes: &[u8]| {
            serializer.serialize_newtype_variant("FileSource", 0, "bytes", &STANDARD.encode(bytes))
        };
        match self {
            Self::Bytes(bytes) => content(serializer, bytes),
            Self::Path(path) if EMBED.get() => match std::fs::read(path) {
                Ok(bytes) => content(serializer, &bytes),
                Err(_) => Err(serde::ser::Error::custom("a file cannot be read")),
            },
            Self::Path(path) => serializer.serialize_newtype_variant("FileSource", 1, "path", path),
        }
    }
}

fn from_base64<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Bytes, D::Error> {
    let text = Cow::<'de, str>::deserialize(deserializer)?;
    STANDARD.decode(text.as_ref()).map(Bytes::from).map_err(|_| serde::de::Error::custom("not base64"))
}

/// A `multipart/form-data` body as a value: the parts in order, with the files not read yet.
///
/// ```
/// use leads_core::{FileSource, Multipart};
/// let form = Multipart::new()
///     .text("lead[email]", "jo@example.com")
///     .file("lead[scan]", "scan.pdf", "application/pdf", FileSource::path("/tmp/scan.pdf"));
/// assert!(form.content_type().starts_with("multipart/form-data; boundary="));
/// assert_eq!(format!("{form:?}"), "Multipart(2 parts)");
/// ```
#[derive(Clone)]
pub struct Multipart {
    boundary: String,
    parts: Vec<Part>,
}

#[derive(Clone)]
struct Part {
    head: Bytes,
    content: FileSource,
}

impl fmt::Debug for Multipart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Multipart({} parts)", self.parts.len())
    }
}

impl Default for Multipart {
    fn default() -> Self {
        Self::new()
    }
}

impl Multipart {
    /// Creates an empty form with a random boundary.
    #[must_use]
    pub fn new() -> Self {
        let (a, b) = (fastrand::u64(..), fastrand::u64(..));
        Self { boundary: format!("leads-{a:016x}{b:016x}"), parts: Vec::new() }
    }

    /// Adds a text field.
    #[must_use]
    pub fn text(mut self, name: &str, value: impl Into<String>) -> Self {
        let head = format!("Content-Disposition: form-data; name=\"{}\"\r\n\r\n", quoted(name));
        self.parts.push(Part { head: head.into(), content: FileSource::Bytes(Bytes::from(value.into())) });
        self
    }

    /// Adds a file.
    #[must_use]
    pub fn file(mut self, name: &str, file_name: &str, content_type: &str, content: FileSource) -> Self {
        let content_type: String = content_type.chars().filter(|c| !c.is_control()).collect();
        let head = format!(
            "Content-Disposition: form-data; name=\"{}\"; filename=\"{}\"\r\nContent-Type: {content_type}\r\n\r\n",
            quoted(name),
            quoted(file_name),
        );
        self.parts.push(Part { head: head.into(), content });
        self
    }

    /// Returns the form with secret text fields before the others.
    pub(crate) fn with_secrets(&self, fields: &[(&'static str, SecretText)]) -> Self {
        let first =
            Self { boundary: self.boundary.clone(), parts: Vec::with_capacity(fields.len() + self.parts.len()) };
        let mut form = fields.iter().fold(first, |form, (name, secret)| form.text(name, secret.expose()));
        form.parts.extend_from_slice(&self.parts);
        form
    }

    /// Returns the value of `Content-Type`.
    #[must_use]
    pub fn content_type(&self) -> String {
        format!("multipart/form-data; boundary={}", self.boundary)
    }

    /// Opens the body for one attempt: every file is opened and measured, but not read yet.
    ///
    /// # Errors
    /// Returns an invalid-request error if a path cannot be opened or is not a regular file; nothing is sent.
    pub async fn open(&self) -> Result<OpenBody> {
        let mut pieces = std::collections::VecDeque::with_capacity(self.parts.len() * 2 + 1);
        let mut length = 0_u64;
        for (index, part) in self.parts.iter().enumerate() {
            let lead = if index == 0 { "--" } else { "\r\n--" };
            let mut head = Vec::with_capacity(part.head.len() + self.boundary.len() + 8);
            head.extend_from_slice(lead.as_bytes());
            head.extend_from_slice(self.boundary.as_bytes());
            head.extend_from_slice(b"\r\n");
            head.extend_from_slice(&part.head);
            length += head.len() as u64;
            pieces.push_back(Piece::Bytes(Bytes::from(head)));
            match &part.content {
                FileSource::Bytes(bytes) => {
                    length += bytes.len() as u64;
                    pieces.push_back(Piece::Bytes(bytes.clone()));
                }
                FileSource::Path(path) => {
                    let file = OpenFile::open(path).await?;
                    length += file.left();
                    pieces.push_back(Piece::File(file));
                }
            }
        }
        let lead = if self.parts.is_empty() { "--" } else { "\r\n--" };
        let tail = format!("{lead}{}--\r\n", self.boundary);
        length += tail.len() as u64;
        pieces.push_back(Piece::Bytes(tail.into()));
        Ok(OpenBody { pieces, length })
    }
}

/// Quotes a name as browsers do: only characters that would end the value are encoded.
fn quoted(name: &str) -> String {
    name.chars().fold(String::with_capacity(name.len()), |mut out, c| {
        match c {
            '"' => out.push_str("%22"),
            '\r' => out.push_str("%0D"),
            '\n' => out.push_str("%0A"),
            c => out.push(c),
        }
        out
    })
}

enum Piece {
    Bytes(Bytes),
    File(OpenFile),
}

/// A multipart body that is being sent.
pub struct OpenBody {
    pieces: std::collections::VecDeque<Piece>,
    length: u64,
}

impl fmt::Debug for OpenBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OpenBody").field("length", &self.length).finish_non_exhaustive()
    }
}

impl OpenBody {
    /// Returns the length of the whole body in bytes.
    #[must_use]
    pub fn length(&self) -> u64 {
        self.length
    }

    /// Polls for the next piece; `None` at the end.
    ///
    /// # Errors
    /// Returns an error if a file cannot be read, or became shorter than it was when it was opened.
    pub fn poll_next(
        &mut self,
        context: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<std::io::Result<Bytes>>> {
        use std::task::{Poll, ready};
        loop {
            match self.pieces.front_mut() {
                None => return Poll::Ready(None),
                Some(Piece::Bytes(bytes)) => {
                    let bytes = std::mem::take(bytes);
                    self.pieces.pop_front();
                    if !bytes.is_empty() {
                        return Poll::Ready(Some(Ok(bytes)));
                    }
                }
                Some(Piece::File(file)) => match ready!(file.poll_next(context)) {
                    Some(piece) => return Poll::Ready(Some(piece)),
                    None => drop(self.pieces.pop_front()),
                },
            }
        }
    }

    /// Returns the next piece; `None` at the end. Cancel-safe.
    ///
    /// # Errors
    /// See [`poll_next`](Self::poll_next).
    pub async fn next(&mut self) -> Option<std::io::Result<Bytes>> {
        std::future::poll_fn(|context| self.poll_next(context)).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn file_is_written_with_its_content_only_on_request() {
        let path = std::env::temp_dir().join(format!("leads-core-content-{}", std::process::id()));
        std::fs::write(&path, b"hello").unwrap();
        let written = |source: &FileSource| serde_json::to_string(source).map_err(|error| error.to_string());
        let (source, bytes) = (FileSource::path(&path), FileSource::from(&b"hello"[..]));
        let by_path = Ok(serde_json::json!({ "path": path }).to_string());
        let content = Ok(r#"{"bytes":"aGVsbG8="}"#.to_owned());
        assert_eq!((written(&source), written(&bytes)), (by_path.clone(), content.clone()));
        assert_eq!(with_content(|| (written(&source), written(&bytes))), (content.clone(), content));
        assert_eq!(written(&source), by_path, "the flag is reset");
        std::fs::remove_file(&path).unwrap();
        let missing = with_content(|| written(&source)).unwrap_err();
        assert!(!missing.contains("leads-core-content"), "{missing}");
    }

    async fn whole(form: &Multipart) -> (u64, String) {
        let mut open = form.open().await.unwrap();
        let length = open.length();
        let mut out = Vec::new();
        while let Some(piece) = open.next().await {
            out.extend_from_slice(&piece.unwrap());
        }
        (length, String::from_utf8(out).unwrap())
    }

    #[tokio::test]
    async fn form_is_written_as_the_standard_requires() {
        let form =
            Multipart::new().text("lead[a\"b]", "v").file("f", "x.txt", "text/plain", FileSource::from(&b"hi"[..]));
        let boundary = form.boundary.clone();
        let (length, body) = whole(&form).await;
        assert_eq!(length, body.len() as u64);
        assert_eq!(
            body,
            format!(
                "--{boundary}\r\nContent-Disposition: form-data; name=\"lead[a%22b]\"\r\n\r\nv\r\n--{boundary}\r\n\
                 Content-Disposition: form-data; name=\"f\"; filename=\"x.txt\"\r\nContent-Type: text/plain\r\n\r\nhi\
                 \r\n--{boundary}--\r\n"
            )
        );
    }

    #[tokio::test]
    async fn file_is_reread_for_each_attempt_and_a_missing_file_is_reported() {
        let path = std::env::temp_dir().join(format!("leads-core-{}-{}", std::process::id(), fastrand::u64(..)));
        tokio::fs::write(&path, vec![b'x'; 200_000]).await.unwrap();
        let form = Multipart::new().file("f", "x", "text/plain", FileSource::path(&path));
        let first = whole(&form).await;
        assert_eq!(first, whole(&form).await);
        assert_eq!(first.0, first.1.len() as u64);
        tokio::fs::remove_file(&path).await.unwrap();
        let error = form.open().await.unwrap_err();
        assert_eq!(error.field(), Some("file"));
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn non_regular_file_is_rejected_before_sending() {
        let pipe = std::env::temp_dir().join(format!("leads-core-{}-{}", std::process::id(), fastrand::u64(..)));
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        let mut paths = vec![Path::new("/dev/null"), Path::new("/"), &pipe];
        let link = pipe.with_extension("link");
        if cfg!(target_os = "linux") {
            std::os::unix::fs::symlink("/proc/self/status", &link).unwrap();
            paths.extend([Path::new("/proc/self/status"), Path::new("/proc/version"), Path::new("/sys/kernel"), &link]);
        }
        for path in paths {
            let form = Multipart::new().file("f", "x", "text/plain", FileSource::path(path));
            let error = form.open().await.unwrap_err();
            assert_eq!((error.field(), error.is_invalid_request()), (Some("file"), true), "{}", path.display());
        }
        std::fs::remove_file(&pipe).unwrap();
        let _ = std::fs::remove_file(&link);
    }

    #[test]
    fn stored_form_of_bytes_is_base64() {
        let source = FileSource::from(&b"hello"[..]);
        let text = serde_json::to_string(&source).unwrap();
        assert_eq!(text, r#"{"bytes":"aGVsbG8="}"#);
        assert_eq!(serde_json::from_str::<FileSource>(&text).unwrap(), source);
        assert!(serde_json::from_str::<FileSource>(r#"{"bytes":"%"}"#).is_err());
    }
}
