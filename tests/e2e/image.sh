#!/usr/bin/env bash
# shellcheck disable=SC2016
# SPDX-License-Identifier: Apache-2.0
#
# The Dockerfile of openedx, run by BuildKit from the first step to the last: images that it starts
# from, and programs that fetch things, are stand-ins which say what they were called with. What is
# copied, mounted, owned and cached is the real thing.

# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

more_secrets=()
begin image v2
docker buildx version >/dev/null 2>&1 || skip "no buildx to be had"

say "stand-ins"
run 0 plugins enable sandbox
run 0 config save
as_root bash "$TUTOR_ROOT/env/plugins/sandbox/build/sandbox/make-base"
run 0 plugins disable sandbox
stand_ins=$folder/stand-ins
mkdir -p "$stand_ins/bin" "$stand_ins/uv" "$stand_ins/dockerize/usr/local/bin" "$stand_ins/edx-platform"

# program NAME [BODY]: says its words, then does what the body says.
program() {
    printf '#!/bin/sh\nset -e\necho "RAN %s $*"\n%s\n' "$1" "${2:-}" >"$stand_ins/bin/$1"
    chmod 755 "$stand_ins/bin/$1"
}
for name in apt-get atlas make rdfind; do program "$name"; done
program git 'case "$1" in
    clone) for folder; do :; done
        mkdir -p "$folder/bin"; cp /stand-ins/bin/pyenv "$folder/bin/" ;;
    checkout) cp -r /stand-ins/edx-platform/. . ;;
esac'
program pyenv 'mkdir -p "$PYENV_ROOT/versions/$2/bin"; cp /stand-ins/bin/python "$PYENV_ROOT/versions/$2/bin/"'
program python 'if [ "$1 $2" = "-m venv" ]; then
    mkdir -p "$3/bin"; cp /stand-ins/bin/pip /stand-ins/bin/nodeenv /stand-ins/bin/python "$3/bin/"
fi'
# Requirements must be there to be read.
installs='before=
for word; do
    case $before in
        -r) [ -s "$word" ] || { echo "no requirements in $word"; exit 1; } ;;
        -e) [ -e "$word/setup.py" ] || { echo "nothing to install in $word"; exit 1; } ;;
    esac
    before=$word
done
if [ -n "${VIRTUAL_ENV:-}" ]; then echo "$*" >>"$VIRTUAL_ENV/installed"; fi'
program pip "$installs"
program uv "$installs"
mv "$stand_ins/bin/uv" "$stand_ins/uv/uv"
program nodeenv 'for folder; do :; done; mkdir -p "$folder/bin"; cp /stand-ins/bin/npm "$folder/bin/"'
program npm 'case "$1" in
    clean-install) cat package.json package-lock.json >/dev/null; mkdir -p node_modules/.bin ;;
    *) test -d node_modules ;;
esac'
program dockerize
mv "$stand_ins/bin/dockerize" "$stand_ins/dockerize/usr/local/bin/"
platform=$stand_ins/edx-platform
mkdir -p "$platform"/{requirements/edx,scripts,lms/envs,cms/envs,conf}
for name in requirements/edx/{base,assets,development}.txt setup.py package.json package-lock.json \
    scripts/copy-node-modules.sh; do echo "# $name" >"$platform/$name"; done
printf '#!/bin/sh\necho "RAN manage.py $*"\n' >"$platform/manage.py"
chmod 755 "$platform/manage.py"
# Nothing is in the cache from another run.
echo "$project" | tee "$stand_ins/run" >"$platform/run"
{
    echo 'FROM tutor-sandbox-base:current'
    echo 'COPY . /stand-ins/'
    # Nothing of the distribution's stands before them.
    echo 'RUN cp /stand-ins/bin/* /usr/local/bin/ && rm -f /usr/local/bin/npm /usr/local/bin/pip'
    echo "ENV PATH=/usr/local/bin:$PATH"
} >"$stand_ins/Dockerfile"
docker build --quiet --tag "$project-base:1" "$stand_ins" >/dev/null
made=("$project-base:1")
# shellcheck disable=SC2317
forget_images() {
    local status=$?
    docker image rm --force "${made[@]}" >/dev/null 2>&1 || true
    finish $status
}
trap forget_images EXIT

# build STATUS TARGET WORD...: a target of the rendered Dockerfile, with images on this machine in the
# place of those in registries and of folders of the host: the engine of Debian 12 knows no contexts.
build() {
    local expected=$1 target=$2 status=0 copy=$folder/build from=$project-base:1
    shift 2
    rm -rf "$copy"
    cp -r "$TUTOR_ROOT/env/build/openedx" "$copy"
    sed -E -i -e "s|^FROM docker.io/ubuntu:22.04 |FROM $from |" \
        -e "s|--from=ghcr.io/astral-sh/uv:0.9.18 /uv|--from=$from /stand-ins/uv/uv|" \
        -e "s|--from=docker.io/powerman/dockerize:0.19.0 /|--from=$from /stand-ins/dockerize/|" \
        -e "s|^FROM scratch AS mnt-|FROM $project-mnt:1 AS mnt-|" "$copy/Dockerfile"
    ! grep -E '^FROM [^ ]*[./:]' "$copy/Dockerfile" | grep -v "^FROM $project-" ||
        failed "no other image in the Dockerfile"
    if [ -n "${mounted:-}" ]; then
        # What a build context named edx-platform does: it takes the place of that stage.
        sed -i -e "s|^FROM scratch AS edx-platform|FROM $project-src:1 AS edx-platform|" \
            -e '/^COPY --from=code /d' "$copy/Dockerfile"
    fi
    say "docker buildx build --target=$target $*"
    docker buildx build --progress=plain --output=type=docker --target="$target" "$@" "$copy" \
        >"$last" 2>&1 </dev/null || status=$?
    cat "$last" >>"$printed"
    [ "$status" = "$expected" ] || failed "exit status $expected, not $status, of the build of $target"
}
# inside IMAGE SCRIPT: what a script in a container of the image prints.
inside() { docker run --rm --network none --entrypoint sh "$1" -c "$2"; }

run 0 config save --set "DOCKER_IMAGE_OPENEDX=$project:1" --set "DOCKER_IMAGE_OPENEDX_DEV=$project-dev:1" \
    --set EDX_PLATFORM_VERSION=some-revision --set ATLAS_OPTIONS=--filter=fr \
    --set 'OPENEDX_EXTRA_PIP_REQUIREMENTS=["one==1.0", "-e /openedx/edx-platform"]'
made+=("$project:1" "$project-dev:1")

say "the image for production"
# The same text for every kind of machine: images and programs come for the one that builds.
! grep -nEi 'amd64|x86|arm64|aarch64|--platform' "$TUTOR_ROOT/env/build/openedx/Dockerfile" ||
    failed "no kind of machine in the Dockerfile"
build 0 final "--tag=$project:1"
for text in "RAN git fetch --quiet --depth 1 origin some-revision" \
    "RAN uv pip install -r requirements/edx/base.txt -r requirements/edx/assets.txt" \
    "RAN uv pip install one==1.0" "RAN npm clean-install --no-audit" "RAN npm run postinstall" \
    "RAN make clean_translations" "RAN manage.py lms --settings=tutor.i18n pull_plugin_translations" \
    "RAN atlas pull --repository=openedx/openedx-translations" "--filter=fr" \
    "RAN npm run webpack" "RAN manage.py cms collectstatic --noinput --settings=tutor.assets"; do
    expect_printed "$text"
done
expect_not_printed "--registry="
user=$(inside "$project:1" 'id -un; id -u' | tr '\n' ' ')
[ "$user" = "app 1000 " ] || failed "the user app, number 1000, not $user"
[ "$(docker image inspect --format '{{json .Config.Cmd}}' "$project:1")" = '["uwsgi","/openedx/uwsgi.ini"]' ] ||
    failed "uwsgi as the command"
inside "$project:1" '
set -e
cd /openedx/edx-platform
test "$(pwd)" = "$PWD"
for path in bindmount-canary manage.py lms/envs/tutor/assets.py cms/envs/tutor/i18n.py node_modules/.bin \
    /openedx/config/revisions.yml /openedx/uwsgi.ini /openedx/themes/README /openedx/staticfiles/studio \
    /usr/local/bin/dockerize /openedx/venv/installed /openedx/nodeenv/bin/npm; do
    test -e "$path" || { echo "missing: $path"; exit 1; }
done
test -x /openedx/bin/reload-uwsgi
for path in . manage.py /openedx/venv /openedx/data /openedx/staticfiles /openedx/themes; do
    test -w "$path" || { echo "not for the user: $path"; exit 1; }
done
test "$LMS_CFG$SERVICE_VARIANT$UWSGI_WORKERS" = /openedx/config/lms.env.ymllms2
! test -e /etc/apt/apt.conf.d/docker-clean
' || failed "the contents of the image"

say "again: every step is in the cache; a theme costs only its own steps"
build 0 final "--tag=$project:1"
expect_not_printed "RAN uv"
expect_not_printed "RAN npm"
mkdir -p "$TUTOR_ROOT/env/build/openedx/themes/mine"
echo theme >"$TUTOR_ROOT/env/build/openedx/themes/mine/x.scss"
build 0 final "--tag=$project:1"
expect_not_printed "RAN uv"
expect_not_printed "RAN npm run webpack"
expect_printed "RAN npm run compile-sass -- --skip-default"
expect_printed "RAN manage.py lms collectstatic"

say "the image for development, for another user, with folders of the host"
mkdir -p "$folder/src/xblock-mine" "$folder/src/edx-platform"
echo "# mine" | tee "$folder/src/xblock-mine/setup.py" >"$folder/src/mark"
cp -r "$platform/." "$folder/src/edx-platform/"
echo "of the host" >"$folder/src/edx-platform/lms/mark"
for name in edx-platform xblock-mine; do
    printf 'FROM scratch\nCOPY . /\n' >"$folder/src/Dockerfile"
    docker build --quiet --file "$folder/src/Dockerfile" \
        --tag "$project-$([ $name = edx-platform ] && echo src || echo mnt):1" "$folder/src/$name" >/dev/null
done
made+=("$project-src:1" "$project-mnt:1")
run 0 mounts add "$folder/src/edx-platform"
run 0 mounts add "$folder/src/xblock-mine"
run 0 config save --set NPM_REGISTRY=https://npm.example.com/
mounted=yes
build 0 development "--tag=$project-dev:1" --build-arg=APP_USER_ID=1234
expect_not_printed "RAN git fetch"
expect_printed "--registry=https://npm.example.com/"
expect_printed "RAN uv pip install -r requirements/edx/development.txt"
expect_printed "RAN uv pip install -e /mnt/xblock-mine"
expect_printed "RAN npm run build-dev"
[ "$(inside "$project-dev:1" 'id -u; cat lms/mark /mnt/xblock-mine/setup.py; echo "$DJANGO_SETTINGS_MODULE"')" = \
    "$(printf '1234\nof the host\n# mine\nlms.envs.tutor.development')" ] ||
    failed "the user, the mounted folders and the settings of development"
docker run --rm --network none --env SERVICE_VARIANT=cms "$project-dev:1" >"$folder/said"
grep -qx "RAN manage.py cms runserver 0.0.0.0:8000" "$folder/said" || failed "the server of the variant"

say "what must not be"
build 1 development --build-arg=APP_USER_ID=0
expect_printed "APP_USER_ID must not be 0"
say "all as expected"
