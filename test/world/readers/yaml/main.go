// Reads what synth writes as Flux and kubectl do, and as nobody else: sigs.k8s.io/yaml and kustomize. It is built in seconds,
// where the reader of objects takes minutes; what it says of texts is the same file of code (../kubernetes/texts.go).
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
)

type question struct {
	// Ask is "file" or "tree".
	Ask   string            `json:"ask"`
	Text  string            `json:"text"`
	Meant []json.RawMessage `json:"meant"`
	Files map[string]string `json:"files"`
}

type answer struct {
	Problems []string `json:"problems"`
}

func main() {
	out := bufio.NewWriter(os.Stdout)
	encoder := json.NewEncoder(out)
	decoder := json.NewDecoder(bufio.NewReaderSize(os.Stdin, 1<<20))
	for decoder.More() {
		var asked question
		if err := decoder.Decode(&asked); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		problems := answerTo(asked)
		if problems == nil {
			problems = []string{}
		}
		if err := encoder.Encode(answer{problems}); err != nil {
			os.Exit(1)
		}
		out.Flush()
	}
}

// A reader that panics is a disagreement like any other.
func answerTo(asked question) (problems []string) {
	defer func() {
		if panicked := recover(); panicked != nil {
			problems = []string{fmt.Sprintf("panics: %v", panicked)}
		}
	}()
	if asked.Ask == "tree" {
		return treeProblems(asked.Files, asked.Meant)
	}
	return fileProblems(asked.Text, asked.Meant)
}
