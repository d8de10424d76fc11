#!/bin/sh
# Run once by PostgreSQL's image, when the server is new: makes a role that owns the intake's database
# and may do nothing else, with the password of .env. The server's own role keeps none: it comes in by
# the socket inside of the container alone (docker compose exec database psql --username=postgres).
set -eu
psql --username "$POSTGRES_USER" --dbname postgres --no-psqlrc --quiet --set ON_ERROR_STOP=1 <<'SQL'
\getenv password POSTGRES_PASSWORD
CREATE ROLE sealpost LOGIN PASSWORD :'password' NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION;
CREATE DATABASE sealpost OWNER sealpost;
REVOKE CONNECT, TEMPORARY ON DATABASE postgres, sealpost FROM PUBLIC;
ALTER ROLE CURRENT_USER PASSWORD NULL;
SQL
