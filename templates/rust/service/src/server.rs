//! An HTTP server that stops without cutting a request off.

use std::{
    io,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
    pin::pin,
    time::Duration,
};

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
    service::TowerToHyperService,
};
use socket2::SockRef;
use tokio::{
    net::{TcpListener, TcpSocket},
    time::{sleep, timeout},
};
use tracing::{error, info};

// What happens between the signal to stop and the end; orchestrators kill after 10 s (Docker) or 30 s (Kubernetes).
/// For requests that are still on their way: load balancers learn late that we stop.
const LINGER: Duration = Duration::from_millis(500);
/// How long open requests may take after that.
const DRAIN: Duration = Duration::from_secs(8);

/// How long a connection may be without the complete head of a request, idle ones too.
/// Shorter than DRAIN, so that half a request does not fail a stop.
const HEADER_TIME: Duration = Duration::from_secs(5);

/// On every address: the unspecified one of IPv6 takes IPv4 too, but not every machine has IPv6.
pub fn listen(port: u16) -> io::Result<TcpListener> {
    let (socket, address): (_, IpAddr) = match TcpSocket::new_v6() {
        Ok(socket) => {
            SockRef::from(&socket).set_only_v6(false)?;
            (socket, Ipv6Addr::UNSPECIFIED.into())
        }
        Err(_) => (TcpSocket::new_v4()?, Ipv4Addr::UNSPECIFIED.into()),
    };
    socket.set_reuseaddr(true)?;
    socket.bind((address, port).into())?;
    socket.listen(1024)
}

/// Answers requests until it is told to stop, then finishes the open ones.
pub async fn serve_until(
    listener: TcpListener,
    router: Router,
    stop: impl Future<Output = ()>,
) -> io::Result<()> {
    // axum::serve has no limit for how long the head of a request may take.
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new())
        .header_read_timeout(HEADER_TIME);
    let service = TowerToHyperService::new(router);
    let connections = GracefulShutdown::new();
    let mut stop = pin!(async {
        stop.await;
        info!("stopping");
        sleep(LINGER).await;
    });
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    let connection = http.serve_connection(TokioIo::new(stream), service.clone());
                    tokio::spawn(connections.watch(connection));
                }
                // Too many open files, say: it may pass.
                Err(reason) => {
                    error!(error = %reason, "not accepted");
                    sleep(Duration::from_millis(100)).await;
                }
            },
            () = &mut stop => break,
        }
    }
    drop(listener);
    timeout(DRAIN, connections.shutdown())
        .await
        .map_err(|_| io::Error::other(format!("requests were still open after {DRAIN:?}")))?;
    info!("stopped");
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use axum::routing::get;
    use tokio::{
        io::{AsyncReadExt, AsyncWriteExt},
        net::TcpStream,
        sync::{Notify, oneshot},
        task::JoinHandle,
    };

    use super::*;

    type Running = (u16, oneshot::Sender<()>, JoinHandle<io::Result<()>>);

    fn start(router: Router) -> Running {
        let listener = listen(0).unwrap();
        let port = listener.local_addr().unwrap().port();
        let (stop, stopped) = oneshot::channel();
        let server = tokio::spawn(serve_until(listener, router, async {
            let _ = stopped.await;
        }));
        (port, stop, server)
    }

    async fn dial(port: u16, text: &str) -> TcpStream {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))
            .await
            .unwrap();
        stream.write_all(text.as_bytes()).await.unwrap();
        stream
    }

    /// A request that is open when the signal to stop comes is answered, and one that is still arriving too.
    /// A connection without a request is not waited for.
    #[tokio::test]
    async fn stop_finishes_open_requests() {
        let (started, finish) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
        let (begun, go_on) = (started.clone(), finish.clone());
        let router = Router::new().route("/", get(|| async { "quick" })).route(
            "/slow",
            get(move || async move {
                begun.notify_one();
                go_on.notified().await;
                "slow"
            }),
        );
        let (port, stop, server) = start(router);

        let mut silent = dial(port, "").await;
        let mut open = dial(port, "GET /slow HTTP/1.1\r\nHost: test\r\n\r\n").await;
        started.notified().await;
        let mut arriving = dial(port, "GET / HTTP/1.1\r\n").await;
        stop.send(()).unwrap();
        arriving.write_all(b"Host: test\r\n\r\n").await.unwrap();

        // Before the open request is finished, and before the time for a request's head is over.
        let closed = timeout(HEADER_TIME / 2, silent.read(&mut [0])).await;
        assert_eq!(closed.unwrap().unwrap(), 0);
        finish.notify_one();
        for (stream, body) in [(&mut arriving, "quick"), (&mut open, "slow")] {
            let mut answer = String::new();
            stream.read_to_string(&mut answer).await.unwrap();
            assert!(
                answer.starts_with("HTTP/1.1 200") && answer.ends_with(body),
                "{answer}"
            );
        }
        assert!(server.await.unwrap().is_ok());
    }

    /// In paused time, which jumps to the next timer when there is nothing else to do.
    #[tokio::test(start_paused = true)]
    async fn half_a_request_does_not_fail_a_stop() {
        let (port, stop, server) = start(Router::new());
        let _half = dial(port, "GET / HTTP/1.1\r\nHo").await;
        stop.send(()).unwrap();
        assert!(server.await.unwrap().is_ok());
    }
}
