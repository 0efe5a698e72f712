//go:build linux && cgo

package main

import (
	"regexp"
	"testing"
)

func TestLibcVersion(t *testing.T) {
	if version := libcVersion(); !regexp.MustCompile(`^2\.\d+$`).MatchString(version) {
		t.Errorf("libc version %q", version)
	}
}
