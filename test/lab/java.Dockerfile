# Stand-in for Docker Hub's maven images on Eclipse Temurin: Debian's JDK, and Apache's Maven from Maven Central.
FROM debian:trixie-slim AS maven-files
ARG MAVEN
COPY ca/ /usr/local/share/ca-certificates/
RUN mkdir -p /usr/share/man/man1 && apt-get update && apt-get install -y --no-install-recommends ca-certificates maven \
 && mvn -B -ntp org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy -DoutputDirectory=/tmp \
      "-Dartifact=org.apache.maven:apache-maven:$MAVEN:tar.gz:bin" \
 && mkdir -p /target/usr/share/maven && tar -x --strip-components=1 -C /target/usr/share/maven -f /tmp/apache-maven-*.tar.gz \
 && rm -rf /root/.m2 /tmp/* /usr/lib/jvm /usr/share/java /usr/share/maven /usr/share/maven-repo /var/lib/apt/lists/*
COPY --chmod=755 <<'SH' /target/usr/local/bin/mvn-entrypoint.sh
#!/bin/sh
exec "$@"
SH

FROM debian:trixie-slim AS jdk-files
ARG JAVA
COPY ca/ /usr/local/share/ca-certificates/
# Debian spreads the JDK over /usr/lib and /etc by symlinks; the official image has one real directory.
RUN mkdir -p /usr/share/man/man1 && apt-get update && apt-get install -y --no-install-recommends ca-certificates "openjdk-$JAVA-jdk-headless" \
 && cd /usr/lib/jvm/java-"$JAVA"-openjdk-* && find -L . -type l -delete && mkdir -p /target/opt/java && cp -aL . /target/opt/java/openjdk \
 && rm -rf /usr/lib/jvm /var/lib/apt/lists/*

FROM debian:trixie-slim AS native
COPY ca/ /usr/local/share/ca-certificates/
RUN apt-get update \
 && apt-get install -y --no-install-recommends binutils ca-certificates curl fontconfig git libharfbuzz0b libjpeg62-turbo liblcms2-2 locales \
      openssh-client p11-kit tzdata \
 && rm -rf /var/lib/apt/lists/* && localedef -i en_US -f UTF-8 en_US.UTF-8
ENV JAVA_HOME=/opt/java/openjdk PATH=/opt/java/openjdk/bin:$PATH LANG=en_US.UTF-8 LANGUAGE=en_US:en LC_ALL=en_US.UTF-8
ENV MAVEN_HOME=/usr/share/maven MAVEN_CONFIG=/root/.m2
COPY --from=jdk-files /target/ /
COPY --from=maven-files /target/ /
RUN ln -s /usr/share/maven/bin/mvn /usr/bin/mvn && javac --version && mvn --version
ENTRYPOINT ["/usr/local/bin/mvn-entrypoint.sh"]
CMD ["mvn"]

# For another platform only the JDK, to take files from: unpacked and never run.
FROM --platform=$BUILDPLATFORM debian:trixie-slim AS foreign-jdk-files
ARG JAVA TARGETARCH
RUN printf 'APT::Architecture "%s";\nAPT::Architectures "%s";\n' "$TARGETARCH" "$TARGETARCH" > /etc/apt/apt.conf.d/image \
 && apt-get update && mkdir -p /jdk /target/opt/java && cd /tmp \
 && apt-get download -qq "openjdk-$JAVA-jre-headless" "openjdk-$JAVA-jdk-headless" \
 && for deb in ./*.deb; do dpkg-deb -x "$deb" /jdk; done && rm ./*.deb && ln -s "/jdk/etc/java-$JAVA-openjdk" /etc/ \
 && cd "/jdk/usr/lib/jvm/java-$JAVA-openjdk-$TARGETARCH" && find -L . -type l -delete && cp -aL . /target/opt/java/openjdk && rm -r /jdk
FROM scratch AS foreign
COPY --from=foreign-jdk-files /target/ /
ENV JAVA_HOME=/opt/java/openjdk PATH=/opt/java/openjdk/bin:$PATH

FROM native AS amd64-on-amd64
FROM native AS arm64-on-arm64
FROM foreign AS arm64-on-amd64
FROM foreign AS amd64-on-arm64
FROM ${TARGETARCH}-on-${BUILDARCH} AS maven
