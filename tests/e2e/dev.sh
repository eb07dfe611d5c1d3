#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# The platform for development: LMS and CMS with Django's own server, on ports of the host.

# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

password=dev-$RANDOM$RANDOM
more_secrets=("$password")
begin dev v2
[ "$(free_port 8000) $(free_port 8001)" = "8000 8001" ] ||
    skip "port 8000 or 8001 is in use, and development has no others"
sandbox_project
run 0 dev launch --non-interactive
expect_printed SANDBOX_ENTRYPOINT=passed
eventually fetch lms.e2e.test /heartbeat 8000
eventually fetch cms.e2e.test /heartbeat 8001
run 0 dev "do" createuser --password "$password" bob bob@example.com
fetch lms.e2e.test / 8000 | grep -q '<li>bob</li>' || failed "the page shows bob"

say "a change of the settings is there after a restart"
run 0 config save --set PLATFORM_NAME="Changed Name"
run 0 dev restart openedx
changed() { fetch lms.e2e.test / 8000 | grep -q '<h1>Changed Name</h1>'; }
eventually changed
run 0 dev stop
expect_no_secret "$printed" "$TUTOR_ROOT/logs"
say "all as expected"
