#!/bin/sh
# How the parts of the app are, by the platform's word: health-check.sh [--app NAME]. Needs DIGITALOCEAN_ACCESS_TOKEN.
# Exit 1 when a part is unhealthy or has fewer instances ready than it should.
set -eu
root=$(cd "$(dirname "$0")/../../.." && pwd -P)
exec "$root/pulse" deploy health "$@"
