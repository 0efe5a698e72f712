#!/bin/sh
# packages.sh ARCH PACKAGE...: the libraries in these Debian packages, and what they depend on beyond the base image, in /out.
#
# The packages are unpacked, not installed: no script of theirs runs. So what only scripts use counts as there, and so do
# programs that a library would call (gpg, say): nothing here could start them. /runtime has the records of the base's packages.
set -eu
fail() { echo "packages: $*" >&2 && exit 1; }
# What Docker calls an architecture, Debian's name of it and of its directory of libraries.
case $1 in
amd64) arch=amd64 libs=usr/lib/x86_64-linux-gnu ;;
arm64) arch=arm64 libs=usr/lib/aarch64-linux-gnu ;;
arm) arch=armhf libs=usr/lib/arm-linux-gnueabihf ;;
ppc64le) arch=ppc64el libs=usr/lib/powerpc64le-linux-gnu ;;
riscv64 | s390x) arch=$1 libs=usr/lib/$1-linux-gnu ;;
*) fail "Debian has no architecture $1" ;;
esac
shift
# What the build found the program to link to, without what the base has.
if [ -e /libraries ]; then
  while read -r name; do
    [ -e "/runtime/$name" ] || set -- "$@" "$name"
  done < /libraries
fi

# apt is to see the base image's packages, for its architecture, in place of this machine's.
cat > /etc/apt/apt.conf.d/99image <<CONF
APT::Architecture "$arch";
APT::Architectures { "$arch"; };
APT::Install-Recommends "false";
APT::Sandbox::User "root";
Dir::State::status "/status";
CONF
if [ -e /run/secrets/extra-ca ]; then echo 'Acquire::https::CAInfo "/run/secrets/extra-ca";' >> /etc/apt/apt.conf.d/99image; fi
touch /status
apt-get update -qq

# The base works as it is: nothing that its packages depend on is missing.
for record in /runtime/*; do
  case $record in *.md5sums) continue ;; esac
  grep -v -E '^(Pre-Depends|Depends|Recommends|Suggests|Breaks|Conflicts|Status|Conffiles):' "$record" | grep -v '^$' >> /status
  printf 'Status: install ok installed\n\n' >> /status
done

# No libraries: what Debian requires everywhere, what is for administrators and developers, and what scripts of packages call.
apt-cache dumpavail | awk -v RS= -v FS='\n' '
  { name = version = provides = section = ""; required = 0 }
  { for (i = 1; i <= NF; i++) {
      if ($i ~ /^Package: /) name = substr($i, 10)
      if ($i ~ /^Version: /) version = substr($i, 10)
      if ($i ~ /^Provides: /) provides = substr($i, 11)
      if ($i ~ /^Section: /) section = substr($i, 10)
      if ($i ~ /^(Essential: yes|Priority: required)$/) required = 1
  } }
  section ~ /^(admin|database|devel|editors|httpd|interpreters|java|javascript|mail|net|perl|php|python|ruby|shells|text|utils|vcs|web)$/ ||
  (required && section !~ /^(old)?libs$/) || name ~ /^(debconf|dpkg|sensible-utils|ucf)$/ {
    print name, version, provides
  }' | sort -u -k 1,1 > /tools
while read -r name version provides; do
  [ ! -e "/runtime/$name" ] || continue
  # A version of its own, or apt takes the one of the archive for another and wants that.
  printf 'Package: %s\nStatus: install ok installed\nVersion: %s+there\nArchitecture: all\nMulti-Arch: foreign\nMaintainer: none\nDescription: none\n' "$name" "$version"
  [ -z "$provides" ] || printf 'Provides: %s\n' "$provides"
  echo
done < /tools >> /status

for name in "$@"; do
  [ -n "$(apt-cache show "$name" 2> /dev/null)" ] || fail "Debian has no package $name for $arch"
  ! grep -q "^$name " /tools || fail "$name is no library"
done

mkdir -p /debs /out/usr/lib /out/usr/lib64 /out/usr/bin /out/usr/sbin /out/var/lib/dpkg/status.d
cd /debs
apt-get install --download-only --yes -qq -o Dir::Cache::archives=/debs "$@"

# The base has these links; a directory of the same name would not fit on them.
for dir in bin lib lib64 sbin; do ln -s "usr/$dir" "/out/$dir"; done
for deb in *.deb; do
  [ -e "$deb" ] || break
  name=$(dpkg-deb --field "$deb" Package)
  dpkg-deb --fsys-tarfile "$deb" | tar -x --keep-directory-symlink -C /out
  case " $* " in *" $name "*)
    ! dpkg-deb --fsys-tarfile "$deb" | tar -t | grep -q -E '^\./(usr/)?(s?bin|games)/.' || fail "$name is no library: it brings programs"
  esac
  dpkg-deb --field "$deb" > "/out/var/lib/dpkg/status.d/$name"
  dpkg-deb --info "$deb" shlibs >> /shlibs 2> /dev/null || true
done
cd /out
rm bin lib lib64 sbin
# Programs that come with libraries: nothing here starts them.
rm -rf usr/bin usr/sbin usr/games usr/share/bash-completion usr/share/bug usr/share/doc-base usr/share/info usr/share/lintian usr/share/locale usr/share/man
find usr/share/doc ! -type d ! -name copyright -delete 2> /dev/null || true

# A library that its package would have put in place by a script (update-alternatives): where the loader looks, under its own name.
sed -E 's/^[a-z]+: //' /shlibs 2> /dev/null | while read -r library version _; do
  for soname in "$library.so.$version" "$library-$version.so"; do
    [ -e "$libs/$soname" ] && continue
    found=$(find "$libs" -mindepth 2 -maxdepth 2 -name "$soname" | head -n 1)
    [ -z "$found" ] || ln -s "${found#"$libs"/}" "$libs/$soname"
  done
done

privileged=$(find . -type f -perm /6000 | tr '\n' ' ')
[ -z "$privileged" ] || fail "$* would bring setuid files: $privileged"

# Records for scanners, of the files that are here.
for deb in /debs/*.deb; do
  [ -e "$deb" ] || break
  name=$(dpkg-deb --field "$deb" Package)
  dpkg-deb --info "$deb" md5sums 2> /dev/null | while read -r sum file; do
    [ ! -e "$file" ] || echo "$sum  $file"
  done > "var/lib/dpkg/status.d/$name.md5sums"
done
find . -depth -mindepth 1 -type d -empty -delete
