use std::{pin::pin, sync::Arc, time::Duration};

use hyper::server::conn::http1;
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
    service::TowerToHyperService,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::Semaphore,
    time::{sleep, timeout},
};

use crate::{housekeeping, router::router, state::Intake};

/// How long accepting rests after the kernel had no resources for it. Nothing tells when it has.
const NO_RESOURCES: Duration = Duration::from_millis(100);

/// Serves until `stop` resolves; then takes no connection more and lets running requests finish.
///
/// It speaks HTTP/1.1 without TLS: outside of one machine a reverse proxy stands before it.
pub async fn serve(listener: TcpListener, intake: Arc<Intake>, stop: impl Future<Output = ()>) {
    let limits = intake.limits;
    let service = TowerToHyperService::new(router(Arc::clone(&intake)));
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new())
        .header_read_timeout(limits.head);
    let slots = Arc::new(Semaphore::new(limits.connections));
    let running = GracefulShutdown::new();

    // Before the first request, so that nobody is answered from what the last end left behind.
    housekeeping::look(&intake).await;
    let housekeeping = tokio::spawn(housekeeping::keep(Arc::clone(&intake)));

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
        let connection = http.serve_connection(TokioIo::new(stream), service.clone());
        let connection = running.watch(connection);
        tokio::spawn(async move {
            // A connection that breaks concerns its other end alone, and may name it.
            drop(connection.await);
            drop(slot);
        });
    }

    drop(listener);
    housekeeping.abort();
    intake.close();
    if timeout(limits.drain, running.shutdown()).await.is_err() {
        tracing::warn!("stopped before all requests were finished");
    }
}

/// The next connection. Whose it is, is not looked at.
async fn accept(listener: &TcpListener) -> TcpStream {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => return stream,
            Err(error) if error.kind() == std::io::ErrorKind::ConnectionAborted => {}
            Err(error) => {
                tracing::error!(kind = ?error.kind(), "cannot accept a connection");
                sleep(NO_RESOURCES).await;
            }
        }
    }
}
