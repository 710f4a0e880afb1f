CREATE TABLE traincost.measured_run (
    run                   text,
    kind                  text    NOT NULL DEFAULT 'train' CONSTRAINT "kind: train decode" CHECK (kind = 'train' OR kind = 'decode'),
    model                 text    NOT NULL,
    gpu                   text    NOT NULL,
    layers                bigint  CHECK (layers BETWEEN 1 AND 1000000000000),
    dense_layers          bigint  CHECK (dense_layers BETWEEN 0 AND 1000000000000),
    seq_len               float8  CHECK (seq_len >= 1 AND seq_len <= 1e9),
    micro_batch           float8  CHECK (micro_batch BETWEEN 1e-30 AND 1e9),
    stack                 text
        CONSTRAINT "stack: megatron transformers compiled"
        CHECK (stack = 'megatron' OR stack = 'transformers' OR stack = 'compiled'),
    mixed                 text
        CONSTRAINT "mixed: master autocast pure" CHECK (mixed = 'master' OR mixed = 'autocast' OR mixed = 'pure'),
    activation            text
        CONSTRAINT "activation: silu gelu gelu_new"
        CHECK (activation = 'silu' OR activation = 'gelu' OR activation = 'gelu_new'),
    dtype                 text    NOT NULL DEFAULT 'bf16'
        CONSTRAINT "dtype: fp32 bf16 fp16 fp8"
        CHECK (dtype = 'fp32' OR dtype = 'bf16' OR dtype = 'fp16' OR dtype = 'fp8'),
    optimizer             text    NOT NULL DEFAULT 'adamw'
        CONSTRAINT "optimizer: adamw adam8bit adafactor sgd sgd_momentum lion muon"
        CHECK (optimizer = 'adamw' OR optimizer = 'adam8bit' OR optimizer = 'adafactor' OR optimizer = 'sgd'
               OR optimizer = 'sgd_momentum' OR optimizer = 'lion' OR optimizer = 'muon'),
    recompute             text    NOT NULL DEFAULT 'none'
        CONSTRAINT "recompute: none selective full ops layers"
        CHECK (recompute = 'none' OR recompute = 'selective' OR recompute = 'full' OR recompute = 'ops'
               OR recompute = 'layers'),
    recompute_layers      bigint  NOT NULL DEFAULT 0 CHECK (recompute_layers BETWEEN 0 AND 1000000000000),
    loss                  text    NOT NULL DEFAULT 'eager'
        CONSTRAINT "loss: eager fused chunked" CHECK (loss = 'eager' OR loss = 'fused' OR loss = 'chunked'),
    loss_chunk_tokens     bigint  NOT NULL DEFAULT 0 CHECK (loss_chunk_tokens BETWEEN 0 AND 1000000000000),
    foreach_step          boolean NOT NULL DEFAULT false,
    optimizer_in_backward boolean NOT NULL DEFAULT false,
    offload               text    NOT NULL DEFAULT 'none'
        CONSTRAINT "offload: none optimizer gradients all paged"
        CHECK (offload = 'none' OR offload = 'optimizer' OR offload = 'gradients' OR offload = 'all'
               OR offload = 'paged'),
    lora_rank             bigint  CHECK (lora_rank BETWEEN 1 AND 1000000000000),
    trainable_params      float8  NOT NULL DEFAULT 0
        CHECK (trainable_params = 0 OR trainable_params BETWEEN 1e-30 AND 1e30),
    base_bits             bigint  NOT NULL DEFAULT 0 CHECK (base_bits BETWEEN 0 AND 1000000000000),
    zero                  bigint  NOT NULL DEFAULT 0 CHECK (zero >= 0 AND zero <= 3),
    tp                    bigint  NOT NULL DEFAULT 1 CHECK (tp BETWEEN 1 AND 1000000000000),
    pp                    bigint  NOT NULL DEFAULT 1 CHECK (pp BETWEEN 1 AND 1000000000000),
    dp                    bigint  NOT NULL DEFAULT 1 CHECK (dp BETWEEN 1 AND 1000000000000),
    cp                    bigint  NOT NULL DEFAULT 1 CHECK (cp BETWEEN 1 AND 1000000000000),
    ep                    bigint  NOT NULL DEFAULT 1 CHECK (ep BETWEEN 1 AND 1000000000000),
    sequence_parallel     boolean NOT NULL DEFAULT false,
    sequences             bigint  CHECK (sequences BETWEEN 1 AND 1000000000000),
    context_tokens        bigint  CHECK (context_tokens BETWEEN 0 AND 1000000000000),
    peak_gb               float8  CHECK (peak_gb >= 1e-6 AND peak_gb <= 1e6),
    reserved_gb           float8  CHECK (reserved_gb >= 1e-6 AND reserved_gb <= 1e6),
    device_used_gb        float8  CHECK (device_used_gb >= 1e-6 AND device_used_gb <= 1e6),
    weights_gb            float8  CHECK (weights_gb >= 1e-6 AND weights_gb <= 1e6),
    kv_cache_gb           float8  CHECK (kv_cache_gb >= 1e-6 AND kv_cache_gb <= 1e6),
    step_seconds          float8  CHECK (step_seconds BETWEEN 1e-30 AND 1e30),
    tokens_per_second     float8  CHECK (tokens_per_second BETWEEN 1e-30 AND 1e30),
    gpu_watts             float8  CHECK (gpu_watts BETWEEN 1e-30 AND 1e30),
    source                text,
    note                  text,
    shipped               boolean NOT NULL DEFAULT false,
    CHECK (kind <> 'train' OR (seq_len IS NOT NULL AND micro_batch IS NOT NULL)),
    CHECK (kind <> 'decode' OR (sequences IS NOT NULL AND context_tokens IS NOT NULL)),
    CHECK (NOT shipped OR source IS NOT NULL),
    PRIMARY KEY (run)
);
COMMENT ON TABLE traincost.measured_run IS
'Measured training steps and decoding steps: model, settings as the arguments of train_memory, and what the card reported. Yours are welcome beside the shipped ones; view memory_validation compares them with what is predicted.';
COMMENT ON COLUMN traincost.measured_run.run IS
'Your name of the run.';
COMMENT ON COLUMN traincost.measured_run.kind IS
'train (one optimizer step) or decode (one token of each sequence).';
COMMENT ON COLUMN traincost.measured_run.model IS
'Model: a name in table model, whose shape counts.';
COMMENT ON COLUMN traincost.measured_run.layers IS
'Layers of a slice of the model. NULL: all of them.';
COMMENT ON COLUMN traincost.measured_run.dense_layers IS
'Leading dense layers of a slice of a mixture of experts. NULL: the model''s.';
COMMENT ON COLUMN traincost.measured_run.seq_len IS
'Tokens of a sequence.';
COMMENT ON COLUMN traincost.measured_run.micro_batch IS
'Sequences per GPU and pass.';
COMMENT ON COLUMN traincost.measured_run.stack IS
'megatron, transformers (eager modules) or compiled; NULL as in train_memory.';
COMMENT ON COLUMN traincost.measured_run.mixed IS
'master, autocast or pure; NULL as in train_memory.';
COMMENT ON COLUMN traincost.measured_run.activation IS
'silu, gelu or gelu_new; NULL as in train_memory.';
COMMENT ON COLUMN traincost.measured_run.dtype IS
'fp32, bf16, fp16 or fp8.';
COMMENT ON COLUMN traincost.measured_run.optimizer IS
'adamw, adam8bit, adafactor, sgd, sgd_momentum, lion or muon.';
COMMENT ON COLUMN traincost.measured_run.recompute IS
'none, selective, full, ops or layers.';
COMMENT ON COLUMN traincost.measured_run.recompute_layers IS
'Layers that are recomputed where recompute is layers.';
COMMENT ON COLUMN traincost.measured_run.loss IS
'eager, fused or chunked.';
COMMENT ON COLUMN traincost.measured_run.loss_chunk_tokens IS
'Tokens of a chunk where loss is chunked.';
COMMENT ON COLUMN traincost.measured_run.foreach_step IS
'The optimizer steps over lists of tensors, with temporaries; false: fused.';
COMMENT ON COLUMN traincost.measured_run.optimizer_in_backward IS
'The optimizer steps as soon as a layer''s gradient is there.';
COMMENT ON COLUMN traincost.measured_run.offload IS
'none, optimizer, gradients, all or paged.';
COMMENT ON COLUMN traincost.measured_run.lora_rank IS
'Rank of LoRA adapters, for the reader. NULL: no adapters, or not told.';
COMMENT ON COLUMN traincost.measured_run.trainable_params IS
'Parameters of adapters; 0: all parameters are trained.';
COMMENT ON COLUMN traincost.measured_run.base_bits IS
'Bits of a quantised base; 0: not quantised.';
COMMENT ON COLUMN traincost.measured_run.zero IS
'ZeRO stage, 0 to 3; 3 is full sharding (FSDP).';
COMMENT ON COLUMN traincost.measured_run.tp IS
'Tensor-parallel degree.';
COMMENT ON COLUMN traincost.measured_run.pp IS
'Pipeline degree.';
COMMENT ON COLUMN traincost.measured_run.dp IS
'Data-parallel degree.';
COMMENT ON COLUMN traincost.measured_run.cp IS
'Context-parallel degree.';
COMMENT ON COLUMN traincost.measured_run.ep IS
'Expert-parallel degree.';
COMMENT ON COLUMN traincost.measured_run.sequence_parallel IS
'Tensor-parallel ranks part the rest of a layer by tokens.';
COMMENT ON COLUMN traincost.measured_run.sequences IS
'Sequences decoded at once. NULL in training.';
COMMENT ON COLUMN traincost.measured_run.context_tokens IS
'Tokens of each sequence in the KV cache. NULL in training.';
COMMENT ON COLUMN traincost.measured_run.peak_gb IS
'Greatest memory in use in GB, as the framework counts it (torch.cuda.max_memory_allocated). NULL: not measured.';
COMMENT ON COLUMN traincost.measured_run.reserved_gb IS
'Greatest memory in GB that the caching allocator held (torch.cuda.max_memory_reserved). NULL: not measured.';
COMMENT ON COLUMN traincost.measured_run.device_used_gb IS
'Memory in GB that the driver called used, context included. NULL: not measured.';
COMMENT ON COLUMN traincost.measured_run.weights_gb IS
'Weights in GB that a decoding step reads. NULL in training.';
COMMENT ON COLUMN traincost.measured_run.kv_cache_gb IS
'KV cache in GB that a decoding step reads. NULL in training.';
COMMENT ON COLUMN traincost.measured_run.step_seconds IS
'Seconds of a step. NULL: not measured.';
COMMENT ON COLUMN traincost.measured_run.tokens_per_second IS
'Tokens a second and GPU, trained or decoded. NULL: not measured.';
COMMENT ON COLUMN traincost.measured_run.gpu_watts IS
'Mean power of the card in W over the timed steps, from its own energy counter. NULL: not measured.';
COMMENT ON COLUMN traincost.measured_run.source IS
'Who measured it, with what software.';
