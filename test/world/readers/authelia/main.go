// Reads configurations as Authelia does, environment and template filter included, and says which level of authentication
// a request to a guarded host needs. One question a line on standard input, one answer a line on standard output.
package main

import (
	"bufio"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/authelia/authelia/v4/internal/authorization"
	"github.com/authelia/authelia/v4/internal/configuration"
	"github.com/authelia/authelia/v4/internal/configuration/schema"
	"github.com/authelia/authelia/v4/internal/configuration/validator"
	"github.com/authelia/authelia/v4/internal/logging"
	"github.com/authelia/authelia/v4/internal/oidc"
)

type question struct {
	// Text is the configuration file; Environment is that of its container.
	Text        string            `json:"text"`
	Environment map[string]string `json:"environment"`
	Requests    []asked           `json:"requests"`
}

// asked is a request to a guarded URL, or a login to an OpenID Connect client.
type asked struct {
	URL    string   `json:"url"`
	Client string   `json:"client"`
	User   string   `json:"user"`
	Groups []string `json:"groups"`
}

type answer struct {
	Problems []string `json:"problems"`
	Warnings []string `json:"warnings"`
	// Levels: bypass, one_factor, two_factor or deny, for each request.
	Levels []string `json:"levels"`
}

func main() {
	logging.Logger().SetOutput(nowhere{})
	folder, err := os.MkdirTemp("", "authelia-reader-")
	if err != nil {
		fail(err)
	}
	defer os.RemoveAll(folder)
	reader := reader{folder: folder, key: issuerKey()}
	out := bufio.NewWriter(os.Stdout)
	encoder := json.NewEncoder(out)
	decoder := json.NewDecoder(bufio.NewReaderSize(os.Stdin, 1<<20))
	for decoder.More() {
		var next question
		if err := decoder.Decode(&next); err != nil {
			fail(err)
		}
		if err := encoder.Encode(reader.answerTo(next)); err != nil {
			fail(err)
		}
		out.Flush()
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

// A digest as `authelia crypto hash generate pbkdf2` makes one.
const digest = "$pbkdf2-sha512$310000$c8p78n7pUMln0jzvd4aK4Q$JNRBzwAo0ek5qKn50cFzzvE9RXV88h1wJn5KGiHrD0YKtZaR/nCb2CJPOsKaPK0hjf.9yHxzQGZziziccp6Yng"

type reader struct {
	folder string
	key    string
}

var secretPath = regexp.MustCompile(`/secrets/[A-Za-z0-9._-]+`)

func (reader reader) answerTo(next question) (given answer) {
	given = answer{Problems: []string{}, Warnings: []string{}, Levels: []string{}}
	defer func() {
		if panicked := recover(); panicked != nil {
			given.Problems = append(given.Problems, fmt.Sprintf("panics: %v", panicked))
		}
	}()
	text := secretPath.ReplaceAllStringFunc(next.Text, reader.standIn)
	file := filepath.Join(reader.folder, "configuration.yml")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		given.Problems = append(given.Problems, err.Error())
		return given
	}
	for name, value := range next.Environment {
		os.Setenv(name, secretPath.ReplaceAllStringFunc(value, reader.standIn))
		defer os.Unsetenv(name)
	}
	config, seen := load(file)
	for _, warning := range seen.Warnings() {
		given.Warnings = append(given.Warnings, warning.Error())
	}
	for _, problem := range seen.Errors() {
		given.Problems = append(given.Problems, problem.Error())
	}
	if len(given.Problems) > 0 {
		return given
	}
	authorizer := authorization.NewAuthorizer(config)
	for _, asked := range next.Requests {
		subject := authorization.Subject{Username: asked.User, Groups: asked.Groups, IP: net.ParseIP("203.0.113.9")}
		if asked.Client == "" {
			given.Levels = append(given.Levels, levelOf(authorizer, subject, asked.URL))
		} else {
			given.Levels = append(given.Levels, loginLevel(config, subject, asked.Client))
		}
	}
	return given
}

// standIn makes a file with a value of the right form and gives its path.
func (reader reader) standIn(path string) string {
	value := "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
	switch {
	case strings.HasSuffix(path, ".pem"):
		value = reader.key
	case strings.Contains(path, "-oidc."):
		value = digest
	}
	file := filepath.Join(reader.folder, filepath.Base(path))
	if err := os.WriteFile(file, []byte(value), 0o600); err != nil {
		fail(err)
	}
	return file
}

func load(file string) (*schema.Configuration, *schema.StructValidator) {
	seen := schema.NewStructValidator()
	config := &schema.Configuration{}
	filters, err := configuration.NewFileFilters([]string{"template"})
	if err != nil {
		seen.Push(err)
		return config, seen
	}
	sources := configuration.NewDefaultSourcesWithDefaults(
		[]string{file}, filters, configuration.DefaultEnvPrefix, configuration.DefaultEnvDelimiter, nil)
	definitions, err := configuration.LoadDefinitions(seen, sources...)
	if err != nil {
		seen.Push(err)
		return config, seen
	}
	keys, err := configuration.LoadAdvanced(seen, "", config, definitions, sources...)
	if err != nil {
		seen.Push(err)
		return config, seen
	}
	validator.ValidateKeys(keys, configuration.GetMultiKeyMappedDeprecationKeys(), configuration.DefaultEnvPrefix, seen)
	validator.ValidateConfiguration(config, seen)
	return config, seen
}

func levelOf(authorizer *authorization.Authorizer, subject authorization.Subject, address string) string {
	where, err := url.ParseRequestURI(address)
	if err != nil {
		return err.Error()
	}
	_, level := authorizer.GetRequiredLevel(subject, authorization.NewObject(where, "GET"))
	return level.String()
}

func loginLevel(config *schema.Configuration, subject authorization.Subject, id string) string {
	for _, client := range config.IdentityProviders.OIDC.Clients {
		if client.ID == id {
			name := client.AuthorizationPolicy
			policy := oidc.NewClientAuthorizationPolicy(name, config.IdentityProviders.OIDC.AuthorizationPolicies[name])
			return policy.GetRequiredLevel(subject).String()
		}
	}
	return "no such client"
}

func issuerKey() string {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		fail(err)
	}
	block := pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)}
	return string(pem.EncodeToMemory(&block))
}

type nowhere struct{}

func (nowhere) Write(bytes []byte) (int, error) { return len(bytes), nil }
