use std::path::{Path, PathBuf};

use envelope::{Attachment, Payload};
use serde::Serialize;

use super::Opened;
use crate::files::{self, Access, FileError};

/// The most characters of a sender's name that get into a file's name.
const MAX_NAME_CHARS: usize = 80;

/// A file that came with a report, without its bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct OpenedAttachment {
    /// What the sender calls it. Never a path; never trusted.
    pub name: String,
    /// What the sender says it is. Never trusted.
    pub media_type: String,
    /// Its length in bytes.
    pub size: usize,
    /// Where it was saved, when it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub saved_as: Option<PathBuf>,
}

impl OpenedAttachment {
    /// What can be said about an attachment.
    pub(super) fn of(attachment: &Attachment) -> Self {
        Self {
            name: attachment.name.clone(),
            media_type: attachment.media_type.clone(),
            size: attachment.bytes.len(),
            saved_as: None,
        }
    }
}

/// Saves every attachment into the folder; an existing file is never touched.
pub(super) fn save(opened: &mut Opened, payload: &Payload, folder: &Path) -> Result<(), FileError> {
    if !payload.attachments.is_empty() {
        files::make_folder(folder)?;
    }
    let digest = opened.digest.to_string();
    for (number, (attachment, shown)) in payload
        .attachments
        .iter()
        .zip(&mut opened.attachments)
        .enumerate()
    {
        let name = format!(
            "{}-{}-{}",
            &digest[..16],
            number + 1,
            safe_name(&attachment.name)
        );
        let path = folder.join(name);
        files::write_new(&path, &attachment.bytes, Access::Private)?;
        shown.saved_as = Some(path);
    }
    Ok(())
}

/// What is left of a sender's name when only letters, digits, dots, hyphens and underscores may
/// stay. It never stands alone, so it cannot be a device, a hidden file or a folder above.
fn safe_name(name: &str) -> String {
    let stays = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_');
    name.chars()
        .take(MAX_NAME_CHARS)
        .map(|c| if stays(c) { c } else { '_' })
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
    }
}
