{%- macro shell(value) %}'{{ value|string|replace("'", "'\\''") }}'{% endmacro -%}
{%- set variant = "cms" -%}
# Wait for the database.
set -e

dockerize -wait {{ shell("tcp://" ~ MYSQL_HOST ~ ":" ~ MYSQL_PORT) }} -timeout 20s

./manage.py cms migrate

{% include "jobs/init/partials/move-uploads.sh" %}

# Search indexes
./manage.py cms reindex_studio
./manage.py cms reindex_course --active

{% include "jobs/init/partials/load-policies.sh" %}
