#!/bin/sh
# Looks at every env file beside the spec: all of them have to be there, filled, and readable by everybody who reads them the same way.
# Exit 1 with every fault by line; no value is printed.
set -eu
root=$(cd "$(dirname "$0")/../../.." && pwd -P)
folder=${1:-$root/infra/pulse-hub}
for name in web mcp worker migrate; do
  if [ ! -f "$folder/$name.env" ]; then
    echo "$folder/$name.env is missing. Make it from $name.env.example" >&2
    exit 1
  fi
done
exec "$root/pulse" deploy check --offline \
  --env "pulse-hub-web=$folder/web.env" \
  --env "pulse-hub-mcp=$folder/mcp.env" \
  --env "pulse-hub-worker=$folder/worker.env" \
  --env "migrate=$folder/migrate.env"
