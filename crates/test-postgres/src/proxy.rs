use std::{
    io::{self, Read, Write},
    net::{Shutdown, SocketAddr, TcpListener, TcpStream},
    os::unix::net::UnixStream,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
};

use crate::server::{SOCKET, Server, USER};

/// The way to a server, on which its machine can vanish without a word: nothing gets through any more,
/// and nobody is told, not even that the other end has closed the connection.
pub struct Proxy {
    address: SocketAddr,
    silent: Arc<AtomicBool>,
}

/// Whether nothing gets through on a connection. It is lost for good once something was.
#[derive(Clone)]
struct Line {
    silent: Arc<AtomicBool>,
    lost: Arc<AtomicBool>,
}

impl Proxy {
    /// Stands before a server until the test program ends.
    ///
    /// # Panics
    ///
    /// When there is no free port.
    #[must_use]
    pub fn before(server: &Server) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        let silent = Arc::new(AtomicBool::new(false));
        let (all, socket) = (Arc::clone(&silent), server.folder().join(SOCKET));
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let line = Line {
                    silent: Arc::clone(&all),
                    lost: Arc::default(),
                };
                // A server that is not there is nobody's mistake: its client sees the end.
                let _ = join(client, &socket, &line);
            }
        });
        Self { address, silent }
    }

    /// The URL of a database of this name, by this way.
    #[must_use]
    pub fn url(&self, name: &str) -> String {
        format!("postgres://{USER}@{}/{name}", self.address)
    }

    /// From now on nothing gets through.
    pub fn silence(&self) {
        self.silent.store(true, Ordering::SeqCst);
    }

    /// From now on new connections get through. Those on which something was lost never do.
    pub fn speak(&self) {
        self.silent.store(false, Ordering::SeqCst);
    }
}

impl Line {
    fn is_lost(&self) -> bool {
        let silent = self.silent.load(Ordering::SeqCst);
        self.lost.fetch_or(silent, Ordering::SeqCst) || silent
    }
}

/// Lets both speak with each other, in threads of their own.
fn join(client: TcpStream, socket: &Path, line: &Line) -> io::Result<()> {
    if line.is_lost() {
        // Its client waits for ever.
        std::mem::forget(client);
        return Ok(());
    }
    let server = UnixStream::connect(socket)?;
    let (from, to) = (client.try_clone()?, server.try_clone()?);
    let (there, back) = (line.clone(), line.clone());
    thread::spawn(move || pass(from, to, &there, |it| it.shutdown(Shutdown::Write)));
    thread::spawn(move || pass(server, client, &back, |it| it.shutdown(Shutdown::Write)));
    Ok(())
}

/// Passes on what comes, and the end, until the line is lost; then it keeps both ends open.
fn pass<T: Write>(mut from: impl Read, mut to: T, line: &Line, end: impl Fn(&T) -> io::Result<()>) {
    let mut some = [0; 16 << 10];
    loop {
        let read = from.read(&mut some).unwrap_or(0);
        if line.is_lost() {
            std::mem::forget((from, to));
            return;
        }
        // Whoever has closed already needs neither.
        if to.write_all(&some[..read]).is_err() || read == 0 {
            let _ = end(&to);
            return;
        }
    }
}
