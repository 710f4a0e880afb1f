--
-- scaling: loss and compute-optimal sizes
-- If this fails, budgets are spent on the wrong size.
--
CREATE EXTENSION traincost;
-- Chinchilla's budget: published 70e9 parameters, 1.4e12 tokens
SELECT law, round((traincost.chinchilla_optimal_params(5.76e23, law) / 1e9)::numeric, 2) AS billion_params,
       round((traincost.chinchilla_optimal_tokens(5.76e23, law) / 1e12)::numeric, 3) AS trillion_tokens
FROM unnest('{besiroglu,hoffmann3,hoffmann3_tex,hoffmann1,hoffmann2}'::text[]) AS law;
SELECT round(traincost.chinchilla_loss(70e9, 1.4e12)::numeric, 5) AS loss,
       traincost.scaling_loss(1, 1, 1, 2, 4, 0.3, 0.3) AS by_hand;
SELECT law, round((traincost.chinchilla_tokens_for_params(traincost.chinchilla_optimal_params(1e23, law), law) / traincost.chinchilla_optimal_tokens(1e23, law))::numeric, 9) AS agrees
FROM unnest('{besiroglu,hoffmann3,hoffmann1,hoffmann2}'::text[]) AS law;
SELECT traincost.chinchilla_loss(70e9, 1.4e12, 'hoffmann1');
SELECT traincost.chinchilla_optimal_params(1e23, 'kaplan');
SELECT traincost.chinchilla_loss(0, 1.4e12);
SELECT traincost.scaling_optimal_params(1e23, 0, 1, 1, 1);
DROP EXTENSION traincost;
