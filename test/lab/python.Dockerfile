# Stand-ins for Docker Hub's slim python images and for Astral's uv images. The former is CPython from Debian's source package,
# compiled for the prefix /usr/local as the official one, though hardly optimised, which takes long.
FROM buildpack-deps:trixie AS compiled
ARG PYTHON
RUN sed -i 's/^Types: deb$/Types: deb deb-src/' /etc/apt/sources.list.d/debian.sources && apt-get update \
 && apt-get install -y --no-install-recommends libdb-dev libgdbm-dev libncurses-dev uuid-dev \
 && mkdir /src && cd /src && apt-get source -qq --download-only "python$PYTHON" && tar -x --strip-components=1 -f "python$PYTHON"_*.orig.tar.xz \
 && ./configure -q --enable-shared --enable-loadable-sqlite-extensions --with-ensurepip --disable-test-modules OPT="-DNDEBUG -O1" \
      LDFLAGS="-Wl,--strip-all -Wl,-rpath='\$\$ORIGIN/../lib'" \
 && make -s -j "$(nproc)" && make -s install DESTDIR=/target COMPILEALL_OPTS='-j0 -r 0' \
 && find /target/usr/local -depth \( -type d \( -name test -o -name tests -o -name idle_test \) -o -type f -name '*.py[co]' \) -exec rm -r {} + \
 && for name in idle pip pydoc python; do ln -s "${name}3" "/target/usr/local/bin/$name"; done \
 && ln -s python3-config /target/usr/local/bin/python-config && rm -rf /src

FROM debian:trixie-slim AS python-slim
ENV PATH=/usr/local/bin:$PATH
COPY ca/ /usr/local/share/ca-certificates/
RUN apt-get update \
 && apt-get install -y --no-install-recommends ca-certificates libbz2-1.0 libdb5.3t64 libffi8 libgdbm6t64 libgdbm-compat4t64 liblzma5 \
      libncursesw6 libreadline8t64 libsqlite3-0 libssl3t64 libuuid1 netbase tzdata zlib1g \
 && rm -rf /var/lib/apt/lists/*
# uv, where it is copied in, trusts what the system trusts, as pip does without being told
COPY <<'TOML' /etc/uv/uv.toml
system-certs = true
TOML
COPY --from=compiled /target/ /
RUN ldconfig && export PYTHONDONTWRITEBYTECODE=1 && pip --version \
 && python -c 'import bz2, ctypes, curses, dbm.gnu, lzma, readline, sqlite3, ssl, uuid, zlib'
CMD ["python3"]

FROM python-slim AS wheel
ARG UV
RUN cd /tmp && pip download -q --no-deps --only-binary=:all: --platform "musllinux_1_1_$(uname -m)" "uv==$UV" \
 && python -m zipfile -e ./*.whl . && chmod 755 uv-*/scripts/* && mkdir /target && mv uv-*/scripts/uv uv-*/scripts/uvx /target/

FROM scratch AS uv
COPY --from=wheel /target/ /
WORKDIR /io
ENTRYPOINT ["/uv"]
