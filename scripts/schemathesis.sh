#!/usr/bin/env bash
# The API against its own description: Schemathesis asks a demo server for what its OpenAPI allows and forbids, always the
# same requests, and refuses an answer that the description does not announce.
. "$(dirname "$0")/lib.sh"

# Left out: positive_data_acceptance, as a well-formed territory that does not exist is refused and no schema can list those
# that do; negative_data_rejection, as an empty value, which forms send, is as good as none.
checks=not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance
checks+=,response_schema_conformance,unsupported_method

python_tool schemathesis
st=$PWD/$tools/schemathesis/bin/st

export ESSAIM_LIMITS_FILES_PER_MINUTE=0
demo_start
# It keeps what it learnt beside it: each run begins anew.
(cd "$work" && "$st" run "$url/api/v1/openapi.json" --checks "$checks" --max-examples 100 --seed 1 --generation-database none)
demo_stop
