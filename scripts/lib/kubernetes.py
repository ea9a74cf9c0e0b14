"""Holds the manifests in deploy/kubernetes against the fields that the interfaces of Kubernetes and of the Prometheus
Operator have, and against each other.

The integration tests hold them against the published schemas, which have no PodMonitor; what stands here are the fields
that the manifests use, with their types and the rules that the API server applies to them (batch/v1, v1,
monitoring.coreos.com/v1). Runs at the top of the checkout; says each finding on standard error and exits with 1 if there is
one.
"""

import pathlib
import re
import sys

import yaml

NAME = re.compile(r"[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?\Z")
QUANTITY = re.compile(r"[0-9]+(\.[0-9]+)?(m|Ki|Mi|Gi)?\Z")
DURATION = re.compile(r"([0-9]+(ms|s|m|h))+\Z")


def matching(pattern):
    return lambda value: isinstance(value, str) and pattern.match(value) is not None


def one_of(*words):
    return lambda value: value in words


def whole(least, most=2**31 - 1):
    return lambda value: type(value) is int and least <= value <= most


text, flag = (lambda value: isinstance(value, str)), (lambda value: isinstance(value, bool))
texts = {"*": text}
METADATA = {"name": matching(NAME), "labels": texts}
SECURITY = {"allowPrivilegeEscalation": flag, "readOnlyRootFilesystem": flag, "capabilities": {"drop": [text]}}
CONTAINER = {
    "name": matching(NAME), "image": text, "command": [text], "args": [text],
    "env": [{"name": text, "value": text}],
    "ports": [{"name": matching(re.compile(r"[a-z0-9-]{1,15}\Z")), "containerPort": whole(1, 65535)}],
    "resources": {"requests": {"*": matching(QUANTITY)}, "limits": {"*": matching(QUANTITY)}},
    "securityContext": SECURITY,
    "volumeMounts": [{"name": matching(NAME), "mountPath": text, "readOnly": flag}],
}
POD = {
    "restartPolicy": one_of("Never", "OnFailure"), "terminationGracePeriodSeconds": whole(0),
    "automountServiceAccountToken": flag,
    "securityContext": {"runAsNonRoot": flag, "runAsUser": whole(1), "seccompProfile": {"type": text}},
    "containers": [CONTAINER],
    "volumes": [{
        "name": matching(NAME), "configMap": {"name": matching(NAME)},
        "secret": {"secretName": matching(NAME), "defaultMode": whole(0, 0o777)}}],
}
KINDS = {
    ("batch/v1", "Job"): {"metadata": METADATA, "spec": {
        "completionMode": one_of("Indexed"), "completions": whole(1), "parallelism": whole(1),
        "backoffLimitPerIndex": whole(0), "podReplacementPolicy": one_of("Failed", "TerminatingOrFailed"),
        "template": {"metadata": {"labels": texts}, "spec": POD}}},
    ("v1", "ConfigMap"): {"metadata": METADATA, "data": texts},
    ("v1", "Secret"): {"metadata": METADATA, "type": one_of("Opaque"), "stringData": texts},
    ("monitoring.coreos.com/v1", "PodMonitor"): {"metadata": METADATA, "spec": {
        "selector": {"matchLabels": texts},
        "podMetricsEndpoints": [{"port": text, "path": text, "interval": matching(DURATION)}]}},
}


def check(value, shape, place, findings):
    if callable(shape):
        if not shape(value):
            findings.append(f"{place}: {value!r} does not fit")
    elif isinstance(shape, list):
        if not isinstance(value, list) or not value:
            findings.append(f"{place}: is no list")
        else:
            for index, item in enumerate(value):
                check(item, shape[0], f"{place}[{index}]", findings)
    elif not isinstance(value, dict):
        findings.append(f"{place}: is no object")
    else:
        for name, item in value.items():
            inner = shape.get(name, shape.get("*"))
            if inner is None:
                findings.append(f"{place}.{name}: there is no such field")
            else:
                check(item, inner, f"{place}.{name}", findings)


def check_together(found, findings):
    """What no single manifest shows."""
    job = found["Job"]["spec"]
    pod = job["template"]["spec"]
    container = pod["containers"][0]
    environment = {entry["name"]: entry["value"] for entry in container["env"]}
    labels = job["template"]["metadata"]["labels"]
    if environment.get("XLWM2M_SHARDS") != str(job["completions"]):
        findings.append("job.yaml: XLWM2M_SHARDS is not the number of completions")
    if pod["restartPolicy"] != "Never":
        findings.append("job.yaml: backoffLimitPerIndex needs restartPolicy Never")
    drain = [int(word[8:]) for word in container["args"] if word.startswith("--drain=")]
    if not drain or drain[0] >= pod["terminationGracePeriodSeconds"]:
        findings.append("job.yaml: the pod goes before --drain is over")
    mounts = {mount["name"]: mount["mountPath"] for mount in container["volumeMounts"]}
    volumes = {volume["name"]: volume for volume in pod["volumes"]}
    if mounts.keys() != volumes.keys():
        findings.append("job.yaml: volumes and volumeMounts differ")
    files = {}
    for name, volume in volumes.items():
        kind, reference, part = (
            ("ConfigMap", volume["configMap"]["name"], "data") if "configMap" in volume
            else ("Secret", volume["secret"]["secretName"], "stringData"))
        if found[kind]["metadata"]["name"] != reference:
            findings.append(f"job.yaml: there is no {kind} {reference}")
        files.update({f"{mounts.get(name)}/{key}": key for key in found[kind][part]})
    for word in container["args"]:
        path = re.search(r"/etc/xlwm2m/\w+/[\w.]+", word)
        if path and path.group() not in files:
            findings.append(f"job.yaml: {word} names a file that no volume has")
    monitor = found["PodMonitor"]["spec"]
    if not monitor["selector"]["matchLabels"].items() <= labels.items():
        findings.append("podmonitor.yaml: its selector does not fit the labels of the pods")
    ports = {port["name"]: port["containerPort"] for port in container["ports"]}
    for endpoint in monitor["podMetricsEndpoints"]:
        port = ports.get(endpoint["port"])
        if f"--metrics=0.0.0.0:{port}" not in container["args"]:
            findings.append("podmonitor.yaml: its port is not that of --metrics")


def main():
    findings, found = [], {}
    for path in sorted(pathlib.Path("deploy/kubernetes").glob("*.yaml")):
        for manifest in yaml.safe_load_all(path.read_text()):
            kind = (manifest.pop("apiVersion", None), manifest.pop("kind", None))
            if kind not in KINDS:
                findings.append(f"{path}: {kind} is not known here")
                continue
            check(manifest, KINDS[kind], str(path), findings)
            found[kind[1]] = manifest
    missing = {kind for _, kind in KINDS} - found.keys()
    findings += [f"deploy/kubernetes has no {kind}" for kind in sorted(missing)]
    if not findings:
        check_together(found, findings)
    for finding in findings:
        print(finding, file=sys.stderr)
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
