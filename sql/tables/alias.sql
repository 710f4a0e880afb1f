CREATE TABLE traincost.alias (
    kind    text    NOT NULL CONSTRAINT "kind: gpu model" CHECK (kind = 'gpu' OR kind = 'model'),
    alias   text    NOT NULL,
    name    text    NOT NULL,
    note    text,
    source  text,
    shipped boolean NOT NULL DEFAULT false,
    CHECK (NOT shipped OR source IS NOT NULL),
    PRIMARY KEY (kind, alias)
);
COMMENT ON TABLE traincost.alias IS
'Other names of accelerators and models that their letters or words do not tell: driver names, boxes, short names. Case, spaces, separators, hub paths and words such as NVIDIA or Instruct need no row.';
COMMENT ON COLUMN traincost.alias.kind IS
'gpu or model.';
COMMENT ON COLUMN traincost.alias.alias IS
'The other name; its letters and digits count.';
COMMENT ON COLUMN traincost.alias.name IS
'Row of table gpu or model that it means; several rows of one alias in other spellings make it ambiguous.';
COMMENT ON COLUMN traincost.alias.source IS
'Who writes it so.';
