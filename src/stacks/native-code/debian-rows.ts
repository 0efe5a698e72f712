/**
 * Development packages of Debian 13 by what builds ask for, from the packages' own lists of files (`dpkg --listfiles`): package |
 * names for find_package | names for pkg-config | libraries to link to | headers; names that end in `/` begin paths. Names
 * for find_package also without regard to case.
 */
export const rows = `
zlib1g-dev|ZLIB|zlib|z|zlib.h zconf.h
libssl-dev|OpenSSL|openssl libssl libcrypto|ssl crypto|openssl/
libcurl4-openssl-dev|CURL|libcurl|curl|curl/
libjson-c-dev|json-c JSON-C JSONC|json-c|json-c|json-c/ json_object.h
libjansson-dev|jansson|jansson|jansson|jansson.h
libcjson-dev|cJSON|libcjson|cjson|cjson/
libyajl-dev|YAJL|yajl|yajl|yajl/
libuv1-dev|libuv LibUV|libuv|uv|uv.h
libwebsockets-dev|libwebsockets|libwebsockets|websockets|libwebsockets.h lws_config.h
libevent-dev|Libevent LibEvent|libevent libevent_core libevent_extra libevent_openssl libevent_pthreads|event event_core event_extra event_openssl event_pthreads|event.h event2/ evhttp.h evdns.h
libev-dev|libev LibEv|libev|ev|ev.h ev++.h
libmicrohttpd-dev|libmicrohttpd MicroHTTPD|libmicrohttpd|microhttpd|microhttpd.h
libfcgi-dev|FCGI|fcgi|fcgi fcgi++|fcgi_stdio.h fcgiapp.h
libncurses-dev|Curses|ncurses ncursesw tinfo tinfow menu menuw panel panelw form formw|ncurses ncursesw curses tinfo tinfow termcap panel panelw menu menuw form formw|ncurses.h curses.h ncurses/ ncursesw/ term.h panel.h menu.h form.h termcap.h
libreadline-dev|Readline|readline|readline history|readline/
libedit-dev|LibEdit Editline|libedit|edit|histedit.h editline/
libsqlite3-dev|SQLite3 SQLite|sqlite3|sqlite3|sqlite3.h
libpq-dev|PostgreSQL|libpq|pq|libpq-fe.h postgresql/
libpqxx-dev|libpqxx PQXX|libpqxx|pqxx|pqxx/
default-libmysqlclient-dev|MySQL MariaDB mysqlclient|mysqlclient libmariadb mariadb|mysqlclient mariadb|mysql/ mysql.h mariadb/
libmysqlcppconn-dev|MySQLCppConn||mysqlcppconn|mysql_connection.h cppconn/ mysql_driver.h
libhiredis-dev|hiredis|hiredis|hiredis|hiredis/
libmongoc-dev|mongoc-1.0 libmongoc-1.0 bson-1.0|libmongoc-1.0 libbson-1.0|mongoc-1.0|mongoc/ mongoc.h bson.h bson/
libmemcached-dev||libmemcached|memcached|libmemcached/
libleveldb-dev|leveldb|leveldb|leveldb|leveldb/
librocksdb-dev|RocksDB|rocksdb|rocksdb|rocksdb/
liblmdb-dev|LMDB|lmdb|lmdb|lmdb.h
libtkrzw-dev||tkrzw|tkrzw|tkrzw_langc.h tkrzw_dbm_poly.h
libtokyocabinet-dev||tokyocabinet|tokyocabinet|tcutil.h tchdb.h tcbdb.h
libkyotocabinet-dev||kyotocabinet|kyotocabinet|kccommon.h kcpolydb.h kclangc.h
libdb-dev|BerkeleyDB|db|db|db.h db_cxx.h
libgdbm-dev||gdbm|gdbm|gdbm.h
libpcre2-dev|PCRE2|libpcre2-8 libpcre2-posix|pcre2-8 pcre2-posix|pcre2.h pcre2posix.h
libonig-dev|oniguruma Oniguruma|oniguruma|onig|oniguruma.h
libre2-dev|re2|re2|re2|re2/
libxml2-dev|LibXml2|libxml-2.0|xml2|libxml/
libxslt1-dev|LibXslt|libxslt libexslt|xslt exslt|libxslt/ libexslt/
libexpat1-dev|EXPAT|expat|expat|expat.h
libyaml-dev|yaml|yaml-0.1|yaml|yaml.h
libyaml-cpp-dev|yaml-cpp|yaml-cpp|yaml-cpp|yaml-cpp/
libtinyxml2-dev|tinyxml2|tinyxml2|tinyxml2|tinyxml2.h
libpugixml-dev|pugixml|pugixml|pugixml|pugixml.hpp
nlohmann-json3-dev|nlohmann_json|nlohmann_json||nlohmann/
rapidjson-dev|RapidJSON|RapidJSON||rapidjson/
libjsoncpp-dev|jsoncpp Jsoncpp JsonCpp|jsoncpp|jsoncpp|json/json.h json/value.h jsoncpp/
libtomlplusplus-dev|tomlplusplus|tomlplusplus|tomlplusplus|toml++/
libinih-dev|inih|inih INIReader|inih INIReader|ini.h INIReader.h
libconfig-dev|libconfig|libconfig|config|libconfig.h
libconfig++-dev|libconfig++|libconfig++|config++|libconfig.h++
libconfuse-dev||libconfuse|confuse|confuse.h
libpopt-dev||popt|popt|popt.h
libargtable2-dev||argtable2|argtable2|argtable2.h
libgflags-dev|gflags|gflags|gflags|gflags/
libgoogle-glog-dev|glog|libglog|glog|glog/
libfmt-dev|fmt|fmt|fmt|fmt/
libspdlog-dev|spdlog|spdlog|spdlog|spdlog/
libcxxopts-dev|cxxopts|cxxopts||cxxopts.hpp
libcli11-dev|CLI11|CLI11||CLI/
libboost-dev|Boost|||boost/
libasio-dev|asio|asio||asio.hpp asio/
libcpp-httplib-dev|httplib cpp-httplib|cpp-httplib|cpp-httplib|httplib.h
libdrogon-dev|Drogon|drogon|drogon|drogon/
libtrantor-dev|Trantor|trantor|trantor|trantor/
libpoco-dev|Poco||PocoFoundation PocoNet PocoUtil PocoJSON PocoXML PocoData PocoNetSSL PocoCrypto|Poco/
libpistache-dev|Pistache|libpistache|pistache|pistache/
libcpprest-dev|cpprestsdk|cpprest|cpprest|cpprest/
libhttp-parser-dev|||http_parser|http_parser.h
libllhttp-dev|llhttp|libllhttp|llhttp|llhttp.h
libnghttp2-dev|NGHTTP2|libnghttp2|nghttp2|nghttp2/
libprotobuf-dev|Protobuf protobuf|protobuf protobuf-lite|protobuf protobuf-lite|google/protobuf/
libgrpc++-dev|gRPC|grpc++ grpc|grpc++ grpc|grpcpp/ grpc/
libprotobuf-c-dev||libprotobuf-c|protobuf-c|protobuf-c/
libmsgpack-c-dev|msgpack-c|msgpack-c|msgpack-c|msgpack.h
libflatbuffers-dev|flatbuffers Flatbuffers|flatbuffers|flatbuffers|flatbuffers/
libzmq3-dev|ZeroMQ|libzmq|zmq|zmq.h
cppzmq-dev|cppzmq|cppzmq||zmq.hpp
libczmq-dev|czmq|libczmq|czmq|czmq.h
libnanomsg-dev|nanomsg|libnanomsg nanomsg|nanomsg|nanomsg/
libnng-dev|nng|nng|nng|nng/
libmosquitto-dev|mosquitto|libmosquitto|mosquitto|mosquitto.h
libpaho-mqtt-dev|eclipse-paho-mqtt-c|paho-mqtt3c paho-mqtt3a|paho-mqtt3c paho-mqtt3cs paho-mqtt3a paho-mqtt3as|MQTTClient.h MQTTAsync.h
librdkafka-dev|RdKafka|rdkafka rdkafka++|rdkafka rdkafka++|librdkafka/
librabbitmq-dev|rabbitmq-c|librabbitmq|rabbitmq|amqp.h rabbitmq-c/
libglib2.0-dev|GLIB GLib GLib2|glib-2.0 gio-2.0 gobject-2.0 gthread-2.0 gmodule-2.0 gio-unix-2.0|glib-2.0 gio-2.0 gobject-2.0|glib.h gio/ glib/ glib-object.h
libsoup-3.0-dev||libsoup-3.0|soup-3.0|libsoup/
libsystemd-dev|Systemd|libsystemd systemd libsystemd-daemon|systemd|systemd/
libudev-dev|UDev|libudev|udev|libudev.h
libusb-1.0-0-dev|libusb|libusb-1.0|usb-1.0|libusb-1.0/
libdbus-1-dev|DBus1|dbus-1|dbus-1|dbus/
libcap-dev|Cap CAP|libcap|cap|sys/capability.h
libcap-ng-dev||libcap-ng|cap-ng|cap-ng.h
libseccomp-dev|LibSeccomp|libseccomp|seccomp|seccomp.h
libpam0g-dev|PAM|pam|pam pam_misc|security/
libcrypt-dev||libcrypt libxcrypt|crypt|crypt.h
libacl1-dev||libacl|acl|acl/ sys/acl.h
libattr1-dev||libattr|attr|attr/
libselinux1-dev||libselinux|selinux|selinux/
libbsd-dev|LibBSD|libbsd libbsd-overlay|bsd|bsd/
libnl-3-dev||libnl-3.0|nl-3|netlink/netlink.h
libnl-genl-3-dev||libnl-genl-3.0|nl-genl-3|netlink/genl/
libmnl-dev||libmnl|mnl|libmnl/
libnftnl-dev||libnftnl|nftnl|libnftnl/
libpcap-dev|PCAP|libpcap|pcap|pcap.h pcap/
libnet1-dev||libnet|net|libnet.h
libnuma-dev|NUMA|numa|numa|numa.h
libaio-dev|||aio|libaio.h
liburing-dev||liburing|uring|liburing.h
libhwloc-dev||hwloc|hwloc|hwloc.h
libelf-dev|LibElf|libelf|elf|libelf.h gelf.h
libdw-dev||libdw|dw|elfutils/
libunwind-dev||libunwind|unwind|libunwind.h
libjemalloc-dev|jemalloc Jemalloc|jemalloc|jemalloc|jemalloc/
libgoogle-perftools-dev|Gperftools|libtcmalloc libprofiler|tcmalloc tcmalloc_minimal profiler|gperftools/
libtbb-dev|TBB|tbb|tbb|tbb/
libbz2-dev|BZip2|bzip2|bz2|bzlib.h
liblzma-dev|LibLZMA|liblzma|lzma|lzma.h
liblz4-dev|lz4 LZ4|liblz4|lz4|lz4.h lz4frame.h
libzstd-dev|zstd ZSTD|libzstd|zstd|zstd.h
libsnappy-dev|Snappy|snappy|snappy|snappy.h snappy-c.h
libbrotli-dev|Brotli brotli|libbrotlienc libbrotlidec libbrotlicommon|brotlienc brotlidec brotlicommon|brotli/
libarchive-dev|LibArchive|libarchive|archive|archive.h archive_entry.h
libzip-dev|libzip|libzip|zip|zip.h
libminizip-dev|minizip|minizip|minizip|minizip/
libxxhash-dev|xxHash|libxxhash|xxhash|xxhash.h
libsodium-dev|sodium unofficial-sodium|libsodium|sodium|sodium.h
libgcrypt20-dev||libgcrypt|gcrypt|gcrypt.h
libgpg-error-dev||gpg-error|gpg-error|gpg-error.h
libgpgme-dev|Gpgme|gpgme|gpgme|gpgme.h
libgnutls28-dev|GnuTLS|gnutls|gnutls|gnutls/
libmbedtls-dev|MbedTLS|mbedtls|mbedtls mbedx509 mbedcrypto|mbedtls/
libwolfssl-dev|wolfssl|wolfssl|wolfssl|wolfssl/
nettle-dev||nettle hogweed|nettle hogweed|nettle/
libgmp-dev|GMP|gmp gmpxx|gmp gmpxx|gmp.h gmpxx.h
libmpfr-dev|MPFR|mpfr|mpfr|mpfr.h
libkrb5-dev||krb5 krb5-gssapi|krb5 gssapi_krb5|krb5.h gssapi/
libsasl2-dev||libsasl2|sasl2|sasl/
libldap-dev|LDAP||ldap lber|ldap.h
libssh-dev|libssh|libssh|ssh|libssh/
libssh2-1-dev|Libssh2 LibSSH2|libssh2|ssh2|libssh2.h
libgit2-dev|libgit2 LibGit2|libgit2|git2|git2.h git2/
libc-ares-dev|c-ares|libcares|cares|ares.h
libunbound-dev||libunbound|unbound|unbound.h
libldns-dev||ldns|ldns|ldns/
libidn2-dev|Libidn2|libidn2|idn2|idn2.h
libidn-dev||libidn|idn|idna.h
libpsl-dev||libpsl|psl|libpsl.h
libmagic-dev||libmagic|magic|magic.h
libmaxminddb-dev||libmaxminddb|maxminddb|maxminddb.h
libicu-dev|ICU|icu-uc icu-i18n icu-io|icuuc icui18n icudata icuio|unicode/
libunistring-dev|||unistring|unistr.h unistdio.h
libutf8proc-dev|utf8proc|libutf8proc|utf8proc|utf8proc.h
libutfcpp-dev|utf8cpp|||utf8.h
uuid-dev|UUID|uuid|uuid|uuid/
libmount-dev||mount|mount|libmount/
libblkid-dev||blkid|blkid|blkid/
libaudit-dev||audit|audit|libaudit.h
libsensors-dev||libsensors|sensors|sensors/
libproc2-dev||libproc2|proc2|libproc2/
libpci-dev||libpci|pci|pci/
libdrm-dev||libdrm|drm|xf86drm.h
liblua5.4-dev|Lua|lua5.4 lua-5.4 lua54 lua|lua5.4 lua|lua.h lua.hpp lauxlib.h
libluajit-5.1-dev|LuaJIT|luajit|luajit-5.1|luajit.h luajit-2.1/
libpython3-dev|||python3|Python.h
guile-3.0-dev||guile-3.0|guile-3.0|libguile.h
libffi-dev|FFI|libffi|ffi|ffi.h
libltdl-dev|||ltdl|ltdl.h
`;
