//! A folder of files in memory.

use crate::failure::{Failure, at};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Contents by path below the folder, with `/` between the parts.
pub(super) type Files = BTreeMap<String, Vec<u8>>;

/// Reads a folder, without the templates (`.in`) that are only read at build time.
pub(super) fn read(folder: &Path) -> Result<Files, Failure> {
    let mut files = Files::new();
    read_into(folder, "", &mut files)?;
    files.retain(|path, _| !path.ends_with(".in"));
    Ok(files)
}

fn read_into(folder: &Path, prefix: &str, files: &mut Files) -> Result<(), Failure> {
    for entry in at(folder, fs::read_dir(folder))? {
        let path = at(folder, entry)?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let name = format!("{prefix}{name}");
        if path.is_dir() {
            read_into(&path, &format!("{name}/"), files)?;
        } else {
            files.insert(name, at(&path, fs::read(&path))?);
        }
    }
    Ok(())
}

/// Writes the files beside the folder and then puts them in its place.
pub(super) fn replace(folder: &Path, files: &Files) -> Result<(), Failure> {
    let fresh = folder.with_extension("new");
    remove(&fresh)?;
    for (name, content) in files {
        let path = fresh.join(name);
        let parent = path.parent().unwrap_or(&fresh);
        at(parent, fs::create_dir_all(parent))?;
        at(&path, fs::write(&path, content))?;
    }
    remove(folder)?;
    at(folder, fs::rename(&fresh, folder))
}

fn remove(folder: &Path) -> Result<(), Failure> {
    if folder.exists() {
        at(folder, fs::remove_dir_all(folder))?;
    }
    Ok(())
}
