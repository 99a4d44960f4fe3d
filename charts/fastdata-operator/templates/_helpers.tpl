{{/* The chart's name, for labels. */}}
{{- define "fastdata-operator.name" -}}
{{- .Values.nameOverride | default .Chart.Name | trunc 63 | trimSuffix "-" }}
{{- end }}

{{/* The name of all objects. */}}
{{- define "fastdata-operator.fullname" -}}
{{- if .Values.fullnameOverride }}
{{- .Values.fullnameOverride | trunc 63 | trimSuffix "-" }}
{{- else }}
{{- $name := include "fastdata-operator.name" . }}
{{- if contains $name .Release.Name }}
{{- .Release.Name | trunc 63 | trimSuffix "-" }}
{{- else }}
{{- printf "%s-%s" .Release.Name $name | trunc 63 | trimSuffix "-" }}
{{- end }}
{{- end }}
{{- end }}

{{- define "fastdata-operator.selectorLabels" -}}
app.kubernetes.io/name: {{ include "fastdata-operator.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "fastdata-operator.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{ include "fastdata-operator.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/part-of: fastdata-operator
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}

{{- define "fastdata-operator.serviceAccountName" -}}
{{- if .Values.serviceAccount.create }}
{{- .Values.serviceAccount.name | default (include "fastdata-operator.fullname" .) }}
{{- else }}
{{- .Values.serviceAccount.name | default "default" }}
{{- end }}
{{- end }}

{{/* The port of a bind address such as ":8080" or "[::1]:8080"; "0" where it is switched off. */}}
{{- define "fastdata-operator.port" -}}
{{- regexFind "[0-9]+$" (toString .) }}
{{- end }}

{{/* Longer than the operator takes to stop: its graceful shutdown timeout in whole seconds, and 15 to release the Lease. */}}
{{- define "fastdata-operator.terminationGracePeriodSeconds" -}}
{{- $seconds := 0.0 }}
{{- range regexFindAll "[0-9.]+(ms|[smh])" . -1 }}
{{- $unit := get (dict "ms" 0.001 "s" 1.0 "m" 60.0 "h" 3600.0) (regexFind "[a-z]+" .) }}
{{- $seconds = addf $seconds (mulf (regexFind "[0-9.]+" . | float64) $unit) }}
{{- end }}
{{- add (ceil $seconds | int64) 15 }}
{{- end }}

{{/* What the operator may do with imports and what belongs to them, in every namespace that it watches. */}}
{{- define "fastdata-operator.rules" -}}
- apiGroups: [fastdata.gitops.dev]
  resources: [fastdataimports]
  verbs: [get, list, watch, patch]
- apiGroups: [fastdata.gitops.dev]
  resources: [fastdataimports/status]
  verbs: [get, patch]
- apiGroups: [""]
  resources: [secrets]
  verbs: [{{ if .Values.operator.watchSecrets }}get, list, watch{{ else }}get{{ end }}]
- apiGroups: [""]
  resources: [events]
  verbs: [create, patch]
{{- end }}

{{- define "fastdata-operator.subjects" -}}
- kind: ServiceAccount
  name: {{ include "fastdata-operator.serviceAccountName" . }}
  namespace: {{ .Release.Namespace }}
{{- end }}
