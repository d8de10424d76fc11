//! What the command talks to: a real intake that can go away and come back, and servers that
//! are none.

use std::io::{self, BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread;

use intake::{AppFiles, Intake, Limits, Store, add_reader, load_or_make_receipt_key};
use tokio::runtime::Runtime;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::harness::Desk;

/// A real intake on this machine, with a data folder below a desk and a token for it.
pub(crate) struct IntakeServer {
    runtime: Runtime,
    data: PathBuf,
    address: SocketAddr,
    running: Option<(oneshot::Sender<()>, JoinHandle<()>)>,
}

impl IntakeServer {
    /// Starts one; the file `token` on the desk then holds a reader's token.
    pub(crate) fn start(desk: &Desk) -> Self {
        let data = desk.path("intake");
        std::fs::create_dir(&data).expect("a new folder");
        let runtime = Runtime::new().expect("a runtime");
        let address = SocketAddr::from(([127, 0, 0, 1], 0));
        let mut server = Self {
            runtime,
            data,
            address,
            running: None,
        };
        let token = server.runtime.block_on(async {
            let store = Store::open(&server.data, None).await.expect("a store");
            add_reader(&store, "desk").await.expect("a token")
        });
        desk.write("token", token.as_bytes());
        server.come_back();
        server
    }

    /// The address to give the command.
    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Stops serving; what is stored stays.
    pub(crate) fn go_away(&mut self) {
        let (stop, serving) = self.running.take().expect("the intake runs");
        stop.send(()).expect("the intake runs");
        self.runtime
            .block_on(serving)
            .expect("the intake ends by itself");
    }

    /// Serves again, at the same address.
    pub(crate) fn come_back(&mut self) {
        let (stop, stopped) = oneshot::channel();
        let (address, serving) = self.runtime.block_on(async {
            let store = Store::open(&self.data, None).await.expect("a store");
            let key = load_or_make_receipt_key(&self.data).expect("a receipt key");
            let app = AppFiles::Folder(self.data.clone());
            let intake = Intake::new(store, key, self.data.clone(), app, Limits::default());
            let listener = tokio::net::TcpListener::bind(self.address)
                .await
                .expect("a free port");
            let address = listener.local_addr().expect("a bound port");
            let stop = async { drop(stopped.await) };
            (address, tokio::spawn(intake::serve(listener, intake, stop)))
        });
        self.address = address;
        self.running = Some((stop, serving));
    }

    /// A way to this intake on which its answers get lost: the address to give the command, and,
    /// each time the intake has done what it was asked to, the connection that now waits to hear it.
    pub(crate) fn swallowing(&self) -> (String, Receiver<TcpStream>) {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
        let url = format!("http://{}", listener.local_addr().expect("a bound port"));
        let (done, waiting) = channel();
        let intake = self.address;
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                swallow(stream, intake, &done).expect("the intake is there");
            }
        });
        (url, waiting)
    }

    /// Puts an envelope from the desk, as the app would.
    pub(crate) fn put(&self, envelope: &[u8]) {
        let digest = envelope::Digest::of(envelope);
        let url = format!("{}{}", self.url(), submission::envelope_path(&digest));
        let answer = ureq::put(url)
            .header("content-type", submission::MEDIA_TYPE)
            .send(envelope);
        let status = answer.expect("the intake takes it").status();
        assert!(status == 201 || status == 200, "{status}");
    }
}

fn swallow(stream: TcpStream, intake: SocketAddr, done: &Sender<TcpStream>) -> io::Result<()> {
    let intake = TcpStream::connect(intake)?;
    let (mut from, mut to) = (stream.try_clone()?, intake.try_clone()?);
    thread::spawn(move || io::copy(&mut from, &mut to));
    let mut status = String::new();
    BufReader::new(intake).read_line(&mut status)?;
    assert!(status.starts_with("HTTP/1.1 20"), "{status}");
    // Nobody listens any more when the test has what it wanted.
    drop(done.send(stream));
    Ok(())
}

/// One answer of a server that is not an intake: for paths that begin so, this status (with more
/// of the head, if any) and this body.
pub(crate) type Canned = (String, String, Vec<u8>);

/// Answers every request with the first of `answers` whose path fits, else with 404 and nothing.
/// It lives as long as the test's process.
pub(crate) fn canned(answers: Vec<Canned>) -> String {
    canned_after(vec![], answers)
}

/// The same, but each of `first` is given before those, and once.
pub(crate) fn canned_after(first: Vec<Canned>, answers: Vec<Canned>) -> String {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
    let url = format!("http://{}", listener.local_addr().expect("a bound port"));
    let said = Arc::new((Mutex::new(first), answers));
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let said = Arc::clone(&said);
            // A client that goes away early is not the test's subject.
            thread::spawn(move || drop(answer(stream, &said.0, &said.1)));
        }
    });
    url
}

fn answer(mut stream: TcpStream, first: &Mutex<Vec<Canned>>, answers: &[Canned]) -> io::Result<()> {
    let mut head = BufReader::new(stream.try_clone()?).lines();
    let request = head.next().unwrap_or_else(|| Ok(String::new()))?;
    for line in head {
        if line?.is_empty() {
            break;
        }
    }
    let path = request.split(' ').nth(1).unwrap_or_default();
    let fits = |(prefix, ..): &Canned| path.starts_with(prefix.as_str());
    let mut first = first.lock().expect("no thread panics with it");
    let once = first.iter().position(fits).map(|at| first.remove(at));
    drop(first);
    let found = once.as_ref().or_else(|| answers.iter().find(|it| fits(it)));
    let (status, body) = found.map_or(("404 X", &[][..]), |(_, status, body)| (status, body));
    let length = body.len();
    write!(
        stream,
        "HTTP/1.1 {status}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n"
    )?;
    stream.write_all(body)
}
