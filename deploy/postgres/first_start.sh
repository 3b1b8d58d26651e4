#!/bin/sh
# Runs roles.sql when the database's folder is still empty, with the passwords of the environment.
set -eu

for name in OWNER APP; do
    eval "password=\$DATABASE_${name}_PASSWORD"
    case "$password" in
        '' | *[!A-Za-z0-9_-]*) echo "DATABASE_${name}_PASSWORD must be letters, digits, - and _" >&2; exit 1 ;;
    esac
done

sed -e "s/'OWNER_PASSWORD'/'$DATABASE_OWNER_PASSWORD'/" -e "s/'APP_PASSWORD'/'$DATABASE_APP_PASSWORD'/" \
    "${ROLES:-/concord/roles.sql}" |
    psql --no-psqlrc --set ON_ERROR_STOP=1 --quiet --username "${POSTGRES_USER:-postgres}" --dbname postgres
