// Reads DNS records as a name server does (RFC 1035 zone syntax), and a DKIM key as who verifies mail does (RFC 6376). One
// question a line on standard input, one answer a line on standard output.
package main

import (
	"bufio"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/netip"
	"os"
	"regexp"
	"strings"

	"github.com/miekg/dns"
)

type record struct {
	Zone   string `json:"zone"`
	Name   string `json:"name"`
	Type   string `json:"type"`
	Target string `json:"target"`
}

type question struct {
	Records []record `json:"records"`
	// Hosts are names that a certificate or a rule bears.
	Hosts []string `json:"hosts"`
}

type answer struct {
	Problems []string `json:"problems"`
}

func main() {
	out := bufio.NewWriter(os.Stdout)
	encoder := json.NewEncoder(out)
	decoder := json.NewDecoder(bufio.NewReaderSize(os.Stdin, 1<<20))
	for decoder.More() {
		var next question
		if err := decoder.Decode(&next); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		given := answer{Problems: []string{}}
		for _, record := range next.Records {
			for _, problem := range problemsOf(record) {
				given.Problems = append(given.Problems, fmt.Sprintf("%s %s %s: %s", record.Name, record.Zone, record.Type, problem))
			}
		}
		for _, host := range next.Hosts {
			if !isHost(host) {
				given.Problems = append(given.Problems, fmt.Sprintf("%q is no host name", host))
			}
		}
		if err := encoder.Encode(given); err != nil {
			os.Exit(1)
		}
		out.Flush()
	}
}

func problemsOf(record record) []string {
	name := dns.Fqdn(record.Zone)
	if record.Name != "" {
		name = record.Name + "." + name
	}
	if _, ok := dns.IsDomainName(name); !ok {
		return []string{fmt.Sprintf("%q is no domain name", name)}
	}
	target := record.Target
	if strings.ContainsAny(target, "\r\n") {
		return []string{"the target has more than one line"}
	}
	// OVH quotes a bare text by itself.
	if record.Type == "TXT" && !strings.HasPrefix(target, `"`) {
		target = `"` + strings.ReplaceAll(strings.ReplaceAll(target, `\`, `\\`), `"`, `\"`) + `"`
	}
	read, err := dns.NewRR(fmt.Sprintf("%s 3600 IN %s %s", name, record.Type, target))
	if err != nil {
		return []string{err.Error()}
	}
	switch read := read.(type) {
	case *dns.A:
		return append(hostProblems(name), addressProblems(record.Target)...)
	case *dns.AAAA:
		return append(hostProblems(name), addressProblems(record.Target)...)
	case *dns.CNAME:
		return hostProblems(read.Target)
	case *dns.MX:
		return hostProblems(read.Mx)
	case *dns.TXT:
		return dkimProblems(strings.Join(read.Txt, ""))
	}
	return nil
}

func addressProblems(text string) []string {
	address, err := netip.ParseAddr(text)
	if err != nil {
		return []string{err.Error()}
	}
	if !address.IsGlobalUnicast() || address.IsPrivate() {
		return []string{fmt.Sprintf("%s is no public address", text)}
	}
	return nil
}

func hostProblems(name string) []string {
	if isHost(strings.TrimSuffix(name, ".")) {
		return nil
	}
	return []string{fmt.Sprintf("%q is no host name", name)}
}

var label = regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$`)

func isHost(name string) bool {
	if len(name) == 0 || len(name) > 253 {
		return false
	}
	for _, part := range strings.Split(name, ".") {
		if !label.MatchString(part) {
			return false
		}
	}
	return true
}

// The owner's placeholder is no key yet; what --production says of it is tested elsewhere.
func dkimProblems(text string) []string {
	if !strings.HasPrefix(text, "v=DKIM1") || strings.Contains(text, "PLACEHOLDER") {
		return nil
	}
	for _, tag := range strings.Split(text, ";") {
		name, value, found := strings.Cut(strings.TrimSpace(tag), "=")
		if !found || name == "v" && value != "DKIM1" {
			return []string{fmt.Sprintf("%q is no tag of DKIM", tag)}
		}
		if name == "p" {
			return keyProblems(value)
		}
	}
	return []string{"it has no key"}
}

func keyProblems(text string) []string {
	if text == "" {
		return []string{"the key is revoked"}
	}
	der, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return []string{err.Error()}
	}
	key, err := x509.ParsePKIXPublicKey(der)
	if err != nil {
		return []string{err.Error()}
	}
	public, ok := key.(*rsa.PublicKey)
	if !ok {
		return []string{"the key is not RSA's"}
	}
	if public.N.BitLen() < 1024 {
		return []string{fmt.Sprintf("the key has %d bits", public.N.BitLen())}
	}
	return nil
}
