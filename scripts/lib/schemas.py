"""Holds documents against the schemas in docs/schemas.

Reads a JSON array of {"schema": NAME, "from": WHERE, "text": JSON} on standard input; runs at the top of the checkout. Says
each finding and exits with 1 if there is one.
"""

import json
import pathlib
import sys

import jsonschema

findings = []
validators = {}
for path in sorted(pathlib.Path("docs/schemas").glob("*.json")):
    schema = json.loads(path.read_text())
    try:
        jsonschema.Draft202012Validator.check_schema(schema)
    except jsonschema.SchemaError as error:
        findings.append(f"{path}: {error.message}")
        continue
    validators[path.stem.rpartition("-")[0]] = jsonschema.Draft202012Validator(schema)

for document in json.load(sys.stdin):
    validator = validators.get(document["schema"])
    if validator is None:
        findings.append(f"docs/schemas has nothing for {document['schema']}")
        continue
    try:
        value = json.loads(document["text"])
    except ValueError as error:
        findings.append(f"{document['from']}: no JSON: {error}")
        continue
    for error in validator.iter_errors(value):
        findings.append(f"{document['from']}: {error.json_path}: {error.message[:300]}")

print("\n".join(findings))
sys.exit(1 if findings else 0)
