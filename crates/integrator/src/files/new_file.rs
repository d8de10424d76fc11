use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::{NamedTempFile, TempPath};

use super::{Access, FileError, folder_of, sync_folder};

/// A file that is written bit by bit and has no name of its own yet. Dropped, it is gone.
#[derive(Debug)]
pub struct NewFile {
    file: NamedTempFile,
    /// What is said to be unwritable when it is.
    about: PathBuf,
}

impl NewFile {
    /// Begins a file that shall become `path`.
    pub fn beside(path: &Path, access: Access) -> Result<Self, FileError> {
        Self::begin(folder_of(path), path, access)
    }

    /// Begins a file in this folder, whose name comes later.
    pub fn inside(folder: &Path, access: Access) -> Result<Self, FileError> {
        Self::begin(folder, folder, access)
    }

    fn begin(folder: &Path, about: &Path, access: Access) -> Result<Self, FileError> {
        let mut builder = tempfile::Builder::new();
        builder.prefix(".sealpost-");
        #[cfg(unix)]
        builder.permissions(super::permissions(access));
        match builder.tempfile_in(folder) {
            Ok(file) => Ok(Self {
                file,
                about: about.to_owned(),
            }),
            Err(source) => Err(unwritable(about, source)),
        }
    }

    /// Puts more bytes at its end.
    pub fn append(&mut self, bytes: &[u8]) -> Result<(), FileError> {
        let written = self.file.write_all(bytes);
        written.map_err(|source| unwritable(&self.about, source))
    }

    /// Nothing more comes: brings it to the disk and closes it.
    pub fn finish(self) -> Result<WholeFile, FileError> {
        match self.file.as_file().sync_all() {
            Ok(()) => Ok(WholeFile(self.file.into_temp_path())),
            Err(source) => Err(unwritable(&self.about, source)),
        }
    }
}

/// For writers that know no files. Its errors are [`NewFile::append`]'s, without the name.
impl Write for NewFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// A file that is whole, on the disk, and still without a name. Dropped, it is gone.
#[derive(Debug)]
pub struct WholeFile(TempPath);

impl WholeFile {
    /// Gives it its name, which no file may have yet.
    pub fn keep_as(self, path: &Path) -> Result<(), FileError> {
        self.name(path)?;
        sync_folder(path)
    }

    /// Gives it its name, which it takes from a file that may have it.
    pub fn replace(self, path: &Path) -> Result<(), FileError> {
        self.take_name(path)?;
        sync_folder(path)
    }

    /// The same, and a loss of power may still undo it.
    pub(super) fn take_name(self, path: &Path) -> Result<(), FileError> {
        let taken = self.0.persist(path);
        taken.map_err(|error| unwritable(path, error.error))
    }

    fn name(self, path: &Path) -> Result<(), FileError> {
        self.0.persist_noclobber(path).map_err(|error| {
            if error.error.kind() == io::ErrorKind::AlreadyExists {
                FileError::Exists(path.to_owned())
            } else {
                unwritable(path, error.error)
            }
        })
    }
}

/// Gives several files their names, which no file may have yet: all of them, or none.
pub fn keep_all(files: Vec<WholeFile>, paths: &[PathBuf]) -> Result<(), FileError> {
    let mut named = Named(Vec::with_capacity(paths.len()));
    for (file, path) in files.into_iter().zip(paths) {
        file.name(path)?;
        named.0.push(path);
    }
    if let Some(path) = paths.last() {
        sync_folder(path)?;
    }
    named.0.clear();
    Ok(())
}

/// Files that go again unless they are taken out.
struct Named<'a>(Vec<&'a Path>);

impl Drop for Named<'_> {
    fn drop(&mut self) {
        for path in &self.0 {
            // What went wrong before is what is told.
            let _ = fs::remove_file(path);
        }
    }
}

pub(super) fn unwritable(path: &Path, source: io::Error) -> FileError {
    FileError::Write {
        path: path.to_owned(),
        source,
    }
}
