/*
 * draws.c: the whole estimate of a plan at each of its points
 */
#include "postgres.h"

#include <math.h>

#include "miscadmin.h"

#include "estimate/draws.h"

static inline double *
field_of(Run *run, const UncertainInput *input)
{
	return (double *) ((char *) run + input->field);
}

/*
 * The columns of a run that never finishes, as happens where failures are
 * uncertain: infinite where a run without failures takes anything at all, but for
 * what does not depend on its length; NaN where that is unknown.
 */
static void
without_end(const Run *run, double *out)
{
	EstimateInput in = tc_run_input(run);
	Problem		problem;

	in.gpu_hours_per_failure = NAN;
	if (isnan(in.gpus))
		in.gpus = 1;
	in.days = NAN;
	tc_estimate(&in, out, &problem);
	for (int i = 0; i < EST_COLUMNS; i++)
		if (out[i] != 0 && !isnan(out[i]) && i != EST_FLOP && i != EST_GPUS && i != EST_DATA_USD && i != EST_LABOR_USD)
			out[i] = INFINITY;
	if (isnan(run->in.gpus))
		out[EST_GPUS] = INFINITY;
}

/* the columns of a run, infinite where it never finishes */
static void
estimate(const Run *run, double *out)
{
	Problem		problem;

	if (!tc_estimate_run(run, out, &problem))
		without_end(run, out);
}

typedef enum ColumnKind
{
	RATE,						/* of one run alone */
	SUM,
	PEAK
} ColumnKind;

#define SUM_COLUMN(column, kept, scale)	[column] = SUM,
#define PEAK_COLUMN(column)			[column] = PEAK,
static const ColumnKind kinds[EST_COLUMNS] = {SUM_COLUMNS PEAK_COLUMNS};

/* add a run to the plan whose runs follow one another; total[i * stride] is the plan's column i */
static inline void
add_run(double *total, const double *out, int stride, const UncertainPlan *plan)
{
	for (int i = 0; i < EST_COLUMNS; i++)
	{
		double	   *sum = &total[(size_t) i * stride];

		if (kinds[i] == SUM)
			*sum += out[i];
		else if (kinds[i] == RATE)
			*sum = plan->nruns == 1 ? out[i] : NAN;
		else if (isnan(out[i]) || out[i] > *sum)
			*sum = out[i];
	}
}

/* the columns of a run with one dimension of its plan at z standard deviations, the others at their medians */
void
tc_run_at(const UncertainRun *uncertain, int dimension, double z, double *out)
{
	Run			run = uncertain->run;

	for (int i = 0; dimension >= 0 && i < uncertain->ninputs; i++)
		if (uncertain->inputs[i].dimension == dimension)
			*field_of(&run, &uncertain->inputs[i]) = tc_draw(&uncertain->inputs[i].spread, z);
	estimate(&run, out);
}

/* the columns of a plan with one dimension at z standard deviations, the others at their medians */
void
tc_plan_at(const UncertainPlan *plan, int dimension, double z, double *out)
{
	memset(out, 0, sizeof(double) * EST_COLUMNS);
	for (int r = 0; r < plan->nruns; r++)
	{
		double		columns[EST_COLUMNS];

		tc_run_at(&plan->runs[r], dimension, z, columns);
		add_run(out, columns, 1, plan);
	}
}

typedef struct Weight
{
	int			dimension;
	double		width;
} Weight;

/* the widest first; equal ones in their order */
static int
compare_weights(const void *a, const void *b)
{
	const Weight *wa = a;
	const Weight *wb = b;

	if (wa->width != wb->width)
		return wa->width > wb->width ? -1 : 1;
	return wa->dimension - wb->dimension;
}

/* the greatest ratio between a column at the dimension's P90 and at its P10, less 1 */
static double
width_of(const UncertainPlan *plan, int dimension)
{
	double		low[EST_COLUMNS],
				high[EST_COLUMNS],
				width = 0;

	tc_plan_at(plan, dimension, -TC_Z90, low);
	tc_plan_at(plan, dimension, TC_Z90, high);
	for (int i = 0; i < EST_COLUMNS; i++)
		if (low[i] > 0 && high[i] > 0)
			width = fmax(width, fmax(low[i], high[i]) / fmin(low[i], high[i]) - 1);
	return width;
}

/*
 * Take out the dimensions that no column depends on, such as the useful life of
 * rented GPUs, and number the others anew from 0, the widest first: the fewer
 * there are, the better the points fill their space, and the first ones best.
 * renumbered has room for plan->ndimensions.
 */
void
tc_order_dimensions(UncertainPlan *plan, int *renumbered)
{
	Weight	   *weights = palloc(sizeof(Weight) * (plan->ndimensions + 1));
	int			kept = 0;

	for (int d = 0; d < plan->ndimensions; d++)
	{
		weights[d].dimension = d;
		weights[d].width = width_of(plan, d);
	}
	qsort(weights, plan->ndimensions, sizeof(Weight), compare_weights);
	for (int d = 0; d < plan->ndimensions; d++)
		renumbered[weights[d].dimension] = weights[d].width > 0 ? kept++ : -1;
	for (int r = 0; r < plan->nruns; r++)
		for (int i = 0; i < plan->runs[r].ninputs; i++)
			if (plan->runs[r].inputs[i].dimension >= 0)
				plan->runs[r].inputs[i].dimension = renumbered[plan->runs[r].inputs[i].dimension];
	plan->ndimensions = kept;
}

/* an input whose values vary from point to point */
typedef struct Varying
{
	double	   *field;			/* of the run that is estimated */
	double	   *values;			/* TC_POINTS, in the order of the scores */
	unsigned	step;			/* by how many scores the next point goes on */
	unsigned	next;
} Varying;

/* the varying inputs of a run and the values that they take, which go to values; their number */
static int
varying_inputs(const UncertainRun *uncertain, Run *run, Varying *varying, double *values)
{
	int			count = 0;

	for (int i = 0; i < uncertain->ninputs; i++)
	{
		const UncertainInput *input = &uncertain->inputs[i];
		Varying    *v = &varying[count];

		if (input->dimension < 0)
			continue;
		v->field = field_of(run, input);
		v->values = &values[(size_t) count * TC_POINTS];
		v->step = tc_lattice_step(input->dimension);
		v->next = tc_lattice_start(input->dimension);
		tc_draw_all(&input->spread, tc_scores(), TC_POINTS, v->values);
		count++;
	}
	return count;
}

/* add a run's columns at every point to those of its plan */
static void
draw_run(const UncertainPlan *plan, const UncertainRun *uncertain, double *total, double *values)
{
	Run			run = uncertain->run;
	Varying    *varying = palloc(sizeof(Varying) * (uncertain->ninputs + 1));
	int			count = varying_inputs(uncertain, &run, varying, values);
	double		columns[EST_COLUMNS];

	for (int point = 0; point < TC_POINTS; point++)
	{
		for (int i = 0; i < count; i++)
		{
			*varying[i].field = varying[i].values[varying[i].next];
			varying[i].next = (varying[i].next + varying[i].step) % TC_POINTS;
		}
		estimate(&run, columns);
		add_run(&total[point], columns, TC_DRAWS_STRIDE, plan);
		if (point % 256 == 0)
			CHECK_FOR_INTERRUPTS();
	}
	pfree(varying);
}

/* the TC_POINTS normal scores that every dimension takes */
const double *
tc_scores(void)
{
	static double scores[TC_POINTS];

	if (scores[0] == 0)
		tc_normal_scores(scores);
	return scores;
}

#define DRAWS	((size_t) TC_DRAWS_STRIDE * EST_COLUMNS)

/*
 * TC_POINTS values of each column of an estimate, TC_DRAWS_STRIDE apart; behind
 * them room for those of an input.  All in one piece: smaller ones the C library
 * would hand back to the system after each call, which costs more than the draws.
 */
static double *
draw_plan(const UncertainPlan *plan)
{
	int			most = 1;
	double	   *draws;

	for (int r = 0; r < plan->nruns; r++)
		most = Max(most, plan->runs[r].ninputs);
	draws = palloc(sizeof(double) * (DRAWS + (size_t) most * TC_POINTS));
	memset(draws, 0, sizeof(double) * DRAWS);
	for (int r = 0; r < plan->nruns; r++)
		draw_run(plan, &plan->runs[r], draws, &draws[DRAWS]);
	return draws;
}

/* ------------------------------------------------------------------------
 * quantiles
 *
 * A count of 4096 points leaves an error of one to three percent in the tails of
 * wide distributions.  product_model.c takes nearly all of it away: it works out
 * which shares of the cases lie below the quantiles of the points.
 * ------------------------------------------------------------------------ */

const double tc_shares[TC_SHARES] = {0.1, 0.5, 0.9};

/* is one column a multiple of another at every point, but for rounding? */
static bool
proportional(const double *a, const double *b)
{
	if (!(a[0] > 0 && b[0] > 0))
		return false;
	for (int point = 0; point < TC_POINTS; point++)
		if (!(fabs(a[point] * b[0] - a[0] * b[point]) <= 1e-12 * a[point] * b[0]))
			return false;
	return true;
}

/* base: for each column an earlier one of which it is a multiple, or itself; ratio: its values over that one's */
static void
find_multiples(const double *draws, int *base, double *ratio)
{
	for (int i = 0; i < EST_COLUMNS; i++)
	{
		const double *column = &draws[(size_t) i * TC_DRAWS_STRIDE];

		base[i] = 0;
		while (base[i] < i && (base[base[i]] != base[i] ||
							   !proportional(column, &draws[(size_t) base[i] * TC_DRAWS_STRIDE])))
			base[i]++;
		ratio[i] = base[i] == i ? 1 : column[0] / draws[(size_t) base[i] * TC_DRAWS_STRIDE];
	}
}

/*
 * The quantiles of every column: the points', corrected.  NaN where a column is
 * unknown or its quantile without end.
 */
void
tc_plan_quantiles(const UncertainPlan *plan, PlanQuantiles quantiles)
{
	double	   *draws = draw_plan(plan);
	double	   *values = &draws[DRAWS];
	int			base[EST_COLUMNS];
	double		ratio[EST_COLUMNS];
	int			varying[EST_COLUMNS];
	int			nvarying = 0;
	double		ranks[TC_SHARES];

	/* the point of rank r stands for the share (r + 1/2) / n */
	for (int s = 0; s < TC_SHARES; s++)
		ranks[s] = (tc_shares[s] * TC_POINTS - 0.5) / (TC_POINTS - 1);
	find_multiples(draws, base, ratio);
	for (int i = 0; i < EST_COLUMNS; i++)
	{
		if (base[i] != i)
			continue;
		memcpy(values, &draws[(size_t) i * TC_DRAWS_STRIDE], sizeof(double) * TC_POINTS);
		tc_quantiles(values, TC_POINTS, ranks, TC_SHARES, quantiles[i]);
		if (quantiles[i][0] < quantiles[i][TC_SHARES - 1] &&
			(kinds[i] == SUM || (kinds[i] == RATE && plan->nruns == 1)))
			varying[nvarying++] = i;
	}
	if (nvarying > 0)
		tc_correct_quantiles(plan, draws, varying, nvarying, quantiles);
	/* a multiple's are another column's, multiplied */
	for (int i = 0; i < EST_COLUMNS; i++)
		for (int s = 0; s < TC_SHARES && base[i] != i; s++)
			quantiles[i][s] = quantiles[base[i]][s] * ratio[i];
	pfree(draws);
}
