//! The files a person picked, by the numbers under which the model knows them. What is in memory of
//! them is overwritten when they are forgotten.

use std::cell::{Cell, RefCell};

use report::Audience;
use zeroize::Zeroizing;

use crate::browser::file::{Held, Picked};
use crate::model::{Attached, FileId, FileState, MOST_FILES};
use crate::post::{Attach, Cleaned, name};

/// All files that are known just now.
#[derive(Default)]
pub struct Files {
    last: Cell<FileId>,
    files: RefCell<Vec<File>>,
}

struct File {
    id: FileId,
    name: Zeroizing<String>,
    media_type: String,
    original: Held,
    cleaned: Option<Cleaned>,
}

impl Files {
    /// Takes over what was picked, as far as there is room, and says what the model is to know of it.
    pub fn take(&self, picked: Vec<Picked>) -> Vec<Attached> {
        let room = MOST_FILES.saturating_sub(self.files.borrow().len());
        let taken = picked.into_iter().take(room);
        taken.map(|it| self.take_one(it)).collect()
    }

    fn take_one(&self, picked: Picked) -> Attached {
        self.last.set(self.last.get() + 1);
        let id = self.last.get();
        let plain = Zeroizing::new(name::plain(&picked.name));
        let size = picked.held.len();
        self.files.borrow_mut().push(File {
            id,
            name: plain.clone(),
            media_type: name::media_type(&picked.media_type),
            original: picked.held,
            cleaned: None,
        });
        Attached {
            id,
            name: plain,
            size,
            state: FileState::Checking,
        }
    }

    /// The file as it was picked, unless it was forgotten.
    pub fn original(&self, id: FileId) -> Option<Held> {
        let files = self.files.borrow();
        let found = files.iter().find(|it| it.id == id);
        found.map(|it| it.original.again())
    }

    /// Keeps a cleaned picture; one that was forgotten in the meantime is overwritten.
    pub fn cleaned(&self, id: FileId, cleaned: Cleaned) {
        let mut files = self.files.borrow_mut();
        match files.iter_mut().find(|it| it.id == id) {
            Some(file) => file.cleaned = Some(cleaned),
            None => cleaned.held.wipe(),
        }
    }

    /// What is sealed with a report: of a picture the cleaned one, and with `originals` the
    /// untouched one directly after it.
    ///
    /// A resident's pictures have numbers for names.
    pub fn attach(&self, ids: &[FileId], originals: bool, audience: Audience) -> Vec<Attach> {
        let files = self.files.borrow();
        let chosen = files.iter().filter(|it| ids.contains(&it.id));
        let mut attached = vec![];
        for (at, file) in chosen.enumerate() {
            let Some(cleaned) = &file.cleaned else {
                attached.push(file.untouched(file.name.to_string()));
                continue;
            };
            let kind = &cleaned.media_type;
            attached.push(Attach {
                name: match audience {
                    Audience::Staff => name::of_cleaned(&file.name, kind),
                    Audience::Resident => name::of_nobody(at + 1, kind),
                },
                media_type: kind.clone(),
                held: cleaned.held.again(),
            });
            if originals {
                attached.push(file.untouched(name::of_original(&file.name)));
            }
        }
        attached
    }

    /// Forgets one.
    pub fn forget(&self, id: FileId) {
        self.files.borrow_mut().retain(|it| it.id != id);
    }

    /// Forgets all.
    pub fn forget_all(&self) {
        self.files.borrow_mut().clear();
    }
}

impl File {
    fn untouched(&self, name: String) -> Attach {
        Attach {
            name,
            media_type: self.media_type.clone(),
            held: self.original.again(),
        }
    }
}

impl Drop for File {
    fn drop(&mut self) {
        if let Some(cleaned) = &self.cleaned {
            cleaned.held.wipe();
        }
    }
}
