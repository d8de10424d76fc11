use std::{
    fs::DirBuilder,
    io::{self, Write as _},
    net::SocketAddr,
    os::unix::fs::DirBuilderExt as _,
    path::{Path, PathBuf},
    sync::Arc,
};

use intake::{
    AppFiles, CopyError, DatabaseUrl, Intake, Limits, OpenError, ReceiptKeyFileError, Store,
    StoreError, TokenError, Webhooks, load_or_make_receipt_key,
};
use thiserror::Error;
use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
};

use crate::{
    check,
    config::{Copying, Kept, Mistakes, Receipts, Serve, Token, Wrong},
    lock::{Lock, LockError},
    shell::ShellError,
};

/// Why a command did not do what was asked.
#[derive(Debug, Error)]
pub(crate) enum CommandError {
    /// The settings, or what they name, are wrong.
    #[error(transparent)]
    Mistakes(#[from] Mistakes),
    /// The data folder cannot be made.
    #[error("the data folder {} cannot be made", .0.display())]
    Data(PathBuf, #[source] io::Error),
    /// This process may not serve from the data folder.
    #[error(transparent)]
    Lock(#[from] LockError),
    /// A folder to serve from is not there.
    #[error("{} is not a folder", .0.display())]
    NotAFolder(PathBuf),
    /// The receipt key cannot be used.
    #[error(transparent)]
    ReceiptKey(#[from] ReceiptKeyFileError),
    /// The database cannot be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The address cannot be listened on.
    #[error("cannot listen on {0}; is another program there already?")]
    Listen(SocketAddr, #[source] io::Error),
    /// Signals or the standard output do not work.
    #[error("the operating system refuses")]
    System(#[from] io::Error),
    /// The reader cannot be added or revoked.
    #[error(transparent)]
    Token(#[from] TokenError),
    /// The readers cannot be read.
    #[error("the readers cannot be read")]
    Readers(#[from] StoreError),
    /// What was stored here was signed for with another key. Devices that believe that one would not
    /// believe the receipts of this one.
    #[error(
        "the database {0} has receipts by another key than the one in {folder}; copy that receipt.key \
         there, or, if the key was changed for good, run intake receipt-key --replace", folder = .1.display()
    )]
    OtherReceiptKey(String, PathBuf),
    /// The database cannot be used.
    #[error("the database {0} cannot be used")]
    Store(String, #[source] StoreError),
    /// There is no such target in the database.
    #[error("no target of this name is known; intake webhook list names them")]
    NoTarget,
    /// Nothing of this kind was given up.
    #[error("nothing like this was given up; intake webhook dead lists what was")]
    NothingDead,
    /// The database cannot be backed up or restored.
    #[error(transparent)]
    Copy(#[from] CopyError),
    /// No script or no pages were written.
    #[error(transparent)]
    Shell(#[from] ShellError),
    /// A server's database is copied by its own programs.
    #[error("{0} is a database of a PostgreSQL server; copy it with pg_dump --format=custom")]
    ServerBackup(DatabaseUrl),
    /// A server's database is brought back by its own programs.
    #[error(
        "{0} is a database of a PostgreSQL server; bring it back with pg_restore, then run \
         intake restored"
    )]
    ServerRestore(DatabaseUrl),
    /// Restoring without the key would let `serve` make another, and devices would believe none
    /// of its receipts.
    #[error("there is no receipt key in {}; put the copy of receipt.key there first", .0.display())]
    NoReceiptKey(PathBuf),
}

/// `intake serve`
pub(crate) async fn serve(serve: Serve) -> Result<(), CommandError> {
    let settings = serve.settings()?;
    tracing::subscriber::set_global_default(intake::log_format(io::stderr))
        .expect("nothing has set a subscriber before");
    let folder = match &settings.app {
        AppFiles::Folder(path) => Some(path),
        AppFiles::Inside(_) => None,
    };
    for folder in [Some(&settings.sites), folder].into_iter().flatten() {
        if !folder.is_dir() {
            return Err(CommandError::NotAFolder(folder.clone()));
        }
    }
    let mut mistakes = Mistakes::default();
    check::data(&settings.data, &mut mistakes);
    let file = settings.webhooks.as_deref();
    let webhooks = file.and_then(|it| webhooks(it, &mut mistakes));
    mistakes.none_or(Some(()))?;
    let data = prepared(&settings.data)?;
    // Two would not hear of what the other stores, and both would send every webhook. Those that share
    // a server's database do.
    let alone = settings.database.is_none();
    let _lock = alone.then(|| Lock::take(data)).transpose()?;
    let receipt_key = load_or_make_receipt_key(data)?;
    let max_bytes = settings.max_storage.map(|mib| u64::from(mib) << 20);
    let store = match &settings.database {
        None => Store::open(data, max_bytes).await?,
        Some(url) => Store::open_server(url).await?,
    };
    let claimed = store.claim_receipt_key(&receipt_key.receipt_key()).await;
    let place = || store.place();
    if !claimed.map_err(|error| CommandError::Store(place(), error))? {
        return Err(CommandError::OtherReceiptKey(place(), settings.data));
    }
    let limits = Limits {
        retention: settings.retention,
        free_per_minute: settings.free_per_minute,
        ..Limits::default()
    };
    let intake = Intake::new(store, receipt_key, settings.sites, settings.app, limits);

    let listener = bound(settings.listen).await?;
    let metrics = match settings.metrics {
        None => None,
        Some(address) => Some(bound(address).await?),
    };
    // Before the line is printed: whoever reads it may stop the program at once.
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    say(&format!("listening on http://{}", listener.local_addr()?))?;
    if let Some(listener) = metrics {
        say(&format!(
            "metrics on http://{}/metrics",
            listener.local_addr()?
        ))?;
        tokio::spawn(intake::serve_metrics(listener, Arc::clone(&intake)));
    }
    let webhooks = webhooks.map(|it| intake::send_webhooks(Arc::clone(&intake), it));
    let webhooks = webhooks.map(tokio::spawn);
    let stop = async {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    };
    intake::serve(listener, intake, stop).await;
    if let Some(webhooks) = webhooks {
        // It ends by itself, as long after the intake has closed as running requests do.
        drop(webhooks.await);
    }
    Ok(())
}

/// The operator's webhooks. Secrets that others can read are none: whoever has one can tell the
/// receivers what they like.
fn webhooks(path: &Path, mistakes: &mut Mistakes) -> Option<Webhooks> {
    let (webhooks, wrong) = match Webhooks::load(path) {
        Ok(webhooks) => {
            let open = webhooks.warnings();
            (Some(webhooks), open)
        }
        Err(wrong) => (None, wrong),
    };
    for (place, wrong) in wrong {
        mistakes.add(place, Wrong::Webhook(wrong));
    }
    webhooks
}

async fn bound(address: SocketAddr) -> Result<TcpListener, CommandError> {
    let listener = TcpListener::bind(address).await;
    listener.map_err(|error| CommandError::Listen(address, error))
}

/// `intake check-config`
pub(crate) async fn check_config(serve: Serve) -> Result<(), CommandError> {
    let settings = serve.settings()?;
    check::check(&settings).await.none_or(Some(()))?;
    say("the configuration has no mistake:")?;
    for line in settings.lines() {
        say(&line)?;
    }
    Ok(())
}

/// `intake receipt-key`
pub(crate) async fn receipt_key(Receipts { replace, kept }: Receipts) -> Result<(), CommandError> {
    let (data, database) = kept.place()?;
    let key = load_or_make_receipt_key(prepared(&data)?)?.receipt_key();
    if replace {
        let store = opened(&data, database).await?;
        let replaced = store.replace_receipt_key(&key).await;
        replaced.map_err(|error| CommandError::Store(store.place(), error))?;
    }
    Ok(say(&key.to_string())?)
}

/// `intake token add`
pub(crate) async fn add_token(settings: Token) -> Result<(), CommandError> {
    let store = store(settings.kept).await?;
    let token = intake::add_reader(&store, &settings.name).await?;
    Ok(say(&token)?)
}

/// `intake token replace`
pub(crate) async fn replace_token(settings: Token) -> Result<(), CommandError> {
    let store = store(settings.kept).await?;
    let token = intake::replace_token(&store, &settings.name).await?;
    Ok(say(&token)?)
}

/// `intake token revoke`
pub(crate) async fn revoke_token(settings: Token) -> Result<(), CommandError> {
    let store = store(settings.kept).await?;
    Ok(intake::revoke_reader(&store, &settings.name).await?)
}

/// `intake token list`
pub(crate) async fn list_tokens(kept: Kept) -> Result<(), CommandError> {
    let store = store(kept).await?;
    for name in store.reader_names().await? {
        say(&name)?;
    }
    Ok(())
}

/// `intake backup`
pub(crate) async fn backup(Copying { file, kept }: Copying) -> Result<(), CommandError> {
    let (data, database) = kept.place()?;
    if let Some(url) = database {
        return Err(CommandError::ServerBackup(url));
    }
    let copied = intake::backup(&data, &file).await?;
    Ok(say(&format!(
        "{} envelopes in {}",
        copied.envelopes,
        file.display()
    ))?)
}

/// `intake restore`
pub(crate) async fn restore(Copying { file, kept }: Copying) -> Result<(), CommandError> {
    let (data, database) = kept.place()?;
    if let Some(url) = database {
        return Err(CommandError::ServerRestore(url));
    }
    let folder = prepared(&data)?;
    if intake::load_receipt_key(folder)?.is_none() {
        return Err(CommandError::NoReceiptKey(data));
    }
    let copied = intake::restore(&file, folder).await?;
    Ok(say(&format!(
        "{} envelopes in {}",
        copied.envelopes,
        data.display()
    ))?)
}

/// `intake restored`
pub(crate) async fn restored(kept: Kept) -> Result<(), CommandError> {
    let store = store(kept).await?;
    let skipped = store.skip_cursors().await;
    skipped.map_err(|error| CommandError::Store(store.place(), error))?;
    Ok(say("the next envelope is new to every reader")?)
}

/// The envelopes and readers, wherever they are.
pub(crate) async fn store(kept: Kept) -> Result<Store, CommandError> {
    let (data, database) = kept.place()?;
    opened(prepared(&data)?, database).await
}

async fn opened(data: &Path, database: Option<DatabaseUrl>) -> Result<Store, CommandError> {
    Ok(match database {
        None => Store::open(data, None).await?,
        Some(url) => Store::open_server(&url).await?,
    })
}

/// The data folder, made for its owner alone when it was missing.
fn prepared(data: &Path) -> Result<&Path, CommandError> {
    let made = DirBuilder::new().recursive(true).mode(0o700).create(data);
    made.map_err(|error| CommandError::Data(data.to_owned(), error))?;
    Ok(data)
}

/// One line on the standard output, there before the next step.
pub(crate) fn say(line: &str) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    writeln!(stdout, "{line}")?;
    stdout.flush()
}
