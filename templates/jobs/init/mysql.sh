{%- macro shell(value) %}'{{ value|string|replace("'", "'\\''") }}'{% endmacro -%}
{%- macro sql(value) %}'{{ value|string|replace("\\", "\\\\")|replace("'", "''") }}'{% endmacro -%}
{%- macro identifier(value) %}`{{ value|string|replace("`", "``") }}`{% endmacro -%}
# Create the database of edx-platform and the user that owns it.
set -e

export MYSQL_PWD={{ shell(MYSQL_ROOT_PASSWORD) }}

as_root() {
    mysql \
        --user={{ shell(MYSQL_ROOT_USERNAME) }} \
        --host={{ shell(MYSQL_HOST) }} \
        --port={{ shell(MYSQL_PORT) }} \
        "$@"
}

attempt=1
until as_root --execute="SELECT 1" >/dev/null; do
    if [ "$attempt" -ge 10 ]; then
        echo "MySQL does not answer after $attempt attempts" >&2
        exit 1
    fi
    echo "MySQL does not answer yet (attempt $attempt of 10), trying again in 10 seconds"
    attempt=$((attempt + 1))
    sleep 10
done
echo "MySQL is ready"

as_root <<'SQL'
{%- set account = sql(OPENEDX_MYSQL_USERNAME) ~ "@'%'" %}
{%- set password = sql(OPENEDX_MYSQL_PASSWORD) %}
CREATE DATABASE IF NOT EXISTS {{ identifier(OPENEDX_MYSQL_DATABASE) }};
CREATE USER IF NOT EXISTS {{ account }} IDENTIFIED BY {{ password }};
ALTER USER {{ account }} IDENTIFIED BY {{ password }};
GRANT ALL ON {{ identifier(OPENEDX_MYSQL_DATABASE) }}.* TO {{ account }};
SQL
