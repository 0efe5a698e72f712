# Stand-in for Docker Hub's buildpack-deps images, which the language images there are built on: the tools and the libraries that
# builds ask for, though not all of them.
FROM debian:trixie-slim AS buildpack
COPY ca/ /usr/local/share/ca-certificates/
RUN apt-get update \
 && apt-get install -y --no-install-recommends autoconf automake bzip2 ca-certificates curl dpkg-dev file g++ gcc git gnupg libbz2-dev \
      libc6-dev libcurl4-openssl-dev libffi-dev liblzma-dev libncurses-dev libpq-dev libreadline-dev libsqlite3-dev libssl-dev libtool \
      libxml2-dev libyaml-dev make netbase openssh-client patch pkg-config procps unzip wget xz-utils zlib1g-dev \
 && rm -rf /var/lib/apt/lists/*
