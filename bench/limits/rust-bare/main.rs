//! The least that answers: what the size of a service is to be seen beside.
use std::{io::{Read, Write}, net::TcpListener, thread};

fn main() {
    let listener = TcpListener::bind("0.0.0.0:8080").unwrap();
    for mut stream in listener.incoming().flatten() {
        thread::spawn(move || {
            let _ = stream.read(&mut [0; 4096]);
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nConnection: close\r\n\r\nok\n");
        });
    }
}
