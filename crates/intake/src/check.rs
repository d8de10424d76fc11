//! `intake check-config`: what is wrong with the settings, and the folders and the database they name.

use std::{
    fs, io,
    net::{SocketAddr, TcpListener},
    os::unix::fs::PermissionsExt as _,
    path::Path,
};

use intake::{AppFiles, Webhooks};

use crate::config::{Mistakes, Serving, Setting, Wrong};

/// The bits of a mode that let others than the owner in.
const OTHERS: u32 = 0o077;

/// Looks at everything that `settings` name, as far as that changes nothing.
pub(crate) async fn check(settings: &Serving) -> Mistakes {
    let mut mistakes = Mistakes::default();
    listen(settings.listen, Setting::Listen, &mut mistakes);
    if let Some(metrics) = settings.metrics {
        listen(metrics, Setting::Metrics, &mut mistakes);
    }
    data(&settings.data, &mut mistakes);
    let database = intake::check_database(&settings.data, settings.database.as_ref());
    if let Some((place, wrong)) = database.await {
        mistakes.add(format!("database {place}"), Wrong::DatabaseRefused(wrong));
    }
    if is_folder(&settings.sites, &mut mistakes) {
        for (path, wrong) in intake::check_sites(&settings.sites) {
            mistakes.add(path.display(), Wrong::Site(wrong));
        }
    }
    if let Some(path) = &settings.webhooks {
        webhooks(path, &mut mistakes);
    }
    // What is inside of the program was looked at when it was built.
    if let AppFiles::Folder(app) = &settings.app
        && is_folder(app, &mut mistakes)
        && fs::read(app.join("index.html")).is_err()
    {
        mistakes.add(app.display(), Wrong::NotTheApp);
    }
    mistakes
}

/// Whether the address is this machine's. Its port is left alone: an intake may be using it.
fn listen(address: SocketAddr, setting: Setting, mistakes: &mut Mistakes) {
    if let Err(error) = TcpListener::bind((address.ip(), 0)) {
        let place = format!("{} {address}", setting.key());
        mistakes.add(place, Wrong::NotOurAddress(error.kind()));
    }
}

/// A data folder that is not there yet is made by `serve`.
pub(crate) fn data(folder: &Path, mistakes: &mut Mistakes) {
    let place = folder.display();
    let mode = match fs::metadata(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return,
        Err(error) => return mistakes.add(place, Wrong::Unusable(error.kind())),
        Ok(it) if !it.is_dir() => return mistakes.add(place, Wrong::NotAFolder),
        Ok(it) => it.permissions().mode(),
    };
    if mode & OTHERS != 0 {
        mistakes.add(place, Wrong::OpenToOthers);
    }
    // A file without a name, gone at once.
    if let Err(error) = tempfile::tempfile_in(folder) {
        mistakes.add(folder.display(), Wrong::Unusable(error.kind()));
    }
    if let Err(error) = intake::load_receipt_key(folder) {
        mistakes.add(folder.display(), Wrong::ReceiptKey(error));
    }
}

fn webhooks(path: &Path, mistakes: &mut Mistakes) {
    let wrong = Webhooks::load(path).map_or_else(|it| it, |it| it.warnings());
    for (place, wrong) in wrong {
        mistakes.add(place, Wrong::Webhook(wrong));
    }
}

fn is_folder(path: &Path, mistakes: &mut Mistakes) -> bool {
    let wrong = match fs::metadata(path) {
        Ok(it) if it.is_dir() => return true,
        Ok(_) => Wrong::NotAFolder,
        Err(error) if error.kind() == io::ErrorKind::NotFound => Wrong::NotAFolder,
        Err(error) => Wrong::Unusable(error.kind()),
    };
    mistakes.add(path.display(), wrong);
    false
}
