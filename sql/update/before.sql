\echo Use "ALTER EXTENSION traincost UPDATE" to load this file. \quit

-- Before 1.0 an update makes the extension anew: it keeps the user's rows, drops what
-- the old version made, runs the new install script and puts the rows back by table
-- and column.  Nothing of the user's is ever dropped: where a view, a column of type
-- traincost.estimate or an index depends on the extension, the update is refused with
-- 2BP01, names it, and leaves everything as it was.

CREATE TABLE traincost._kept (
    table_name name,
    kept       jsonb
);

DO $$
DECLARE
    reference record;
    member record;
    user_object text;
BEGIN
    -- the rows that pg_dump would save
    FOR reference IN
        SELECT c.relname AS name, d.condition
        FROM pg_catalog.pg_extension AS e,
             LATERAL unnest(e.extconfig, e.extcondition) AS d (table_oid, condition)
             JOIN pg_catalog.pg_class AS c ON c.oid OPERATOR(pg_catalog.=) d.table_oid
        WHERE e.extname OPERATOR(pg_catalog.=) 'traincost'
    LOOP
        EXECUTE format('INSERT INTO traincost._kept SELECT %L, pg_catalog.to_jsonb(t) FROM traincost.%I AS t ', reference.name, reference.name)
            OPERATOR(pg_catalog.||) reference.condition;
    END LOOP;

    -- the input and output of a base type go with the type, below
    FOR member IN
        SELECT i.type, i.identity
        FROM pg_catalog.pg_depend AS d, LATERAL pg_catalog.pg_identify_object(d.classid, d.objid, 0) AS i
        WHERE d.refclassid OPERATOR(pg_catalog.=) 'pg_catalog.pg_extension'::pg_catalog.regclass
          AND d.refobjid OPERATOR(pg_catalog.=) (SELECT e.oid
                                                 FROM pg_catalog.pg_extension AS e
                                                 WHERE e.extname OPERATOR(pg_catalog.=) 'traincost')
          AND d.deptype OPERATOR(pg_catalog.=) 'e'
          AND i.type OPERATOR(pg_catalog.<>) ALL ('{schema,type}'::text[])
          AND i.identity OPERATOR(pg_catalog.<>) 'traincost._kept'
          AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS t
                          WHERE t.classid OPERATOR(pg_catalog.=) 'pg_catalog.pg_type'::pg_catalog.regclass
                            AND t.refclassid OPERATOR(pg_catalog.=) d.classid
                            AND t.refobjid OPERATOR(pg_catalog.=) d.objid
                            AND d.classid OPERATOR(pg_catalog.=) 'pg_catalog.pg_proc'::pg_catalog.regclass)
        ORDER BY d.objid DESC
    LOOP
        -- DROP TABLE alone would leave the table's number among those that pg_dump saves
        IF member.type OPERATOR(pg_catalog.=) 'table' THEN
            EXECUTE 'ALTER EXTENSION traincost DROP TABLE ' OPERATOR(pg_catalog.||) member.identity;
        END IF;
        EXECUTE 'DROP ' OPERATOR(pg_catalog.||) member.type OPERATOR(pg_catalog.||) ' '
        OPERATOR(pg_catalog.||) member.identity;
    END LOOP;

    -- a base type and its functions need each other, hence CASCADE, which must meet
    -- nothing else: look first
    FOR member IN
        SELECT t.oid, t.typname AS name, t.typarray AS array_type, t.typtype OPERATOR(pg_catalog.=) 'b' AS is_base
        FROM pg_catalog.pg_type AS t
        WHERE t.typnamespace OPERATOR(pg_catalog.=) 'traincost'::pg_catalog.regnamespace
          AND (t.typtype OPERATOR(pg_catalog.=) 'b' AND t.typelem OPERATOR(pg_catalog.=) 0
               OR EXISTS (SELECT FROM pg_catalog.pg_class AS c
                          WHERE c.oid OPERATOR(pg_catalog.=) t.typrelid AND c.relkind OPERATOR(pg_catalog.=) 'c'))
        ORDER BY t.oid DESC
    LOOP
        IF NOT member.is_base THEN
            EXECUTE format('DROP TYPE traincost.%I', member.name);
            CONTINUE;
        END IF;
        SELECT pg_catalog.pg_describe_object(d.classid, d.objid, d.objsubid) INTO user_object
        FROM pg_catalog.pg_depend AS d
        WHERE d.refclassid OPERATOR(pg_catalog.=) 'pg_catalog.pg_type'::pg_catalog.regclass
          AND (d.refobjid OPERATOR(pg_catalog.=) member.oid OR d.refobjid OPERATOR(pg_catalog.=) member.array_type)
          AND NOT (d.classid OPERATOR(pg_catalog.=) 'pg_catalog.pg_type'::pg_catalog.regclass
                   AND d.objid OPERATOR(pg_catalog.=) member.array_type)
          AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS m
                          WHERE m.classid OPERATOR(pg_catalog.=) d.classid AND m.objid OPERATOR(pg_catalog.=) d.objid
                            AND m.refclassid OPERATOR(pg_catalog.=) 'pg_catalog.pg_extension'::pg_catalog.regclass
                            AND m.deptype OPERATOR(pg_catalog.=) 'e')
        LIMIT 1;
        IF FOUND THEN
            RAISE EXCEPTION 'cannot update traincost because % depends on type traincost.%', user_object, member.name
                USING ERRCODE = 'dependent_objects_still_exist',
                      HINT = 'Store the column as text, update, and turn it back.';
        END IF;
        EXECUTE format('DROP TYPE traincost.%I CASCADE', member.name);
    END LOOP;
END $$;
