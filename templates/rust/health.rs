//! `app healthcheck` is the image's HEALTHCHECK, as there is no shell and no curl in it.

use std::{
    io::{self, BufRead, BufReader, Write},
    net::{Ipv4Addr, SocketAddr, TcpStream},
    time::Duration,
};

const TIMEOUT: Duration = Duration::from_secs(2);

/// Asks the running service whether it is healthy, with just enough HTTP to read one status line.
pub fn check(port: u16) -> io::Result<()> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let mut stream = TcpStream::connect_timeout(&address, TIMEOUT)?;
    stream.set_read_timeout(Some(TIMEOUT))?;
    write!(stream, "GET /healthz HTTP/1.0\r\nHost: {address}\r\n\r\n")?;
    let mut status = String::new();
    BufReader::new(stream).read_line(&mut status)?;
    match status.split_whitespace().nth(1) {
        Some("200") => Ok(()),
        _ => Err(io::Error::other(format!("unhealthy: {}", status.trim()))),
    }
}

#[cfg(test)]
mod tests {
    use axum::{Router, http::StatusCode, routing::get};
    use tokio::{net::TcpListener, task::spawn_blocking};

    use super::*;

    async fn check_of(status: StatusCode) -> io::Result<()> {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let router = Router::new().route("/healthz", get(move || async move { status }));
        let server = tokio::spawn(async { axum::serve(listener, router).await });
        let result = spawn_blocking(move || check(port)).await.unwrap();
        server.abort();
        result
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn tells_healthy_from_broken_and_gone() {
        assert!(check_of(StatusCode::OK).await.is_ok());
        assert!(check_of(StatusCode::SERVICE_UNAVAILABLE).await.is_err());
        let gone = std::net::TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        assert!(check(gone).is_err());
    }
}
