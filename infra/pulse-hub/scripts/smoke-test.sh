#!/bin/sh
# Asks a Pulse-Hub as anybody would, without a token: smoke-test.sh https://pulse.example.com
# Exit 1 at the first answer that is not as it should be.
set -eu
root=$(cd "$(dirname "$0")/../../.." && pwd -P)
url=${1:?"name the address, as in: smoke-test.sh https://pulse.example.com"}
exec "$root/pulse" deploy smoke "$url"
