CREATE TABLE traincost.instance_type (
    provider text    NOT NULL,
    instance text    NOT NULL,
    gpu      text    NOT NULL,
    gpus     bigint  NOT NULL CHECK (gpus BETWEEN 1 AND 1000000000000),
    note     text,
    source   text,
    shipped  boolean NOT NULL DEFAULT false,
    CHECK (NOT shipped OR source IS NOT NULL),
    PRIMARY KEY (provider, instance)
);
COMMENT ON TABLE traincost.instance_type IS
'Instance types of clouds: which accelerator, and how many of it. Its name stands for the accelerator wherever a GPU is named.';
COMMENT ON COLUMN traincost.instance_type.provider IS
'Cloud: aws, gcp, azure, ...';
COMMENT ON COLUMN traincost.instance_type.instance IS
'Name of the instance type, e.g. p5.48xlarge.';
COMMENT ON COLUMN traincost.instance_type.gpus IS
'Accelerators per instance.';
