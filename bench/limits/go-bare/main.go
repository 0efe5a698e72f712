// The least that answers: what the size of a service is to be seen beside.
package main

import "net/http"

func main() {
	http.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("ok\n")) })
	_ = http.ListenAndServe(":8080", nil)
}
