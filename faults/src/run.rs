//! A run: set up, let everything go wrong, let nothing go wrong any longer, judge.

use std::cell::{Cell, RefCell};
use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use envelope::KeyError;
use futures_util::future::join_all;
use thiserror::Error;
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, mpsc};
use tokio::task::LocalSet;
use tokio::time::sleep;

use crate::device::{Device, Left};
use crate::dice::{Dice, Place};
use crate::flaws::Flaws;
use crate::intake::{IntakeError, IntakeProcess};
use crate::judge::canary::Canary;
use crate::judge::{RowsError, Verdict, by_reader, in_file, judge};
use crate::proxy::Proxy;
use crate::reports::{Reports, TYPED};
use crate::world::World;

/// What to run.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where all decisions come from.
    pub seed: u64,
    /// How many reports are written.
    pub deliveries: u64,
    /// One in so many of them, as chance has it, is so large that it goes in parts.
    pub large_one_in: u64,
    /// The compiled intake.
    pub intake: PathBuf,
    /// Where the intake's data is kept during the run.
    pub folder: PathBuf,
    /// What is broken on purpose; nothing outside of the harness's own tests.
    pub flaws: Flaws,
}

/// Why a run has no verdict.
#[derive(Debug, Error)]
pub enum RunError {
    /// A file or a connection of the harness's own failed.
    #[error("the harness cannot work here")]
    Io(#[from] io::Error),
    /// The intake does not run.
    #[error(transparent)]
    Intake(#[from] IntakeError),
    /// It cannot be said what the intake holds.
    #[error(transparent)]
    Rows(#[from] RowsError),
    /// It did not end: some device goes on for ever without getting anywhere.
    #[error(
        "the devices came to no end; see it again with --seed {seed} --deliveries {deliveries}"
    )]
    Endless {
        /// The run's seed.
        seed: u64,
        /// How many reports it had.
        deliveries: u64,
    },
    /// The reader has no key.
    #[error("the reader's key cannot be made")]
    Key(#[from] KeyError),
}

/// One report in so many is large where nobody asks for another share: a device has a film or a few
/// photos now and then.
pub const LARGE_ONE_IN: u64 = 50;

/// How many devices are in use at once.
const AT_ONCE: usize = 32;

/// How many reports are written on one device, at most.
const MOST_ON_ONE_DEVICE: u64 = 12;

/// Runs it.
///
/// # Errors
///
/// [`RunError`] when there is no verdict.
pub fn run(settings: &Settings) -> Result<Verdict, RunError> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    // Everything but the intake on one thread, as a page in a browser is.
    LocalSet::new().block_on(&runtime, whole(settings))
}

async fn whole(settings: &Settings) -> Result<Verdict, RunError> {
    std::fs::create_dir_all(&settings.folder)?;
    let intake = IntakeProcess::new(&settings.intake, &settings.folder)?;
    let key = intake.line(&["receipt-key"]).await?;
    let receipt_key = key.parse().map_err(|_| IntakeError::Start(key))?;
    let token = intake.line(&["token", "add", "desk"]).await?;
    intake.restart().await?;

    let listener = TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], 0))).await?;
    let world = Rc::new(World {
        seed: settings.seed,
        faults: Cell::new(true),
        flaws: settings.flaws,
        ledger: RefCell::default(),
        reports: Reports::of(settings.seed, settings.large_one_in)?,
        receipt_key,
        address: listener.local_addr()?,
    });
    let intake = Rc::new(intake);
    let (broken, mut breaks) = mpsc::unbounded_channel();
    let proxy = Proxy::new(Rc::clone(&world), Rc::clone(&intake), broken);
    let devices = devices(&world, settings.deliveries);
    // A run of ten thousand takes two minutes, and several times as long on a busy machine.
    let limit = Duration::from_secs(300)
        + Duration::from_millis(100) * u32::try_from(settings.deliveries).unwrap_or(u32::MAX);
    tokio::select! {
        () = Rc::clone(&proxy).serve(listener) => unreachable!("it serves for ever"),
        Some(error) = breaks.recv() => return Err(error.into()),
        done = deliver(&world, &intake, &proxy, &devices) => done?,
        () = sleep(limit) => return Err(endless(settings)),
    }
    let left: Vec<Left> = devices.iter().map(|it| it.left()).collect();
    verdict(settings, &world, &intake, &token, &left).await
}

fn endless(settings: &Settings) -> RunError {
    RunError::Endless {
        seed: settings.seed,
        deliveries: settings.deliveries,
    }
}

/// Devices with all reports dealt out among them.
fn devices(world: &Rc<World>, deliveries: u64) -> Vec<Rc<Device>> {
    let mut devices = vec![];
    let mut first = 0;
    while first < deliveries {
        let mut dice = Dice::at(world.seed, Place::Layout(first));
        // Always drawn in the same way, so that a longer run begins like a shorter one.
        let end = first + 1 + dice.below(MOST_ON_ONE_DEVICE);
        let reports = first..end.min(deliveries);
        devices.push(Rc::new(Device::new(Rc::clone(world), reports)));
        first = end;
    }
    devices
}

async fn deliver(
    world: &World,
    intake: &IntakeProcess,
    proxy: &Proxy,
    devices: &[Rc<Device>],
) -> Result<(), IntakeError> {
    each(devices, async |device| device.live().await).await;
    proxy.quiet().await;
    world.faults.set(false);
    // There is room again.
    intake.restart().await?;
    each(devices, async |device| device.settle().await).await;
    proxy.quiet().await;
    Ok(())
}

/// Does something with every device, with some of them at once.
async fn each(devices: &[Rc<Device>], work: impl AsyncFn(&Device)) {
    let places = Arc::new(Semaphore::new(AT_ONCE));
    let (places, work) = (&places, &work);
    let all = devices.iter().map(|device| async move {
        let _place = places.acquire().await;
        work(device).await;
    });
    join_all(all).await;
}

async fn verdict(
    settings: &Settings,
    world: &World,
    intake: &IntakeProcess,
    token: &str,
    left: &[Left],
) -> Result<Verdict, RunError> {
    let held = by_reader(intake.address().await, token, &world.reports).await?;
    intake.kill().await?;
    let canary = Canary::of(TYPED);
    // As it was when it was killed, write-ahead log included.
    let mut plaintext = canary.bytes_below(&intake.data())?;
    plaintext += canary.bytes_below(&intake.log())?;
    plaintext += left
        .iter()
        .map(|it| canary.bytes_in(&it.bytes))
        .sum::<u64>();
    let rows = in_file(&intake.data()).await?;
    if rows != held.shown() {
        let (shown, rows) = (held.shown().len(), rows.len());
        return Err(RowsError::Disagree { shown, rows }.into());
    }
    let ledger = world.ledger.borrow();
    let run = (settings.seed, settings.deliveries);
    let reports = &world.reports;
    Ok(judge(run, reports, &ledger, &held, left, plaintext))
}
