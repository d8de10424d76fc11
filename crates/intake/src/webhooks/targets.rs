use std::{
    fs::{File, Metadata},
    io::{self, Read as _},
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
};

use thiserror::Error;
use toml::de::{DeTable, DeValue};
use zeroize::Zeroizing;

use super::{
    Target,
    secret::Secret,
    sender::{self, Client},
    target::url,
};
use crate::policy::WEBHOOK_FILE_MAX;

/// The bits of a mode that let others than the owner in.
const OTHERS: u32 = 0o077;

/// Whom the operator wants to be told of envelopes, and how they are reached.
pub struct Webhooks {
    pub(super) targets: Vec<Target>,
    pub(super) client: Client,
    /// The files of secrets that other users of the machine can read.
    open: Vec<PathBuf>,
}

/// A mistake in the file of webhooks, or in a file that it names. It quotes nothing of either: a URL or
/// what should be a secret may be one.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum WebhookMistake {
    /// A file that cannot be read.
    #[error("cannot be read: {0}")]
    Unreadable(io::ErrorKind),
    /// The file is not TOML. The text is the parser's, which quotes no value.
    #[error("{0}")]
    NotToml(String),
    /// A key that means nothing.
    #[error("there is no such key; the file has [[target]]s with id, url and secret-file")]
    UnknownKey,
    /// What `target` is, is no list of tables.
    #[error("must be written as [[target]]")]
    NotTargets,
    /// A target without one of its keys.
    #[error("has no {0}")]
    Missing(&'static str),
    /// A name that cannot be one.
    #[error("must be 1 to 64 lower-case letters, digits and inner hyphens")]
    IdMalformed,
    /// Two targets of one name.
    #[error("there is a target of this name already")]
    IdTaken,
    /// A URL to which nothing is sent.
    #[error(
        "must be an https URL without user, password and fragment, or http to an address such as \
         127.0.0.1"
    )]
    UrlRefused,
    /// No path of a file.
    #[error("must be the path of a file, in quotation marks")]
    NotAPath,
    /// A file of secrets that has none, or too many, or something else.
    #[error("must have one or two lines, each whsec_ and the base64 of 24 to 64 bytes")]
    SecretMalformed,
    /// There is no authority whose certificates could be trusted.
    #[error("no certificates of authorities are on this machine; SSL_CERT_FILE can name some")]
    NoAuthorities,
    /// A file of secrets that others on the machine can read.
    #[error("is open to other users of the machine; use chmod 600")]
    OpenToOthers,
}

/// What is wrong, with its place: the file and the line, and the key.
type Mistakes = Vec<(String, WebhookMistake)>;

impl Webhooks {
    /// Reads the operator's file at `path`, and the secrets that it names.
    ///
    /// A path in it that is not absolute counts from the folder of the file.
    ///
    /// # Errors
    ///
    /// Every mistake, with its place.
    pub fn load(path: &Path) -> Result<Self, Vec<(String, WebhookMistake)>> {
        let place = path.display().to_string();
        let (text, _) = match read(path) {
            Ok(read) => read,
            Err(error) => return Err(vec![(place, WebhookMistake::Unreadable(error.kind()))]),
        };
        let mut file = TargetsFile::new(path, &text);
        file.read();
        let tls = file
            .targets
            .iter()
            .any(|it| it.url.scheme_str() == Some("https"));
        let client = match sender::client(tls) {
            Ok(client) if file.mistakes.is_empty() => client,
            Ok(_) => return Err(file.mistakes),
            Err(_) => {
                file.mistakes.push((place, WebhookMistake::NoAuthorities));
                return Err(file.mistakes);
            }
        };
        Ok(Self {
            targets: file.targets,
            client,
            open: file.open,
        })
    }

    /// The names of the targets, in the order of the file.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.targets.iter().map(|it| &*it.id)
    }

    /// What must not be so although all could be read, with its place.
    #[must_use]
    pub fn warnings(&self) -> Vec<(String, WebhookMistake)> {
        let open = self.open.iter();
        open.map(|it| (it.display().to_string(), WebhookMistake::OpenToOthers))
            .collect()
    }
}

/// A file that is being read.
struct TargetsFile<'it> {
    path: &'it Path,
    text: &'it str,
    targets: Vec<Target>,
    open: Vec<PathBuf>,
    mistakes: Mistakes,
}

impl<'it> TargetsFile<'it> {
    fn new(path: &'it Path, text: &'it str) -> Self {
        Self {
            path,
            text,
            targets: Vec::new(),
            open: Vec::new(),
            mistakes: Vec::new(),
        }
    }

    fn wrong(&mut self, at: usize, key: &str, wrong: WebhookMistake) {
        let before = self.text.bytes().take(at);
        let line = before.filter(|it| *it == b'\n').count() + 1;
        let place = format!("{}:{line}: {key}", self.path.display());
        self.mistakes.push((place, wrong));
    }

    fn read(&mut self) {
        let (table, errors) = DeTable::parse_recoverable(self.text);
        for error in errors {
            let at = error.span().map_or(0, |it| it.start);
            let wrong = WebhookMistake::NotToml(error.message().to_owned());
            self.wrong(at, "TOML", wrong);
        }
        for (key, value) in table.get_ref() {
            let (at, name) = (key.span().start, key.get_ref());
            if name != "target" {
                self.wrong(at, name, WebhookMistake::UnknownKey);
                continue;
            }
            let DeValue::Array(all) = value.get_ref() else {
                self.wrong(at, name, WebhookMistake::NotTargets);
                continue;
            };
            for one in all {
                match one.get_ref() {
                    DeValue::Table(target) => self.target(one.span().start, target),
                    _ => self.wrong(one.span().start, name, WebhookMistake::NotTargets),
                }
            }
        }
    }

    /// Reads one target, and notes what is wrong with it.
    fn target(&mut self, start: usize, table: &DeTable<'_>) {
        let (mut id, mut to, mut secrets) = (None, None, None);
        let before = self.mistakes.len();
        for (key, value) in table {
            let (at, name) = (key.span().start, &**key.get_ref());
            let text = value.get_ref().as_str().unwrap_or_default();
            let read = match name {
                "id" => self.id(text).map(|it| id = Some(it)),
                "url" => {
                    let read = url(text).ok_or(WebhookMistake::UrlRefused);
                    read.map(|it| to = Some(it))
                }
                "secret-file" => self.secrets(text).map(|it| secrets = Some(it)),
                _ => Err(WebhookMistake::UnknownKey),
            };
            if let Err(wrong) = read {
                self.wrong(at, name, wrong);
            }
        }
        if self.mistakes.len() > before {
            return;
        }
        match (id, to, secrets) {
            (Some(id), Some(url), Some(secrets)) => self.targets.push(Target { id, url, secrets }),
            (None, _, _) => self.wrong(start, "target", WebhookMistake::Missing("id")),
            (_, None, _) => self.wrong(start, "target", WebhookMistake::Missing("url")),
            (_, _, None) => self.wrong(start, "target", WebhookMistake::Missing("secret-file")),
        }
    }

    fn id(&self, text: &str) -> Result<String, WebhookMistake> {
        if !submission::is_site_id(text) {
            return Err(WebhookMistake::IdMalformed);
        }
        match self.targets.iter().any(|it| it.id == text) {
            true => Err(WebhookMistake::IdTaken),
            false => Ok(text.to_owned()),
        }
    }

    fn secrets(&mut self, text: &str) -> Result<Vec<Secret>, WebhookMistake> {
        if text.is_empty() {
            return Err(WebhookMistake::NotAPath);
        }
        let path = self.path.parent().unwrap_or(Path::new("")).join(text);
        let read = read(&path).map_err(|error| WebhookMistake::Unreadable(error.kind()));
        let (text, metadata) = read?;
        if metadata.permissions().mode() & OTHERS != 0 {
            self.open.push(path);
        }
        let lines = text.lines().filter(|it| !it.is_empty());
        let secrets: Option<Vec<_>> = lines.map(Secret::parse).collect();
        let secrets = secrets.filter(|it| matches!(it.len(), 1 | 2));
        secrets.ok_or(WebhookMistake::SecretMalformed)
    }
}

/// A text that may be a secret, and what the system says of its file.
fn read(path: &Path) -> io::Result<(Zeroizing<String>, Metadata)> {
    let file = File::open(path)?;
    let metadata = file.metadata()?;
    let mut text = Zeroizing::new(String::new());
    let read = file.take(WEBHOOK_FILE_MAX + 1).read_to_string(&mut text)?;
    match read as u64 > WEBHOOK_FILE_MAX {
        true => Err(io::ErrorKind::FileTooLarge.into()),
        false => Ok((text, metadata)),
    }
}
