#!/bin/sh
# Usage: setowner USER_ID PATH...
# Hand each path, with all it holds, to the user, unless the path is already
# theirs: walking through a large folder at every start would take minutes.
set -e

if [ "$#" -lt 1 ]; then
    echo "usage: setowner USER_ID PATH..." >&2
    exit 2
fi

user_id="$1"
shift

for path in "$@"; do
    owner="$(stat -c %u "$path")"
    if [ "$owner" = "$user_id" ]; then
        echo "$path belongs to $user_id"
    else
        echo "$path belongs to $owner, giving it to $user_id"
        chown -R "$user_id" "$path"
    fi
done
