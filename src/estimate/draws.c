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
 * A run that never finishes, as happens where failures are uncertain, takes
 * without end what a finished one takes of; what is unknown stays so.
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

#define SUM_COLUMN(column)			[column] = SUM,
#define PEAK_COLUMN(column)			[column] = PEAK,
static const ColumnKind kinds[EST_COLUMNS] = {SUM_COLUMNS PEAK_COLUMNS};

/* one run of the plan after the others; total[i * stride] is the plan's column i */
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

/* the plan with one dimension at z standard deviations, the others at their medians */
void
tc_plan_at(const UncertainPlan *plan, int dimension, double z, double *out)
{
	memset(out, 0, sizeof(double) * EST_COLUMNS);
	for (int r = 0; r < plan->nruns; r++)
	{
		const UncertainRun *uncertain = &plan->runs[r];
		Run			run = uncertain->run;
		double		columns[EST_COLUMNS];

		for (int i = 0; dimension >= 0 && i < uncertain->ninputs; i++)
			if (uncertain->inputs[i].dimension == dimension)
				*field_of(&run, &uncertain->inputs[i]) = tc_draw(&uncertain->inputs[i].spread, z);
		estimate(&run, columns);
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
		weights[d] = (Weight)
	{
		d, width_of(plan, d)
	};
	qsort(weights, plan->ndimensions, sizeof(Weight), compare_weights);
	for (int d = 0; d < plan->ndimensions; d++)
		renumbered[weights[d].dimension] = weights[d].width > 0 ? kept++ : -1;
	for (int r = 0; r < plan->nruns; r++)
		for (int i = 0; i < plan->runs[r].ninputs; i++)
			if (plan->runs[r].inputs[i].dimension >= 0)
				plan->runs[r].inputs[i].dimension = renumbered[plan->runs[r].inputs[i].dimension];
	plan->ndimensions = kept;
}

/* the n values that an input takes, in the order of the scores */
static double *
draw_input(const Spread *spread, const double *scores)
{
	double	   *values = palloc(sizeof(double) * TC_POINTS);

	for (int k = 0; k < TC_POINTS; k++)
		values[k] = tc_draw(spread, scores[k]);
	return values;
}

static void
draw_run(const UncertainPlan *plan, const UncertainRun *uncertain, const double *scores, double *total)
{
	Run			run = uncertain->run;
	double	  **values = palloc0(sizeof(double *) * (uncertain->ninputs + 1));
	int		   *steps = palloc0(sizeof(int) * (uncertain->ninputs + 1));
	double		columns[EST_COLUMNS];

	for (int i = 0; i < uncertain->ninputs; i++)
		if (uncertain->inputs[i].dimension >= 0)
		{
			values[i] = draw_input(&uncertain->inputs[i].spread, scores);
			steps[i] = tc_lattice_step(uncertain->inputs[i].dimension);
		}
	for (int point = 0; point < TC_POINTS; point++)
	{
		for (int i = 0; i < uncertain->ninputs; i++)
			if (values[i] != NULL)
				*field_of(&run, &uncertain->inputs[i]) = values[i][point * steps[i] % TC_POINTS];
		estimate(&run, columns);
		add_run(&total[point], columns, TC_DRAWS_STRIDE, plan);
		if (point % 256 == 0)
			CHECK_FOR_INTERRUPTS();
	}
	for (int i = 0; i < uncertain->ninputs; i++)
		if (values[i] != NULL)
			pfree(values[i]);
	pfree(values);
}

static const double *
normal_scores(void)
{
	static double scores[TC_POINTS];

	if (scores[0] == 0)
		tc_normal_scores(scores);
	return scores;
}

/* TC_POINTS values of each column of an estimate, TC_DRAWS_STRIDE apart */
static double *
draw_plan(const UncertainPlan *plan)
{
	double	   *total = palloc0(sizeof(double) * TC_DRAWS_STRIDE * EST_COLUMNS);

	for (int r = 0; r < plan->nruns; r++)
		draw_run(plan, &plan->runs[r], normal_scores(), total);
	return total;
}

/* ------------------------------------------------------------------------
 * quantiles
 *
 * 4096 points leave an error of one to three percent in the tails of wide
 * distributions.  Most of it goes by a control variate: the logarithm of a column
 * is nearly a sum of one term for each dimension, linear in its normal score on
 * either side of the median.  The distribution of that sum can be computed, so
 * the points' own error in it is known, and the ranks are moved by it.
 * ------------------------------------------------------------------------ */

const double tc_shares[TC_SHARES] = {0.1, 0.5, 0.9};

/* the sum that stands for a column: what a standard deviation of each dimension adds to its logarithm */
typedef struct Proxy
{
	bool		known;
	double		below[TC_MAX_DIMENSIONS];	/* for a score below the median */
	double		above[TC_MAX_DIMENSIONS];
} Proxy;

static void
make_proxies(const UncertainPlan *plan, Proxy *proxies)
{
	double		median[EST_COLUMNS];

	tc_plan_at(plan, -1, 0, median);
	for (int i = 0; i < EST_COLUMNS; i++)
		proxies[i].known = median[i] > 0 && isfinite(median[i]);
	for (int d = 0; d < plan->ndimensions; d++)
	{
		double		low[EST_COLUMNS],
					high[EST_COLUMNS];

		tc_plan_at(plan, d, -TC_Z90, low);
		tc_plan_at(plan, d, TC_Z90, high);
		for (int i = 0; i < EST_COLUMNS; i++)
		{
			proxies[i].known &= low[i] > 0 && high[i] > 0 && isfinite(low[i]) && isfinite(high[i]);
			proxies[i].below[d] = proxies[i].known ? tc_log(median[i] / low[i]) / TC_Z90 : 0;
			proxies[i].above[d] = proxies[i].known ? tc_log(high[i] / median[i]) / TC_Z90 : 0;
		}
	}
}

static inline double
term(const Proxy *proxy, int dimension, double z)
{
	return z * (z < 0 ? proxy->below[dimension] : proxy->above[dimension]);
}

/* the probability that slope x z is at most x, and z on the side of the median: -1 below, 1 above */
static double
half_below(double slope, double x, int side)
{
	double		z;

	if (slope == 0)
		return x >= 0 ? 0.5 : 0;
	z = x / slope;
	if (z * side <= 0)
		return (slope > 0) == (side > 0) ? 0 : 0.5;
	return slope > 0 ? (side < 0 ? tc_normal_below(z) : tc_normal_below(z) - 0.5) :
		(side < 0 ? 0.5 - tc_normal_below(z) : tc_normal_below(-z));
}

static double
term_below(const Proxy *proxy, int dimension, double x)
{
	return half_below(proxy->below[dimension], x, -1) + half_below(proxy->above[dimension], x, 1);
}

/* a distribution as the masses of cells, whose middle cell has its centre at 0 */
#define CELLS	160
#define MIDDLE	(CELLS / 2)

/* put one term more on top of the masses; cells are width wide */
static void
add_term(double *masses, const Proxy *proxy, int dimension, double width)
{
	double		result[CELLS] = {0};
	double		widest = fmax(fabs(proxy->below[dimension]), fabs(proxy->above[dimension]));
	int			reach = (int) fmin(MIDDLE - 1, ceil(4.5 * widest / width));
	double		before = 0;

	for (int k = -reach; k <= reach; k++)
	{
		double		upto = k == reach ? 1 : term_below(proxy, dimension, (k + 0.5) * width);
		double		mass = upto - before;
		int			first = k < 0 ? -k : 0;
		int			last = k > 0 ? CELLS - k : CELLS;

		before = upto;
		if (mass > 0)
			for (int cell = first; cell < last; cell++)
				result[cell + k] += mass * masses[cell];
	}
	memcpy(masses, result, sizeof(result));
}

static int
widest_term(const Proxy *proxy, int ndimensions)
{
	double		most = 0;
	int			widest = 0;

	for (int d = 0; d < ndimensions; d++)
	{
		double		slope = fmax(fabs(proxy->below[d]), fabs(proxy->above[d]));

		if (slope > most)
		{
			most = slope;
			widest = d;
		}
	}
	return widest;
}

/*
 * The probability that the sum of all terms lies below each of the values: for
 * every cell of the others' sum, that of the widest term staying below what is left.
 */
static void
sum_below(const Proxy *proxy, int ndimensions, const double *values, double *below)
{
	int			widest = widest_term(proxy, ndimensions);
	double		masses[CELLS] = {[MIDDLE] = 1};
	double		square = 0;
	double		width;

	for (int d = 0; d < ndimensions; d++)
		if (d != widest)
			square += proxy->below[d] * proxy->below[d] + proxy->above[d] * proxy->above[d];
	/* six standard deviations on either side */
	width = 12 * sqrt(square / 2) / CELLS;
	for (int d = 0; d < ndimensions; d++)
		if (d != widest && (proxy->below[d] != 0 || proxy->above[d] != 0))
			add_term(masses, proxy, d, width);
	for (int s = 0; s < TC_SHARES; s++)
	{
		below[s] = 0;
		for (int cell = 0; cell < CELLS; cell++)
			if (masses[cell] > 0)
				below[s] += masses[cell] * term_below(proxy, widest, values[s] - (cell - MIDDLE) * width);
	}
}

/* do both have the same terms, but for rounding? */
static bool
alike(const Proxy *a, const Proxy *b, int ndimensions)
{
	for (int d = 0; d < ndimensions; d++)
		if (fabs(a->below[d] - b->below[d]) > 1e-12 || fabs(a->above[d] - b->above[d]) > 1e-12)
			return false;
	return a->known == b->known;
}

/* the ranks at which the points have the quantiles that are asked for */
static void
correct_shares(const Proxy *proxy, int ndimensions, double *corrected)
{
	const double *scores = normal_scores();
	double	   *sums = palloc0(sizeof(double) * TC_POINTS);
	double		quantiles[TC_SHARES];
	double		below[TC_SHARES];
	bool		varies = false;

	for (int d = 0; d < ndimensions; d++)
	{
		int			step = tc_lattice_step(d);

		if (proxy->below[d] == 0 && proxy->above[d] == 0)
			continue;
		varies = true;
		for (int point = 0; point < TC_POINTS; point++)
			sums[point] += term(proxy, d, scores[point * step % TC_POINTS]);
	}
	memcpy(corrected, tc_shares, sizeof(tc_shares));
	if (proxy->known && varies)
	{
		tc_quantiles(sums, TC_POINTS, tc_shares, TC_SHARES, quantiles);
		sum_below(proxy, ndimensions, quantiles, below);
		for (int s = 0; s < TC_SHARES; s++)
			corrected[s] = fmin(1, fmax(0, 2 * tc_shares[s] - below[s]));
	}
	pfree(sums);
}

/*
 * The quantiles of every column, by linear interpolation between the points'
 * values.  NaN where a column is unknown or its quantile without end.
 */
void
tc_plan_quantiles(const UncertainPlan *plan, PlanQuantiles quantiles)
{
	double	   *draws = draw_plan(plan);
	Proxy	   *proxies = palloc0(sizeof(Proxy) * EST_COLUMNS);
	double		ranks[EST_COLUMNS][TC_SHARES];

	make_proxies(plan, proxies);
	for (int i = 0; i < EST_COLUMNS; i++)
	{
		int			same = 0;

		while (same < i && !alike(&proxies[same], &proxies[i], plan->ndimensions))
			same++;
		if (same < i)
			memcpy(ranks[i], ranks[same], sizeof(ranks[i]));
		else
			correct_shares(&proxies[i], plan->ndimensions, ranks[i]);
		tc_quantiles(&draws[(size_t) i * TC_DRAWS_STRIDE], TC_POINTS, ranks[i], TC_SHARES, quantiles[i]);
	}
	pfree(proxies);
	pfree(draws);
}
