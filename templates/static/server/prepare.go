package main

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// leastBytes: below it a smaller form saves nothing, as a network packet holds either.
const leastBytes = 1024

// prepare copies a site for the image: the first directory of several that has a page to begin with. Readable by any user,
// with a gzipped form beside what gets smaller by it, and without what no browser asks for.
func prepare(to string, from []string) error {
	dir, err := pick(from)
	if err != nil {
		return err
	}
	source, err := filepath.EvalSymlinks(dir)
	if err != nil {
		return err
	}
	return copyDir(source, source, to)
}

func pick(dirs []string) (string, error) {
	for _, dir := range dirs {
		if info, err := os.Stat(filepath.Join(dir, "index.html")); err == nil && info.Mode().IsRegular() {
			return dir, nil
		}
	}
	// A site may do without a first page.
	for _, dir := range dirs {
		if entries, err := os.ReadDir(dir); err == nil && len(entries) > 0 {
			return dir, nil
		}
	}
	return "", fmt.Errorf("no files in %s", strings.Join(dirs, " or "))
}

func copyDir(root, from, to string) error {
	if err := os.MkdirAll(to, 0o755); err != nil {
		return err
	}
	entries, err := os.ReadDir(from)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		name := entry.Name()
		if isLeftOut(name) {
			continue
		}
		// A link counts for what it leads to, inside the site only.
		path, err := filepath.EvalSymlinks(filepath.Join(from, name))
		if err != nil || !isBelow(root, path) {
			continue
		}
		info, err := os.Stat(path)
		if err != nil {
			return err
		}
		switch {
		case info.IsDir() && entry.Type()&fs.ModeSymlink == 0:
			err = copyDir(root, path, filepath.Join(to, name))
		case info.Mode().IsRegular():
			err = copyFile(path, filepath.Join(to, name), info)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func isLeftOut(name string) bool {
	return name == "node_modules" || (strings.HasPrefix(name, ".") && name != ".well-known")
}

func isBelow(root, path string) bool {
	return path == root || strings.HasPrefix(path, strings.TrimSuffix(root, "/")+"/")
}

func copyFile(from, to string, info fs.FileInfo) error {
	if err := copyBytes(from, to); err != nil {
		return err
	}
	if err := os.Chtimes(to, info.ModTime(), info.ModTime()); err != nil {
		return err
	}
	_, err := os.Stat(from + ".gz")
	if err == nil || info.Size() < leastBytes || !isText(to) {
		return nil
	}
	content, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	small, err := smaller(content)
	if err != nil || len(small) > len(content)*9/10 {
		return err
	}
	if err := os.WriteFile(to+".gz", small, 0o644); err != nil {
		return err
	}
	return os.Chtimes(to+".gz", info.ModTime(), info.ModTime())
}

// copyBytes makes a file that any user can read, whatever the mode of the first was.
func copyBytes(from, to string) error {
	source, err := os.Open(from)
	if err != nil {
		return err
	}
	defer source.Close()
	target, err := os.OpenFile(to, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o644)
	if err != nil {
		return err
	}
	if _, err := io.Copy(target, source); err != nil {
		target.Close()
		return err
	}
	return target.Close()
}

// smaller has no name and no time in it: the same bytes for the same content.
func smaller(content []byte) ([]byte, error) {
	var out bytes.Buffer
	zip, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := zip.Write(content); err != nil {
		return nil, err
	}
	err = zip.Close()
	return out.Bytes(), err
}
