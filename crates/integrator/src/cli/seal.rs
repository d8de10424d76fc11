use std::path::PathBuf;

use clap::Args;

/// Options of `seal`.
#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("readers").required(true).args(["recipient", "site"]))]
pub struct SealOptions {
    /// A reader's public key as `keygen` printed it; may be given up to eight times.
    // One key in 64 begins with a hyphen.
    #[arg(long, value_name = "KEY", allow_hyphen_values = true)]
    pub recipient: Vec<String>,

    /// The site manifest that says who reads; its signature is FILE.minisig.
    #[arg(long, value_name = "FILE", requires = "operator")]
    pub site: Option<PathBuf>,

    /// The operator's minisign public key (RW...), or the file it stands in.
    #[arg(long, value_name = "KEY", requires = "site")]
    pub operator: Option<String>,

    /// The report, as JSON by docs/report.schema.json.
    #[arg(long, value_name = "FILE")]
    pub report: PathBuf,

    /// A file to seal with the report, a photo without its metadata; may be given several times.
    #[arg(long, value_name = "FILE")]
    pub attach: Vec<PathBuf>,

    /// Seal each photo's untouched original beside it, as original-NAME; for staff's reports alone.
    #[arg(long, requires = "attach")]
    pub originals: bool,

    /// Seal photos as they are, also with the place and time at which they were taken.
    #[arg(long, requires = "attach", conflicts_with = "originals")]
    pub keep_metadata: bool,

    /// The envelope to write; an existing file is never touched.
    #[arg(long, short, value_name = "FILE")]
    pub output: PathBuf,
}
