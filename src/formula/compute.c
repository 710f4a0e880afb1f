/*
 * compute.c: FLOP of training, by the rules of thumb
 *
 * Sources: Kaplan et al. 2020 (arXiv:2001.08361); Brown et al. 2020
 * (arXiv:2005.14165, appendix D); Chowdhery et al. 2022 (arXiv:2204.02311,
 * appendix B) for attention.
 */
#include "formula/formula.h"

/* FLOP = f P D; f is 6 for dense training, P the active parameters */
double
tc_train_flops(double params, double tokens, double flops_per_param_token)
{
	return tc_times(tokens, tc_times(flops_per_param_token, params));
}

/* FLOP in PFLOP/s-days of 8.64e19 */
double
tc_pflops_days(double flop)
{
	return tc_kept(flop / TC_PFLOPS_DAY, flop > 0);
}

double
tc_tokens_from_bytes(double bytes, double bytes_per_token)
{
	return tc_kept(bytes / bytes_per_token, bytes > 0);
}

/* scores and weighted values: 4 FLOP per head dimension, key and token and pass */
double
tc_attention_flops(double tokens, double seq_len, double layers, double heads,
				   double head_dim, bool causal, double passes)
{
	return tc_kept(passes * 4 * layers * heads * head_dim * seq_len * tokens * (causal ? 0.5 : 1),
				   passes > 0 && layers > 0 && heads > 0 && head_dim > 0 && seq_len > 0 && tokens > 0);
}

/*
 * MFU of the same run, where its FLOP are counted another way: the time is the
 * same, the FLOP in the numerator are not
 */
double
tc_convert_mfu(double mfu, double counted_flop, double wanted_flop)
{
	return tc_kept(mfu * wanted_flop / counted_flop, mfu > 0 && wanted_flop > 0);
}
