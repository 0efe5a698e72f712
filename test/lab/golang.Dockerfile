# Stand-in for Docker Hub's golang images: Debian's toolchain from trixie-backports, laid out as the official one.
FROM debian:trixie-slim AS buildpack
COPY ca/ /usr/local/share/ca-certificates/
RUN apt-get update \
 && apt-get install -y --no-install-recommends ca-certificates curl g++ gcc git libc6-dev make netbase openssh-client pkg-config procps wget \
 && rm -rf /var/lib/apt/lists/*

FROM buildpack AS toolchain
ARG GO
RUN sed -n -e '/^Types:/p' -e '/^URIs:/p' -e '/^Signed-By:/p' -e 's/^Suites:.*/Suites: trixie-backports/p' -e '/^Components:/p' -e '/^$/q' \
      /etc/apt/sources.list.d/debian.sources > /etc/apt/sources.list.d/backports.sources \
 && apt-get update \
 && apt-get install -y --no-install-recommends "golang-${GO}-go"
# Debian spreads GOROOT over /usr/lib and /usr/share by symlinks; the official image has one real directory.
RUN rm -f "/usr/lib/go-${GO}/doc" "/usr/lib/go-${GO}/test" \
 && mkdir -p /target/usr/local /target/go/src /target/go/bin \
 && cp -aL "/usr/lib/go-${GO}" /target/usr/local/go \
 && chmod -R 1777 /target/go

FROM buildpack AS golang
ENV GOTOOLCHAIN=local GOPATH=/go
ENV PATH=$GOPATH/bin:/usr/local/go/bin:$PATH
COPY --from=toolchain /target/ /
WORKDIR /go
RUN test "$(go env GOROOT)" = /usr/local/go
