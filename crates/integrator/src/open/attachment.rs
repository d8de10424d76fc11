use std::path::{Path, PathBuf};

use envelope::AttachmentHead;
use serde::Serialize;

use super::Opened;
use crate::files::{self, FileError, WholeFile};

/// The most characters of a sender's name that get into a file's name.
const MAX_NAME_CHARS: usize = 80;

/// The most bytes of them: with what stands before them they fit the 255 that file systems allow,
/// in any script.
const MAX_NAME_LEN: usize = 200;

/// A file that came with a report, without its bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct OpenedAttachment {
    /// What the sender calls it. Never a path; never trusted.
    pub name: String,
    /// What the sender says it is. Never trusted.
    pub media_type: String,
    /// Its length in bytes.
    pub size: u64,
    /// Where it was saved, when it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub saved_as: Option<PathBuf>,
}

impl OpenedAttachment {
    /// What can be said about an attachment.
    pub(super) fn of(head: AttachmentHead<'_>) -> Self {
        Self {
            name: head.name.to_owned(),
            media_type: head.media_type.to_owned(),
            size: head.len,
            saved_as: None,
        }
    }
}

/// Gives the attachments' files their names in the folder: all of them, or none. An existing file
/// is never touched.
pub(super) fn keep(
    opened: &mut Opened,
    files: Vec<WholeFile>,
    folder: &Path,
) -> Result<(), FileError> {
    let digest = opened.digest.to_string();
    let name = |(index, it): (usize, &OpenedAttachment)| {
        let name = format!("{}-{}-{}", &digest[..16], index + 1, safe_name(&it.name));
        folder.join(name)
    };
    let paths: Vec<_> = opened.attachments.iter().enumerate().map(name).collect();
    files::keep_all(files, &paths)?;
    for (attachment, path) in opened.attachments.iter_mut().zip(paths) {
        attachment.saved_as = Some(path);
    }
    Ok(())
}

/// What is left of a sender's name when only letters, digits, dots, hyphens and underscores may
/// stay. It never stands alone, so it cannot be a device, a hidden file or a folder above.
fn safe_name(name: &str) -> String {
    let stays = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_');
    let mut left = MAX_NAME_LEN;
    name.chars()
        .take(MAX_NAME_CHARS)
        .map(|c| if stays(c) { c } else { '_' })
        .take_while(|c| {
            let fits = c.len_utf8() <= left;
            left = left.saturating_sub(c.len_utf8());
            fits
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::safe_name;

    #[test]
    fn a_name_cannot_leave_its_folder() {
        let cases = [
            ("photo.jpg", "photo.jpg"),
            ("../../etc/passwd", ".._.._etc_passwd"),
            ("C:\\a\\b.exe", "C__a_b.exe"),
            ("a\u{202e}gpj.exe", "a_gpj.exe"),
            ("line\nbreak\0", "line_break_"),
            ("صورة.png", "صورة.png"),
        ];
        for (name, expected) in cases {
            assert_eq!(safe_name(name), expected, "{name:?}");
        }
        assert_eq!(safe_name(&"x".repeat(255)).len(), 80);
        assert_eq!(safe_name(&"ሀ".repeat(85)).len(), 198);
    }
}
