/*
 * uncertainty.h: draws of uncertain inputs, and the quantiles of what follows
 *
 * The points are deterministic, and so is every bit: exp and log are our own,
 * since the C library's differ in the last bit between processors.
 */
#ifndef TC_UNCERTAINTY_H
#define TC_UNCERTAINTY_H

#include "formula/formula.h"

#define TC_POINTS			4096
#define TC_MAX_DIMENSIONS	64

/* the 95th and the 90th percentile of the standard normal distribution */
#define TC_Z95				1.6448536269514722
#define TC_Z90				1.2815515655446004

#pragma GCC visibility push(hidden)

/* an uncertain number; made by tc_spread, drawn by tc_draw */
typedef struct Spread
{
	double		median;
	double		sigma_low;		/* of the draws below the median, on the scale's logarithm */
	double		sigma_high;		/* of those above */
	double		min;			/* what a draw is cut at */
	double		max;
	bool		odds;			/* logit-normal: sigmas are of ln(x / (1 - x)) */
} Spread;

extern double tc_exp(double x);
extern double tc_log(double x);
extern double tc_inverse_normal(double p);
extern double tc_normal_below(double z);
extern void tc_normal_scores(double *scores);
extern unsigned tc_lattice_step(int dimension);
extern unsigned tc_lattice_start(int dimension);
extern bool tc_spread(Spread *spread, double median, double low, double high, double z,
					  double min, double max);
extern double tc_middle(double low, double high, double max);
extern double tc_draw(const Spread *spread, double z);
extern void tc_draw_all(const Spread *spread, const double *scores, int count, double *values);
extern void tc_quantiles(double *values, int count, const double *shares, int nshares, double *quantiles);

#pragma GCC visibility pop

#endif
