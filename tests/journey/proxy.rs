//! Stands between the browser and the intake: sees each step of a delivery, and can hold it there.

use crate::kills::moment::Moment;
use std::collections::BTreeSet;
use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::thread;

/// What happens at a moment: it is called once, and what passes there waits until it is done.
type Action = Box<dyn FnOnce() + Send>;

/// A running proxy.
pub(crate) struct Proxy {
    address: SocketAddr,
    watch: Arc<Watch>,
}

#[derive(Default)]
struct Watch {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    /// What was passed since the last call of `expect`.
    passed: BTreeSet<Moment>,
    /// How many deliveries began since then.
    deliveries: usize,
    armed: Option<(Moment, Action)>,
    /// What reaches this moment stays there.
    closed: Option<Moment>,
}

impl Proxy {
    /// Passes on to the intake at this address, `host:port`.
    pub(crate) fn before(intake: String) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("this machine has a free port");
        let address = listener.local_addr().expect("it has an address");
        let watch = Arc::new(Watch::default());
        let all = Arc::clone(&watch);
        thread::spawn(move || {
            for browser in listener.incoming().flatten() {
                let (watch, intake) = (Arc::clone(&all), intake.clone());
                // A connection that breaks is what the journeys are about.
                thread::spawn(move || pass(browser, &intake, &watch).ok());
            }
        });
        Self { address, watch }
    }

    /// The address of a page, as the browser sees it.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Forgets what has passed, and does this at the next time that the moment comes.
    pub(crate) fn at(&self, moment: Moment, action: impl FnOnce() + Send + 'static) {
        let mut state = self.watch.lock();
        *state = State {
            armed: Some((moment, Box::new(action))),
            ..State::default()
        };
    }

    /// Forgets what has passed, and lets nothing past this moment until [`Self::open`].
    pub(crate) fn close(&self, moment: Moment) {
        *self.watch.lock() = State {
            closed: Some(moment),
            ..State::default()
        };
    }

    /// Lets everything pass again.
    pub(crate) fn open(&self) {
        self.watch.lock().closed = None;
        self.watch.changed.notify_all();
    }

    /// Whether the moment has come.
    pub(crate) fn has_passed(&self, moment: Moment) -> bool {
        self.watch.lock().passed.contains(&moment)
    }

    /// How many deliveries began.
    pub(crate) fn deliveries(&self) -> usize {
        self.watch.lock().deliveries
    }
}

impl Watch {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state
            .lock()
            .expect("no thread panics while it holds this")
    }

    fn reach(&self, moment: Moment) {
        let mut state = self.lock();
        state.passed.insert(moment);
        state.deliveries += usize::from(moment == Moment::Request);
        if state.armed.as_ref().is_some_and(|(it, _)| *it == moment) {
            let armed = state.armed.take();
            drop(state);
            armed.into_iter().for_each(|(_, action)| action());
            return;
        }
        while state.closed == Some(moment) {
            state = self
                .changed
                .wait(state)
                .expect("no thread panics while it holds this");
        }
    }
}

/// One request and its answer; the connection is not used again.
fn pass(mut browser: TcpStream, intake: &str, watch: &Watch) -> io::Result<()> {
    let request = read_head(&mut browser)?;
    let head = String::from_utf8_lossy(&request).into_owned();
    let path = head.split(' ').nth(1).unwrap_or_default();
    if let Some(name) = path.strip_prefix("/v1/moments/") {
        Moment::told_as(name)
            .into_iter()
            .for_each(|it| watch.reach(it));
        return browser.write_all(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n");
    }
    let watch = head.starts_with("PUT ").then_some(watch);
    let reach = |moment| watch.into_iter().for_each(|it| it.reach(moment));

    reach(Moment::Request);
    let mut body = vec![0; content_length(&head)];
    let (first, second) = body.split_at_mut(content_length(&head) / 2);
    browser.read_exact(first)?;
    reach(Moment::HalfRequest);
    browser.read_exact(second)?;
    reach(Moment::WholeRequest);

    let mut server = TcpStream::connect(intake)?;
    server.write_all(closing(&head).as_bytes())?;
    server.write_all(&body)?;
    let mut answer = vec![];
    server.read_to_end(&mut answer)?;
    reach(Moment::Answered);

    let (first, second) = answer.split_at(answer.len() / 2);
    browser.write_all(first)?;
    reach(Moment::HalfAnswer);
    browser.write_all(second)?;
    reach(Moment::Receipt);
    Ok(())
}

/// The bytes up to the empty line.
fn read_head(browser: &mut TcpStream) -> io::Result<Vec<u8>> {
    let mut head = vec![];
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        browser.read_exact(&mut byte)?;
        head.extend(byte);
    }
    Ok(head)
}

fn content_length(head: &str) -> usize {
    let lines = head.lines().filter_map(|line| line.split_once(':'));
    let length = lines
        .into_iter()
        .find(|(name, _)| name.eq_ignore_ascii_case("content-length"));
    length.map_or(0, |(_, value)| value.trim().parse().unwrap_or(0))
}

/// The same head, of a request that is the last on its connection.
fn closing(head: &str) -> String {
    let keeps = |line: &&str| !line.to_ascii_lowercase().starts_with("connection:");
    let lines: Vec<_> = head.trim_end().split("\r\n").filter(keeps).collect();
    format!("{}\r\nConnection: close\r\n\r\n", lines.join("\r\n"))
}
