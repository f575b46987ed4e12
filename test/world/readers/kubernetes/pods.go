package main

import (
	"encoding/json"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
	"k8s.io/kubernetes/pkg/apis/apps"
	"k8s.io/kubernetes/pkg/apis/batch"
	"k8s.io/kubernetes/pkg/apis/core"
	"k8s.io/kubernetes/pkg/util/parsers"
	podsecurity "k8s.io/pod-security-admission/api"
	"k8s.io/pod-security-admission/policy"
)

var evaluator = newEvaluator()

func newEvaluator() policy.Evaluator {
	made, err := policy.NewEvaluator(policy.DefaultChecks(), nil)
	if err != nil {
		panic(err)
	}
	return made
}

// podSecurityProblems says what the namespace's `enforce` level would refuse: the workload is stored, its pods never run.
func podSecurityProblems(object runtime.Object, home json.RawMessage) []string {
	template := templateOf(object)
	if template == nil || len(home) == 0 || string(home) == "null" {
		return nil
	}
	var namespace corev1.Namespace
	if err := json.Unmarshal(home, &namespace); err != nil {
		return []string{err.Error()}
	}
	levels, errs := podsecurity.PolicyToEvaluate(namespace.Labels, podsecurity.Policy{
		Enforce: podsecurity.LevelVersion{Level: podsecurity.LevelPrivileged, Version: podsecurity.LatestVersion()},
	})
	if len(errs) > 0 {
		return []string{errs.ToAggregate().Error()}
	}
	var versioned corev1.PodTemplateSpec
	if err := legacyscheme.Scheme.Convert(template, &versioned, nil); err != nil {
		return []string{err.Error()}
	}
	result := policy.AggregateCheckResults(evaluator.EvaluatePod(levels.Enforce, &versioned.ObjectMeta, &versioned.Spec))
	if result.Allowed {
		return nil
	}
	return []string{"PodSecurity: " + result.ForbiddenDetail()}
}

func templateOf(object runtime.Object) *core.PodTemplateSpec {
	switch owner := object.(type) {
	case *apps.Deployment:
		return &owner.Spec.Template
	case *apps.StatefulSet:
		return &owner.Spec.Template
	case *apps.DaemonSet:
		return &owner.Spec.Template
	case *batch.Job:
		return &owner.Spec.Template
	case *batch.CronJob:
		return &owner.Spec.JobTemplate.Spec.Template
	}
	return nil
}

// The kubelet reads the name of an image before it asks the container runtime for it.
func imageProblems(object runtime.Object) []string {
	template := templateOf(object)
	if template == nil {
		return nil
	}
	problems := []string{}
	for _, container := range append(template.Spec.InitContainers, template.Spec.Containers...) {
		if _, _, _, err := parsers.ParseImageName(container.Image); err != nil {
			problems = append(problems, err.Error())
		}
	}
	return problems
}
