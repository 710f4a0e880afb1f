-- The catalog: reference tables, each fact with its source.
--
-- Shipped and user rows share a table; the column shipped, kept by the trigger
-- own_row, tells whose a row is, and only the users' rows are dumped.  No
-- foreign keys between these tables: with them a parallel restore loses rows.
-- The view catalog_problem finds dangling names instead.

CREATE FUNCTION traincost.own_row() RETURNS trigger
AS 'MODULE_PATHNAME' LANGUAGE C;
COMMENT ON FUNCTION traincost.own_row() IS
'Row trigger of the reference tables: marks rows of extension scripts as shipped and all others as the user''s, and lets an INSERT replace the shipped row of the same key. Arguments: the key columns.';

CREATE TABLE traincost.gpu (
    name                  text,
    vendor                text,
    architecture          text,
    released              date,
    memory_gb             float8        CHECK (memory_gb > 0 AND memory_gb < 'Infinity'),
    memory_bandwidth_gbps float8        CHECK (memory_bandwidth_gbps > 0 AND memory_bandwidth_gbps < 'Infinity'),
    fp64_tflops           float8        CHECK (fp64_tflops > 0 AND fp64_tflops < 'Infinity'),
    fp32_tflops           float8        CHECK (fp32_tflops > 0 AND fp32_tflops < 'Infinity'),
    tf32_tflops           float8        CHECK (tf32_tflops > 0 AND tf32_tflops < 'Infinity'),
    fp16_tflops           float8        CHECK (fp16_tflops > 0 AND fp16_tflops < 'Infinity'),
    bf16_tflops           float8        CHECK (bf16_tflops > 0 AND bf16_tflops < 'Infinity'),
    fp8_tflops            float8        CHECK (fp8_tflops > 0 AND fp8_tflops < 'Infinity'),
    int8_tops             float8        CHECK (int8_tops > 0 AND int8_tops < 'Infinity'),
    fp4_tflops            float8        CHECK (fp4_tflops > 0 AND fp4_tflops < 'Infinity'),
    tdp_w                 float8        CHECK (tdp_w > 0 AND tdp_w < 'Infinity'),
    interconnect_gbps     float8        CHECK (interconnect_gbps > 0 AND interconnect_gbps < 'Infinity'),
    launch_price_usd      numeric(14,2) CHECK (launch_price_usd >= 0 AND launch_price_usd < 'NaN'),
    price_note            text,
    source                text,
    checks                bigint,
    shipped               boolean       NOT NULL DEFAULT false,
    CHECK (NOT shipped OR source IS NOT NULL),
    PRIMARY KEY (name)
);
COMMENT ON TABLE traincost.gpu IS
'Accelerators: dense peaks, memory, power, launch price. One row is one schedulable package (GB200 and GB300 per GPU; MI250 the whole module; TPU per chip). Source of each row in source.';
COMMENT ON COLUMN traincost.gpu.name IS
'Accelerator key, model[-memory][-form factor], e.g. A100-80GB-SXM.';
COMMENT ON COLUMN traincost.gpu.vendor IS
'Maker.';
COMMENT ON COLUMN traincost.gpu.architecture IS
'Architecture or generation as the maker names it.';
COMMENT ON COLUMN traincost.gpu.released IS
'Month of launch or first availability (its first day).';
COMMENT ON COLUMN traincost.gpu.memory_gb IS
'Memory in GB as the maker prints it. NULL: not published.';
COMMENT ON COLUMN traincost.gpu.memory_bandwidth_gbps IS
'Memory bandwidth in GB/s (1e9 bytes a second).';
COMMENT ON COLUMN traincost.gpu.fp64_tflops IS
'Dense FP64 peak in TFLOP/s: matrix units where the chip has them, else vector. NULL: unsupported or not published.';
COMMENT ON COLUMN traincost.gpu.fp32_tflops IS
'Dense FP32 vector peak in TFLOP/s, never the matrix rate. NULL: unsupported or not published.';
COMMENT ON COLUMN traincost.gpu.tf32_tflops IS
'Dense TF32 matrix peak in TFLOP/s. NULL: unsupported or not published.';
COMMENT ON COLUMN traincost.gpu.fp16_tflops IS
'Dense FP16 matrix peak with FP32 accumulation in TFLOP/s (packed vector rate on chips without matrix units). NULL: unsupported or not published.';
COMMENT ON COLUMN traincost.gpu.bf16_tflops IS
'Dense BF16 matrix peak in TFLOP/s. NULL: unsupported or not published. Never the sparse figure, which is twice this.';
COMMENT ON COLUMN traincost.gpu.fp8_tflops IS
'Dense FP8 matrix peak in TFLOP/s. NULL: unsupported or not published.';
COMMENT ON COLUMN traincost.gpu.int8_tops IS
'Dense INT8 peak in tera-operations per second. NULL: unsupported or not published.';
COMMENT ON COLUMN traincost.gpu.fp4_tflops IS
'Dense FP4 matrix peak in TFLOP/s. NULL: unsupported or not published.';
COMMENT ON COLUMN traincost.gpu.tdp_w IS
'Power limit of the card or module in W. NULL: not published.';
COMMENT ON COLUMN traincost.gpu.interconnect_gbps IS
'GPU-to-GPU link bandwidth in GB/s, both directions added. NULL: PCIe only or not published.';
COMMENT ON COLUMN traincost.gpu.launch_price_usd IS
'Price at launch in USD per row; kind of price in price_note. NULL: not published.';
COMMENT ON COLUMN traincost.gpu.price_note IS
'Kind of launch price: MSRP, list, reseller list, estimate; or a remark.';
COMMENT ON COLUMN traincost.gpu.source IS
'Where the figures stood, and which collections agree on the headline peak.';
COMMENT ON COLUMN traincost.gpu.checks IS
'Number of sources that agree on the headline peak.';
COMMENT ON COLUMN traincost.gpu.shipped IS
'true: came with the extension; false: yours (added, overriding or edited), kept by pg_dump. Set by the trigger own_row.';
CREATE TRIGGER own_row BEFORE INSERT OR UPDATE ON traincost.gpu
    FOR EACH ROW EXECUTE FUNCTION traincost.own_row('name');
ALTER TABLE traincost.gpu ENABLE ALWAYS TRIGGER own_row;
COMMENT ON TRIGGER own_row ON traincost.gpu IS
'Keeps the column shipped; an INSERT replaces the shipped row of the same key.';
SELECT pg_extension_config_dump('traincost.gpu', 'WHERE NOT shipped');

CREATE TABLE traincost.gpu_price (
    gpu              text          NOT NULL,
    provider         text          NOT NULL,
    kind             text          NOT NULL CHECK (kind = 'on_demand' OR kind = 'spot' OR kind = 'reserved_1y' OR kind = 'reserved_3y' OR kind = 'purchase'),
    region           text          NOT NULL DEFAULT 'global',
    usd_per_gpu_hour numeric(16,6) CHECK (usd_per_gpu_hour >= 0 AND usd_per_gpu_hour < 'NaN'),
    usd_each         numeric(16,2) CHECK (usd_each >= 0 AND usd_each < 'NaN'),
    observed_on      date          NOT NULL,
    source           text,
    note             text,
    shipped          boolean       NOT NULL DEFAULT false,
    CHECK ((kind = 'purchase' AND usd_each IS NOT NULL AND usd_per_gpu_hour IS NULL) OR
           (kind <> 'purchase' AND usd_each IS NULL AND usd_per_gpu_hour IS NOT NULL)),
    CHECK (NOT shipped OR source IS NOT NULL),
    PRIMARY KEY (gpu, provider, kind, region, observed_on)
);
COMMENT ON TABLE traincost.gpu_price IS
'Dated prices of accelerators: rent per GPU-hour by provider, kind and region, and purchase. One row is one observation.';
COMMENT ON COLUMN traincost.gpu_price.gpu IS
'Accelerator: a name in table gpu.';
COMMENT ON COLUMN traincost.gpu_price.provider IS
'Cloud, reseller, or who made the estimate; your own company for your contracts.';
COMMENT ON COLUMN traincost.gpu_price.kind IS
'on_demand, spot, reserved_1y, reserved_3y (rent per hour) or purchase (price of one).';
COMMENT ON COLUMN traincost.gpu_price.region IS
'Provider''s region code; global if the price names none.';
COMMENT ON COLUMN traincost.gpu_price.usd_per_gpu_hour IS
'Rent in USD per GPU-hour, host included. NULL exactly for purchase.';
COMMENT ON COLUMN traincost.gpu_price.usd_each IS
'Purchase price in USD per accelerator. NULL except for purchase.';
COMMENT ON COLUMN traincost.gpu_price.observed_on IS
'Day of the observation; the price holds from this day until the next one.';
COMMENT ON COLUMN traincost.gpu_price.source IS
'Where the price stood.';
COMMENT ON COLUMN traincost.gpu_price.note IS
'What a reader must know to use the row.';
COMMENT ON COLUMN traincost.gpu_price.shipped IS
'true: came with the extension; false: yours (added, overriding or edited), kept by pg_dump. Set by the trigger own_row.';
CREATE TRIGGER own_row BEFORE INSERT OR UPDATE ON traincost.gpu_price
    FOR EACH ROW EXECUTE FUNCTION traincost.own_row('gpu', 'provider', 'kind', 'region', 'observed_on');
ALTER TABLE traincost.gpu_price ENABLE ALWAYS TRIGGER own_row;
COMMENT ON TRIGGER own_row ON traincost.gpu_price IS
'Keeps the column shipped; an INSERT replaces the shipped row of the same key.';
SELECT pg_extension_config_dump('traincost.gpu_price', 'WHERE NOT shipped');

CREATE TABLE traincost.model (
    name                  text,
    family                text,
    organisation          text,
    released              date,
    parent                text,
    stage                 text,
    params                float8        CHECK (params > 0 AND params < 'Infinity'),
    active_params         float8        CHECK (active_params > 0 AND active_params < 'Infinity'),
    flops_per_param_token float8        CHECK (flops_per_param_token > 0 AND flops_per_param_token < 'Infinity'),
    tokens                float8        CHECK (tokens > 0 AND tokens < 'Infinity'),
    dataset_bytes         float8        CHECK (dataset_bytes > 0 AND dataset_bytes < 'Infinity'),
    epochs                float8        CHECK (epochs > 0 AND epochs < 'Infinity'),
    layers                bigint        CHECK (layers > 0),
    hidden_size           bigint        CHECK (hidden_size > 0),
    heads                 bigint        CHECK (heads > 0),
    kv_heads              bigint        CHECK (kv_heads > 0),
    ffn_size              bigint        CHECK (ffn_size > 0),
    vocab_size            bigint        CHECK (vocab_size > 0),
    head_dim              bigint        CHECK (head_dim > 0),
    gated_ffn             boolean,
    tied_embeddings       boolean,
    learned_positions     bigint        CHECK (learned_positions >= 0),
    experts               bigint        CHECK (experts >= 0),
    experts_per_token     bigint        CHECK (experts_per_token >= 0),
    shared_experts        float8        CHECK (shared_experts >= 0 AND shared_experts < 'Infinity'),
    expert_ffn_size       bigint        CHECK (expert_ffn_size > 0),
    dense_layers          bigint        CHECK (dense_layers >= 0),
    moe_every             bigint        CHECK (moe_every > 0),
    q_lora_rank           bigint        CHECK (q_lora_rank >= 0),
    kv_lora_rank          bigint        CHECK (kv_lora_rank >= 0),
    qk_nope_head_dim      bigint        CHECK (qk_nope_head_dim >= 0),
    qk_rope_head_dim      bigint        CHECK (qk_rope_head_dim >= 0),
    v_head_dim            bigint        CHECK (v_head_dim >= 0),
    sliding_window        bigint        CHECK (sliding_window > 0),
    sliding_layers        bigint        CHECK (sliding_layers > 0),
    mtp_modules           bigint        CHECK (mtp_modules >= 0),
    biases                text          CHECK (biases = 'none' OR biases = 'qkv' OR biases = 'all'),
    decoder_layers        bigint        CHECK (decoder_layers > 0),
    shape_source          text,
    seq_len               bigint        CHECK (seq_len > 0),
    train_seq_len         bigint        CHECK (train_seq_len > 0),
    batch_tokens          float8        CHECK (batch_tokens > 0 AND batch_tokens < 'Infinity'),
    train_flop            float8        CHECK (train_flop > 0 AND train_flop < 'Infinity'),
    gpu                   text,
    gpu_count             bigint        CHECK (gpu_count > 0),
    gpu_hours             float8        CHECK (gpu_hours > 0 AND gpu_hours < 'Infinity'),
    train_days            float8        CHECK (train_days > 0 AND train_days < 'Infinity'),
    mfu                   float8        CHECK (mfu > 0 AND mfu <= 1),
    hfu                   float8        CHECK (hfu > 0 AND hfu <= 1),
    energy_mwh            float8        CHECK (energy_mwh > 0 AND energy_mwh < 'Infinity'),
    energy_scope          text          CHECK (energy_scope = 'accelerator' OR energy_scope = 'it' OR energy_scope = 'facility'),
    avg_power_w           float8        CHECK (avg_power_w > 0 AND avg_power_w < 'Infinity'),
    pue                   float8        CHECK (pue >= 1 AND pue < 'Infinity'),
    grid_gco2_per_kwh     float8        CHECK (grid_gco2_per_kwh >= 0 AND grid_gco2_per_kwh < 'Infinity'),
    co2e_tonnes           float8        CHECK (co2e_tonnes >= 0 AND co2e_tonnes < 'Infinity'),
    co2e_scope            text,
    cost_usd              numeric(16,2) CHECK (cost_usd >= 0 AND cost_usd < 'NaN'),
    cost_kind             text          CHECK (cost_kind = 'reported' OR cost_kind = 'estimate'),
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
COMMENT ON COLUMN traincost.model.shipped IS
'true: came with the extension; false: yours (added, overriding or edited), kept by pg_dump. Set by the trigger own_row.';
CREATE TRIGGER own_row BEFORE INSERT OR UPDATE ON traincost.model
    FOR EACH ROW EXECUTE FUNCTION traincost.own_row('name');
ALTER TABLE traincost.model ENABLE ALWAYS TRIGGER own_row;
COMMENT ON TRIGGER own_row ON traincost.model IS
'Keeps the column shipped; an INSERT replaces the shipped row of the same key.';
SELECT pg_extension_config_dump('traincost.model', 'WHERE NOT shipped');

CREATE TABLE traincost.grid (
    region        text,
    name          text,
    year          bigint  NOT NULL CHECK (year >= 1900 AND year <= 2100),
    gco2e_per_kwh float8  NOT NULL CHECK (gco2e_per_kwh >= 0 AND gco2e_per_kwh < 'Infinity'),
    basis         text    NOT NULL CHECK (basis = 'lifecycle' OR basis = 'operational' OR basis = 'direct'),
    license       text,
    source        text,
    shipped       boolean NOT NULL DEFAULT false,
    CHECK (NOT shipped OR source IS NOT NULL),
    PRIMARY KEY (region, year, basis)
);
COMMENT ON TABLE traincost.grid IS
'Carbon intensity of electricity by region, year and basis.';
COMMENT ON COLUMN traincost.grid.region IS
'ISO 3166-1 alpha-2 country, WORLD, EU27, eGRID subregion, EGRID-US, or a zone code such as CA-QC.';
COMMENT ON COLUMN traincost.grid.name IS
'Name of the region.';
COMMENT ON COLUMN traincost.grid.year IS
'Calendar year of the figure.';
COMMENT ON COLUMN traincost.grid.gco2e_per_kwh IS
'Carbon intensity in g CO2e per kWh of generation.';
COMMENT ON COLUMN traincost.grid.basis IS
'lifecycle, operational or direct (at the stack). Do not compare across bases.';
COMMENT ON COLUMN traincost.grid.license IS
'Licence of the figure.';
COMMENT ON COLUMN traincost.grid.source IS
'Where the figure stood.';
COMMENT ON COLUMN traincost.grid.shipped IS
'true: came with the extension; false: yours (added, overriding or edited), kept by pg_dump. Set by the trigger own_row.';
CREATE TRIGGER own_row BEFORE INSERT OR UPDATE ON traincost.grid
    FOR EACH ROW EXECUTE FUNCTION traincost.own_row('region', 'year', 'basis');
ALTER TABLE traincost.grid ENABLE ALWAYS TRIGGER own_row;
COMMENT ON TRIGGER own_row ON traincost.grid IS
'Keeps the column shipped; an INSERT replaces the shipped row of the same key.';
SELECT pg_extension_config_dump('traincost.grid', 'WHERE NOT shipped');

CREATE TABLE traincost.cloud_region (
    provider    text,
    region      text,
    location    text,
    grid_region text    NOT NULL,
    pue         float8  CHECK (pue >= 1 AND pue < 'Infinity'),
    pue_year    bigint,
    source      text,
    shipped     boolean NOT NULL DEFAULT false,
    CHECK (NOT shipped OR source IS NOT NULL),
    PRIMARY KEY (provider, region)
);
COMMENT ON TABLE traincost.cloud_region IS
'Cloud regions: their grid and their PUE.';
COMMENT ON COLUMN traincost.cloud_region.provider IS
'Cloud provider.';
COMMENT ON COLUMN traincost.cloud_region.region IS
'Provider''s region code.';
COMMENT ON COLUMN traincost.cloud_region.location IS
'Where it is.';
COMMENT ON COLUMN traincost.cloud_region.grid_region IS
'Grid it draws from: a region in table grid (matched by location).';
COMMENT ON COLUMN traincost.cloud_region.pue IS
'PUE published for this region. NULL: not published.';
COMMENT ON COLUMN traincost.cloud_region.pue_year IS
'Year of the PUE.';
COMMENT ON COLUMN traincost.cloud_region.source IS
'Where the figures stood.';
COMMENT ON COLUMN traincost.cloud_region.shipped IS
'true: came with the extension; false: yours (added, overriding or edited), kept by pg_dump. Set by the trigger own_row.';
CREATE TRIGGER own_row BEFORE INSERT OR UPDATE ON traincost.cloud_region
    FOR EACH ROW EXECUTE FUNCTION traincost.own_row('provider', 'region');
ALTER TABLE traincost.cloud_region ENABLE ALWAYS TRIGGER own_row;
COMMENT ON TRIGGER own_row ON traincost.cloud_region IS
'Keeps the column shipped; an INSERT replaces the shipped row of the same key.';
SELECT pg_extension_config_dump('traincost.cloud_region', 'WHERE NOT shipped');

CREATE TABLE traincost.pue (
    provider text,
    scope    text,
    year     bigint  NOT NULL CHECK (year >= 1900 AND year <= 2100),
    pue      float8  NOT NULL CHECK (pue >= 1 AND pue < 'Infinity'),
    kind     text    CHECK (kind = 'reported' OR kind = 'survey' OR kind = 'study' OR kind = 'assumption'),
    source   text,
    shipped  boolean NOT NULL DEFAULT false,
    CHECK (NOT shipped OR source IS NOT NULL),
    PRIMARY KEY (provider, scope, year)
);
COMMENT ON TABLE traincost.pue IS
'Published power usage effectiveness (facility power over IT power) of fleets, sites and surveys.';
COMMENT ON COLUMN traincost.pue.provider IS
'Operator, or industry for surveys.';
COMMENT ON COLUMN traincost.pue.scope IS
'What it covers.';
COMMENT ON COLUMN traincost.pue.year IS
'Calendar year of the figure.';
COMMENT ON COLUMN traincost.pue.pue IS
'Power usage effectiveness: facility power over IT power.';
COMMENT ON COLUMN traincost.pue.kind IS
'reported, survey, study or assumption.';
COMMENT ON COLUMN traincost.pue.source IS
'Where the figure stood.';
COMMENT ON COLUMN traincost.pue.shipped IS
'true: came with the extension; false: yours (added, overriding or edited), kept by pg_dump. Set by the trigger own_row.';
CREATE TRIGGER own_row BEFORE INSERT OR UPDATE ON traincost.pue
    FOR EACH ROW EXECUTE FUNCTION traincost.own_row('provider', 'scope', 'year');
ALTER TABLE traincost.pue ENABLE ALWAYS TRIGGER own_row;
COMMENT ON TRIGGER own_row ON traincost.pue IS
'Keeps the column shipped; an INSERT replaces the shipped row of the same key.';
SELECT pg_extension_config_dump('traincost.pue', 'WHERE NOT shipped');

CREATE TABLE traincost.api_price (
    model               text,
    provider            text,
    usd_per_mtok_input  numeric(16,6) CHECK (usd_per_mtok_input >= 0 AND usd_per_mtok_input < 'NaN'),
    usd_per_mtok_output numeric(16,6) CHECK (usd_per_mtok_output >= 0 AND usd_per_mtok_output < 'NaN'),
    observed_on         date          NOT NULL,
    kind                text          CHECK (kind = 'announcement' OR kind = 'snapshot' OR kind = 'contract'),
    source              text,
    shipped             boolean       NOT NULL DEFAULT false,
    CHECK (NOT shipped OR source IS NOT NULL),
    PRIMARY KEY (model, provider, observed_on)
);
COMMENT ON TABLE traincost.api_price IS
'Dated prices of model APIs.';
COMMENT ON COLUMN traincost.api_price.model IS
'Model as the provider names it.';
COMMENT ON COLUMN traincost.api_price.provider IS
'Who sells it.';
COMMENT ON COLUMN traincost.api_price.usd_per_mtok_input IS
'USD per million input tokens.';
COMMENT ON COLUMN traincost.api_price.usd_per_mtok_output IS
'USD per million output tokens.';
COMMENT ON COLUMN traincost.api_price.observed_on IS
'Day of the announcement or of the record.';
COMMENT ON COLUMN traincost.api_price.kind IS
'announcement, snapshot, or contract (your own).';
COMMENT ON COLUMN traincost.api_price.source IS
'Where the price stood.';
COMMENT ON COLUMN traincost.api_price.shipped IS
'true: came with the extension; false: yours (added, overriding or edited), kept by pg_dump. Set by the trigger own_row.';
CREATE TRIGGER own_row BEFORE INSERT OR UPDATE ON traincost.api_price
    FOR EACH ROW EXECUTE FUNCTION traincost.own_row('model', 'provider', 'observed_on');
ALTER TABLE traincost.api_price ENABLE ALWAYS TRIGGER own_row;
COMMENT ON TRIGGER own_row ON traincost.api_price IS
'Keeps the column shipped; an INSERT replaces the shipped row of the same key.';
SELECT pg_extension_config_dump('traincost.api_price', 'WHERE NOT shipped');

CREATE TABLE traincost.assumption (
    name    text,
    value   float8  NOT NULL CHECK (value > '-Infinity' AND value < 'Infinity'),
    low     float8  CHECK (low > '-Infinity' AND low < 'Infinity'),
    high    float8  CHECK (high > '-Infinity' AND high < 'Infinity'),
    unit    text,
    kind    text,
    source  text,
    note    text,
    shipped boolean NOT NULL DEFAULT false,
    CHECK (NOT shipped OR source IS NOT NULL),
    PRIMARY KEY (name)
);
COMMENT ON TABLE traincost.assumption IS
'Every default that is judgement rather than physics. Update a row to change the default for the whole database; functions whose name ends in _at take nothing from it.';
COMMENT ON COLUMN traincost.assumption.name IS
'Name of the constant; argument of assumption(name).';
COMMENT ON COLUMN traincost.assumption.value IS
'Value used, in unit.';
COMMENT ON COLUMN traincost.assumption.low IS
'Lower end of the 90 percent interval. NULL: not known.';
COMMENT ON COLUMN traincost.assumption.high IS
'Upper end of the 90 percent interval. NULL: not known.';
COMMENT ON COLUMN traincost.assumption.unit IS
'Unit of value, low and high.';
COMMENT ON COLUMN traincost.assumption.kind IS
'published, derived, measured, typical, assumption (judgement) or unverified.';
COMMENT ON COLUMN traincost.assumption.source IS
'Where the value comes from; none: judgement.';
COMMENT ON COLUMN traincost.assumption.note IS
'What it is for.';
COMMENT ON COLUMN traincost.assumption.shipped IS
'true: came with the extension; false: yours (added, overriding or edited), kept by pg_dump. Set by the trigger own_row.';
CREATE TRIGGER own_row BEFORE INSERT OR UPDATE ON traincost.assumption
    FOR EACH ROW EXECUTE FUNCTION traincost.own_row('name');
ALTER TABLE traincost.assumption ENABLE ALWAYS TRIGGER own_row;
COMMENT ON TRIGGER own_row ON traincost.assumption IS
'Keeps the column shipped; an INSERT replaces the shipped row of the same key.';
SELECT pg_extension_config_dump('traincost.assumption', 'WHERE NOT shipped');

CREATE TABLE traincost.published_claim (
    claim_id   text,
    section    text    NOT NULL,
    subject    text    NOT NULL,
    quantity   text    NOT NULL,
    value      text    NOT NULL,
    unit       text    NOT NULL,
    paraphrase text    NOT NULL,
    assessment text    NOT NULL,
    note       text,
    source     text,
    shipped    boolean NOT NULL DEFAULT false,
    PRIMARY KEY (claim_id)
);
COMMENT ON TABLE traincost.published_claim IS
'The claims of the overview article this project started from (2023), one a row. The view article_claim recomputes them.';
COMMENT ON COLUMN traincost.published_claim.claim_id IS
'Number of the claim.';
COMMENT ON COLUMN traincost.published_claim.section IS
'Part of the article.';
COMMENT ON COLUMN traincost.published_claim.subject IS
'What the claim is about.';
COMMENT ON COLUMN traincost.published_claim.quantity IS
'Quantity claimed.';
COMMENT ON COLUMN traincost.published_claim.value IS
'Value as claimed.';
COMMENT ON COLUMN traincost.published_claim.unit IS
'Unit as claimed.';
COMMENT ON COLUMN traincost.published_claim.paraphrase IS
'The claim in other words.';
COMMENT ON COLUMN traincost.published_claim.assessment IS
'Reading of the claim: yes, approximately, no, unit wrong, unclear, assumption, not numeric.';
COMMENT ON COLUMN traincost.published_claim.note IS
'Why.';
COMMENT ON COLUMN traincost.published_claim.source IS
'What the claim was compared with.';
COMMENT ON COLUMN traincost.published_claim.shipped IS
'true: came with the extension; false: yours (added, overriding or edited), kept by pg_dump. Set by the trigger own_row.';
CREATE TRIGGER own_row BEFORE INSERT OR UPDATE ON traincost.published_claim
    FOR EACH ROW EXECUTE FUNCTION traincost.own_row('claim_id');
ALTER TABLE traincost.published_claim ENABLE ALWAYS TRIGGER own_row;
COMMENT ON TRIGGER own_row ON traincost.published_claim IS
'Keeps the column shipped; an INSERT replaces the shipped row of the same key.';
SELECT pg_extension_config_dump('traincost.published_claim', 'WHERE NOT shipped');

CREATE TABLE traincost.pipeline_stage (
    pipeline              text,
    stage_no              bigint        NOT NULL CHECK (stage_no > 0),
    stage                 text          NOT NULL,
    model                 text,
    params                float8        CHECK (params > 0 AND params < 'Infinity'),
    tokens                float8        CHECK (tokens >= 0 AND tokens < 'Infinity'),
    flop                  float8        CHECK (flop >= 0 AND flop < 'Infinity'),
    flops_per_param_token float8        CHECK (flops_per_param_token > 0 AND flops_per_param_token < 'Infinity'),
    exact                 boolean,
    seq_len               float8        CHECK (seq_len > 0 AND seq_len < 'Infinity'),
    method                text          CHECK (method = 'sft' OR method = 'lora' OR method = 'qlora' OR method = 'reward_model' OR method = 'dpo' OR method = 'ppo' OR method = 'grpo' OR method = 'rloo'),
    examples              float8        CHECK (examples >= 0 AND examples < 'Infinity'),
    comparisons           float8        CHECK (comparisons >= 0 AND comparisons < 'Infinity'),
    prompts               float8        CHECK (prompts >= 0 AND prompts < 'Infinity'),
    prompt_tokens         float8        CHECK (prompt_tokens >= 0 AND prompt_tokens < 'Infinity'),
    response_tokens       float8        CHECK (response_tokens >= 0 AND response_tokens < 'Infinity'),
    samples_per_prompt    float8        CHECK (samples_per_prompt > 0 AND samples_per_prompt < 'Infinity'),
    epochs                float8        CHECK (epochs > 0 AND epochs < 'Infinity'),
    reward_params         float8        CHECK (reward_params >= 0 AND reward_params < 'Infinity'),
    critic_params         float8        CHECK (critic_params >= 0 AND critic_params < 'Infinity'),
    frozen_base           boolean,
    reference             boolean,
    cached_reference      boolean,
    old_logprobs          boolean,
    generation_flop       float8        CHECK (generation_flop >= 0 AND generation_flop < 'Infinity'),
    generation_mfu        float8        CHECK (generation_mfu > 0 AND generation_mfu <= 1),
    gpu                   text,
    gpus                  float8        CHECK (gpus > 0 AND gpus < 'Infinity'),
    days                  float8        CHECK (days > 0 AND days < 'Infinity'),
    mfu                   float8        CHECK (mfu > 0 AND mfu <= 1),
    dtype                 text          CHECK (dtype = 'fp64' OR dtype = 'fp32' OR dtype = 'tf32' OR dtype = 'fp16' OR dtype = 'bf16' OR dtype = 'fp8' OR dtype = 'int8' OR dtype = 'fp4'),
    peak_tflops           float8        CHECK (peak_tflops > 0 AND peak_tflops < 'Infinity'),
    goodput               float8        CHECK (goodput > 0 AND goodput <= 1),
    gpu_hours_per_failure float8        CHECK (gpu_hours_per_failure > 0 AND gpu_hours_per_failure < 'Infinity'),
    checkpoint_seconds    float8        CHECK (checkpoint_seconds > 0 AND checkpoint_seconds < 'Infinity'),
    restart_seconds       float8        CHECK (restart_seconds >= 0 AND restart_seconds < 'Infinity'),
    run_multiplier        float8        CHECK (run_multiplier >= 1 AND run_multiplier < 'Infinity'),
    ownership             text          CHECK (ownership = 'rent' OR ownership = 'buy' OR ownership = 'amortize'),
    provider              text,
    price_kind            text          CHECK (price_kind = 'on_demand' OR price_kind = 'spot' OR price_kind = 'reserved_1y' OR price_kind = 'reserved_3y' OR price_kind = 'purchase'),
    price_region          text,
    usd_per_gpu_hour      numeric(16,6) CHECK (usd_per_gpu_hour >= 0 AND usd_per_gpu_hour < 'NaN'),
    usd_per_gpu           numeric(16,2) CHECK (usd_per_gpu >= 0 AND usd_per_gpu < 'NaN'),
    other_hardware_share  float8        CHECK (other_hardware_share >= 0 AND other_hardware_share < 'Infinity'),
    datacenter_share      float8        CHECK (datacenter_share >= 0 AND datacenter_share < 'Infinity'),
    interconnect_share    float8        CHECK (interconnect_share >= 0 AND interconnect_share < 1),
    depreciation          text          CHECK (depreciation = 'straight_line' OR depreciation = 'price_decay'),
    acquired_on           date,
    price_decay_oom_per_year float8     CHECK (price_decay_oom_per_year > 0 AND price_decay_oom_per_year < 'Infinity'),
    residual_share        float8        CHECK (residual_share >= 0 AND residual_share <= 1),
    useful_life_years     float8        CHECK (useful_life_years > 0 AND useful_life_years < 'Infinity'),
    cluster_utilization   float8        CHECK (cluster_utilization > 0 AND cluster_utilization <= 1),
    usd_per_kwh           float8        CHECK (usd_per_kwh >= 0 AND usd_per_kwh < 'Infinity'),
    data_usd              numeric(16,2) CHECK (data_usd >= 0 AND data_usd < 'NaN'),
    labor_usd             numeric(16,2) CHECK (labor_usd >= 0 AND labor_usd < 'NaN'),
    annotation_items          float8        CHECK (annotation_items >= 0 AND annotation_items < 'Infinity'),
    annotation_usd_per_item   numeric(16,6) CHECK (annotation_usd_per_item >= 0 AND annotation_usd_per_item < 'NaN'),
    annotation_hours_per_item float8        CHECK (annotation_hours_per_item >= 0 AND annotation_hours_per_item < 'Infinity'),
    annotation_usd_per_hour   numeric(16,6) CHECK (annotation_usd_per_hour >= 0 AND annotation_usd_per_hour < 'NaN'),
    acquisition_usd           numeric(16,2) CHECK (acquisition_usd >= 0 AND acquisition_usd < 'NaN'),
    cleaning_usd              numeric(16,2) CHECK (cleaning_usd >= 0 AND cleaning_usd < 'NaN'),
    storage_gb                float8        CHECK (storage_gb >= 0 AND storage_gb < 'Infinity'),
    storage_months            float8        CHECK (storage_months >= 0 AND storage_months < 'Infinity'),
    usd_per_gb_month          float8        CHECK (usd_per_gb_month >= 0 AND usd_per_gb_month < 'Infinity'),
    people                    float8        CHECK (people >= 0 AND people < 'Infinity'),
    people_months             float8        CHECK (people_months >= 0 AND people_months < 'Infinity'),
    usd_per_person_month      numeric(16,2) CHECK (usd_per_person_month >= 0 AND usd_per_person_month < 'NaN'),
    region                text,
    pue                   float8        CHECK (pue >= 1 AND pue < 'Infinity'),
    gpu_watts             float8        CHECK (gpu_watts >= 0 AND gpu_watts < 'Infinity'),
    power_fraction        float8        CHECK (power_fraction > 0 AND power_fraction <= 1),
    host_overhead         float8        CHECK (host_overhead >= 1 AND host_overhead < 'Infinity'),
    gco2e_per_kwh         float8        CHECK (gco2e_per_kwh >= 0 AND gco2e_per_kwh < 'Infinity'),
    market_gco2e_per_kwh  float8        CHECK (market_gco2e_per_kwh >= 0 AND market_gco2e_per_kwh < 'Infinity'),
    gpu_embodied_kg       float8        CHECK (gpu_embodied_kg >= 0 AND gpu_embodied_kg < 'Infinity'),
    server_embodied_kg    float8        CHECK (server_embodied_kg >= 0 AND server_embodied_kg < 'Infinity'),
    embodied_life_years   float8        CHECK (embodied_life_years > 0 AND embodied_life_years < 'Infinity'),
    wue_site_l_per_kwh    float8        CHECK (wue_site_l_per_kwh >= 0 AND wue_site_l_per_kwh < 'Infinity'),
    wue_source_l_per_kwh  float8        CHECK (wue_source_l_per_kwh >= 0 AND wue_source_l_per_kwh < 'Infinity'),
    as_of                 date,
    note                  text,
    source                text,
    shipped               boolean       NOT NULL DEFAULT false,
    -- what contradicts itself must not enter: one such row stops every view of plans
    CONSTRAINT gpus_or_days CHECK (gpus IS NULL OR days IS NULL),
    CONSTRAINT method_or_flop CHECK (method IS NULL OR (num_nonnulls(flop, tokens, flops_per_param_token) = 0 AND exact IS NOT TRUE)),
    -- else a model's whole pre-training would be priced in their place
    CONSTRAINT inputs_of_a_method CHECK (num_nonnulls(method, flop, tokens) > 0 OR num_nonnulls(examples, comparisons, prompts, prompt_tokens, response_tokens, samples_per_prompt, reward_params, critic_params) = 0),
    CONSTRAINT passes_of_a_method CHECK (method IS NOT NULL OR (coalesce(epochs, 1) = 1 AND frozen_base IS NOT TRUE)),
    CONSTRAINT price_of_ownership CHECK (CASE WHEN coalesce(ownership, 'rent') = 'rent' THEN usd_per_gpu IS NULL AND coalesce(price_kind, 'on_demand') <> 'purchase'
                                              ELSE usd_per_gpu_hour IS NULL AND coalesce(price_kind, 'purchase') = 'purchase' END),
    CONSTRAINT one_depreciation CHECK (CASE WHEN depreciation = 'price_decay' THEN residual_share IS NULL ELSE price_decay_oom_per_year IS NULL END),
    CONSTRAINT goodput_or_failures CHECK (goodput IS NULL OR (gpu_hours_per_failure IS NULL AND checkpoint_seconds IS NULL AND restart_seconds IS NULL)),
    CONSTRAINT failures_of_a_cluster CHECK (gpus IS NOT NULL OR days IS NOT NULL OR (gpu_hours_per_failure IS NULL AND checkpoint_seconds IS NULL AND restart_seconds IS NULL)),
    CONSTRAINT exact_needs_model CHECK (exact IS NOT TRUE OR (model IS NOT NULL AND num_nonnulls(params, flops_per_param_token) = 0)),
    CONSTRAINT acquired_before CHECK (acquired_on <= as_of),
    -- as_of infinity asks for the latest prices
    CONSTRAINT calendar_days CHECK (acquired_on BETWEEN '0001-01-01' AND '9999-12-31' AND (as_of = 'infinity' OR as_of BETWEEN '0001-01-01' AND '9999-12-31')),
    CONSTRAINT price_or_hours_per_item CHECK (annotation_usd_per_item IS NULL OR (annotation_hours_per_item IS NULL AND annotation_usd_per_hour IS NULL)),
    PRIMARY KEY (pipeline, stage_no)
);
COMMENT ON TABLE traincost.pipeline_stage IS
'Plans: the stages of a training pipeline with their inputs. A NULL input takes the catalog''s or the assumption''s value, as the argument of the same name of train_estimate does.';
COMMENT ON COLUMN traincost.pipeline_stage.pipeline IS
'Name of the plan.';
COMMENT ON COLUMN traincost.pipeline_stage.stage_no IS
'Order of the stage in the plan, from 1.';
COMMENT ON COLUMN traincost.pipeline_stage.stage IS
'pre-training, supervised fine-tuning, reward model, reinforcement learning, or your own word.';
COMMENT ON COLUMN traincost.pipeline_stage.model IS
'Row of table model that gives params, active params and tokens.';
COMMENT ON COLUMN traincost.pipeline_stage.params IS
'Parameters (active ones for a mixture of experts).';
COMMENT ON COLUMN traincost.pipeline_stage.tokens IS
'Tokens seen.';
COMMENT ON COLUMN traincost.pipeline_stage.flop IS
'FLOP of the stage, instead of params x tokens.';
COMMENT ON COLUMN traincost.pipeline_stage.flops_per_param_token IS
'FLOP per parameter and token (6 dense training).';
COMMENT ON COLUMN traincost.pipeline_stage.exact IS
'Count FLOP from the model''s architecture instead of params x tokens. NULL: no.';
COMMENT ON COLUMN traincost.pipeline_stage.seq_len IS
'Sequence length in tokens, for exact. NULL: the model''s.';
COMMENT ON COLUMN traincost.pipeline_stage.method IS
'How the stage''s FLOP follow from the six inputs below: sft, lora, qlora (sft_flops over examples), reward_model (rm_flops over comparisons), dpo (dpo_flops over comparisons), ppo, grpo, rloo (rl_flops over prompts). NULL: from flop, or params and tokens.';
COMMENT ON COLUMN traincost.pipeline_stage.examples IS
'Demonstrations, for sft, lora and qlora.';
COMMENT ON COLUMN traincost.pipeline_stage.comparisons IS
'Labelled pairs, for reward_model and dpo.';
COMMENT ON COLUMN traincost.pipeline_stage.prompts IS
'Prompts, for ppo, grpo and rloo.';
COMMENT ON COLUMN traincost.pipeline_stage.prompt_tokens IS
'Mean tokens of a prompt.';
COMMENT ON COLUMN traincost.pipeline_stage.response_tokens IS
'Mean tokens of a response.';
COMMENT ON COLUMN traincost.pipeline_stage.samples_per_prompt IS
'Responses sampled for each prompt. NULL: 1.';
COMMENT ON COLUMN traincost.pipeline_stage.epochs IS
'Passes of a method over its data; tokens of pre-training hold every pass. NULL: 1.';
COMMENT ON COLUMN traincost.pipeline_stage.reward_params IS
'Parameters of the reward model that scores responses. NULL: those of the policy for ppo; none (rule-based rewards) for grpo and rloo.';
COMMENT ON COLUMN traincost.pipeline_stage.critic_params IS
'Parameters of the value model. NULL: those of the policy for ppo; none for grpo and rloo.';
COMMENT ON COLUMN traincost.pipeline_stage.frozen_base IS
'The base is frozen and an adapter is trained: 4 FLOP per parameter and token instead of 6. NULL: yes for lora and qlora, else no.';
COMMENT ON COLUMN traincost.pipeline_stage.reference IS
'A reference model scores the sequences (dpo, ppo, grpo, rloo). NULL: yes. false for SimPO and ORPO (method dpo), and for reinforcement learning without KL penalty.';
COMMENT ON COLUMN traincost.pipeline_stage.cached_reference IS
'The reference model scores once instead of in every epoch (dpo). NULL: no.';
COMMENT ON COLUMN traincost.pipeline_stage.old_logprobs IS
'The policy scores its own samples before the update (ppo, grpo, rloo). NULL: yes. false: the log-probabilities of sampling are kept.';
COMMENT ON COLUMN traincost.pipeline_stage.generation_flop IS
'FLOP of rollouts, at generation_mfu, instead of those of the method.';
COMMENT ON COLUMN traincost.pipeline_stage.generation_mfu IS
'MFU of generation (fraction of dense peak).';
COMMENT ON COLUMN traincost.pipeline_stage.gpu IS
'Accelerator: a name in table gpu.';
COMMENT ON COLUMN traincost.pipeline_stage.gpus IS
'Number of GPUs (then days is computed); not together with days.';
COMMENT ON COLUMN traincost.pipeline_stage.days IS
'Wall-clock days (then gpus is computed); not together with gpus.';
COMMENT ON COLUMN traincost.pipeline_stage.mfu IS
'MFU of training (fraction of dense peak).';
COMMENT ON COLUMN traincost.pipeline_stage.dtype IS
'Number format whose dense peak counts: fp64, fp32, tf32, fp16, bf16, fp8, int8 or fp4.';
COMMENT ON COLUMN traincost.pipeline_stage.peak_tflops IS
'Dense peak in TFLOP/s, instead of the catalog''s.';
COMMENT ON COLUMN traincost.pipeline_stage.goodput IS
'Useful share of the wall-clock time (failures, restarts).';
COMMENT ON COLUMN traincost.pipeline_stage.gpu_hours_per_failure IS
'GPU-hours between interruptions, from which goodput is derived; with it or one of the next two given, assumptions stand in for the others.';
COMMENT ON COLUMN traincost.pipeline_stage.checkpoint_seconds IS
'Seconds that training stands still for one checkpoint.';
COMMENT ON COLUMN traincost.pipeline_stage.restart_seconds IS
'Seconds from a failure to training again.';
COMMENT ON COLUMN traincost.pipeline_stage.run_multiplier IS
'All runs over the final one (failed and exploratory runs).';
COMMENT ON COLUMN traincost.pipeline_stage.ownership IS
'rent, buy (bought outright for this stage: each stage of a plan that buys pays for its own GPUs) or amortize (the used share of a purchase). Inputs of owned hardware wait unused while a stage rents.';
COMMENT ON COLUMN traincost.pipeline_stage.provider IS
'Provider in table gpu_price. NULL: median over providers.';
COMMENT ON COLUMN traincost.pipeline_stage.price_kind IS
'Kind of price in table gpu_price.';
COMMENT ON COLUMN traincost.pipeline_stage.price_region IS
'Region in table gpu_price. NULL: all regions.';
COMMENT ON COLUMN traincost.pipeline_stage.usd_per_gpu_hour IS
'Rent in USD per GPU-hour, instead of the catalog''s.';
COMMENT ON COLUMN traincost.pipeline_stage.usd_per_gpu IS
'Purchase price in USD per GPU, instead of the catalog''s.';
COMMENT ON COLUMN traincost.pipeline_stage.other_hardware_share IS
'Hosts, network, storage as a share of the GPUs'' price; without the network where interconnect_share counts it. Of owned hardware.';
COMMENT ON COLUMN traincost.pipeline_stage.datacenter_share IS
'Building and cooling as a share of the GPUs'' price.';
COMMENT ON COLUMN traincost.pipeline_stage.interconnect_share IS
'The network''s part of the whole cluster''s price, 0 to below 1, besides other_hardware_share. NULL: 0, or the assumption''s with price_decay.';
COMMENT ON COLUMN traincost.pipeline_stage.depreciation IS
'How owned hardware is amortised: straight_line over useful_life_years to residual_share, or price_decay by price_decay_oom_per_year. NULL: straight_line.';
COMMENT ON COLUMN traincost.pipeline_stage.acquired_on IS
'Day the owned hardware was bought: its price is of that day, and by price_decay it is worth less at as_of. NULL: as_of.';
COMMENT ON COLUMN traincost.pipeline_stage.price_decay_oom_per_year IS
'Fall of price for the same performance, in orders of magnitude per year (depreciation price_decay).';
COMMENT ON COLUMN traincost.pipeline_stage.residual_share IS
'Part of the price left at the end of the useful life, 0 to 1 (depreciation straight_line). NULL: 0.';
COMMENT ON COLUMN traincost.pipeline_stage.useful_life_years IS
'Straight-line depreciation life in years.';
COMMENT ON COLUMN traincost.pipeline_stage.cluster_utilization IS
'Share of the hardware''s life in use: of owned hardware''s price, and of any hardware''s embodied CO2e.';
COMMENT ON COLUMN traincost.pipeline_stage.usd_per_kwh IS
'Electricity price in USD per kWh (owned hardware).';
COMMENT ON COLUMN traincost.pipeline_stage.data_usd IS
'Data in USD: acquisition, annotation, storage.';
COMMENT ON COLUMN traincost.pipeline_stage.labor_usd IS
'Labour in USD.';
COMMENT ON COLUMN traincost.pipeline_stage.annotation_items IS
'Demonstrations or comparisons that people write or label for this stage. NULL: none are paid for.';
COMMENT ON COLUMN traincost.pipeline_stage.annotation_usd_per_item IS
'USD per item annotated. NULL: annotation_hours_per_item x annotation_usd_per_hour.';
COMMENT ON COLUMN traincost.pipeline_stage.annotation_hours_per_item IS
'Hours of work per item annotated.';
COMMENT ON COLUMN traincost.pipeline_stage.annotation_usd_per_hour IS
'Wage of annotators in USD per hour, fees included.';
COMMENT ON COLUMN traincost.pipeline_stage.acquisition_usd IS
'USD for buying or licensing data.';
COMMENT ON COLUMN traincost.pipeline_stage.cleaning_usd IS
'USD for filtering, deduplicating and cleaning data.';
COMMENT ON COLUMN traincost.pipeline_stage.storage_gb IS
'Average GB (1e9 bytes) kept for the stage: data set, and half of the final sum of kept checkpoints. NULL: none is paid for.';
COMMENT ON COLUMN traincost.pipeline_stage.storage_months IS
'Months it is kept. NULL: the days of the run.';
COMMENT ON COLUMN traincost.pipeline_stage.usd_per_gb_month IS
'Storage price in USD per GB and month. NULL: assumption(''usd_per_gb_month'').';
COMMENT ON COLUMN traincost.pipeline_stage.people IS
'People who work on the stage. NULL: none are counted; see labor_usd.';
COMMENT ON COLUMN traincost.pipeline_stage.people_months IS
'Months each of them works on it.';
COMMENT ON COLUMN traincost.pipeline_stage.usd_per_person_month IS
'Cost of a person in USD per month, overhead included.';
COMMENT ON COLUMN traincost.pipeline_stage.region IS
'Grid region, or provider/region, for carbon and PUE.';
COMMENT ON COLUMN traincost.pipeline_stage.pue IS
'PUE, instead of the region''s.';
COMMENT ON COLUMN traincost.pipeline_stage.gpu_watts IS
'Watts per GPU, instead of its TDP.';
COMMENT ON COLUMN traincost.pipeline_stage.power_fraction IS
'Mean draw over gpu_watts.';
COMMENT ON COLUMN traincost.pipeline_stage.host_overhead IS
'Server power over GPU power.';
COMMENT ON COLUMN traincost.pipeline_stage.gco2e_per_kwh IS
'Grid intensity in g CO2e per kWh, instead of the region''s.';
COMMENT ON COLUMN traincost.pipeline_stage.market_gco2e_per_kwh IS
'Supplier''s intensity in g CO2e per kWh for the market-based figure.';
COMMENT ON COLUMN traincost.pipeline_stage.gpu_embodied_kg IS
'kg CO2e of manufacture per GPU.';
COMMENT ON COLUMN traincost.pipeline_stage.server_embodied_kg IS
'kg CO2e of manufacture per server of eight GPUs.';
COMMENT ON COLUMN traincost.pipeline_stage.embodied_life_years IS
'Years over which manufacture is spread.';
COMMENT ON COLUMN traincost.pipeline_stage.wue_site_l_per_kwh IS
'Water evaporated on site, litres per kWh of IT energy.';
COMMENT ON COLUMN traincost.pipeline_stage.wue_source_l_per_kwh IS
'Water of electricity generation, litres per kWh.';
COMMENT ON COLUMN traincost.pipeline_stage.as_of IS
'Day whose prices and grid count. NULL: today.';
COMMENT ON COLUMN traincost.pipeline_stage.note IS
'Remarks.';
COMMENT ON COLUMN traincost.pipeline_stage.source IS
'Where the plan''s figures come from.';
COMMENT ON COLUMN traincost.pipeline_stage.shipped IS
'true: came with the extension; false: yours (added, overriding or edited), kept by pg_dump. Set by the trigger own_row.';
CREATE TRIGGER own_row BEFORE INSERT OR UPDATE ON traincost.pipeline_stage
    FOR EACH ROW EXECUTE FUNCTION traincost.own_row('pipeline', 'stage_no');
ALTER TABLE traincost.pipeline_stage ENABLE ALWAYS TRIGGER own_row;
COMMENT ON TRIGGER own_row ON traincost.pipeline_stage IS
'Keeps the column shipped; an INSERT replaces the shipped row of the same key.';
SELECT pg_extension_config_dump('traincost.pipeline_stage', 'WHERE NOT shipped');
