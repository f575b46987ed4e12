// Reads the rules of IngressRoutes as Traefik does, and says which route answers to a request. One question a line on
// standard input, one answer a line on standard output, in the same order.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"

	"github.com/rs/zerolog"
	"github.com/traefik/traefik/v3/pkg/middlewares/requestdecorator"
	muxer "github.com/traefik/traefik/v3/pkg/muxer/http"
)

type question struct {
	Routes   []route `json:"routes"`
	Requests []asked `json:"requests"`
}

type route struct {
	Match    string `json:"match"`
	Priority int    `json:"priority"`
}

type asked struct {
	Host    string            `json:"host"`
	Path    string            `json:"path"`
	Headers map[string]string `json:"headers"`
}

type answer struct {
	Problems []string `json:"problems"`
	// Routes holds, for each request, the number of the route that answers; -1: 404; -2: 400.
	Routes []int `json:"routes"`
}

const (
	notFound   = -1
	badRequest = -2
)

func main() {
	zerolog.SetGlobalLevel(zerolog.Disabled)
	parser, err := muxer.NewSyntaxParser()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	out := bufio.NewWriter(os.Stdout)
	encoder := json.NewEncoder(out)
	decoder := json.NewDecoder(bufio.NewReaderSize(os.Stdin, 1<<20))
	for decoder.More() {
		var next question
		if err := decoder.Decode(&next); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		if err := encoder.Encode(answerTo(parser, next)); err != nil {
			os.Exit(1)
		}
		out.Flush()
	}
}

func answerTo(parser muxer.SyntaxParser, next question) answer {
	given := answer{Problems: []string{}, Routes: []int{}}
	mux := muxer.NewMuxer(parser, nil)
	hit := notFound
	mux.SetDefaultHandler(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { hit = notFound }))
	for number, route := range next.Routes {
		priority := route.Priority
		if priority == 0 {
			priority = muxer.GetRulePriority(route.Match)
		}
		handler := http.HandlerFunc(func(http.ResponseWriter, *http.Request) { hit = number })
		if err := mux.AddRoute(route.Match, "", priority, "", handler); err != nil {
			given.Problems = append(given.Problems, err.Error())
		}
	}
	decorated := requestdecorator.New(nil)
	for _, asked := range next.Requests {
		hit = badRequest
		if request, err := received(asked); err == nil {
			decorated.ServeHTTP(httptest.NewRecorder(), request, mux.ServeHTTP)
		}
		given.Routes = append(given.Routes, hit)
	}
	return given
}

// received is a request as an entry point hands it to the routes: unreserved characters decoded (RFC 3986, 6.2.2.2), dots and
// double slashes resolved. What entry points of ours refuse, and a path with a fragment, is a bad request.
func received(asked asked) (*http.Request, error) {
	if strings.Contains(asked.Path, "#") || !strings.HasPrefix(asked.Path, "/") {
		return nil, fmt.Errorf("no path: %s", asked.Path)
	}
	for _, refused := range []string{"%00", "%5c"} {
		if strings.Contains(strings.ToLower(asked.Path), refused) {
			return nil, fmt.Errorf("refused at the entry point: %s", asked.Path)
		}
	}
	where, err := url.ParseRequestURI(unreserved(asked.Path))
	if err != nil {
		return nil, err
	}
	where = where.JoinPath()
	request := &http.Request{Method: http.MethodGet, URL: where, Host: asked.Host, RequestURI: where.RequestURI(), Header: http.Header{}}
	for name, value := range asked.Headers {
		request.Header.Set(name, value)
	}
	return request, nil
}

func unreserved(path string) string {
	var decoded strings.Builder
	for at := 0; at < len(path); at++ {
		if path[at] != '%' || at+2 >= len(path) {
			decoded.WriteByte(path[at])
			continue
		}
		text := strings.ToUpper(path[at : at+3])
		character, err := url.PathUnescape(text)
		if err == nil && len(character) == 1 && isUnreserved(character[0]) {
			text = character
		}
		decoded.WriteString(text)
		at += 2
	}
	return decoded.String()
}

func isUnreserved(character byte) bool {
	switch {
	case 'a' <= character && character <= 'z', 'A' <= character && character <= 'Z', '0' <= character && character <= '9':
		return true
	}
	return strings.IndexByte("-._~", character) >= 0
}
