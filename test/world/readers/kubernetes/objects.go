package main

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/robfig/cron/v3"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	"k8s.io/apiserver/pkg/endpoints/request"
	"k8s.io/apiserver/pkg/registry/rest"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
	"k8s.io/kubernetes/pkg/apis/batch"

	_ "k8s.io/kubernetes/pkg/apis/admissionregistration/install"
	_ "k8s.io/kubernetes/pkg/apis/apps/install"
	_ "k8s.io/kubernetes/pkg/apis/batch/install"
	_ "k8s.io/kubernetes/pkg/apis/core/install"
	_ "k8s.io/kubernetes/pkg/apis/discovery/install"
	_ "k8s.io/kubernetes/pkg/apis/networking/install"
	_ "k8s.io/kubernetes/pkg/apis/rbac/install"
	_ "k8s.io/kubernetes/pkg/apis/scheduling/install"

	"k8s.io/kubernetes/pkg/registry/admissionregistration/resolver"
	"k8s.io/kubernetes/pkg/registry/admissionregistration/validatingadmissionpolicy"
	"k8s.io/kubernetes/pkg/registry/admissionregistration/validatingadmissionpolicybinding"
	"k8s.io/kubernetes/pkg/registry/apps/daemonset"
	"k8s.io/kubernetes/pkg/registry/apps/deployment"
	"k8s.io/kubernetes/pkg/registry/apps/statefulset"
	"k8s.io/kubernetes/pkg/registry/batch/cronjob"
	"k8s.io/kubernetes/pkg/registry/batch/job"
	"k8s.io/kubernetes/pkg/registry/core/configmap"
	"k8s.io/kubernetes/pkg/registry/core/limitrange"
	"k8s.io/kubernetes/pkg/registry/core/namespace"
	"k8s.io/kubernetes/pkg/registry/core/persistentvolumeclaim"
	"k8s.io/kubernetes/pkg/registry/core/resourcequota"
	"k8s.io/kubernetes/pkg/registry/core/secret"
	"k8s.io/kubernetes/pkg/registry/core/service"
	"k8s.io/kubernetes/pkg/registry/core/serviceaccount"
	"k8s.io/kubernetes/pkg/registry/discovery/endpointslice"
	"k8s.io/kubernetes/pkg/registry/networking/networkpolicy"
	"k8s.io/kubernetes/pkg/registry/rbac/clusterrole"
	"k8s.io/kubernetes/pkg/registry/rbac/clusterrolebinding"
	"k8s.io/kubernetes/pkg/registry/rbac/role"
	"k8s.io/kubernetes/pkg/registry/rbac/rolebinding"
	"k8s.io/kubernetes/pkg/registry/scheduling/priorityclass"
)

// What the API server asks before it stores an object, by group and kind.
var strategies = map[string]rest.RESTCreateStrategy{
	"DaemonSet.apps":                        daemonset.Strategy,
	"Deployment.apps":                       deployment.Strategy,
	"StatefulSet.apps":                      statefulset.Strategy,
	"CronJob.batch":                         cronjob.Strategy,
	"Job.batch":                             job.Strategy,
	"ConfigMap":                             configmap.Strategy,
	"LimitRange":                            limitrange.Strategy,
	"Namespace":                             namespace.Strategy,
	"PersistentVolumeClaim":                 persistentvolumeclaim.Strategy,
	"ResourceQuota":                         resourcequota.Strategy,
	"Secret":                                secret.Strategy,
	"Service":                               service.Strategy,
	"ServiceAccount":                        serviceaccount.Strategy,
	"EndpointSlice.discovery.k8s.io":        endpointslice.Strategy,
	"NetworkPolicy.networking.k8s.io":       networkpolicy.Strategy,
	"ClusterRole.rbac.authorization.k8s.io": clusterrole.Strategy,
	"ClusterRoleBinding.rbac.authorization.k8s.io":                  clusterrolebinding.Strategy,
	"Role.rbac.authorization.k8s.io":                                role.Strategy,
	"RoleBinding.rbac.authorization.k8s.io":                         rolebinding.Strategy,
	"PriorityClass.scheduling.k8s.io":                               priorityclass.Strategy,
	"ValidatingAdmissionPolicy.admissionregistration.k8s.io":        validatingadmissionpolicy.NewStrategy(nil, nil),
	"ValidatingAdmissionPolicyBinding.admissionregistration.k8s.io": validatingadmissionpolicybinding.NewStrategy(nil, nil, notAsked{}),
}

// Who may write a policy is another question than whether it is one: without an authorizer nobody resolves its parameters.
type notAsked struct{ resolver.ResourceResolver }

var strict = strictSerializer()

func strictSerializer() runtime.Serializer {
	codecs := serializer.NewCodecFactory(legacyscheme.Scheme, serializer.EnableStrict)
	info, _ := runtime.SerializerInfoForMediaType(codecs.SupportedMediaTypes(), runtime.ContentTypeJSON)
	return info.StrictSerializer
}

func objectProblems(text, home json.RawMessage, definitions map[string]definition) []string {
	var head metav1.PartialObjectMetadata
	if err := json.Unmarshal(text, &head); err != nil {
		return []string{err.Error()}
	}
	kind := head.GroupVersionKind()
	if definition, ok := definitions[kind.String()]; ok {
		return definition.problems(text)
	}
	strategy, ok := strategies[kind.GroupKind().String()]
	if !ok {
		return []string{fmt.Sprintf("no API server of ours knows %s", kind)}
	}
	decoder := legacyscheme.Codecs.DecoderToVersion(strict, schema.GroupVersion{Group: kind.Group, Version: runtime.APIVersionInternal})
	object, _, err := decoder.Decode(text, nil, nil)
	if err != nil {
		return []string{err.Error()}
	}
	problems := created(strategy, object, kind.GroupVersion())
	problems = append(problems, neverRuns(object)...)
	problems = append(problems, imageProblems(object)...)
	return append(problems, podSecurityProblems(object, home)...)
}

// created is what POST does up to the point where the object would be stored.
func created(strategy rest.RESTCreateStrategy, object runtime.Object, version schema.GroupVersion) []string {
	accessor, err := meta.Accessor(object)
	if err != nil {
		return []string{err.Error()}
	}
	ctx := request.WithNamespace(context.Background(), accessor.GetNamespace())
	ctx = request.WithRequestInfo(ctx, &request.RequestInfo{APIGroup: version.Group, APIVersion: version.Version, Verb: "create"})
	rest.FillObjectMetaSystemFields(accessor)
	return reasons(rest.BeforeCreate(strategy, ctx, object))
}

func reasons(err error) []string {
	if err == nil {
		return nil
	}
	status, ok := err.(apierrors.APIStatus)
	if !ok || status.Status().Details == nil || len(status.Status().Details.Causes) == 0 {
		return []string{err.Error()}
	}
	found := []string{}
	for _, cause := range status.Status().Details.Causes {
		found = append(found, strings.TrimSpace(cause.Field+": "+cause.Message))
	}
	return found
}

// The API server takes "0 0 31 2 *"; the controller then looks for a day that never comes.
func neverRuns(object runtime.Object) []string {
	job, ok := object.(*batch.CronJob)
	if !ok {
		return nil
	}
	schedule, err := cron.ParseStandard(job.Spec.Schedule)
	if err != nil {
		return []string{fmt.Sprintf("spec.schedule: %v", err)}
	}
	if schedule.Next(time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)).IsZero() {
		return []string{fmt.Sprintf("spec.schedule: %q never comes", job.Spec.Schedule)}
	}
	return nil
}
