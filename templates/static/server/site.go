package main

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path"
	"regexp"
	"strings"
	"sync"
)

// site answers with the files of a directory. The directory does not change while it runs: it is in an image.
type site struct {
	// root does not follow a link out of the directory.
	root *os.Root
	// base is the path that the site was built for, such as that of a project on GitHub Pages: it begins and ends with a slash.
	base string
	// page is what a path that is no file gets, where the application makes its pages in the browser; empty otherwise.
	page string
	tags sync.Map
}

func openSite(dir string, spa bool) (*site, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	s := &site{root: root}
	s.base = s.findBase()
	if spa {
		// 200.html is what some tools write for this, as index.html may be a page of its own.
		for _, name := range []string{"index.html", "200.html"} {
			if s.isFile(name) {
				s.page = name
			}
		}
	}
	return s, nil
}

var reference = regexp.MustCompile(`(?:src|href)=["']?/([^"'\s>?#]+\.(?:m?js|css))["'\s>?#]`)

// findBase reads it off the first page: what that asks for is there, but only without the first directories of its path.
func (s *site) findBase() string {
	page, err := fs.ReadFile(s.root.FS(), "index.html")
	if err != nil {
		return "/"
	}
	for _, match := range reference.FindAllSubmatch(page, 20) {
		name := string(match[1])
		parts := strings.Split(name, "/")
		for cut := 1; cut < len(parts) && !s.isFile(name); cut++ {
			if s.isFile(strings.Join(parts[cut:], "/")) {
				return "/" + strings.Join(parts[:cut], "/") + "/"
			}
		}
	}
	return "/"
}

func (s *site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	header := w.Header()
	header.Set("X-Content-Type-Options", "nosniff")
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		header.Set("Allow", "GET, HEAD")
		http.Error(w, "method not allowed", http.StatusMethodNotAllowed)
		return
	}
	asked := path.Clean("/" + r.URL.Path)
	inside, within := s.strip(asked)
	if !within && s.base != "/" && isBrowser(r) {
		// The pages work below their base only; what is no browser gets the file.
		redirect(w, r, s.base+strings.TrimPrefix(asked, "/"))
		return
	}
	if isHidden(inside) {
		s.notFound(w, r)
		return
	}
	isDir := strings.HasSuffix(r.URL.Path, "/")
	name := strings.TrimPrefix(inside, "/")
	switch {
	case name != "" && !isDir && s.isFile(name):
		s.send(w, r, name, http.StatusOK)
	case s.isFile(path.Join(name, "index.html")):
		if name != "" && !isDir {
			redirect(w, r, asked+"/")
			return
		}
		s.send(w, r, path.Join(name, "index.html"), http.StatusOK)
	case name != "" && s.isFile(name+".html"):
		if isDir {
			redirect(w, r, asked)
			return
		}
		s.send(w, r, name+".html", http.StatusOK)
	case inside == "/healthz":
		header.Set("Cache-Control", "no-store")
		io.WriteString(w, "ok\n")
	case s.page != "" && path.Ext(name) == "" && wantsPage(r):
		s.send(w, r, s.page, http.StatusOK)
	default:
		s.notFound(w, r)
	}
}

// strip takes the base off a path, and says whether it was there.
func (s *site) strip(asked string) (string, bool) {
	if asked+"/" == s.base {
		return "/", true
	}
	if rest, ok := strings.CutPrefix(asked, s.base); ok {
		return "/" + rest, true
	}
	return asked, false
}

// isHidden: .git, .env and their like are nobody's business, .well-known is.
func isHidden(name string) bool {
	for _, part := range strings.Split(name, "/") {
		if strings.HasPrefix(part, ".") && part != ".well-known" {
			return true
		}
	}
	return strings.ContainsRune(name, 0)
}

// isBrowser: a person looks at the page, as opposed to a script or a probe that fetches it.
func isBrowser(r *http.Request) bool {
	return strings.Contains(r.Header.Get("Accept"), "text/html")
}

// wantsPage: a page of the application is asked for, not a file or data that is missing, for which index.html would be a
// confusing answer. Browsers say which; what says nothing, such as curl, gets the page.
func wantsPage(r *http.Request) bool {
	if mode := r.Header.Get("Sec-Fetch-Mode"); mode != "" {
		return mode == "navigate"
	}
	accept := r.Header.Get("Accept")
	if accept == "" || accept == "*/*" {
		return !strings.HasPrefix(r.UserAgent(), "Mozilla/")
	}
	return isBrowser(r)
}

// redirect goes to a path of this very host, whatever the path looks like.
func redirect(w http.ResponseWriter, r *http.Request, to string) {
	target := url.URL{Path: "/" + strings.TrimLeft(to, "/"), RawQuery: r.URL.RawQuery}
	w.Header().Set("Cache-Control", "no-cache")
	w.Header().Set("Location", target.String())
	w.WriteHeader(http.StatusMovedPermanently)
}

func (s *site) notFound(w http.ResponseWriter, r *http.Request) {
	if s.isFile("404.html") && wantsPage(r) {
		s.send(w, r, "404.html", http.StatusNotFound)
		return
	}
	http.Error(w, "not found", http.StatusNotFound)
}

func (s *site) isFile(name string) bool {
	info, err := s.root.Stat(name)
	return err == nil && info.Mode().IsRegular()
}

// send answers with a file, in the smallest form that is there and the client takes.
func (s *site) send(w http.ResponseWriter, r *http.Request, name string, status int) {
	header := w.Header()
	if kind := contentType(name); kind != "" {
		header.Set("Content-Type", kind)
	}
	header.Set("Cache-Control", cacheControl(name))
	stored := name
	if isText(name) {
		header.Set("Vary", "Accept-Encoding")
		for _, form := range forms {
			if accepts(r.Header.Get("Accept-Encoding"), form.name) && s.isFile(name+form.suffix) {
				stored = name + form.suffix
				header.Set("Content-Encoding", form.name)
				break
			}
		}
	}
	file, err := s.root.Open(stored)
	if err != nil {
		http.Error(w, "cannot be read", http.StatusForbidden)
		return
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		http.Error(w, "cannot be read", http.StatusInternalServerError)
		return
	}
	if status != http.StatusOK {
		header.Set("Content-Length", fmt.Sprint(info.Size()))
		w.WriteHeader(status)
		if r.Method != http.MethodHead {
			io.Copy(w, file)
		}
		return
	}
	if tag := s.tagOf(stored, file); tag != "" {
		header.Set("ETag", tag)
	}
	// Ranges, HEAD, If-None-Match and Last-Modified are its work.
	http.ServeContent(w, r, name, info.ModTime(), file)
}

// tagOf is of the content: the times in an image say nothing, as builds may set them all to one.
func (s *site) tagOf(name string, file fs.File) string {
	if tag, ok := s.tags.Load(name); ok {
		return tag.(string)
	}
	seeker, ok := file.(io.Seeker)
	if !ok {
		return ""
	}
	hash := sha256.New()
	if _, err := io.Copy(hash, file); err != nil {
		return ""
	}
	if _, err := seeker.Seek(0, io.SeekStart); err != nil {
		return ""
	}
	tag := `"` + base64.RawURLEncoding.EncodeToString(hash.Sum(nil)[:12]) + `"`
	s.tags.Store(name, tag)
	return tag
}
