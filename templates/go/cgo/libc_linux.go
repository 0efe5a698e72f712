package main

// #include <gnu/libc-version.h>
import "C"

// libcVersion tells which glibc the program was loaded with: the runtime image's, not the builder's.
// It is here to show a call into C. A library takes `#cgo pkg-config: NAME` above the import, its -dev package of the
// target's architecture in the build, and its files in the image; C++ also takes the cc base image.
func libcVersion() string { return C.GoString(C.gnu_get_libc_version()) }
