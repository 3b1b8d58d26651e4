"""The schema lint: what `pg_catalog` says about tenant isolation. Every row is a defect."""

from typing import Any

from django.conf import settings

# Tables without an organisation, with the reason that they are global.
GLOBAL_TABLES = (
    "accounts_user",  # people, across organisations
    "accounts_user_groups",
    "accounts_user_user_permissions",
    "auth_group",
    "auth_group_permissions",
    "auth_permission",
    "account_emailaddress",
    "account_emailconfirmation",
    "django_admin_log",
    "django_content_type",
    "django_migrations",
    "django_session",
    "mfa_authenticator",
)
ROOT_TABLE = "accounts_organisation"  # its own id is the organisation

LINT = """
WITH tenant AS (
  SELECT c.oid, c.relname, c.relrowsecurity, c.relforcerowsecurity, c.relowner
  FROM pg_class c WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace
    AND (c.relname = %(root)s OR EXISTS (
      SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'organisation_id' AND NOT a.attisdropped))
), role AS (
  SELECT oid, rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = %(app)s
), bound AS (
  SELECT p.polrelid, p.polname, p.polpermissive,
    coalesce(pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)) AS qual,
    coalesce(pg_get_expr(p.polwithcheck, p.polrelid), pg_get_expr(p.polqual, p.polrelid)) AS written
  FROM pg_policy p WHERE (SELECT oid FROM role) = ANY (p.polroles) OR 0::oid = ANY (p.polroles)
)
SELECT 'row security is not enabled and forced on ' || relname FROM tenant
  WHERE NOT (relrowsecurity AND relforcerowsecurity)
UNION ALL
SELECT 'no tenant policy on ' || relname FROM tenant WHERE NOT EXISTS (
  SELECT FROM bound WHERE polrelid = tenant.oid AND polpermissive AND qual LIKE '%%app.organisation_id%%')
UNION ALL
SELECT 'a policy opens more than the organisation: ' || relname || '.' || polname
  FROM bound JOIN tenant ON tenant.oid = polrelid
  WHERE polpermissive AND NOT (
    qual LIKE '%%app.organisation_id%%' AND written LIKE '%%app.organisation_id%%'
    AND qual NOT LIKE '%% OR %%' AND written NOT LIKE '%% OR %%')
UNION ALL
SELECT 'a policy reads another setting: ' || relname || '.' || polname
  FROM bound JOIN tenant ON tenant.oid = polrelid
  WHERE regexp_replace(qual || written, 'app\\.(organisation_id|client_ids)', '', 'g') LIKE '%%current_setting(''app.%%'
UNION ALL
SELECT 'organisation_id may be null in ' || relname FROM tenant
  JOIN pg_attribute a ON a.attrelid = tenant.oid AND a.attname = 'organisation_id' AND NOT a.attnotnull
UNION ALL
SELECT 'a foreign key between tenant tables leaves out the organisation: ' || conname FROM pg_constraint k
  WHERE contype = 'f' AND conrelid IN (SELECT oid FROM tenant)
    AND confrelid IN (SELECT oid FROM tenant WHERE relname <> %(root)s)
    AND NOT EXISTS (SELECT FROM pg_attribute a
      WHERE a.attrelid = k.conrelid AND a.attnum = ANY (k.conkey) AND a.attname = 'organisation_id')
UNION ALL
SELECT 'a unique index leaves out the organisation: ' || i.indexrelid::regclass FROM pg_index i
  JOIN tenant ON tenant.oid = i.indrelid
  WHERE i.indisunique AND NOT i.indisprimary AND tenant.relname <> %(root)s
    AND NOT EXISTS (SELECT FROM pg_attribute a
      WHERE a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey) AND a.attname = 'organisation_id')
UNION ALL
SELECT 'a view that is not security_invoker: ' || c.relname FROM pg_class c
  WHERE relkind = 'v' AND relnamespace = 'public'::regnamespace
    AND NOT coalesce('security_invoker=true' = ANY (c.reloptions), false)
UNION ALL
SELECT 'a materialised view bypasses every policy: ' || relname FROM pg_class
  WHERE relkind = 'm' AND relnamespace = 'public'::regnamespace
UNION ALL
SELECT 'a SECURITY DEFINER function without search_path: ' || proname FROM pg_proc
  WHERE prosecdef AND pronamespace = 'public'::regnamespace
    AND NOT coalesce(array_to_string(proconfig, ',') LIKE '%%search_path%%', false)
UNION ALL
SELECT 'a SECURITY DEFINER function that the door role does not own: ' || proname FROM pg_proc
  WHERE prosecdef AND pronamespace = 'public'::regnamespace AND pg_get_userbyid(proowner) <> %(door)s
UNION ALL
SELECT 'the app role may truncate ' || relname FROM tenant, role
  WHERE has_table_privilege(role.oid, tenant.oid, 'TRUNCATE')
UNION ALL
SELECT 'a table is neither tenant-owned nor listed as global: ' || relname FROM pg_class c
  WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace
    AND oid NOT IN (SELECT oid FROM tenant) AND NOT (relname = ANY (%(global)s))
UNION ALL
SELECT 'the app role is too powerful: ' || rolname FROM role
  WHERE rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb
UNION ALL
SELECT 'the app role owns ' || c.relname FROM pg_class c JOIN role ON role.oid = c.relowner
  WHERE c.relnamespace = 'public'::regnamespace
UNION ALL
SELECT 'the app role is a member of ' || r.rolname FROM role, pg_roles r
  WHERE r.rolname <> role.rolname AND pg_has_role(role.oid, r.oid, 'MEMBER')
    AND (r.rolsuper OR r.rolbypassrls OR r.rolname = %(door)s
         OR r.oid IN (SELECT relowner FROM tenant))
UNION ALL
SELECT 'there is no role ' || %(app)s WHERE NOT EXISTS (SELECT FROM role)
ORDER BY 1
"""


def schema_defects(connection: Any) -> list[str]:
    """What is wrong with the schema and the app role, in words; empty when nothing is."""
    names = {
        "app": settings.DATABASES["default"]["USER"],
        "door": settings.DATABASE_DOOR_ROLE,
        "root": ROOT_TABLE,
        "global": list(GLOBAL_TABLES),
    }
    with connection.cursor() as cursor:
        cursor.execute(LINT, names)
        return [row[0] for row in cursor.fetchall()]
