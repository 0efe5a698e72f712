package main

import (
	"path"
	"regexp"
	"strings"
)

var (
	// Frameworks promise that what is in these directories never changes.
	foreverDirs = regexp.MustCompile(`(^|/)(_next/static|_app/immutable)/`)
	hashed      = regexp.MustCompile(`[.-]([A-Za-z0-9_-]{8,32})(\.chunk|\.module|\.bundle)?\.(js|mjs|css|woff2?|ttf|otf|eot|wasm|svg|png|jpe?g|gif|webp|avif|map)$`)
	hex         = regexp.MustCompile(`^[0-9a-f]+$`)
)

// cacheControl: a name that holds a hash of the content never changes; everything else is asked for again, and not sent again
// if it is the same.
func cacheControl(name string) string {
	if foreverDirs.MatchString(name) {
		return "public, max-age=31536000, immutable"
	}
	if match := hashed.FindStringSubmatch(path.Base(name)); match != nil && isHash(match[1]) {
		return "public, max-age=31536000, immutable"
	}
	return "no-cache"
}

// isHash tells `DiwrgTda1` and `5f3c9a1b` from words, dates and versions: a mistake would keep an old file for a year.
func isHash(text string) bool {
	digits := strings.ContainsAny(text, "0123456789")
	if hex.MatchString(text) {
		return digits && strings.ContainsAny(text, "abcdef")
	}
	lower := strings.ContainsFunc(text, func(r rune) bool { return r >= 'a' && r <= 'z' })
	upper := strings.ContainsFunc(text, func(r rune) bool { return r >= 'A' && r <= 'Z' })
	return digits && lower && upper && len(text) <= 24
}
