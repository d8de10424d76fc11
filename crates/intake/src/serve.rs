use std::{io, pin::pin, sync::Arc, time::Duration};

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
    service::TowerToHyperService,
};
use socket2::{SockRef, TcpKeepalive};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::Semaphore,
    time::{sleep, timeout},
};

use crate::{
    housekeeping, metrics,
    pace::{Paced, Patience},
    policy::Limits,
    router::router,
    state::Intake,
};

/// How many connections the address for metrics serves at once: monitoring needs one or two.
const METRICS_CONNECTIONS: usize = 8;

/// How long accepting rests after the kernel had no resources for it. Nothing tells when it has.
const NO_RESOURCES: Duration = Duration::from_millis(100);

/// How many bytes of an answer wait in the kernel at most, beside those that are on their way.
#[cfg(target_os = "linux")]
const NOT_SENT: u32 = 16 << 10;

/// The finest time in which the kernel counts how long it heard nothing.
const SECOND: Duration = Duration::from_secs(1);

/// Serves until `stop` resolves; then takes no connection more and lets running requests finish.
///
/// It speaks HTTP/1.1 without TLS: outside of one machine a reverse proxy stands before it.
pub async fn serve(listener: TcpListener, intake: Arc<Intake>, stop: impl Future<Output = ()>) {
    // Before the first request, so that nobody is answered from what the last end left behind.
    housekeeping::look(&intake).await;
    let housekeeping = tokio::spawn(housekeeping::keep(Arc::clone(&intake)));
    let routes = router(Arc::clone(&intake));
    let busy = |connections| intake.metrics.connections(connections);
    let running = answer_all(listener, routes, &intake.limits, stop, busy).await;
    housekeeping.abort();
    intake.close();
    if timeout(intake.limits.drain, running.shutdown())
        .await
        .is_err()
    {
        tracing::warn!("stopped before all requests were finished");
    }
}

/// Serves `/metrics` and nothing else, until [`Intake::close`] is called.
///
/// It has an address of its own, so that whoever may report or read may not look at it, nor the
/// other way round. Nothing it answers changes because of a single report.
pub async fn serve_metrics(listener: TcpListener, intake: Arc<Intake>) {
    let limits = Limits {
        connections: METRICS_CONNECTIONS,
        ..intake.limits
    };
    let routes = metrics::router(Arc::clone(&intake));
    let running = answer_all(listener, routes, &limits, intake.closed(), |_| {}).await;
    // An answer that is not finished by then is asked for again.
    drop(timeout(limits.drain, running.shutdown()).await);
}

/// Answers every connection until `stop` resolves, and tells `busy` how many there are with each
/// new one. Those that are left then go on with what they returns.
async fn answer_all(
    listener: TcpListener,
    routes: Router,
    limits: &Limits,
    stop: impl Future<Output = ()>,
    busy: impl Fn(usize),
) -> GracefulShutdown {
    let service = TowerToHyperService::new(routes);
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new())
        .header_read_timeout(limits.head);
    let slots = Arc::new(Semaphore::new(limits.connections));
    let running = GracefulShutdown::new();
    let mut stop = pin!(stop);
    loop {
        let accepted = async {
            let slot = Arc::clone(&slots).acquire_owned().await;
            (slot.expect("never closed"), accept(&listener).await)
        };
        let (slot, stream) = tokio::select! {
            it = accepted => it,
            () = &mut stop => break,
        };
        busy(limits.connections.saturating_sub(slots.available_permits()));
        // The kernel refuses only for a connection that is broken already, which is found out.
        drop(watched(&stream, limits.vanished));
        let patience = Patience::new(limits.answer_idle, limits.least_rate);
        let stream = TokioIo::new(Paced::new(stream, patience));
        let connection = http.serve_connection(stream, service.clone());
        let connection = running.watch(connection);
        tokio::spawn(async move {
            // A connection that breaks concerns its other end alone, and may name it.
            drop(connection.await);
            drop(slot);
        });
    }
    running
}

/// Has the kernel break a connection whose other end is gone without a word, or takes nothing of what
/// waits for it in the kernel, which no write here would notice. And has it take no more of an answer
/// than is on its way, so that writes go on as the other end reads, and not in leaps.
fn watched(stream: &TcpStream, vanished: Duration) -> io::Result<()> {
    let socket = SockRef::from(stream);
    let probes = TcpKeepalive::new()
        .with_time((vanished / 2).max(SECOND))
        .with_interval((vanished / 6).max(SECOND));
    socket.set_tcp_keepalive(&probes)?;
    #[cfg(target_os = "linux")]
    {
        socket.set_tcp_user_timeout(Some(vanished))?;
        socket.set_tcp_notsent_lowat(NOT_SENT)?;
    }
    Ok(())
}

/// The next connection. Whose it is, is not looked at.
async fn accept(listener: &TcpListener) -> TcpStream {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => return stream,
            Err(error) if error.kind() == io::ErrorKind::ConnectionAborted => {}
            Err(error) => {
                tracing::error!(kind = ?error.kind(), "cannot accept a connection");
                sleep(NO_RESOURCES).await;
            }
        }
    }
}
