// Package oauth2 stands in for Authelia's OAuth 2.0 library, of which reading a configuration needs these two names.
package oauth2

// MinParameterEntropy is what OpenID Connect asks of `state` and `nonce`.
const MinParameterEntropy = 8

// RFC6749Error is how OAuth 2.0 answers.
type RFC6749Error struct {
	ErrorField, DescriptionField, HintField, DebugField string
	CodeField                                           int
}
