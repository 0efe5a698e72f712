/**
 * `healthcheck PORT PATH`, a number or the variable that holds it: exits 0 when the service answers below 500, which a frozen one does not; without a path, when it
 * answers HTTP/2's greeting, as gRPC servers do. Standard library only.
 */
export const healthProgram = `use std::{
    env,
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    process::exit,
    time::Duration,
};

fn main() {
    let args: Vec<String> = env::args().collect();
    let port = env::var(&args[1]).unwrap_or_else(|_| args[1].clone());
    let port: u16 = port.parse().expect("a port");
    let path = args.get(2);
    let healthy = ["127.0.0.1", "::1"].iter().any(|host| {
        let address = SocketAddr::new(host.parse().expect("an address"), port);
        let Ok(mut stream) = TcpStream::connect_timeout(&address, Duration::from_secs(1)) else {
            return false;
        };
        let _ = stream.set_read_timeout(Some(Duration::from_secs(2)));
        let request = match path {
            Some(path) => format!("GET {path} HTTP/1.1\\r\\nHost: localhost:{port}\\r\\nConnection: close\\r\\n\\r\\n").into_bytes(),
            None => b"PRI * HTTP/2.0\\r\\n\\r\\nSM\\r\\n\\r\\n\\0\\0\\0\\x04\\0\\0\\0\\0\\0".to_vec(),
        };
        let mut answer = [0; 12];
        if stream.write_all(&request).is_err() || stream.read_exact(&mut answer[..9]).is_err() {
            return false;
        }
        // "HTTP/1.1 200", of which the digit after the space says how it is.
        path.is_none() || (answer.starts_with(b"HTTP/1.") && stream.read_exact(&mut answer[9..]).is_ok() && (b'2'..b'5').contains(&answer[9]))
    });
    exit(if healthy { 0 } else { 1 })
}
`;
