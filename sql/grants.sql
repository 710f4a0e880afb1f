-- Facts are everybody's to read; the extension's owner may edit rows.  The
-- tables stay the installing superuser's, so that no trigger of a user's runs
-- with its rights.  REFERENCES is granted to nobody: see own_row.

-- only our own tables have these triggers
REVOKE EXECUTE ON FUNCTION traincost.own_row(), traincost.catalog_change() FROM PUBLIC;
GRANT USAGE ON SCHEMA traincost TO PUBLIC;
GRANT SELECT ON ALL TABLES IN SCHEMA traincost TO PUBLIC;
DO $$
DECLARE
    table_name name;
BEGIN
    FOR table_name IN
        SELECT c.relname FROM pg_class AS c
        WHERE c.relnamespace = 'traincost'::regnamespace AND c.relkind = 'r' AND c.relname <> 'shipped_row'
    LOOP
        EXECUTE format('GRANT INSERT, UPDATE, DELETE ON traincost.%I TO @extowner@', table_name);
    END LOOP;
END $$;

-- Before 15 a view reads with its owner's rights; from 15 on with the reader's,
-- so that a revoked or row-secured price book stays closed behind a view too.
DO $$
DECLARE
    view_name name;
BEGIN
    IF current_setting('server_version_num')::int >= 150000 THEN
        FOR view_name IN
            SELECT c.relname FROM pg_class AS c
            WHERE c.relnamespace = 'traincost'::regnamespace AND c.relkind = 'v'
        LOOP
            EXECUTE format('ALTER VIEW traincost.%I SET (security_invoker = true)', view_name);
        END LOOP;
    END IF;
END $$;
