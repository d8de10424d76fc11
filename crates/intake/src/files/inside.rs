use std::{
    future::{Ready, ready},
    io::{self, Cursor, SeekFrom},
    path::{Path, PathBuf},
    pin::Pin,
    task::{Context, Poll},
    time::SystemTime,
};

use tokio::io::{AsyncRead, AsyncSeek, ReadBuf};
use tower_http::services::fs::{Backend, File, Metadata};

/// Files in memory, for the service that otherwise reads a folder.
#[derive(Clone, Copy)]
pub(crate) struct Inside(pub(super) &'static [(&'static str, &'static [u8])]);

impl Inside {
    fn find(self, path: &Path) -> Option<&'static [u8]> {
        let path = path.strip_prefix(".").unwrap_or(path);
        let found = self.0.iter().find(|(name, _)| Path::new(name) == path);
        found.map(|(_, content)| *content)
    }

    /// Whether it is a folder: the first part of some file's path.
    fn has_below(self, path: &Path) -> bool {
        let path = path.strip_prefix(".").unwrap_or(path);
        self.0
            .iter()
            .any(|(name, _)| Path::new(name).starts_with(path))
    }
}

impl Backend for Inside {
    type File = InMemory;
    type Metadata = About;
    type OpenFuture = Ready<io::Result<InMemory>>;
    type MetadataFuture = Ready<io::Result<About>>;

    fn open(&self, path: PathBuf) -> Self::OpenFuture {
        let content = self.find(&path).ok_or(io::ErrorKind::NotFound.into());
        ready(content.map(|it| InMemory(Cursor::new(it))))
    }

    fn metadata(&self, path: PathBuf) -> Self::MetadataFuture {
        let about = match self.find(&path) {
            Some(content) => Ok(About::File(content.len() as u64)),
            None if self.has_below(&path) => Ok(About::Folder),
            None => Err(io::ErrorKind::NotFound.into()),
        };
        ready(about)
    }
}

/// What is known of a path.
pub(crate) enum About {
    /// It is a file of so many bytes.
    File(u64),
    /// It is a folder.
    Folder,
}

impl Metadata for About {
    fn is_dir(&self) -> bool {
        matches!(self, Self::Folder)
    }

    /// None is known. The folder's times are told to nobody either.
    fn modified(&self) -> io::Result<SystemTime> {
        Err(io::ErrorKind::Unsupported.into())
    }

    fn len(&self) -> u64 {
        match self {
            Self::File(len) => *len,
            Self::Folder => 0,
        }
    }
}

/// A file that is being sent.
pub(crate) struct InMemory(Cursor<&'static [u8]>);

impl File for InMemory {
    type Metadata = About;
    type MetadataFuture<'a> = Ready<io::Result<About>>;

    fn metadata(&self) -> Self::MetadataFuture<'_> {
        ready(Ok(About::File(self.0.get_ref().len() as u64)))
    }
}

impl AsyncRead for InMemory {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_read(context, buffer)
    }
}

impl AsyncSeek for InMemory {
    fn start_seek(mut self: Pin<&mut Self>, position: SeekFrom) -> io::Result<()> {
        Pin::new(&mut self.0).start_seek(position)
    }

    fn poll_complete(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<u64>> {
        Pin::new(&mut self.0).poll_complete(context)
    }
}
