#!/bin/sh
# Whether what is deployed is well, by the platform's word and by what anybody sees: validate-deployment.sh https://pulse.example.com [--app NAME]
# Exit 1 when either says no; both are asked, so that both are told.
set -eu
root=$(cd "$(dirname "$0")/../../.." && pwd -P)
url=${1:?"name the address, as in: validate-deployment.sh https://pulse.example.com"}
shift
state=0
"$root/pulse" deploy health "$@" || state=1
"$root/pulse" deploy smoke "$url" || state=1
exit $state
