//! Files that are read in pieces while they are sent.

#[cfg(feature = "fs")]
pub(super) use with_fs::OpenFile;
#[cfg(not(feature = "fs"))]
pub(super) use without_fs::OpenFile;

#[cfg(feature = "fs")]
mod with_fs {
    use std::io::{self, ErrorKind};
    use std::path::Path;
    use std::pin::Pin;
    use std::task::{Context, Poll, ready};

    use bytes::Bytes;
    use tokio::fs;
    use tokio::io::{AsyncRead as _, AsyncReadExt as _, AsyncSeekExt as _, ReadBuf};

    use crate::error::{Error, Result};

    /// The number of bytes read at once.
    const CHUNK: usize = 64 * 1024;

    /// A file, and how much of it was not read yet.
    pub(in crate::request) struct OpenFile {
        file: fs::File,
        left: u64,
    }

    impl OpenFile {
        /// Opens a file and measures it. Only a regular file has a length that is known in advance: a pipe or a device
        /// reports 0 and would be sent as empty, and a directory fails only when it is read. The files of `/proc` and
        /// `/sys` claim to be regular, but report a wrong length.
        pub(in crate::request) async fn open(path: &Path) -> Result<Self> {
            let unreadable = |source: io::Error| Error::invalid("file", "cannot be read").with_source(source);
            let wrong = || {
                Error::invalid("file", "is not a regular file, so its length is not known")
                    .with_help("read the file first and pass its bytes")
            };
            let measured =
                |metadata: std::fs::Metadata| if metadata.is_file() { Ok(metadata.len()) } else { Err(wrong()) };
            if cfg!(target_os = "linux") {
                let real = fs::canonicalize(path).await.map_err(unreadable)?;
                if real.starts_with("/proc") || real.starts_with("/sys") {
                    return Err(wrong());
                }
            }
            // Checked before opening too, because opening a pipe blocks until there is a writer.
            measured(fs::metadata(path).await.map_err(unreadable)?)?;
            let mut file = fs::File::open(path).await.map_err(unreadable)?;
            let left = measured(file.metadata().await.map_err(unreadable)?)?;
            if left == 0 {
                // A file that claims to be empty but has content has no known length either.
                if file.read(&mut [0]).await.map_err(unreadable)? > 0 {
                    return Err(wrong());
                }
                file.rewind().await.map_err(unreadable)?;
            }
            Ok(Self { file, left })
        }

        /// Returns how many bytes were not read yet.
        pub(in crate::request) fn left(&self) -> u64 {
            self.left
        }

        /// Polls for the next piece; `None` at the end.
        pub(in crate::request) fn poll_next(&mut self, context: &mut Context<'_>) -> Poll<Option<io::Result<Bytes>>> {
            if self.left == 0 {
                return Poll::Ready(None);
            }
            let mut space = vec![0; usize::try_from(self.left).unwrap_or(CHUNK).min(CHUNK)];
            let mut buffer = ReadBuf::new(&mut space);
            if let Err(error) = ready!(Pin::new(&mut self.file).poll_read(context, &mut buffer)) {
                return Poll::Ready(Some(Err(error)));
            }
            let read = buffer.filled().len();
            if read == 0 {
                let short = io::Error::new(ErrorKind::UnexpectedEof, "the file became shorter while it was being sent");
                return Poll::Ready(Some(Err(short)));
            }
            self.left -= read as u64;
            space.truncate(read);
            Poll::Ready(Some(Ok(Bytes::from(space))))
        }
    }
}

#[cfg(not(feature = "fs"))]
mod without_fs {
    use std::io;
    use std::path::Path;
    use std::task::{Context, Poll};

    use bytes::Bytes;

    use crate::error::{Error, Result};

    /// A file, of which there are none.
    pub(in crate::request) enum OpenFile {}

    impl OpenFile {
        #[allow(clippy::unused_async)] // like the one that reads files
        pub(in crate::request) async fn open(_: &Path) -> Result<Self> {
            Err(Error::invalid("file", "cannot be read without the feature `fs`")
                .with_help("turn on the feature `fs`, or read the file and pass its bytes"))
        }

        pub(in crate::request) fn left(&self) -> u64 {
            match *self {}
        }

        pub(in crate::request) fn poll_next(&mut self, _: &mut Context<'_>) -> Poll<Option<io::Result<Bytes>>> {
            match *self {}
        }
    }
}
