package oidc

import "net/url"

// SortedSigningAlgs orders algorithms by name. The order is for discovery alone.
type SortedSigningAlgs []string

func (algorithms SortedSigningAlgs) Len() int           { return len(algorithms) }
func (algorithms SortedSigningAlgs) Less(i, j int) bool { return algorithms[i] < algorithms[j] }
func (algorithms SortedSigningAlgs) Swap(i, j int) {
	algorithms[i], algorithms[j] = algorithms[j], algorithms[i]
}

// ValidateSectorIdentifierURI asks the network; no client of ours has such an address.
func ValidateSectorIdentifierURI(any, map[string][]string, *url.URL, []string) error { return nil }
