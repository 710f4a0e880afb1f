CREATE TABLE traincost.training_method (
    method        text,
    formula       text    NOT NULL
        CONSTRAINT "formula: tokens sequences preference rollouts"
        CHECK (formula = 'tokens' OR formula = 'sequences' OR formula = 'preference' OR formula = 'rollouts'),
    items         text    NOT NULL
        CONSTRAINT "items: tokens examples comparisons prompts"
        CHECK (items = 'tokens' OR items = 'examples' OR items = 'comparisons' OR items = 'prompts'),
    sequences     float8  NOT NULL DEFAULT 1 CHECK (sequences BETWEEN 1e-30 AND 1e30),
    frozen_base   boolean NOT NULL DEFAULT false,
    reference     boolean NOT NULL DEFAULT false,
    old_logprobs  boolean NOT NULL DEFAULT false,
    reward        boolean NOT NULL DEFAULT false,
    critic        boolean NOT NULL DEFAULT false,
    mfu_class     text    NOT NULL
        CONSTRAINT "mfu_class: mfu moe_mfu finetune_mfu finetune_padded_mfu ..."
        CHECK (mfu_class = 'mfu' OR mfu_class = 'moe_mfu' OR mfu_class = 'finetune_mfu'
               OR mfu_class = 'finetune_padded_mfu' OR mfu_class = 'lora_mfu' OR mfu_class = 'lora_recompute_mfu'
               OR mfu_class = 'rl_training_mfu' OR mfu_class = 'moe_rl_training_mfu'),
    moe_mfu_class text    NOT NULL
        CONSTRAINT "moe_mfu_class: mfu moe_mfu finetune_mfu finetune_padded_mfu ..."
        CHECK (moe_mfu_class = 'mfu' OR moe_mfu_class = 'moe_mfu' OR moe_mfu_class = 'finetune_mfu'
               OR moe_mfu_class = 'finetune_padded_mfu' OR moe_mfu_class = 'lora_mfu'
               OR moe_mfu_class = 'lora_recompute_mfu' OR moe_mfu_class = 'rl_training_mfu'
               OR moe_mfu_class = 'moe_rl_training_mfu'),
    meaning       text,
    source        text,
    shipped       boolean NOT NULL DEFAULT false,
    CHECK (NOT shipped OR source IS NOT NULL),
    CONSTRAINT items_of_the_formula
        CHECK (CASE formula
                    WHEN 'tokens' THEN items = 'tokens'
                    WHEN 'rollouts' THEN items = 'prompts'
                    ELSE items = 'examples' OR items = 'comparisons' END),
    PRIMARY KEY (method)
);
COMMENT ON TABLE traincost.training_method IS
'Methods that a stage of a plan may name: how its FLOP follow from its inputs. A method is a row: add your own.';
COMMENT ON COLUMN traincost.training_method.method IS
'Name in pipeline_stage.method.';
COMMENT ON COLUMN traincost.training_method.formula IS
'tokens: train_flops over tokens; sequences: sft_flops over items x sequences; preference: dpo_flops, with a reference that may be cached; rollouts: rl_flops over prompts, and rl_step where shape and bandwidth are known.';
COMMENT ON COLUMN traincost.training_method.items IS
'Column of pipeline_stage that counts the data: tokens, examples, comparisons or prompts.';
COMMENT ON COLUMN traincost.training_method.sequences IS
'Sequences that one item trains on: 2 for a comparison; responses sampled for a prompt where samples_per_prompt is NULL.';
COMMENT ON COLUMN traincost.training_method.frozen_base IS
'An adapter is trained on a frozen base: 4 FLOP per parameter and token instead of 6. Where the stage says nothing.';
COMMENT ON COLUMN traincost.training_method.reference IS
'A reference model scores the sequences. Where the stage says nothing.';
COMMENT ON COLUMN traincost.training_method.old_logprobs IS
'The policy scores its own samples before the update. Where the stage says nothing.';
COMMENT ON COLUMN traincost.training_method.reward IS
'A model of the policy''s size scores the sequences (reward model, teacher) where the stage gives no reward_params.';
COMMENT ON COLUMN traincost.training_method.critic IS
'A value model of the policy''s size is trained where the stage gives no critic_params.';
COMMENT ON COLUMN traincost.training_method.mfu_class IS
'Row of table assumption: its utilisation for a dense model.';
COMMENT ON COLUMN traincost.training_method.moe_mfu_class IS
'Row of table assumption: its utilisation for a mixture of experts.';
COMMENT ON COLUMN traincost.training_method.meaning IS
'What the method is.';
