//go:build !linux || !cgo

package main

// libcVersion lets `go run` work on machines that are not Linux or have no C compiler.
func libcVersion() string { return "none" }
