CREATE TABLE traincost.model (
    name                  text,
    family                text,
    organisation          text,
    released              date CHECK (released BETWEEN '1900-01-01' AND '9999-12-31'),
    parent                text,
    stage                 text,
    params                float8        CHECK (params BETWEEN 1e-30 AND 1e30),
    active_params         float8        CHECK (active_params BETWEEN 1e-30 AND 1e30),
    flops_per_param_token float8        CHECK (flops_per_param_token BETWEEN 1e-30 AND 1e30),
    tokens                float8        CHECK (tokens BETWEEN 1e-30 AND 1e30),
    dataset_bytes         float8        CHECK (dataset_bytes BETWEEN 1e-30 AND 1e30),
    epochs                float8        CHECK (epochs BETWEEN 1e-30 AND 1e30),
    layers                bigint        CHECK (layers BETWEEN 1 AND 1000000000000),
    hidden_size           bigint        CHECK (hidden_size BETWEEN 1 AND 1000000000000),
    heads                 bigint        CHECK (heads BETWEEN 1 AND 1000000000000),
    kv_heads              bigint        CHECK (kv_heads BETWEEN 1 AND 1000000000000),
    ffn_size              bigint        CHECK (ffn_size BETWEEN 1 AND 1000000000000),
    vocab_size            bigint        CHECK (vocab_size BETWEEN 1 AND 1000000000000),
    head_dim              bigint        CHECK (head_dim BETWEEN 1 AND 1000000000000),
    gated_ffn             boolean,
    tied_embeddings       boolean,
    learned_positions     bigint        CHECK (learned_positions BETWEEN 0 AND 1000000000000),
    experts               bigint        CHECK (experts BETWEEN 0 AND 1000000000000),
    experts_per_token     bigint        CHECK (experts_per_token BETWEEN 0 AND 1000000000000),
    shared_experts        float8        CHECK (shared_experts = 0 OR shared_experts BETWEEN 1e-30 AND 1e30),
    expert_ffn_size       bigint        CHECK (expert_ffn_size BETWEEN 1 AND 1000000000000),
    dense_layers          bigint        CHECK (dense_layers BETWEEN 0 AND 1000000000000),
    moe_every             bigint        CHECK (moe_every BETWEEN 1 AND 1000000000000),
    q_lora_rank           bigint        CHECK (q_lora_rank BETWEEN 0 AND 1000000000000),
    kv_lora_rank          bigint        CHECK (kv_lora_rank BETWEEN 0 AND 1000000000000),
    qk_nope_head_dim      bigint        CHECK (qk_nope_head_dim BETWEEN 0 AND 1000000000000),
    qk_rope_head_dim      bigint        CHECK (qk_rope_head_dim BETWEEN 0 AND 1000000000000),
    v_head_dim            bigint        CHECK (v_head_dim BETWEEN 0 AND 1000000000000),
    sliding_window        bigint        CHECK (sliding_window BETWEEN 1 AND 1000000000000),
    sliding_layers        bigint        CHECK (sliding_layers BETWEEN 1 AND 1000000000000),
    mtp_modules           bigint        CHECK (mtp_modules BETWEEN 0 AND 1000000000000),
    biases                text
        CONSTRAINT "biases: none qkv all" CHECK (biases = 'none' OR biases = 'qkv' OR biases = 'all'),
    decoder_layers        bigint        CHECK (decoder_layers BETWEEN 1 AND 1000000000000),
    shape_source          text,
    seq_len               bigint        CHECK (seq_len BETWEEN 1 AND 1000000000000),
    train_seq_len         bigint        CHECK (train_seq_len BETWEEN 1 AND 1000000000000),
    batch_tokens          float8        CHECK (batch_tokens BETWEEN 1e-30 AND 1e30),
    train_flop            float8        CHECK (train_flop BETWEEN 1e-30 AND 1e30),
    gpu                   text,
    gpu_count             bigint        CHECK (gpu_count BETWEEN 1 AND 1000000000000),
    train_dtype           text
        CONSTRAINT "train_dtype: fp32 tf32 fp16 bf16 fp8 fp4"
        CHECK (train_dtype = 'fp32' OR train_dtype = 'tf32' OR train_dtype = 'fp16' OR train_dtype = 'bf16'
               OR train_dtype = 'fp8' OR train_dtype = 'fp4'),
    gpu_hours             float8        CHECK (gpu_hours BETWEEN 1e-30 AND 1e30),
    train_days            float8        CHECK (train_days BETWEEN 1e-30 AND 1e30),
    mfu                   float8        CHECK (mfu BETWEEN 1e-30 AND 1),
    hfu                   float8        CHECK (hfu BETWEEN 1e-30 AND 1),
    energy_mwh            float8        CHECK (energy_mwh BETWEEN 1e-30 AND 1e30),
    energy_scope          text
        CONSTRAINT "energy_scope: accelerator it facility"
        CHECK (energy_scope = 'accelerator' OR energy_scope = 'it' OR energy_scope = 'facility'),
    avg_power_w           float8        CHECK (avg_power_w BETWEEN 1e-30 AND 1e30),
    pue                   float8        CHECK (pue BETWEEN 1 AND 1e30),
    grid_gco2_per_kwh     float8        CHECK (grid_gco2_per_kwh = 0 OR grid_gco2_per_kwh BETWEEN 1e-30 AND 1e30),
    co2e_tonnes           float8        CHECK (co2e_tonnes = 0 OR co2e_tonnes BETWEEN 1e-30 AND 1e30),
    co2e_scope            text,
    cost_usd              numeric(16,2) CHECK (cost_usd >= 0 AND cost_usd < 'NaN'),
    cost_kind             text
        CONSTRAINT "cost_kind: reported estimate" CHECK (cost_kind = 'reported' OR cost_kind = 'estimate'),
    cost_basis            text,
    license               text,
    note                  text,
    source                text,
    shipped               boolean       NOT NULL DEFAULT false,
    CHECK (NOT shipped OR source IS NOT NULL),
    PRIMARY KEY (name)
);
COMMENT ON TABLE traincost.model IS
'Published language models and training runs: size, data, hardware, measured hours, energy, CO2e, cost. One row is one variant or one run; NULL: not published.';
COMMENT ON COLUMN traincost.model.name IS
'Variant or run, e.g. Llama-3.1-405B.';
COMMENT ON COLUMN traincost.model.family IS
'Family of the variant.';
COMMENT ON COLUMN traincost.model.organisation IS
'Who trained it.';
COMMENT ON COLUMN traincost.model.released IS
'Month of release (its first day).';
COMMENT ON COLUMN traincost.model.parent IS
'Row it was trained from, or the series it belongs to.';
COMMENT ON COLUMN traincost.model.stage IS
'pretraining, sft, rm, rl, distillation or nas (architecture search).';
COMMENT ON COLUMN traincost.model.params IS
'All parameters, embeddings included.';
COMMENT ON COLUMN traincost.model.active_params IS
'Parameters used per token. NULL: all of them (dense).';
COMMENT ON COLUMN traincost.model.flops_per_param_token IS
'FLOP per parameter and token where the model departs from 6: encoder-decoders 3, since a token meets half of the parameters (arXiv:2005.14165 Table D.1).';
COMMENT ON COLUMN traincost.model.tokens IS
'Tokens seen in training, repeats counted.';
COMMENT ON COLUMN traincost.model.dataset_bytes IS
'Size of the corpus in bytes.';
COMMENT ON COLUMN traincost.model.epochs IS
'Passes over the corpus.';
COMMENT ON COLUMN traincost.model.layers IS
'Transformer layers (per stack in encoder-decoders).';
COMMENT ON COLUMN traincost.model.hidden_size IS
'Width of the residual stream.';
COMMENT ON COLUMN traincost.model.heads IS
'Query heads.';
COMMENT ON COLUMN traincost.model.kv_heads IS
'Key and value heads (nominal for multi-head latent attention).';
COMMENT ON COLUMN traincost.model.ffn_size IS
'Width of one feed-forward matrix (of one gate or up matrix).';
COMMENT ON COLUMN traincost.model.vocab_size IS
'Rows of the embedding.';
COMMENT ON COLUMN traincost.model.head_dim IS
'Width of one head. NULL: hidden_size / heads.';
COMMENT ON COLUMN traincost.model.gated_ffn IS
'Gated feed-forward block (SwiGLU, GeGLU): three matrices instead of two. NULL: not known.';
COMMENT ON COLUMN traincost.model.tied_embeddings IS
'Input and output embedding are one. NULL: not known.';
COMMENT ON COLUMN traincost.model.learned_positions IS
'Learned position vectors.';
COMMENT ON COLUMN traincost.model.experts IS
'Routed experts of a mixture-of-experts layer. NULL: dense.';
COMMENT ON COLUMN traincost.model.experts_per_token IS
'Routed experts a token meets.';
COMMENT ON COLUMN traincost.model.shared_experts IS
'Experts that every token meets.';
COMMENT ON COLUMN traincost.model.expert_ffn_size IS
'Width of one matrix of an expert. NULL: ffn_size.';
COMMENT ON COLUMN traincost.model.dense_layers IS
'Leading dense layers of a mixture of experts.';
COMMENT ON COLUMN traincost.model.moe_every IS
'After those, every so many layers are mixtures of experts. NULL: 1.';
COMMENT ON COLUMN traincost.model.q_lora_rank IS
'Rank of the compressed queries of multi-head latent attention.';
COMMENT ON COLUMN traincost.model.kv_lora_rank IS
'Rank of the compressed keys and values of multi-head latent attention. NULL: another attention.';
COMMENT ON COLUMN traincost.model.qk_nope_head_dim IS
'Width per head of queries and keys without rotary positions.';
COMMENT ON COLUMN traincost.model.qk_rope_head_dim IS
'Width per head of queries and keys with rotary positions.';
COMMENT ON COLUMN traincost.model.v_head_dim IS
'Width per head of values.';
COMMENT ON COLUMN traincost.model.sliding_window IS
'Attention window in tokens. NULL: none.';
COMMENT ON COLUMN traincost.model.sliding_layers IS
'Layers with the window. NULL: all, if there is a window.';
COMMENT ON COLUMN traincost.model.mtp_modules IS
'Multi-token-prediction modules counted in params.';
COMMENT ON COLUMN traincost.model.biases IS
'none, qkv, or all (also LayerNorm).';
COMMENT ON COLUMN traincost.model.decoder_layers IS
'Decoder layers of an encoder-decoder, whose encoder layers are layers. NULL: no encoder-decoder.';
COMMENT ON COLUMN traincost.model.shape_source IS
'Where the shape comes from (layers to decoder_layers). NULL: see source, or the shape is incomplete.';
COMMENT ON COLUMN traincost.model.seq_len IS
'Maximum context of the released model in tokens; pre-training is often shorter.';
COMMENT ON COLUMN traincost.model.train_seq_len IS
'Sequence length of the bulk of pre-training in tokens, where it is shorter than seq_len. NULL: seq_len, or not published.';
COMMENT ON COLUMN traincost.model.batch_tokens IS
'Batch in tokens.';
COMMENT ON COLUMN traincost.model.train_flop IS
'FLOP of training as published, in the convention of its authors (6ND, with attention, or with recomputation): see note.';
COMMENT ON COLUMN traincost.model.gpu IS
'Accelerator: a name in table gpu. NULL: not published, or named in note.';
COMMENT ON COLUMN traincost.model.gpu_count IS
'Accelerators used.';
COMMENT ON COLUMN traincost.model.gpu_hours IS
'Accelerator-hours as published (TPU: chip-hours).';
COMMENT ON COLUMN traincost.model.train_dtype IS
'Number format of the matrix products, whose dense peak counts: an estimate of the model takes it where the GPU has such a peak. NULL: bf16, or not known.';
COMMENT ON COLUMN traincost.model.train_days IS
'Wall-clock days of training.';
COMMENT ON COLUMN traincost.model.mfu IS
'Published MFU: model FLOP over time x dense peak, as a fraction.';
COMMENT ON COLUMN traincost.model.hfu IS
'Published HFU: recomputed FLOP counted too, as a fraction; often a peak figure.';
COMMENT ON COLUMN traincost.model.energy_mwh IS
'Published energy in MWh, in the scope of energy_scope.';
COMMENT ON COLUMN traincost.model.energy_scope IS
'accelerator (accelerators alone), it (servers, no PUE) or facility (PUE included).';
COMMENT ON COLUMN traincost.model.avg_power_w IS
'Power per accelerator in W as the source used it: measured, TDP or assumed.';
COMMENT ON COLUMN traincost.model.pue IS
'PUE of the run''s site (facility power over IT power).';
COMMENT ON COLUMN traincost.model.grid_gco2_per_kwh IS
'Carbon intensity the source used, g CO2e per kWh.';
COMMENT ON COLUMN traincost.model.co2e_tonnes IS
'Published emissions in tonnes of CO2e.';
COMMENT ON COLUMN traincost.model.co2e_scope IS
'Whether PUE is inside, and whether gross or net of purchases.';
COMMENT ON COLUMN traincost.model.cost_usd IS
'Published cost in USD; of a range the lower end.';
COMMENT ON COLUMN traincost.model.cost_kind IS
'reported or estimate.';
COMMENT ON COLUMN traincost.model.cost_basis IS
'rental, spot rental, amortised or company statement; never average these.';
COMMENT ON COLUMN traincost.model.license IS
'Licence of the released weights.';
COMMENT ON COLUMN traincost.model.note IS
'Conflicts, ranges, conventions.';
COMMENT ON COLUMN traincost.model.source IS
'Sources, with the quantity in brackets.';
