-- A row per measured run and quantity.  Settings that contradict each other, and models
-- without shape, have no prediction, so that no row of a user's stops the view.
-- guide: a measured quantity | run, quantity | | the error of the prediction
CREATE VIEW traincost.memory_validation AS
SELECT m.run, m.model, m.gpu,
       coalesce(m.stack, CASE WHEN m.mixed IN ('autocast', 'pure') THEN 'transformers' ELSE 'megatron' END) AS stack,
       m.mixed, m.recompute, m.micro_batch * m.seq_len AS micro_batch_tokens, m.seq_len AS sequence_tokens,
       q.quantity, q.measured_gb, q.predicted_gb, q.predicted_gb / q.measured_gb AS ratio,
       100 * (q.predicted_gb / q.measured_gb - 1) AS error_percent, p.peak_phase, m.source, m.note, m.shipped
FROM traincost.measured_run AS m
CROSS JOIN LATERAL traincost._run_memory(
    m.model, m.layers, m.dense_layers, m.seq_len, micro_batch => m.micro_batch, stack => m.stack, mixed => m.mixed,
    activation => m.activation, recompute => m.recompute, zero => m.zero, tp => m.tp, pp => m.pp, dp => m.dp,
    cp => m.cp, ep => m.ep,
    sequence_parallel => m.sequence_parallel, dtype => m.dtype, optimizer => m.optimizer,
    optimizer_in_backward => m.optimizer_in_backward, foreach_step => m.foreach_step, loss => m.loss,
    loss_chunk_tokens => m.loss_chunk_tokens, recompute_layers => m.recompute_layers,
    trainable_params => m.trainable_params, base_bits => m.base_bits, offload => m.offload) AS p
LEFT JOIN traincost.assumption AS a
    ON a.name = CASE WHEN m.recompute IN ('full', 'layers', 'ops') THEN 'allocator_reserve_recompute' ELSE 'allocator_reserve' END
CROSS JOIN LATERAL (VALUES ('peak', m.peak_gb, p.total_gb),
                           ('reserved', m.reserved_gb,
                            p.total_gb * CASE WHEN a.value BETWEEN 1 AND 10
                                              THEN a.value END)) AS q (quantity, measured_gb, predicted_gb)
WHERE m.kind = 'train' AND q.measured_gb IS NOT NULL;
COMMENT ON VIEW traincost.memory_validation IS
'Measured peaks and reserves of table measured_run, yours among them, beside what train_memory predicts for the same settings: how far to trust it on your software.';
COMMENT ON COLUMN traincost.memory_validation.run IS
'Row of table measured_run.';
COMMENT ON COLUMN traincost.memory_validation.model IS
'Row of table model.';
COMMENT ON COLUMN traincost.memory_validation.gpu IS
'Accelerator of the run.';
COMMENT ON COLUMN traincost.memory_validation.stack IS
'megatron, transformers or compiled.';
COMMENT ON COLUMN traincost.memory_validation.mixed IS
'master, autocast or pure. NULL: as the stack has it.';
COMMENT ON COLUMN traincost.memory_validation.recompute IS
'none, selective, full, ops or layers.';
COMMENT ON COLUMN traincost.memory_validation.micro_batch_tokens IS
'Tokens per GPU and pass: micro_batch x seq_len.';
COMMENT ON COLUMN traincost.memory_validation.sequence_tokens IS
'Tokens of a sequence.';
COMMENT ON COLUMN traincost.memory_validation.quantity IS
'peak (in use) or reserved (held by the caching allocator).';
COMMENT ON COLUMN traincost.memory_validation.measured_gb IS
'Measured, in GB.';
COMMENT ON COLUMN traincost.memory_validation.predicted_gb IS
'Predicted, in GB: total_gb of train_memory, for reserved times the assumption. NULL: the model has no shape, or the settings contradict each other.';
COMMENT ON COLUMN traincost.memory_validation.ratio IS
'predicted_gb / measured_gb.';
COMMENT ON COLUMN traincost.memory_validation.error_percent IS
'100 x (predicted_gb / measured_gb - 1).';
COMMENT ON COLUMN traincost.memory_validation.peak_phase IS
'Phase in which the peak is predicted.';
COMMENT ON COLUMN traincost.memory_validation.source IS
'Who measured it, with what software.';
