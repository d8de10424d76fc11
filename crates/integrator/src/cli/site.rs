use std::path::PathBuf;

use clap::{Args, Subcommand};
use jiff::civil::Date;
use report::{Category, Language};

/// Commands about sites.
#[derive(Debug, Subcommand)]
pub enum SiteCommand {
    /// Write the first manifest of a site, for you to fill in.
    New(SiteNewOptions),
    /// Add a role to a manifest.
    AddRole(AddRoleOptions),
    /// Add a person's key to a role, or the next key of a person.
    AddHolder(AddHolderOptions),
    /// Add an enrolled tablet of the staff.
    AddTablet(AddTabletOptions),
    /// Name everything that is wrong with a manifest, each with its place.
    Check(SiteCheckOptions),
    /// Check a manifest, raise its sequence and sign it with the operator's minisign key.
    Sign(SiteSignOptions),
    /// Make a demonstration site: operator key, signed manifest, a desk with reader keys.
    Demo(SiteDemoOptions),
}

/// Options of `site new`.
#[derive(Debug, Args)]
pub struct SiteNewOptions {
    /// The manifest to write; an existing file is never touched.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,

    /// The id of the site; without it the file's name without its extension.
    #[arg(long, value_name = "ID")]
    pub id: Option<String>,

    /// What the site is called in a language; may be given several times.
    #[arg(long, value_name = "LANGUAGE=WORDS", value_parser = words)]
    pub name: Vec<(Language, String)>,

    /// A language to release; may be given several times.
    #[arg(long, value_name = "LANGUAGE", default_values = ["nl", "en"], value_parser = language)]
    pub language: Vec<Language>,

    /// The intake's receipt key as `intake receipt-key` prints it.
    #[arg(
        long,
        value_name = "KEY",
        allow_hyphen_values = true,
        default_value = "",
        hide_default_value = true
    )]
    pub receipt_key: String,

    /// The last day of the manifest; without it, 90 days from now.
    #[arg(long, value_name = "DAY")]
    pub expires: Option<Date>,
}

/// The first and the last day of a key.
#[derive(Debug, Args)]
pub struct ValidityOptions {
    /// The first day of the key, as YYYY-MM-DD; without it, today.
    #[arg(long, value_name = "DAY")]
    pub from: Option<Date>,

    /// Its last day; without it, 90 days after the first.
    #[arg(long, value_name = "DAY")]
    pub until: Option<Date>,
}

/// Options of `site add-role`.
#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("place").required(true).args(["on_site", "off_site"]))]
pub struct AddRoleOptions {
    /// The manifest to change.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,

    /// The id of the role.
    #[arg(value_name = "ID")]
    pub id: String,

    /// What the role is called in a language; may be given several times.
    #[arg(long, required = true, value_name = "LANGUAGE=WORDS", value_parser = words)]
    pub name: Vec<(Language, String)>,

    /// Its people work at the site.
    #[arg(long)]
    pub on_site: bool,

    /// Its people work somewhere else.
    #[arg(long)]
    pub off_site: bool,

    /// A category that it reads when staff report; may be given several times.
    #[arg(long, value_name = "CODE", value_parser = category)]
    pub staff: Vec<Category>,

    /// A category that it reads when residents report; may be given several times.
    #[arg(long, value_name = "CODE", value_parser = category)]
    pub resident: Vec<Category>,

    /// A holder's public key, or the file `keygen --public` wrote; may be given several times.
    #[arg(long, value_name = "KEY", allow_hyphen_values = true)]
    pub key: Vec<String>,

    /// The days of the keys.
    #[command(flatten)]
    pub validity: ValidityOptions,
}

/// Options of `site add-holder`.
#[derive(Debug, Args)]
pub struct AddHolderOptions {
    /// The manifest to change.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,

    /// The role.
    #[arg(value_name = "ROLE")]
    pub role: String,

    /// A holder's public key, or the file `keygen --public` wrote; may be given several times.
    #[arg(long, required = true, value_name = "KEY", allow_hyphen_values = true)]
    pub key: Vec<String>,

    /// The same person's key before this one, or its key id: the new one begins on the day after
    /// it, and with --from the old one ends on the day before.
    #[arg(long, value_name = "KEY", allow_hyphen_values = true)]
    pub after: Option<String>,

    /// The days of the keys.
    #[command(flatten)]
    pub validity: ValidityOptions,
}

/// Options of `site add-tablet`.
#[derive(Debug, Args)]
pub struct AddTabletOptions {
    /// The manifest to change.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,

    /// What the site calls the tablet.
    #[arg(value_name = "ID")]
    pub id: String,

    /// The tablet's public key, or the file it stands in.
    #[arg(long, value_name = "KEY", allow_hyphen_values = true)]
    pub key: String,

    /// The days of the key.
    #[command(flatten)]
    pub validity: ValidityOptions,
}

/// What a manifest is held against.
#[derive(Debug, Args)]
pub struct AgainstOptions {
    /// The edition before, which this one must follow.
    #[arg(long, value_name = "FILE")]
    pub previous: Option<PathBuf>,

    /// Look at it as on this day instead of today.
    #[arg(long, value_name = "DAY")]
    pub today: Option<Date>,
}

/// Options of `site check`.
#[derive(Debug, Args)]
pub struct SiteCheckOptions {
    /// The manifest.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,

    /// Its signature; without this, FILE.minisig where an operator's key is given.
    #[arg(long, value_name = "FILE", requires = "operator_key")]
    pub minisig: Option<PathBuf>,

    /// The operator's minisign public key (RW...), or the file it stands in: verify the signature.
    #[arg(long, visible_alias = "operator", value_name = "KEY")]
    pub operator_key: Option<String>,

    /// What to hold it against.
    #[command(flatten)]
    pub against: AgainstOptions,
}

/// Options of `site sign`.
#[derive(Debug, Args)]
pub struct SiteSignOptions {
    /// The manifest; its signature becomes FILE.minisig.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,

    /// The operator's secret key, as `minisign -G` made it.
    #[arg(long, value_name = "FILE")]
    pub secret_key: PathBuf,

    /// Take the passphrase from the first line of this file instead of asking for it.
    #[arg(long, value_name = "FILE")]
    pub passphrase_file: Option<PathBuf>,

    /// Give the manifest this last day.
    #[arg(long, value_name = "DAY")]
    pub expires: Option<Date>,

    /// What to hold it against.
    #[command(flatten)]
    pub against: AgainstOptions,
}

/// Options of `site demo`.
#[derive(Debug, Args)]
pub struct SiteDemoOptions {
    /// The folder to make; it must not hold a demonstration site already.
    #[arg(value_name = "DIR")]
    pub directory: PathBuf,

    /// The intake's receipt key as `intake receipt-key` prints it.
    #[arg(long, value_name = "KEY", allow_hyphen_values = true)]
    pub receipt_key: String,
}

fn language(tag: &str) -> Result<Language, String> {
    tag.parse()
        .map_err(|_| "it is none of the form's languages".to_owned())
}

fn category(code: &str) -> Result<Category, String> {
    code.parse()
        .map_err(|_| "it is none of the categories".to_owned())
}

/// `en=Some words`.
fn words(text: &str) -> Result<(Language, String), String> {
    let (tag, words) = text.split_once('=').ok_or("write it as en=WORDS")?;
    if words.trim().is_empty() {
        return Err("there are no words in it".to_owned());
    }
    Ok((language(tag)?, words.to_owned()))
}
