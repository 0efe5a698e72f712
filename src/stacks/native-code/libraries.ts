/**
 * Names the Debian packages of the libraries that what is in /out links to, in /libraries; libraries that are no package's,
 * the project's own, go to /out/usr/lib, where the loader looks.
 */
export const librariesScript = `set -eu
find /out -type f -exec ldd {} \\; > /tmp/linked 2> /dev/null || true
! grep 'not found' /tmp/linked
awk '$2 == "=>" { print $3 }' /tmp/linked | sort -u | while read -r library; do
  if package=$(dpkg-query --search "$(realpath "$library")" 2> /dev/null); then
    echo "\${package%%:*}"
  else
    case $library in /out/*) ;; *) mkdir -p /out/usr/lib && cp -L "$library" /out/usr/lib/ ;; esac
  fi
done | sort -u > /libraries
`;
