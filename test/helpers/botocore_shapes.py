"""Prints shapes of AWS's service models, as botocore ships them, as JSON.

    botocore_shapes.py SERVICE/SHAPE SERVICE/SHAPE.MEMBER ...

A shape that does not exist is printed as null.
"""

import json
import re
import sys

import botocore.session

loader = botocore.session.get_session().get_component("data_loader")
models = {}


def shape_of(name):
    service, _, shape_name = name.partition("/")
    if service not in models:
        models[service] = loader.load_service_model(service, "service-2")["shapes"]
    shape_name, _, member = shape_name.partition(".")
    shape = models[service].get(shape_name)
    if shape is not None and member:
        shape = shape.get("members", {}).get(member)
    if shape is None:
        return None
    facts = {
        key: shape[key]
        for key in ("type", "min", "max", "pattern", "enum")
        if key in shape
    }
    facts["documentation"] = re.sub(r"<[^>]+>", "", shape.get("documentation", ""))
    return facts


print(json.dumps({name: shape_of(name) for name in sys.argv[1:]}))
