--
-- posttraining: FLOP of fine-tuning, reward models, DPO, PPO, GRPO, RLOO
-- If this fails, the stages after pre-training are wrong.
--
CREATE EXTENSION traincost;
SELECT traincost.sft_flops(7e9, 1e9) AS one_epoch, traincost.sft_flops(7e9, 1e9, 3) AS three, traincost.sft_flops(7e9, 1e9, 1, true) AS lora;
SELECT traincost.rm_flops(6e9, 1e6, 500) = traincost.sft_flops(6e9, 1e9) AS two_sequences_each, traincost.rm_flops(6e9, 1e6, 500, 4, 2, true) AS ranked;
SELECT * FROM traincost.dpo_flops(7e9, 1e5, 600, 2);
SELECT (traincost.dpo_flops(7e9, 1e5, 600, 2, cached_reference => true)).scoring_flop AS cached, (traincost.dpo_flops(7e9, 1e5, 600, 2, false)).scoring_flop AS without;
-- the worked number of the reference
SELECT * FROM traincost.rl_flops(7e9, 30000, 256, 512, 8);
-- PPO with value and reward models of the policy's size, by hand
SELECT r.generation_flop = 2 * 7e9 * (1000 * 100 + 1000 * 400) AS generation, r.scoring_flop = 2 * 1000 * 500 * (7e9 * 2 + 7e9 + 7e9) AS scoring,
       r.training_flop = 4 * 1000 * 500 * (6 * 7e9 + 6 * 7e9) AS training,
       r.total_flop = r.generation_flop + r.scoring_flop + r.training_flop AS total
FROM traincost.rl_flops(7e9, 1000, 100, 400, reward_params => 7e9, critic_params => 7e9, epochs => 4) AS r;
-- one sample, no critic: GRPO is the plain policy gradient
SELECT (traincost.rl_flops(7e9, 1000, 100, 400, 1)).total_flop = 2 * 7e9 * 5e5 + 2 * 5e5 * 14e9 + 6 * 7e9 * 5e5 AS by_hand;
SELECT traincost.rl_flops(NULL, 1, 1, 1) IS NULL AS unknown;
\set VERBOSITY sqlstate
SELECT traincost.rl_flops(-1, 1, 1, 1);
SELECT traincost.dpo_flops(1e300, 1e300, 1);
DROP EXTENSION traincost;
