package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	structuralschema "k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/defaulting"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/pruning"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/validation"
	"k8s.io/apiextensions-apiserver/pkg/registry/customresource"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	utiljson "k8s.io/apimachinery/pkg/util/json"
	"k8s.io/apiserver/pkg/endpoints/request"
	"k8s.io/apiserver/pkg/registry/rest"
	"sigs.k8s.io/yaml"
)

// definition is one version of a custom resource, as the API server knows it.
type definition struct {
	structural *structuralschema.Structural
	strategy   rest.RESTCreateStrategy
}

// readDefinitions reads every CustomResourceDefinition below the folders.
func readDefinitions(folders []string) (map[string]definition, error) {
	found := map[string]definition{}
	for _, folder := range folders {
		err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".yaml") {
				return err
			}
			return readDefinition(path, found)
		})
		if err != nil {
			return nil, err
		}
	}
	return found, nil
}

func readDefinition(path string, found map[string]definition) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	var written apiextensionsv1.CustomResourceDefinition
	if err := yaml.Unmarshal(text, &written); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	for _, version := range written.Spec.Versions {
		kind := schema.GroupVersionKind{Group: written.Spec.Group, Version: version.Name, Kind: written.Spec.Names.Kind}
		made, err := define(kind, version.Schema.OpenAPIV3Schema, written.Spec.Scope == apiextensionsv1.NamespaceScoped)
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		found[kind.String()] = made
	}
	return nil
}

func define(kind schema.GroupVersionKind, written *apiextensionsv1.JSONSchemaProps, namespaced bool) (definition, error) {
	var props apiextensions.JSONSchemaProps
	if err := apiextensionsv1.Convert_v1_JSONSchemaProps_To_apiextensions_JSONSchemaProps(written, &props, nil); err != nil {
		return definition{}, err
	}
	structural, err := structuralschema.NewStructural(&props)
	if err != nil {
		return definition{}, err
	}
	validator, _, err := validation.NewSchemaValidator(&props)
	if err != nil {
		return definition{}, err
	}
	strategy := customresource.NewStrategy(typer{}, namespaced, kind, validator, nil, structural, nil, nil, nil)
	return definition{structural, strategy}, nil
}

func (known definition) problems(text json.RawMessage) []string {
	var fields map[string]any
	if err := utiljson.Unmarshal(text, &fields); err != nil {
		return []string{err.Error()}
	}
	problems := []string{}
	tracked := structuralschema.UnknownFieldPathOptions{TrackUnknownFieldPaths: true}
	for _, path := range pruning.PruneWithOptions(fields, known.structural, true, tracked) {
		problems = append(problems, fmt.Sprintf("unknown field %q", path))
	}
	defaulting.Default(fields, known.structural)
	object := &unstructured.Unstructured{Object: fields}
	ctx := request.WithNamespace(context.Background(), object.GetNamespace())
	rest.FillObjectMetaSystemFields(object)
	problems = append(problems, valuesProblems(fields)...)
	return append(problems, reasons(rest.BeforeCreate(known.strategy, ctx, object))...)
}

// K3s hands a chart's values to Helm as text.
func valuesProblems(fields map[string]any) []string {
	text, found, _ := unstructured.NestedString(fields, "spec", "valuesContent")
	if !found {
		return nil
	}
	if _, err := yaml.YAMLToJSONStrict([]byte(text)); err != nil {
		return []string{fmt.Sprintf("spec.valuesContent: %v", err)}
	}
	return nil
}

// typer says of an object what it says of itself.
type typer struct{}

func (typer) ObjectKinds(object runtime.Object) ([]schema.GroupVersionKind, bool, error) {
	return []schema.GroupVersionKind{object.GetObjectKind().GroupVersionKind()}, false, nil
}

func (typer) Recognizes(schema.GroupVersionKind) bool { return true }
