/** As in debian-rows.ts, of what fewer programs ask for: sound and video, maps, devices, storage, networks. */
export const moreRows = `
libavahi-client-dev||avahi-client|avahi-client|avahi-client/ avahi-common/
libsoxr-dev|Soxr|soxr soxr-lsr|soxr|soxr.h
libpipewire-0.3-dev||libpipewire-0.3|pipewire-0.3|pipewire/
libjack-jackd2-dev|JACK|jack|jack|jack/
portaudio19-dev|portaudio|portaudio-2.0|portaudio|portaudio.h
libopusfile-dev||opusfile|opusfile|opus/opusfile.h
libvorbisidec-dev||vorbisidec|vorbisidec|tremor/
libspeexdsp-dev||speexdsp|speexdsp|speex/speex_resampler.h speex/speex_preprocess.h speex/speex_echo.h
libspeex-dev||speex|speex|speex/
libmad0-dev||mad|mad|mad.h
libid3tag0-dev||id3tag|id3tag|id3tag.h
libfaad-dev|||faad|neaacdec.h faad.h
libtheora-dev||theora theoradec theoraenc|theora theoradec theoraenc|theora/
libvpx-dev||vpx|vpx|vpx/
libx264-dev||x264|x264|x264.h
libass-dev||libass|ass|ass/
libbluray-dev||libbluray|bluray|libbluray/
libcdio-dev||libcdio|cdio|cdio/
libsrtp2-dev|libSRTP|libsrtp2|srtp2|srtp2/
libnice-dev||nice|nice|nice/
libgstreamer-plugins-base1.0-dev||gstreamer-app-1.0 gstreamer-video-1.0 gstreamer-audio-1.0 gstreamer-pbutils-1.0 gstreamer-plugins-base-1.0|gstapp-1.0|gst/app/gstappsink.h gst/app/gstappsrc.h gst/video/video.h
libgstreamer1.0-dev||gstreamer-1.0|gstreamer-1.0|gst/
libexif-dev||libexif|exif|libexif/
libexiv2-dev|exiv2|exiv2|exiv2|exiv2/
libopenjp2-7-dev|OpenJPEG|libopenjp2|openjp2|openjpeg.h
liblcms2-dev|LCMS2|lcms2|lcms2|lcms2.h
librsvg2-dev||librsvg-2.0|rsvg-2|librsvg/
libheif-dev|libheif|libheif|heif|libheif/
libpoppler-cpp-dev||poppler-cpp|poppler-cpp|poppler/cpp/
libleptonica-dev|Leptonica|lept|lept|leptonica/
libtesseract-dev|Tesseract|tesseract|tesseract|tesseract/
libzbar-dev||zbar|zbar|zbar.h
libgeos-dev|GEOS|geos|geos geos_c|geos_c.h geos/
libproj-dev|PROJ PROJ4|proj|proj|proj.h
libgdal-dev|GDAL|gdal|gdal|gdal.h gdal_priv.h ogrsf_frmts.h
libhdf5-dev|HDF5|hdf5||
libnetcdf-dev|netCDF|netcdf|netcdf|netcdf.h
libxerces-c-dev|XercesC|xerces-c|xerces-c|xercesc/
libarmadillo-dev|Armadillo|armadillo|armadillo|armadillo
libmuparser-dev|muparser|muparser|muparser|muParser.h
libceres-dev|Ceres||ceres|ceres/
libcereal-dev|cereal|||cereal/
libmsgpack-cxx-dev|msgpack-cxx|msgpack-cxx||msgpack.hpp
libdouble-conversion-dev|double-conversion||double-conversion|double-conversion/
libgpgmepp-dev|Gpgmepp|gpgmepp|gpgmepp|gpgme++/
libminiupnpc-dev|miniupnpc|miniupnpc|miniupnpc|miniupnpc/
libnatpmp-dev|||natpmp|natpmp.h
libupnp-dev||libupnp|upnp ixml|upnp/
libnghttp3-dev||libnghttp3|nghttp3|nghttp3/
libcurlpp-dev||curlpp|curlpp|curlpp/
libsnmp-dev|NetSNMP|netsnmp|netsnmp|net-snmp/
libstrophe-dev||libstrophe|strophe|strophe.h
libetpan-dev||libetpan|etpan|libetpan/
libosip2-dev||libosip2|osip2|osip2/
libgsasl-dev||libgsasl|gsasl|gsasl.h
liboath-dev||liboath|oath|liboath/
libfido2-dev||libfido2|fido2|fido.h
libcbor-dev|libcbor|libcbor|cbor|cbor.h
libp11-kit-dev||p11-kit-1|p11-kit|p11-kit/
libpkcs11-helper1-dev||libpkcs11-helper-1|pkcs11-helper|pkcs11-helper-1.0/
libnss3-dev||nss|nss3|nss/
libnspr4-dev||nspr|nspr4|nspr/
libsecret-1-dev||libsecret-1|secret-1|libsecret/
libkeyutils-dev||libkeyutils|keyutils|keyutils.h
libjson-glib-dev||json-glib-1.0|json-glib-1.0|json-glib/
libsdbus-c++-dev|sdbus-c++|sdbus-c++|sdbus-c++|sdbus-c++/
libkmod-dev||libkmod|kmod|libkmod.h
libcryptsetup-dev||libcryptsetup|cryptsetup|libcryptsetup.h
libdevmapper-dev||devmapper|devmapper|libdevmapper.h
libapparmor-dev||libapparmor|apparmor|sys/apparmor.h
libext2fs-dev||ext2fs|ext2fs|ext2fs/
libbtrfs-dev|||btrfs|btrfs/
libfdisk-dev||fdisk|fdisk|libfdisk/
libsmartcols-dev||smartcols|smartcols|libsmartcols/
libnl-route-3-dev||libnl-route-3.0|nl-route-3|netlink/route/link.h netlink/route/addr.h netlink/route/route.h
libnetfilter-log-dev||libnetfilter_log|netfilter_log|libnetfilter_log/
libxtables-dev||xtables|xtables|xtables.h
libxdp-dev||libxdp|xdp|xdp/
libibverbs-dev||libibverbs|ibverbs|infiniband/
librdmacm-dev||librdmacm|rdmacm|rdma/
liburcu-dev||liburcu liburcu-bp liburcu-cds liburcu-qsbr|urcu urcu-bp urcu-cds urcu-qsbr|urcu.h urcu/
libqb-dev||libqb|qb|qb/
libisal-dev||libisal|isal|isa-l.h isa-l/
libcapstone-dev|capstone|capstone|capstone|capstone/
libdwarf-dev|libdwarf|libdwarf|dwarf|libdwarf/
libiberty-dev|||iberty|libiberty/
binutils-dev|||bfd|bfd.h
libxapian-dev|Xapian|xapian-core|xapian|xapian.h
libstemmer-dev|||stemmer|libstemmer.h
libtre-dev||tre|tre|tre/
unixodbc-dev|ODBC|odbc|odbc|sql.h sqlext.h
freetds-dev|||sybdb ct|sybdb.h ctpublic.h
libsqlcipher-dev||sqlcipher|sqlcipher|
librrd-dev||librrd|rrd|rrd.h
libhunspell-dev||hunspell|hunspell-1.7|hunspell/
libaspell-dev|ASPELL||aspell|aspell.h
libenchant-2-dev||enchant-2|enchant-2|enchant.h
libserialport-dev||libserialport|serialport|libserialport.h
libgpiod-dev||libgpiod|gpiod|gpiod.h
libhidapi-dev|hidapi|hidapi-hidraw hidapi-libusb|hidapi-hidraw hidapi-libusb|hidapi/
libftdi1-dev|LibFTDI1|libftdi1|ftdi1|ftdi.h
libevdev-dev||libevdev|evdev|libevdev/
libplist-dev||libplist-2.0|plist-2.0|plist/
libimobiledevice-dev||libimobiledevice-1.0|imobiledevice-1.0|libimobiledevice/
libnfs-dev||libnfs|nfs|nfsc/
libsmbclient-dev||smbclient|smbclient|libsmbclient.h
libiscsi-dev||libiscsi|iscsi|iscsi/
libutempter-dev|||utempter|utempter.h
liblua5.1-0-dev|Lua51|lua5.1 lua-5.1 lua51|lua5.1|
liblua5.3-dev||lua5.3 lua-5.3 lua53|lua5.3|
libfl-dev|||fl|FlexLexer.h
`;
