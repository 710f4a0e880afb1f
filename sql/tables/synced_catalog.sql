-- Under Citus an estimate by name runs where its row is, and reads that node's catalog.
-- Two tables say whether it is the coordinator's: synced_catalog, which sync_nodes makes
-- a reference table of Citus, so that a change on the coordinator is seen on every node
-- in the same transaction, and held_catalog, which is each node's own.  Elsewhere both
-- stay empty.
CREATE TABLE traincost.synced_catalog (
    fingerprint text        PRIMARY KEY,
    synced_at   timestamptz NOT NULL
);
COMMENT ON TABLE traincost.synced_catalog IS
'What sync_nodes wrote to the nodes of a Citus cluster: one row, the same on every node. Empty: never called, or the coordinator''s catalog was changed since. Nobody edits it.';
COMMENT ON COLUMN traincost.synced_catalog.fingerprint IS
'catalog_fingerprint of the coordinator when its rows were written.';
COMMENT ON COLUMN traincost.synced_catalog.synced_at IS
'When sync_nodes wrote them.';

CREATE TABLE traincost.held_catalog (
    fingerprint text PRIMARY KEY
);
COMMENT ON TABLE traincost.held_catalog IS
'What this node of a Citus cluster holds since sync_nodes wrote it: one row. Empty: nothing was written, or somebody changed the catalog on this node since. Nobody edits it.';
COMMENT ON COLUMN traincost.held_catalog.fingerprint IS
'catalog_fingerprint of this node.';
