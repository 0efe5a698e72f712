/** As in debian-rows.ts: pictures, sound, mathematics, devices; and what few ask for. */
export const mediaRows = `
libpng-dev|PNG|libpng libpng16|png png16|png.h
libjpeg-dev|JPEG libjpeg-turbo|libjpeg libturbojpeg|jpeg turbojpeg|jpeglib.h turbojpeg.h
libtiff-dev|TIFF|libtiff-4|tiff|tiffio.h
libgif-dev|GIF|giflib|gif|gif_lib.h
libwebp-dev|WebP|libwebp|webp|webp/
libgd-dev|GD|gdlib|gd|gd.h
libfreetype-dev|Freetype|freetype2|freetype|ft2build.h freetype2/
libfontconfig-dev|Fontconfig|fontconfig|fontconfig|fontconfig/
libharfbuzz-dev|harfbuzz|harfbuzz|harfbuzz|hb.h harfbuzz/
libcairo2-dev|Cairo|cairo|cairo|cairo.h cairo/
libpango1.0-dev|Pango|pango pangocairo|pango-1.0 pangocairo-1.0|pango/
libopencv-dev|OpenCV|opencv4|opencv_core opencv_imgproc opencv_highgui opencv_imgcodecs|opencv2/
libeigen3-dev|Eigen3|eigen3||Eigen/
libopenblas-dev|BLAS LAPACK OpenBLAS|openblas blas lapack|openblas blas lapack cblas|cblas.h lapacke.h
libfftw3-dev|FFTW3|fftw3 fftw3f|fftw3 fftw3f|fftw3.h
libgsl-dev|GSL|gsl|gsl gslcblas|gsl/
libglm-dev|glm|glm||glm/
libavformat-dev||libavformat|avformat|libavformat/
libavcodec-dev||libavcodec|avcodec|libavcodec/
libavutil-dev||libavutil|avutil|libavutil/
libavfilter-dev||libavfilter|avfilter|libavfilter/
libswscale-dev||libswscale|swscale|libswscale/
libswresample-dev||libswresample|swresample|libswresample/
libavdevice-dev||libavdevice|avdevice|libavdevice/
libsndfile1-dev|SndFile|sndfile|sndfile|sndfile.h
libasound2-dev|ALSA|alsa|asound|alsa/
libpulse-dev|PulseAudio|libpulse libpulse-simple|pulse pulse-simple|pulse/
libogg-dev|Ogg|ogg|ogg|ogg/
libvorbis-dev|Vorbis|vorbis vorbisfile vorbisenc|vorbis vorbisfile vorbisenc|vorbis/
libopus-dev|Opus|opus|opus|opus/
libflac-dev|FLAC|flac|FLAC|FLAC/
libmp3lame-dev|||mp3lame|lame/
libsdl2-dev|SDL2|sdl2|SDL2 SDL2main|SDL2/ SDL.h
librtlsdr-dev||librtlsdr|rtlsdr|rtl-sdr.h
libx11-dev|X11|x11|X11|X11/Xlib.h
libxcb1-dev|XCB|xcb|xcb|xcb/xcb.h
libtag1-dev|Taglib|taglib|tag|taglib/
libabsl-dev|absl|absl_base|absl_base|absl/
libmd-dev||libmd|md|sha2.h
check|Check|check|check|check.h
libcmocka-dev|cmocka|cmocka|cmocka|cmocka.h
libcunit1-dev|CUnit|cunit|cunit|CUnit/
libfuse3-dev|FUSE3|fuse3|fuse3|fuse3/
libfuse-dev|FUSE|fuse|fuse|fuse.h
libnotify-dev||libnotify|notify|libnotify/
libvterm-dev||vterm|vterm|vterm.h
libtree-sitter-dev|tree-sitter|tree-sitter|tree-sitter|tree_sitter/
libtermkey-dev||termkey|termkey|termkey.h
libcerf-dev||libcerf|cerf|cerf.h
libiniparser-dev||iniparser|iniparser|iniparser.h iniparser/
libsctp-dev|||sctp|netinet/sctp.h
libbluetooth-dev||bluez|bluetooth|bluetooth/
libi2c-dev|||i2c|i2c/smbus.h
libmodbus-dev||libmodbus|modbus|modbus/ modbus.h
libical-dev|LibIcal|libical|ical|libical/
libcmark-dev|cmark|libcmark|cmark|cmark.h
libmarkdown2-dev||libmarkdown|markdown|mkdio.h
libmd4c-dev|md4c|md4c|md4c|md4c.h
liblzo2-dev|LZO LZO2|lzo2|lzo2|lzo/
libdeflate-dev|libdeflate|libdeflate|deflate|libdeflate.h
libslang2-dev|SLang|slang|slang|slang.h slang/
libgpm-dev||gpm|gpm|gpm.h
libtirpc-dev||libtirpc|tirpc|tirpc/
libwrap0-dev|||wrap|tcpd.h
libargon2-dev||libargon2|argon2|argon2.h
libb2-dev||libb2|b2|blake2.h
libcrypto++-dev|cryptopp|libcrypto++ libcryptopp|crypto++ cryptopp|crypto++/ cryptopp/
libtomcrypt-dev||libtomcrypt|tomcrypt|tomcrypt.h
libtommath-dev||libtommath|tommath|tommath.h
libgumbo-dev||gumbo|gumbo|gumbo.h
libtidy-dev||tidy|tidy|tidy.h
libsimdjson-dev|simdjson|simdjson|simdjson|simdjson.h
libmimalloc-dev|mimalloc|mimalloc|mimalloc|mimalloc.h
libhowardhinnant-date-dev|date|date|date-tz|date/
libbpf-dev||libbpf|bpf|bpf/
libnfnetlink-dev||libnfnetlink|nfnetlink|libnfnetlink/
libnetfilter-queue-dev||libnetfilter_queue|netfilter_queue|libnetfilter_queue/
libnetfilter-conntrack-dev||libnetfilter_conntrack|netfilter_conntrack|libnetfilter_conntrack/
libwslay-dev||libwslay|wslay|wslay/
libcivetweb-dev|civetweb|civetweb|civetweb|civetweb.h
libulfius-dev|Ulfius|libulfius|ulfius|ulfius.h
liborcania-dev|Orcania|liborcania|orcania|orcania.h
libyder-dev|Yder|libyder|yder|yder.h
libmpdclient-dev||libmpdclient|mpdclient|mpd/
libmpg123-dev|MPG123|libmpg123|mpg123|mpg123.h
libsamplerate0-dev|SampleRate|samplerate|samplerate|samplerate.h
libqrencode-dev||libqrencode|qrencode|qrencode.h
libuchardet-dev|uchardet|uchardet|uchardet|uchardet/
libhts-dev||htslib|hts|htslib/
libmilter-dev||milter|milter|libmilter/
librtmp-dev||librtmp|rtmp|librtmp/
`;
