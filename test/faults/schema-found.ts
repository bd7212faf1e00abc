// Owns: how a schema is told from another: its columns, indexes, constraints and extensions, and what it is said to be.
/** In the database's own words, in one order. */
export const SCHEMA = `
select 'column' as kind, table_name || '.' || column_name as name,
  concat_ws(' ', data_type, is_nullable, column_default) as what
from information_schema.columns where table_schema = 'public'
union all select 'index', indexname, indexdef from pg_indexes where schemaname = 'public'
union all select 'constraint', conrelid::regclass || '.' || conname, pg_get_constraintdef(oid)
from pg_constraint where connamespace = 'public'::regnamespace
union all select 'extension', extname, '' from pg_extension
order by 1, 2, 3`
