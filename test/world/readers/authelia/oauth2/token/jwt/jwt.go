// Package jwt says of the algorithms of JSON Web Algorithms (RFC 7518) what Authelia's configuration asks about them.
package jwt

import "strings"

// IsNoneAlg is true where nothing is signed.
func IsNoneAlg(algorithm string) bool { return algorithm == "" || algorithm == "none" }

// IsSignedJWTClientSecretAlgStr is true where the client's secret signs.
func IsSignedJWTClientSecretAlgStr(algorithm string) bool { return strings.HasPrefix(algorithm, "HS") }

// IsEncryptedJWTClientSecretAlgStr is true where the client's secret encrypts.
func IsEncryptedJWTClientSecretAlgStr(algorithm string) bool {
	return algorithm == "dir" || strings.HasSuffix(algorithm, "KW") && strings.HasPrefix(algorithm, "A") || strings.HasPrefix(algorithm, "PBES2-")
}
