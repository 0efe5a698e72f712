# Stand-in for Docker Hub's gcc images: Debian's compiler of the same major version, found where the official one is.
FROM buildpack-deps:trixie AS gcc
ARG GCC
RUN for tool in cpp g++ gcc gcc-ar gcc-nm gcc-ranlib gcov; do ln -s "/usr/bin/$tool-$GCC" "/usr/local/bin/$tool"; done \
 && ln -s "/usr/bin/g++-$GCC" /usr/local/bin/c++ \
 && for tool in gcc g++; do dpkg-divert --divert "/usr/bin/$tool.orig" --rename "/usr/bin/$tool"; done \
 && update-alternatives --install /usr/bin/cc cc /usr/local/bin/gcc 999 \
 && g++ -dumpversion | grep -q "^$GCC"
