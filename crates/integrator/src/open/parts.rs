use std::io;
use std::path::Path;

use envelope::{PartHead, Receiver};
use report::{DecodeError, MAX_REPORT_LEN};
use zeroize::Zeroizing;

use super::attachment::OpenedAttachment;
use super::unseal::UnsealError;
use crate::files::{self, Access, NewFile, WholeFile};

/// The parts of an envelope as they come: the report into memory, attachments into files without
/// names when there is a folder for them. Dropped, all of it is gone.
pub(super) struct Parts<'a> {
    folder: Option<&'a Path>,
    document: Zeroizing<Vec<u8>>,
    attachments: Vec<OpenedAttachment>,
    /// The file of the last of them.
    begun: Option<NewFile>,
    /// The files of the others, closed: there may be more than may be open at once.
    written: Vec<WholeFile>,
}

impl<'a> Parts<'a> {
    pub(super) fn new(folder: Option<&'a Path>) -> Self {
        Self {
            folder,
            document: Zeroizing::default(),
            attachments: Vec::new(),
            begun: None,
            written: Vec::new(),
        }
    }

    /// The envelope is whole: the document, the attachments, and their files in the same order.
    #[expect(clippy::type_complexity, reason = "it is taken apart at once")]
    pub(super) fn finish(
        mut self,
    ) -> Result<(Zeroizing<Vec<u8>>, Vec<OpenedAttachment>, Vec<WholeFile>), UnsealError> {
        self.finish_file()?;
        Ok((self.document, self.attachments, self.written))
    }

    fn begin(&mut self, head: PartHead<'_>) -> Result<(), UnsealError> {
        match head {
            PartHead::Document { len } => {
                // Whoever seals writes this length; no more is held for it than a report can have.
                let len = usize::try_from(len).unwrap_or(usize::MAX);
                if len > MAX_REPORT_LEN {
                    return Err(UnsealError::NotAReport(DecodeError::TooLong));
                }
                // Reserved at once, so that no shorter copy stays behind in memory.
                self.document = Zeroizing::new(Vec::with_capacity(len));
            }
            PartHead::Attachment(head) => {
                self.finish_file()?;
                self.attachments.push(OpenedAttachment::of(head));
                if let Some(folder) = self.folder {
                    files::make_private_folder(folder)?;
                    self.begun = Some(NewFile::inside(folder, Access::Private)?);
                }
            }
        }
        Ok(())
    }

    fn take(&mut self, bytes: &[u8]) -> Result<(), UnsealError> {
        match &mut self.begun {
            Some(file) => file.append(bytes)?,
            None if self.attachments.is_empty() => self.document.extend_from_slice(bytes),
            None => {}
        }
        Ok(())
    }

    fn finish_file(&mut self) -> Result<(), UnsealError> {
        if let Some(file) = self.begun.take() {
            self.written.push(file.finish()?);
        }
        Ok(())
    }
}

impl Receiver for Parts<'_> {
    fn part(&mut self, head: PartHead<'_>) -> io::Result<()> {
        self.begin(head).map_err(io::Error::other)
    }

    fn bytes(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.take(bytes).map_err(io::Error::other)
    }
}
