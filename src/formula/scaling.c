/*
 * scaling.c: loss and compute-optimal sizes
 *
 * Parametric laws: loss = e + a / N^alpha + b / D^beta.  Power laws: the tokens
 * for N parameters are k N^x.  FLOP are 6 N D in both.
 */
#include "formula/formula.h"

const ScalingLaw tc_scaling_laws[] = {
	[LAW_BESIROGLU] = {1.8172, 482.01, 2085.43, 0.3478, 0.3658, 0, 0},	/* arXiv:2404.10102 */
	[LAW_HOFFMANN3] = {1.69, 406.4, 410.7, 0.34, 0.28, 0, 0},	/* arXiv:2203.15556, as printed */
	[LAW_HOFFMANN3_TEX] = {1.6934, 406.4, 410.7, 0.3392, 0.2849, 0, 0}, /* unrounded, in 2404.10102 */
	[LAW_HOFFMANN1] = {0, 0, 0, 0, 0, 17.01, 1.0077},	/* fitted to its Table 3 */
	[LAW_HOFFMANN2] = {0, 0, 0, 0, 0, 8.43, 1.0411},
};

double
tc_scaling_loss(double params, double tokens, double e, double a, double b, double alpha, double beta)
{
	return tc_kept(e + a / pow(params, alpha) + b / pow(tokens, beta), e > 0 || a > 0 || b > 0);
}

/* N = G (C / 6)^(beta / (alpha + beta)), G = (alpha a / (beta b))^(1 / (alpha + beta)) */
double
tc_scaling_optimal_params(double flop, double a, double b, double alpha, double beta)
{
	double		g = pow(alpha * a / (beta * b), 1 / (alpha + beta));

	return tc_kept(g * pow(flop / 6, beta / (alpha + beta)), flop > 0);
}

static bool
is_power_law(const ScalingLaw *law)
{
	return law->tokens_factor > 0;
}

double
tc_chinchilla_optimal_params(double flop, const ScalingLaw *law)
{
	if (is_power_law(law))
		return tc_kept(pow(flop / (6 * law->tokens_factor), 1 / (1 + law->tokens_exponent)), flop > 0);
	return tc_scaling_optimal_params(flop, law->a, law->b, law->alpha, law->beta);
}

double
tc_chinchilla_optimal_tokens(double flop, const ScalingLaw *law)
{
	return tc_kept(flop / (6 * tc_chinchilla_optimal_params(flop, law)), flop > 0);
}

/* the tokens for which these parameters are optimal */
double
tc_chinchilla_tokens_for_params(double params, const ScalingLaw *law)
{
	if (is_power_law(law))
		return tc_kept(law->tokens_factor * pow(params, law->tokens_exponent), params > 0);
	return tc_kept(pow(law->beta * law->b / (law->alpha * law->a), 1 / law->beta) *
				   pow(params, law->alpha / law->beta), params > 0);
}

bool
tc_chinchilla_loss(double params, double tokens, const ScalingLaw *law, double *loss)
{
	if (is_power_law(law))
		return false;
	*loss = tc_scaling_loss(params, tokens, law->e, law->a, law->b, law->alpha, law->beta);
	return true;
}
