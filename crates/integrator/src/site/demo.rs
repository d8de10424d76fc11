//! `sealpost site demo`: an operator, a signed manifest and a desk, to try everything with.

use std::path::{Path, PathBuf};

use envelope::{Identity, KeyError, Recipient};
use minisign::{KeyPair, PError};
use serde::Serialize;
use site::SiteError;
use site::demo::{self, Demo};
use submission::ReceiptKey;
use thiserror::Error;

use crate::cli::SiteDemoOptions;
use crate::day;
use crate::failure::{Exit, Failure};
use crate::files::{self, Access, FileError};
use crate::identity;
use crate::output::{Output, OutputError};

/// People who hold each role of the demonstration, each with a key: the fewest a role may have.
const HOLDERS: usize = 2;

/// No demonstration site was made, or only a part of it.
#[derive(Debug, Error)]
pub enum SiteDemoError {
    /// A file cannot be written, or the folder holds a site already.
    #[error(transparent)]
    File(#[from] FileError),
    /// The intake's receipt key is not one.
    #[error("--receipt-key is not a receipt key")]
    ReceiptKey,
    /// A reader's key cannot be made.
    #[error("no reader key was made: {0}")]
    Key(#[from] KeyError),
    /// The operator's key cannot be made or does not sign.
    #[error("the operator's key could not be made or did not sign")]
    Operator(#[from] PError),
    /// The manifest does not hold against the checks the app makes.
    #[error("the manifest does not hold: {0}")]
    Site(#[from] SiteError),
    /// The result could not be written; the site is there.
    #[error(transparent)]
    Output(#[from] OutputError),
}

impl Failure for SiteDemoError {
    fn advice(&self) -> &'static str {
        match self {
            Self::File(error) => error.advice(),
            Self::ReceiptKey => "Give the key that `intake receipt-key` prints.",
            Self::Key(_) | Self::Operator(_) => "Try again with another folder.",
            Self::Site(_) => "This is a fault in the program; please report it.",
            Self::Output(error) => error.advice(),
        }
    }

    fn exit(&self) -> Exit {
        match self {
            Self::File(error) => error.exit(),
            Self::ReceiptKey => Exit::Invalid,
            Self::Key(_) | Self::Operator(_) | Self::Site(_) => Exit::Failed,
            Self::Output(error) => error.exit(),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Made {
    site: &'static str,
    operator: String,
    manifest: PathBuf,
    identities: Vec<PathBuf>,
}

/// Makes `operator.pub`, `operator.key`, `sites/demo.json` with its signature and one identity
/// file for each holder of each role in `desk`.
pub fn run(options: &SiteDemoOptions, output: &mut Output) -> Result<(), SiteDemoError> {
    let receipt_key: ReceiptKey = options
        .receipt_key
        .trim()
        .parse()
        .map_err(|_| SiteDemoError::ReceiptKey)?;
    let root = &options.directory;
    files::make_folder(root)?;
    // First, since it is refused when the folder holds a site already; then nothing is touched.
    let keys = KeyPair::generate_unencrypted_keypair()?;
    let secret = keys
        .sk
        .to_box(Some("operator of a demonstration site"))?
        .into_string();
    files::write_new(
        &root.join("operator.key"),
        secret.as_bytes(),
        Access::Private,
    )?;
    let public = keys.pk.to_box()?.into_string();
    files::write_new(
        &root.join("operator.pub"),
        public.as_bytes(),
        Access::Public,
    )?;

    let desks = make_desks(&root.join("desk"))?;
    let manifest = make_manifest(&receipt_key, &desks);
    let minisig = minisign::sign(Some(&keys.pk), &keys.sk, manifest.as_bytes(), None, None)?;
    let minisig = minisig.into_string();
    let operator = keys.pk.to_base64();
    site::verify(&manifest, &minisig, &operator.parse()?)?;
    let file = write_site(root, &manifest, &minisig)?;

    let identities = desks.into_iter().flat_map(|desk| desk.files).collect();
    let made = Made {
        site: demo::SITE,
        operator,
        manifest: file,
        identities,
    };
    let text = format!(
        "site      {}\noperator  {}\nmanifest  {}\ndesk      {} identities in {}",
        made.site,
        made.operator,
        made.manifest.display(),
        made.identities.len(),
        root.join("desk").display(),
    );
    Ok(output.result(&made, &text)?)
}

/// One desk: the roles its people hold, their public keys, and where their identities are.
struct Desk {
    roles: &'static [&'static str],
    recipients: Vec<Recipient>,
    files: Vec<PathBuf>,
}

fn make_desks(folder: &Path) -> Result<Vec<Desk>, SiteDemoError> {
    files::make_private_folder(folder)?;
    let mut desks = Vec::new();
    for (name, roles) in demo::DESKS {
        let mut desk = Desk {
            roles,
            recipients: Vec::new(),
            files: Vec::new(),
        };
        for holder in 1..=HOLDERS {
            let identity = Identity::generate()?;
            let path = folder.join(format!("{name}-{holder}.key"));
            files::write_new(&path, &identity::to_file(&identity, None), Access::Private)?;
            desk.recipients.push(identity.recipient());
            desk.files.push(path);
        }
        desks.push(desk);
    }
    Ok(desks)
}

fn make_manifest(receipt_key: &ReceiptKey, desks: &[Desk]) -> String {
    let (issued, expires) = day::validity();
    let holders: Vec<(&str, Vec<Recipient>)> = desks
        .iter()
        .flat_map(|desk| {
            desk.roles
                .iter()
                .map(|role| (*role, desk.recipients.clone()))
        })
        .collect();
    demo::manifest(&Demo {
        issued: &issued,
        expires: &expires,
        sequence: 1,
        receipt_key: &receipt_key.to_string(),
        holders: &holders,
    })
}

/// Writes the signature first: an intake never finds a manifest without one.
fn write_site(root: &Path, manifest: &str, minisig: &str) -> Result<PathBuf, FileError> {
    let sites = root.join("sites");
    files::make_folder(&sites)?;
    let file = sites.join(format!("{}.json", demo::SITE));
    let signature = sites.join(format!("{}.json.minisig", demo::SITE));
    files::write_new(&signature, minisig.as_bytes(), Access::Public)?;
    files::write_new(&file, manifest.as_bytes(), Access::Public)?;
    Ok(file)
}
