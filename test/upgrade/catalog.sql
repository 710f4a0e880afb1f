-- Everything about the extension that a user could see, a line a thing, without the
-- numbers by which the catalog names objects.
WITH member AS (
    SELECT d.classid, d.objid, i.type, i.identity
    FROM pg_depend AS d, pg_identify_object(d.classid, d.objid, 0) AS i
    WHERE d.refclassid = 'pg_extension'::regclass AND d.refobjid = (SELECT oid FROM pg_extension WHERE extname = 'traincost') AND d.deptype = 'e'
),
relation AS (
    SELECT c.* FROM pg_class AS c JOIN member ON classid = 'pg_class'::regclass AND objid = c.oid
),
line (what, about, said) AS (
    SELECT 'member', type || ' ' || identity, obj_description(objid, classid::regclass::name) FROM member
    UNION ALL
    SELECT 'function', identity, concat_ws(' ', pg_get_function_arguments(p.oid), '->', pg_get_function_result(p.oid), proacl,
        (to_jsonb(p) - '{oid,pronamespace,proowner,proargtypes,proallargtypes,prorettype,proacl,proargdefaults,prosqlbody}'::text[])::text)
    FROM pg_proc AS p JOIN member ON classid = 'pg_proc'::regclass AND objid = p.oid
    UNION ALL
    SELECT 'relation', relname, concat_ws(' ', relkind, relacl, reloptions, relowner::regrole) FROM relation
    UNION ALL
    SELECT 'view', relname, pg_get_viewdef(oid) FROM relation WHERE relkind = 'v'
    UNION ALL
    SELECT 'column', c.oid::regclass || '.' || attname,
        concat_ws(' ', attnum, format_type(atttypid, atttypmod), attnotnull, attgenerated, pg_get_expr(adbin, adrelid), attacl, '--', col_description(c.oid, attnum))
    FROM pg_class AS c JOIN pg_attribute AS a ON attrelid = c.oid AND attnum > 0
    LEFT JOIN pg_attrdef ON adrelid = c.oid AND adnum = attnum
    WHERE relnamespace = 'traincost'::regnamespace AND NOT attisdropped
    UNION ALL
    SELECT 'constraint', conrelid::regclass || ' ' || conname, pg_get_constraintdef(oid) || ' ' || convalidated
    FROM pg_constraint WHERE connamespace = 'traincost'::regnamespace
    UNION ALL
    SELECT 'index', indexrelid::regclass::text, pg_get_indexdef(indexrelid)
    FROM pg_index JOIN pg_class AS c ON c.oid = indrelid WHERE relnamespace = 'traincost'::regnamespace
    UNION ALL
    SELECT 'trigger', tgrelid::regclass || ' ' || tgname, concat_ws(' ', pg_get_triggerdef(t.oid), tgenabled, obj_description(t.oid, 'pg_trigger'))
    FROM pg_trigger AS t JOIN relation AS r ON r.oid = tgrelid AND NOT tgisinternal
    UNION ALL
    SELECT 'type', typname, concat_ws(' ', typlen, typbyval, typalign, typstorage, typinput, typoutput, typreceive, typsend, typacl)
    FROM pg_type JOIN member ON classid = 'pg_type'::regclass AND objid = pg_type.oid
    UNION ALL
    SELECT 'aggregate', aggfnoid::text, (to_jsonb(a) - '{aggfnoid,aggtranstype,aggmtranstype}'::text[])::text
    FROM pg_aggregate AS a JOIN member ON classid = 'pg_proc'::regclass AND objid = aggfnoid
    UNION ALL
    SELECT 'saved by pg_dump', table_oid::regclass::text, condition
    FROM pg_extension, unnest(extconfig, extcondition) AS x (table_oid, condition) WHERE extname = 'traincost'
    UNION ALL
    SELECT 'extension', extname, concat_ws(' ', extversion, extnamespace::regnamespace, extrelocatable) FROM pg_extension WHERE extname = 'traincost'
    UNION ALL
    SELECT 'initial rights', identity, initprivs::text FROM pg_init_privs AS p JOIN member AS m ON m.classid = p.classoid AND m.objid = p.objoid
    UNION ALL
    SELECT 'in the schema', type || ' ' || identity, NULL
    FROM pg_depend AS d, pg_identify_object(classid, objid, objsubid)
    WHERE refclassid = 'pg_namespace'::regclass AND refobjid = 'traincost'::regnamespace
)
SELECT concat_ws(' | ', what, about, translate(said, E'\n', ' ')) FROM line ORDER BY 1
