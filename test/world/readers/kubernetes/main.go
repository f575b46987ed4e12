// Reads what synth writes as a cluster does: YAML as sigs.k8s.io/yaml and kustomize read it, objects as the API server
// validates them. One question a line on standard input, one answer a line on standard output, in the same order.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"

	"k8s.io/klog/v2"
)

type question struct {
	// Ask is "object", "file" or "tree".
	Ask string `json:"ask"`
	// Object is what the API server gets; Namespace is the one that it lies in, for Pod Security.
	Object    json.RawMessage `json:"object"`
	Namespace json.RawMessage `json:"namespace"`
	// Text is a file; Meant are the objects that its writer had in mind.
	Text  string            `json:"text"`
	Meant []json.RawMessage `json:"meant"`
	// Files are a tree of such files by path.
	Files map[string]string `json:"files"`
}

type answer struct {
	Problems []string `json:"problems"`
}

func main() {
	klog.SetOutputBySeverity("INFO", nowhere{})
	klog.LogToStderr(false)
	definitions, err := readDefinitions(os.Args[1:])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	lines := bufio.NewReaderSize(os.Stdin, 1<<20)
	out := bufio.NewWriter(os.Stdout)
	encoder := json.NewEncoder(out)
	decoder := json.NewDecoder(lines)
	for decoder.More() {
		var asked question
		if err := decoder.Decode(&asked); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		problems := answerTo(asked, definitions)
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
func answerTo(asked question, definitions map[string]definition) (problems []string) {
	defer func() {
		if panicked := recover(); panicked != nil {
			problems = []string{fmt.Sprintf("panics: %v", panicked)}
		}
	}()
	switch asked.Ask {
	case "object":
		return objectProblems(asked.Object, asked.Namespace, definitions)
	case "file":
		return fileProblems(asked.Text, asked.Meant)
	case "tree":
		return treeProblems(asked.Files, asked.Meant)
	}
	return []string{fmt.Sprintf("unknown question %q", asked.Ask)}
}

type nowhere struct{}

func (nowhere) Write(bytes []byte) (int, error) { return len(bytes), nil }
