{%- macro shell(value) %}'{{ value|string|replace("'", "'\\''") }}'{% endmacro -%}
{%- set variant = "lms" -%}
# Wait for the databases.
set -e

dockerize -wait {{ shell("tcp://" ~ MYSQL_HOST ~ ":" ~ MYSQL_PORT) }} -timeout 20s
{%- if not MONGODB_HOST.startswith("mongodb+srv://") %}
dockerize -wait {{ shell("tcp://" ~ MONGODB_HOST ~ ":" ~ MONGODB_PORT) }} -timeout 20s
{%- endif %}

./manage.py lms migrate

# Search indexes
./manage.py lms shell -c "from search.meilisearch import create_indexes; create_indexes()"

# Studio signs in through the LMS: on behalf of a user that nobody can log in
# as, with one OAuth application for production and one for development.
./manage.py lms manage_user cms cms@openedx --unusable-password
./manage.py lms create_dot_application \
    --grant-type authorization-code \
    --redirect-uris {{ shell(("https" if ENABLE_HTTPS else "http") ~ "://" ~ CMS_HOST ~ "/complete/edx-oauth2/") }} \
    --client-id {{ shell(CMS_OAUTH2_KEY_SSO) }} \
    --client-secret {{ shell(CMS_OAUTH2_SECRET) }} \
    --scopes user_id \
    --skip-authorization \
    --update \
    cms-sso cms
./manage.py lms create_dot_application \
    --grant-type authorization-code \
    --redirect-uris {{ shell("http://" ~ CMS_HOST ~ ":8001/complete/edx-oauth2/") }} \
    --client-id {{ shell(CMS_OAUTH2_KEY_SSO_DEV) }} \
    --client-secret {{ shell(CMS_OAUTH2_SECRET) }} \
    --scopes user_id \
    --skip-authorization \
    --update \
    cms-sso-dev cms

{% include "jobs/init/partials/move-uploads.sh" %}

# Completion of units is tracked, unless somebody has set the switch already.
switches="$(./manage.py lms waffle_switch --list)"
case "$switches" in
    *completion.enable_completion_tracking*) ;;
    *) ./manage.py lms waffle_switch --create completion.enable_completion_tracking on ;;
esac

{% include "jobs/init/partials/load-policies.sh" %}
