-- What every reference table repeats, made once for all tables that have a column
-- shipped.  The trigger own_row keeps that column; the key it looks a shipped row up
-- by is the primary key.  pg_dump saves the user's rows alone; the extension's owner
-- may edit rows, though the tables stay the installing superuser's, so that no
-- trigger of a user's runs with its rights.  The replica identity is the whole row:
-- with the key alone a publication WHERE (NOT shipped) would refuse the user's own
-- UPDATE and DELETE, since the server filters old rows by what their identity holds.
DO $$
DECLARE
    reference record;
BEGIN
    FOR reference IN
        SELECT c.oid, c.relname AS name,
               (SELECT string_agg(quote_literal(a.attname), ', ' ORDER BY k.position)
                FROM pg_catalog.pg_index AS i,
                     LATERAL unnest(i.indkey) WITH ORDINALITY AS k (attnum, position)
                     JOIN pg_catalog.pg_attribute AS a ON a.attnum OPERATOR(pg_catalog.=) k.attnum
                WHERE i.indrelid OPERATOR(pg_catalog.=) c.oid AND i.indisprimary
                  AND a.attrelid OPERATOR(pg_catalog.=) c.oid) AS key
        FROM pg_catalog.pg_class AS c
        JOIN pg_catalog.pg_attribute AS s
            ON s.attrelid OPERATOR(pg_catalog.=) c.oid AND s.attname OPERATOR(pg_catalog.=) 'shipped'
        WHERE c.relnamespace OPERATOR(pg_catalog.=) 'traincost'::pg_catalog.regnamespace
          AND c.relkind OPERATOR(pg_catalog.=) 'r'
        ORDER BY c.relname
    LOOP
        EXECUTE format('CREATE TRIGGER own_row BEFORE INSERT OR UPDATE ON traincost.%I FOR EACH ROW EXECUTE FUNCTION traincost.own_row(%s)',
                       reference.name, reference.key);
        EXECUTE format('ALTER TABLE traincost.%I ENABLE ALWAYS TRIGGER own_row', reference.name);
        EXECUTE format('ALTER TABLE traincost.%I REPLICA IDENTITY FULL', reference.name);
        EXECUTE format('COMMENT ON TRIGGER own_row ON traincost.%I IS %L', reference.name,
                       'Keeps the column shipped; an INSERT replaces the shipped row of the same key.');
        PERFORM pg_extension_config_dump(reference.oid::pg_catalog.regclass, 'WHERE NOT shipped');
    END LOOP;
END $$;

-- What estimates by name read are facts, shipped or the user's; plans, their contracts and
-- their clusters are read on one server alone.
DO $$
DECLARE
    reference record;
BEGIN
    FOR reference IN
        SELECT c.relname AS name
        FROM pg_catalog.pg_class AS c
        WHERE c.relnamespace OPERATOR(pg_catalog.=) 'traincost'::pg_catalog.regnamespace AND c.relkind OPERATOR(pg_catalog.=) 'r'
          AND (c.relname OPERATOR(pg_catalog.=) 'currency_rate'
               OR (EXISTS (SELECT FROM pg_catalog.pg_attribute AS a
                           WHERE a.attrelid OPERATOR(pg_catalog.=) c.oid AND a.attname OPERATOR(pg_catalog.=) 'shipped')
                   AND NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a
                                   WHERE a.attrelid OPERATOR(pg_catalog.=) c.oid
                                     AND a.attname OPERATOR(pg_catalog.=) 'pipeline')))
        ORDER BY c.relname
    LOOP
        EXECUTE format('CREATE TRIGGER catalog_change BEFORE INSERT OR UPDATE OR DELETE ON traincost.%I FOR EACH ROW EXECUTE FUNCTION traincost.catalog_change()',
                       reference.name);
        EXECUTE format('CREATE TRIGGER catalog_truncate BEFORE TRUNCATE ON traincost.%I FOR EACH STATEMENT EXECUTE FUNCTION traincost.catalog_change()',
                       reference.name);
        EXECUTE format('ALTER TABLE traincost.%I ENABLE ALWAYS TRIGGER catalog_change, ENABLE ALWAYS TRIGGER catalog_truncate', reference.name);
        EXECUTE format('COMMENT ON TRIGGER catalog_change ON traincost.%I IS %L', reference.name,
                       'Notes on a node of a Citus cluster that its catalog has changed.');
        EXECUTE format('COMMENT ON TRIGGER catalog_truncate ON traincost.%I IS %L', reference.name,
                       'Notes on a node of a Citus cluster that its catalog has changed.');
    END LOOP;
END $$;

-- Citus distributes no table that has a trigger, and those of plans would be lost to their
-- views: every table but the note of sync_nodes has one.
DO $$
DECLARE
    reference record;
BEGIN
    FOR reference IN
        SELECT c.relname AS name
        FROM pg_catalog.pg_class AS c
        WHERE c.relnamespace OPERATOR(pg_catalog.=) 'traincost'::pg_catalog.regnamespace AND c.relkind OPERATOR(pg_catalog.=) 'r'
          AND c.relname OPERATOR(pg_catalog.<>) ALL ('{synced_catalog,_kept}'::name[])
          AND NOT EXISTS (SELECT FROM pg_catalog.pg_trigger AS t
                          WHERE t.tgrelid OPERATOR(pg_catalog.=) c.oid AND NOT t.tgisinternal)
        ORDER BY c.relname
    LOOP
        EXECUTE format('CREATE TRIGGER stays_here BEFORE TRUNCATE ON traincost.%I FOR EACH STATEMENT EXECUTE FUNCTION traincost._stays_here()',
                       reference.name);
        EXECUTE format('COMMENT ON TRIGGER stays_here ON traincost.%I IS %L', reference.name,
                       'Does nothing, but keeps Citus from distributing the table, which distributes none with a trigger.');
    END LOOP;
END $$;
