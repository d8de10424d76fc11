use std::time::Duration;

/// Every number an intake is bound by, with its reason.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// How long a sender may stay silent inside a body.
    ///
    /// 20 s: a tablet that roams between two access points is back within ten.
    pub body_idle: Duration,
    /// How long a client may take nothing of an answer.
    ///
    /// 60 s: a slow client behind a reverse proxy on this machine is heard of when 64 KiB more were
    /// taken, since kernels speak of room in such pieces there.
    pub answer_idle: Duration,
    /// How many bytes make good for a second in which one of these two was waited for.
    ///
    /// 1,024: a report without files takes 41 s then. Whoever holds all 900 connections has to move
    /// 900 KiB each second.
    pub least_rate: u32,
    /// How long a connection is kept of whose other end nothing is heard, not even that it has what
    /// it was sent, or that takes nothing of it.
    ///
    /// 60 s: as long as for an answer, and four signs of life of a stream.
    pub vanished: Duration,
    /// How many bytes of unfinished bodies may be in memory at once.
    ///
    /// 512 MiB: four of the longest envelopes, or twelve thousand text reports. Whoever wants to
    /// use it up has to send it; an announced length takes nothing.
    pub body_memory: usize,
    /// The longest time a reader's listing is held open.
    ///
    /// 30 s: below the idle time-out of common reverse proxies, which is 60 s.
    pub wait: Duration,
    /// How many envelopes one listing names when the reader does not say.
    pub page: u32,
    /// How many envelopes one listing names at most. 1,000 lines are 150 kB.
    pub page_max: u32,
    /// How often a stream says that it is still there, and looks whether its reader's token is.
    ///
    /// 15 s: half of the shortest idle time-out of common reverse proxies.
    pub heartbeat: Duration,
    /// How many answers are held open for one reader at once: listings that wait, and streams.
    ///
    /// 16: more than one reader's programs need. One that asks without end keeps neither senders
    /// nor other readers out.
    pub held_by_reader: usize,
    /// How many answers are held open for all readers together.
    ///
    /// 450: half of the connections, so that senders always find one.
    pub held: usize,
    /// How many envelopes of the smallest size may arrive in a minute before work is asked for; longer
    /// ones count for as many as fit into them.
    ///
    /// 300: a national operator has a few thousand a day. After an outage all tablets come at once,
    /// and each computes for some milliseconds.
    pub free_per_minute: u32,
    /// How long a connection may take for a request's head, or rest between two requests.
    ///
    /// 30 s: the app sends at most every few seconds while it has something to send.
    pub head: Duration,
    /// How many connections are served at once; more wait in the kernel's queue.
    ///
    /// 900: below the 1,024 open files that a process may have by default. A file that is being sent is
    /// one more; what is in `deploy` asks for enough.
    pub connections: usize,
    /// How many whole days an envelope waits for the readers that have not acknowledged it, after the
    /// day it was stored.
    ///
    /// 30: a reader who comes back from a long leave still finds it. Forever would keep what
    /// somebody wrote because of a reader that nobody remembered to revoke.
    pub retention: u16,
    /// How long running requests may take to finish once the intake is told to stop.
    ///
    /// 10 s: a service manager kills after 90 s, a container runtime after 10 s. What is cut off
    /// has no receipt and is sent again.
    pub drain: Duration,
    /// How long one attempt of a webhook may take, from the first packet to the head of the answer.
    ///
    /// 15 s: what Standard Webhooks recommends at least, for receivers that do something before they
    /// answer.
    pub webhook: Duration,
    /// How long an envelope rests after its first attempt at a target. It grows fourfold each time, to
    /// 12 hours.
    ///
    /// 1 s: a receiver that restarts is there again.
    pub webhook_rest: Duration,
    /// How long the right to send webhooks lasts on a database server after its holder was heard last.
    ///
    /// 30 s: a machine that pauses for some seconds keeps it. It is asked for every sixth of that time,
    /// and its holder is heard every third.
    pub webhook_lease: Duration,
    /// After how many attempts an envelope is given up for a target.
    ///
    /// 14: two to three days, a weekend. Nothing is lost then: readers list it as ever.
    pub webhook_attempts: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body_idle: Duration::from_secs(20),
            answer_idle: Duration::from_secs(60),
            least_rate: 1_024,
            vanished: Duration::from_secs(60),
            body_memory: 512 << 20,
            wait: Duration::from_secs(30),
            page: 100,
            page_max: 1_000,
            heartbeat: Duration::from_secs(15),
            held_by_reader: 16,
            held: 450,
            free_per_minute: 300,
            head: Duration::from_secs(30),
            connections: 900,
            retention: 30,
            drain: Duration::from_secs(10),
            webhook: Duration::from_secs(15),
            webhook_rest: Duration::from_secs(1),
            webhook_lease: Duration::from_secs(30),
            webhook_attempts: 14,
        }
    }
}

/// How long a database connection waits for another process's lock, such as `intake token add`.
pub(crate) const BUSY: Duration = Duration::from_secs(5);

/// How many connections read the database. Reads are short; the disk is the limit before this.
pub(crate) const READ_CONNECTIONS: usize = 4;

/// How long it may take to connect to a database server, or to hear whether it is still there.
pub(crate) const SERVER_ANSWER: Duration = Duration::from_secs(5);

/// How long one read of a database server may take.
///
/// 10 s: the longest gives a part of 1 MiB. With the waiting before it that is less than the 40 s for
/// which a reverse proxy waits, also when the server is gone without a word.
pub(crate) const SERVER_READ: Duration = Duration::from_secs(10);

/// How long it may take on a database server until it is somebody's turn to write: the five seconds
/// for which the server itself waits (`postgres.rs`), and as many for the way.
pub(crate) const SERVER_TURN: Duration = Duration::from_secs(10);

/// How long one commit of a group may take on a database server, with all that goes before it.
///
/// 60 s: 64 parts of 1 MiB over a line of 10 Mbit/s. After that the senders try again.
pub(crate) const SERVER_COMMIT: Duration = Duration::from_secs(60);

/// How long `check-config` looks into a database at most: whoever started it waits for it.
pub(crate) const INSPECTION: Duration = Duration::from_secs(10);

/// How long a process listens in silence to a database server before it asks whether it is there.
pub(crate) const LISTENING: Duration = Duration::from_secs(30);

/// How long it rests before it connects to such a server again. Nothing tells when there is one.
pub(crate) const RECONNECT: Duration = Duration::from_secs(1);

/// How many envelopes wait for the writer before senders wait too.
pub(crate) const WRITER_QUEUE: usize = 256;

/// How many envelopes share one commit, and so one flush of the disk.
pub(crate) const WRITER_GROUP: usize = 64;

/// How long after a commit SQLite's write-ahead log is cut to nothing, or this is tried again.
///
/// 1 s: what was deleted is gone from the disk soon, and a flood is not slowed down by it.
pub(crate) const TIDY: Duration = Duration::from_secs(1);

/// How long senders wait at most while whoever reads the database keeps it from being done.
pub(crate) const TIDY_WAIT: Duration = Duration::from_millis(100);

/// How many whole days the parts of an envelope wait for the others after the day of the first.
///
/// 7: a device that was put aside for a long weekend goes on where it was. Nothing is lost after
/// that: it has kept the envelope and begins again. Forever would let a disk fill with halves.
pub(crate) const UNFINISHED_DAYS: u16 = 7;

/// How many whole days the digest, size and day of a delivered envelope are kept after the day
/// on which it was deleted.
///
/// 180: twice the time for which a reader's key is valid. A device that missed its receipt gets it
/// until then; one that sends later sends to keys that have ended.
pub(crate) const DELIVERED_DAYS: u16 = 180;

/// How many whole days a mailbox is kept after the day of its last message.
///
/// 90: who moved to another site in the meantime can still look, and a dialogue that nobody goes on
/// with is not kept for longer.
pub(crate) const MAILBOX_DAYS: u16 = 90;

/// The longest rest between two attempts of a webhook.
pub(crate) const WEBHOOK_REST_MAX: Duration = Duration::from_hours(12);

/// How long connecting to a webhook's receiver may take, TLS not counted.
pub(crate) const WEBHOOK_CONNECT: Duration = Duration::from_secs(5);

/// How many envelopes a target is told of before it is written down; as many are told once more when
/// the program is killed.
pub(crate) const WEBHOOK_PAGE: u32 = 32;

/// How many requests a target gets at once. More would let a backlog flood it.
pub(crate) const WEBHOOKS_AT_ONCE: usize = 4;

/// How often what another program changed about webhooks is looked for, such as `intake webhook
/// retry`. What is stored is heard of at once.
pub(crate) const WEBHOOK_LOOK: Duration = Duration::from_secs(10);

/// The longest file of webhooks or secrets that is read, in bytes.
pub(crate) const WEBHOOK_FILE_MAX: u64 = 1 << 20;

/// How often the intake looks for what has waited too long. A day is the finest it knows.
pub(crate) const HOUSEKEEPING: Duration = Duration::from_hours(24);

/// How many cursors are left out after a restore.
///
/// 2^32: a thousand envelopes each second for seven weeks. The backup is not older than that, and
/// the 2^63 that there are last for two thousand million restores.
pub(crate) const RESTORED_GAP: i64 = 1 << 32;

/// The longest manifest or signature that is passed on, in bytes. A site's manifest with eight
/// holders for each of twenty roles is 300 kB.
pub(crate) const SITE_FILE_MAX: u64 = 4 << 20;
