package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"path"
	"reflect"
	"slices"
	"strings"

	utilyaml "k8s.io/apimachinery/pkg/util/yaml"
	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/kyaml/filesys"
	"sigs.k8s.io/yaml"
)

// fileProblems reads a file as `kubectl apply -f` does and compares it with what was meant.
func fileProblems(text string, meant []json.RawMessage) []string {
	read := [][]byte{}
	documents := utilyaml.NewYAMLReader(bufio.NewReader(strings.NewReader(text)))
	for {
		document, err := documents.Read()
		if err == io.EOF {
			break
		}
		if err != nil {
			return []string{err.Error()}
		}
		object, err := yaml.YAMLToJSONStrict(document)
		if err != nil {
			return []string{err.Error()}
		}
		if string(object) != "null" {
			read = append(read, object)
		}
	}
	if len(read) != len(meant) {
		return []string{fmt.Sprintf("%d objects were meant, %d are read", len(meant), len(read))}
	}
	problems := []string{}
	for index, object := range read {
		problems = append(problems, difference(meant[index], object)...)
	}
	return problems
}

// treeProblems lets kustomize build all files together, as Flux does, and compares what comes out.
func treeProblems(files map[string]string, meant []json.RawMessage) []string {
	tree := filesys.MakeFsInMemory()
	paths := []string{}
	for name, text := range files {
		paths = append(paths, name)
		if err := tree.WriteFile(path.Join("/tree", name), []byte(text)); err != nil {
			return []string{err.Error()}
		}
	}
	slices.Sort(paths)
	list, _ := json.Marshal(map[string]any{"apiVersion": "kustomize.config.k8s.io/v1beta1", "kind": "Kustomization", "resources": paths})
	if err := tree.WriteFile("/tree/kustomization.yaml", list); err != nil {
		return []string{err.Error()}
	}
	built, err := krusty.MakeKustomizer(krusty.MakeDefaultOptions()).Run(tree, "/tree")
	if err != nil {
		return []string{err.Error()}
	}
	read := map[string][]byte{}
	for _, resource := range built.Resources() {
		object, err := resource.MarshalJSON()
		if err != nil {
			return []string{err.Error()}
		}
		read[identity(object)] = object
	}
	problems := []string{}
	for _, object := range meant {
		found, ok := read[identity(object)]
		if !ok {
			problems = append(problems, identity(object)+" is lost")
			continue
		}
		problems = append(problems, difference(object, found)...)
	}
	if len(read) != len(meant) {
		problems = append(problems, fmt.Sprintf("%d objects were meant, %d come out", len(meant), len(read)))
	}
	return problems
}

func identity(object []byte) string {
	var head struct {
		APIVersion, Kind string
		Metadata         struct{ Name, Namespace string }
	}
	_ = json.Unmarshal(object, &head)
	return strings.Join([]string{head.APIVersion, head.Kind, head.Metadata.Namespace, head.Metadata.Name}, "/")
}

// difference names the first place where two JSON values differ.
func difference(meant, read []byte) []string {
	var one, other any
	if err := json.Unmarshal(meant, &one); err != nil {
		return []string{err.Error()}
	}
	if err := json.Unmarshal(read, &other); err != nil {
		return []string{err.Error()}
	}
	if reflect.DeepEqual(one, other) {
		return nil
	}
	place, was, is := firstDifference("", one, other)
	return []string{fmt.Sprintf("%s%s: %s was meant, %s is read", identity(meant), place, was, is)}
}

func firstDifference(place string, one, other any) (string, string, string) {
	some, isMap := one.(map[string]any)
	others, alsoMap := other.(map[string]any)
	if isMap && alsoMap {
		for _, key := range union(some, others) {
			if !reflect.DeepEqual(some[key], others[key]) {
				return firstDifference(place+"."+key, some[key], others[key])
			}
		}
	}
	list, isList := one.([]any)
	otherList, alsoList := other.([]any)
	if isList && alsoList && len(list) == len(otherList) {
		for index := range list {
			if !reflect.DeepEqual(list[index], otherList[index]) {
				return firstDifference(fmt.Sprintf("%s[%d]", place, index), list[index], otherList[index])
			}
		}
	}
	return place, shown(one), shown(other)
}

func union(some, others map[string]any) []string {
	keys := slices.Collect(maps.Keys(some))
	for key := range others {
		if _, ok := some[key]; !ok {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	return keys
}

func shown(value any) string {
	text, _ := json.Marshal(value)
	if len(text) > 160 {
		return string(text[:160]) + "…"
	}
	return string(text)
}
