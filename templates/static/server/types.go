package main

import (
	"path"
	"strconv"
	"strings"
)

// forms are what a file may lie beside in smaller, the smallest first.
var forms = []struct{ name, suffix string }{{"br", ".br"}, {"gzip", ".gz"}}

// accepts reads an Accept-Encoding header: a list of names, each with a weight; 0 refuses.
func accepts(header, name string) bool {
	for _, part := range strings.Split(header, ",") {
		coding, weight, _ := strings.Cut(part, ";")
		if strings.TrimSpace(coding) != name {
			continue
		}
		_, value, weighted := strings.Cut(weight, "=")
		q, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
		return !weighted || (err == nil && q > 0)
	}
	return false
}

// contentType has a list of its own: what an image has of one depends on its base, and browsers refuse a script of the wrong
// type. Empty: the content tells.
func contentType(name string) string {
	kind := types[strings.ToLower(path.Ext(name))]
	if strings.HasPrefix(kind, "text/") || kind == "application/json" {
		return kind + "; charset=utf-8"
	}
	return kind
}

// isText: is it worth to be made smaller?
func isText(name string) bool {
	kind := types[strings.ToLower(path.Ext(name))]
	return strings.HasPrefix(kind, "text/") || strings.HasSuffix(kind, "json") || strings.HasSuffix(kind, "xml") ||
		kind == "application/wasm" || kind == "font/ttf" || kind == "font/otf"
}

var types = map[string]string{
	".atom":        "application/atom+xml",
	".avif":        "image/avif",
	".bmp":         "image/bmp",
	".cjs":         "text/javascript",
	".css":         "text/css",
	".csv":         "text/csv",
	".eot":         "application/vnd.ms-fontobject",
	".geojson":     "application/geo+json",
	".gif":         "image/gif",
	".glb":         "model/gltf-binary",
	".gltf":        "model/gltf+json",
	".gz":          "application/gzip",
	".htm":         "text/html",
	".html":        "text/html",
	".ico":         "image/x-icon",
	".ics":         "text/calendar",
	".jpeg":        "image/jpeg",
	".jpg":         "image/jpeg",
	".js":          "text/javascript",
	".json":        "application/json",
	".jsonld":      "application/ld+json",
	".m4a":         "audio/mp4",
	".m4v":         "video/mp4",
	".map":         "application/json",
	".md":          "text/markdown",
	".mjs":         "text/javascript",
	".mov":         "video/quicktime",
	".mp3":         "audio/mpeg",
	".mp4":         "video/mp4",
	".ogg":         "audio/ogg",
	".ogv":         "video/ogg",
	".opus":        "audio/ogg",
	".otf":         "font/otf",
	".pdf":         "application/pdf",
	".png":         "image/png",
	".rss":         "application/rss+xml",
	".svg":         "image/svg+xml",
	".tar":         "application/x-tar",
	".tif":         "image/tiff",
	".tiff":        "image/tiff",
	".ttf":         "font/ttf",
	".txt":         "text/plain",
	".vtt":         "text/vtt",
	".wasm":        "application/wasm",
	".wav":         "audio/wav",
	".weba":        "audio/webm",
	".webm":        "video/webm",
	".webmanifest": "application/manifest+json",
	".webp":        "image/webp",
	".woff":        "font/woff",
	".woff2":       "font/woff2",
	".xhtml":       "application/xhtml+xml",
	".xml":         "application/xml",
	".xsl":         "application/xml",
	".zip":         "application/zip",
}
