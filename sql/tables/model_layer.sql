CREATE TABLE traincost.model_layer (
    model            text    NOT NULL,
    group_no         bigint  NOT NULL CHECK (group_no BETWEEN 1 AND 1000000000000),
    part             text    NOT NULL DEFAULT 'text'
        CONSTRAINT "part: text mtp vision" CHECK (part = 'text' OR part = 'mtp' OR part = 'vision'),
    layers           bigint  NOT NULL CHECK (layers BETWEEN 1 AND 1000000000000),
    mixer            text    NOT NULL
        CONSTRAINT "mixer: none attention latent compressed gated_delta kda ..."
        CHECK (mixer = 'none' OR mixer = 'attention' OR mixer = 'latent' OR mixer = 'compressed'
               OR mixer = 'gated_delta'
                                             OR mixer = 'kda' OR mixer = 'mamba2' OR mixer = 'lightning'),
    hidden_size      bigint  CHECK (hidden_size BETWEEN 1 AND 1000000000000),
    heads            bigint  CHECK (heads BETWEEN 1 AND 1000000000000),
    kv_heads         bigint  CHECK (kv_heads BETWEEN 1 AND 1000000000000),
    head_dim         bigint  CHECK (head_dim BETWEEN 1 AND 1000000000000),
    v_head_dim       bigint  CHECK (v_head_dim BETWEEN 1 AND 1000000000000),
    q_lora_rank      bigint  CHECK (q_lora_rank BETWEEN 0 AND 1000000000000),
    kv_lora_rank     bigint  CHECK (kv_lora_rank BETWEEN 0 AND 1000000000000),
    qk_rope_head_dim bigint  CHECK (qk_rope_head_dim BETWEEN 0 AND 1000000000000),
    sliding_window   bigint  CHECK (sliding_window BETWEEN 1 AND 1000000000000),
    compress_ratio   bigint  CHECK (compress_ratio BETWEEN 1 AND 1000000000000),
    index_heads      bigint  CHECK (index_heads BETWEEN 1 AND 1000000000000),
    index_head_dim   bigint  CHECK (index_head_dim BETWEEN 1 AND 1000000000000),
    index_topk       bigint  CHECK (index_topk BETWEEN 1 AND 1000000000000),
    o_groups         bigint  CHECK (o_groups BETWEEN 1 AND 1000000000000),
    o_lora_rank      bigint  CHECK (o_lora_rank BETWEEN 1 AND 1000000000000),
    conv_kernel      bigint  CHECK (conv_kernel BETWEEN 0 AND 1000000000000),
    attention_gate   text
        CONSTRAINT "attention_gate: none head element"
        CHECK (attention_gate = 'none' OR attention_gate = 'head' OR attention_gate = 'element'),
    kv_from          text
        CONSTRAINT "kv_from: own shared earlier" CHECK (kv_from = 'own' OR kv_from = 'shared' OR kv_from = 'earlier'),
    qk_norm          boolean,
    ffn_size         bigint  CHECK (ffn_size BETWEEN 1 AND 1000000000000),
    gated_ffn        boolean,
    experts          bigint  CHECK (experts BETWEEN 1 AND 1000000000000),
    experts_per_token bigint CHECK (experts_per_token BETWEEN 1 AND 1000000000000),
    shared_experts   float8  CHECK (shared_experts >= 0 AND shared_experts <= 1000000),
    expert_ffn_size  bigint  CHECK (expert_ffn_size BETWEEN 1 AND 1000000000000),
    expert_hidden_size bigint CHECK (expert_hidden_size BETWEEN 1 AND 1000000000000),
    shared_gate      boolean,
    streams          bigint  CHECK (streams BETWEEN 1 AND 1000000000000),
    extra_params     float8  CHECK (extra_params >= 0 AND extra_params <= 1e15),
    note             text,
    source           text,
    shipped          boolean NOT NULL DEFAULT false,
    CHECK (NOT shipped OR source IS NOT NULL),
    CONSTRAINT kv_from_attention_only CHECK (kv_from IS NULL OR kv_from = 'own' OR mixer = 'attention'),
    PRIMARY KEY (model, group_no)
);
COMMENT ON TABLE traincost.model_layer IS
'Layers of models whose layers are not all of one kind, a row for each group of equal ones: linear attention beside softmax attention, state spaces, latent attention with an indexer, vision towers, layers that predict further tokens. Where a model has rows of part text, its parameters and FLOP are counted from them instead of the columns of table model; hidden_size, vocab_size and tied_embeddings stand there.';
COMMENT ON COLUMN traincost.model_layer.model IS
'Model: a name in table model.';
COMMENT ON COLUMN traincost.model_layer.group_no IS
'Number of the group in the model; the order does not matter.';
COMMENT ON COLUMN traincost.model_layer.part IS
'text; mtp (predicts a further token: counted with the model); vision (of image patches: shown by the view model_layer_count, not counted with the model).';
COMMENT ON COLUMN traincost.model_layer.layers IS
'Equal layers in the group.';
COMMENT ON COLUMN traincost.model_layer.mixer IS
'How tokens see each other: none (a feed-forward block alone), attention, latent (multi-head latent attention), compressed (DeepSeek-V4: a window and compressed keys), gated_delta (Qwen3-Next), kda (Kimi Linear), mamba2, lightning (MiniMax-01).';
COMMENT ON COLUMN traincost.model_layer.hidden_size IS
'Width of the residual stream. NULL: the model''s.';
COMMENT ON COLUMN traincost.model_layer.heads IS
'Query heads; of linear attention the heads of values.';
COMMENT ON COLUMN traincost.model_layer.kv_heads IS
'Key and value heads; of linear attention the heads of queries and keys, of a state space its groups. NULL: heads.';
COMMENT ON COLUMN traincost.model_layer.head_dim IS
'Width of a head of queries and keys, of latent attention without its rotary part, of a state space its state. NULL: hidden_size / heads.';
COMMENT ON COLUMN traincost.model_layer.v_head_dim IS
'Width of a head of values. NULL: head_dim.';
COMMENT ON COLUMN traincost.model_layer.q_lora_rank IS
'Rank of the queries'' two factors. NULL or 0: one matrix.';
COMMENT ON COLUMN traincost.model_layer.kv_lora_rank IS
'Rank of the latent that keys and values come from.';
COMMENT ON COLUMN traincost.model_layer.qk_rope_head_dim IS
'Rotary part of a head of latent attention.';
COMMENT ON COLUMN traincost.model_layer.sliding_window IS
'Tokens that a query sees. NULL: all before it.';
COMMENT ON COLUMN traincost.model_layer.compress_ratio IS
'Tokens that become one key of compressed attention. NULL or 1: none.';
COMMENT ON COLUMN traincost.model_layer.index_heads IS
'Heads of the indexer that chooses keys. NULL where index_topk is given: an earlier layer''s indexer chooses them.';
COMMENT ON COLUMN traincost.model_layer.index_head_dim IS
'Width of a head of the indexer.';
COMMENT ON COLUMN traincost.model_layer.index_topk IS
'Keys that an indexer leaves to a query. NULL: all.';
COMMENT ON COLUMN traincost.model_layer.o_groups IS
'Groups of the output''s two factors in compressed attention.';
COMMENT ON COLUMN traincost.model_layer.o_lora_rank IS
'Rank of each group of the output''s two factors.';
COMMENT ON COLUMN traincost.model_layer.conv_kernel IS
'Width of the short convolution of linear attention.';
COMMENT ON COLUMN traincost.model_layer.attention_gate IS
'Gate on the attention''s output: none, head (one number a head) or element. Kimi''s linear attention always has one: of two factors, or with element of one matrix. NULL: none.';
COMMENT ON COLUMN traincost.model_layer.kv_from IS
'Keys and values of attention: own (a matrix each), shared (one matrix for both), earlier (those of an earlier layer: no matrix, nothing kept). NULL: own.';
COMMENT ON COLUMN traincost.model_layer.qk_norm IS
'Norms on queries and keys, one weight per element of a head. NULL: none.';
COMMENT ON COLUMN traincost.model_layer.ffn_size IS
'Width of the dense feed-forward block. NULL: none.';
COMMENT ON COLUMN traincost.model_layer.gated_ffn IS
'Three matrices in a feed-forward block instead of two. NULL: two.';
COMMENT ON COLUMN traincost.model_layer.experts IS
'Routed experts instead of a dense block. NULL: none.';
COMMENT ON COLUMN traincost.model_layer.experts_per_token IS
'Routed experts that a token meets.';
COMMENT ON COLUMN traincost.model_layer.shared_experts IS
'Experts that every token meets, in widths of expert_ffn_size.';
COMMENT ON COLUMN traincost.model_layer.expert_ffn_size IS
'Width of one expert. NULL: ffn_size.';
COMMENT ON COLUMN traincost.model_layer.expert_hidden_size IS
'Width of the routed experts'' input where it is narrower than the residual stream: one matrix leads into it, one out of it. NULL: hidden_size.';
COMMENT ON COLUMN traincost.model_layer.shared_gate IS
'The shared expert has a gate of one number. NULL: none.';
COMMENT ON COLUMN traincost.model_layer.streams IS
'Residual streams mixed around each block (hyper-connections). NULL: 1.';
COMMENT ON COLUMN traincost.model_layer.extra_params IS
'Parameters of one layer that the columns do not tell: biases, further norms; in vectors.';
