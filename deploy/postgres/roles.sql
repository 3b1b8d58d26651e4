-- Concord's roles and database, for PostgreSQL 16 or newer. Run it once, connected to the database "postgres" as an
-- administrator (a superuser, or a role with CREATEROLE and CREATEDB, as managed services give), after putting two
-- generated passwords in the places of OWNER_PASSWORD and APP_PASSWORD. Plain statements: any client will do.
--
--   concord_owner  owns the database and migrates it (DATABASE_OWNER_URL)
--   concord_app    the web and the workers (DATABASE_URL); owns nothing and is subject to every row policy
--   concord_door   nobody signs in as it; it owns the few functions that may look across organisations

CREATE ROLE concord_owner LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS PASSWORD 'OWNER_PASSWORD';

CREATE ROLE concord_app LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS PASSWORD 'APP_PASSWORD';

CREATE ROLE concord_door NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;

-- A migration hands the door functions over with ALTER FUNCTION … OWNER TO concord_door, which needs SET.
GRANT concord_door TO concord_owner WITH INHERIT TRUE, SET TRUE;

-- An administrator who is no superuser gives databases and rights on them only as a member of their owner.
GRANT concord_owner TO CURRENT_USER WITH INHERIT TRUE, SET TRUE;

CREATE DATABASE concord OWNER concord_owner ENCODING 'UTF8' TEMPLATE template0;

-- The application signs in and may make temporary tables (COPY goes through them); other roles don't get in.
REVOKE ALL ON DATABASE concord FROM PUBLIC;

GRANT CONNECT, TEMPORARY ON DATABASE concord TO concord_app;

REVOKE concord_owner FROM CURRENT_USER;
