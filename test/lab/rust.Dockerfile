# Stand-in for Docker Hub's rust images: the toolchain from Rust's own channel by rustup, which is Debian's.
FROM buildpack-deps:trixie AS rustup
RUN apt-get update && cd /tmp && apt-get download -qq rustup && dpkg-deb -x ./*.deb . \
 && mkdir -p /target/usr/local/cargo/bin && cd /target/usr/local/cargo/bin && cp /tmp/usr/bin/rustup . \
 && ! ldd rustup | grep 'not found' \
 && for proxy in cargo cargo-clippy cargo-fmt cargo-miri clippy-driver rls rust-analyzer rust-gdb rust-gdbgui rust-lldb rustc rustdoc rustfmt; do \
      ln -s rustup "$proxy"; \
    done && chmod -R a+w /target/usr/local/cargo

FROM buildpack-deps:trixie AS rust
ARG RUST
ENV RUSTUP_HOME=/usr/local/rustup CARGO_HOME=/usr/local/cargo PATH=/usr/local/cargo/bin:$PATH
COPY --from=rustup /target/ /
RUN rustup set auto-self-update disable && rustup set profile minimal && rustup toolchain install "$RUST" --no-self-update && rustup default "$RUST" \
 && chmod -R a+w "$RUSTUP_HOME" && cargo --version && rustc --version
