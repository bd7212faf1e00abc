// Owns: how a schema is told from another: its columns, indexes, constraints, triggers, functions and extensions, and what it is said to be.
/** In the database's own words, in one order. */
export const SCHEMA = `
select 'column' as kind, table_name || '.' || column_name as name,
  concat_ws(' ', data_type, is_nullable, column_default) as what
from information_schema.columns where table_schema = 'public'
union all select 'index', indexname, indexdef from pg_indexes where schemaname = 'public'
union all select 'constraint', conrelid::regclass || '.' || conname, pg_get_constraintdef(oid)
from pg_constraint where connamespace = 'public'::regnamespace
union all select 'trigger', tgrelid::regclass || '.' || tgname, pg_get_triggerdef(oid)
from pg_trigger where not tgisinternal
union all select 'function', proname, prosrc from pg_proc
where pronamespace = 'public'::regnamespace and prolang = (select oid from pg_language where lanname = 'plpgsql')
union all select 'extension', extname, '' from pg_extension
order by 1, 2, 3`
