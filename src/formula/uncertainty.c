/*
 * uncertainty.c: deterministic points, two-sided log-normal and logit-normal draws, quantiles
 *
 * Only +, -, x, / and sqrt, which IEEE 754 rounds alike everywhere, and no fused
 * multiply-add (-ffp-contract=off): the same inputs give the same bits on every
 * machine.
 */
#include <stdint.h>
#include <string.h>

#include "formula/uncertainty.h"

/* ln 2 in two parts; the first has 21 trailing zero bits, so that k x LN2_HIGH is exact */
#define LN2_HIGH	6.93147180369123816490e-01
#define LN2_LOW		1.90821492927058770002e-10
#define INVERSE_LN2	1.44269504088896338700

/* 2^k for -1022 <= k <= 1023 */
static double
power_of_two(int k)
{
	uint64_t	bits = (uint64_t) (k + 1023) << 52;
	double		result;

	memcpy(&result, &bits, sizeof(result));
	return result;
}

/*
 * The significand of e^x, for |x| < 1000, and the power of two that it is to be
 * multiplied by
 *
 * x = k ln 2 + r, |r| <= ln 2 / 2; e^r by the rational function of fdlibm's
 * e_exp.c (Sun Microsystems, 1993).
 */
static inline double
exp_parts(double x, int *exponent)
{
	double		k = (int) (x * INVERSE_LN2 + (x < 0 ? -0.5 : 0.5));
	double		high = x - k * LN2_HIGH;
	double		low = k * LN2_LOW;
	double		r = high - low;
	double		t = r * r;
	double		p = -1.65339022054652515390e-06 + t * 4.13813679705723846039e-08;
	double		c;

	p = 6.61375632143793436117e-05 + t * p;
	p = -2.77777777770155933842e-03 + t * p;
	p = 1.66666666666666019037e-01 + t * p;
	c = r - t * p;
	*exponent = (int) k;
	return 1 - ((low - r * c / (2 - c)) - high);
}

/* e^x to less than 1 unit in the last place; infinity and 0 beyond the range */
double
tc_exp(double x)
{
	int			k;
	double		significand;

	if (isnan(x))
		return x;
	if (x > 709.782712893384)
		return INFINITY;
	if (x < -708.3)
		return 0;
	significand = exp_parts(x, &k);
	/* two steps: 2^1024 itself is beyond a double */
	return significand * power_of_two(k / 2) * power_of_two(k - k / 2);
}

/*
 * ln x for a positive x, to less than 1 unit in the last place
 *
 * x = 2^k (1 + f), sqrt(1/2) < 1 + f < sqrt(2); ln(1 + f) by the polynomial of
 * fdlibm's e_log.c in s = f / (2 + f).
 */
double
tc_log(double x)
{
	int			exponent;
	double		k,
				f,
				s,
				z,
				square,
				rest;

	if (!(x > 0) || isinf(x))
		return x == 0 ? -INFINITY : x > 0 ? x : NAN;
	f = frexp(x, &exponent);
	if (f < 0.70710678118654752440)
	{
		f *= 2;
		exponent--;
	}
	k = exponent;
	f -= 1;
	s = f / (2 + f);
	z = s * s;
	rest = 1.531383769920937332e-01 + z * 1.479819860511658591e-01;
	rest = 1.818357216161805012e-01 + z * rest;
	rest = 2.222219843214978396e-01 + z * rest;
	rest = 2.857142874366239149e-01 + z * rest;
	rest = 3.999999999940941908e-01 + z * rest;
	rest = z * (6.666666666666735130e-01 + z * rest);
	square = 0.5 * f * f;
	return k * LN2_HIGH - ((square - (s * (square + rest) + k * LN2_LOW)) - f);
}

/* c[0] + c[1] x + ... + c[7] x^7 */
static double
polynomial(const double *c, double x)
{
	return ((((((c[7] * x + c[6]) * x + c[5]) * x + c[4]) * x + c[3]) * x + c[2]) * x + c[1]) * x + c[0];
}

/*
 * The z below which a standard normal variable lies with probability p, 0 < p < 1
 *
 * Wichura's algorithm AS 241 (PPND16), relative error about 1e-16.
 * Check: p = 0.25, 0.001, 1e-20: -0.6744897501960817, -3.090232306167814, -9.262340089798408.
 */
double
tc_inverse_normal(double p)
{
	static const double a[] = {
		3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3, 1.3731693765509461125e4,
		4.5921953931549871457e4, 6.7265770927008700853e4, 3.3430575583588128105e4, 2.5090809287301226727e3
	};
	static const double b[] = {
		1.0, 4.2313330701600911252e1, 6.8718700749205790830e2, 5.3941960214247511077e3,
		2.1213794301586595867e4, 3.9307895800092710610e4, 2.8729085735721942674e4, 5.2264952788528545610e3
	};
	static const double c[] = {
		1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0, 3.64784832476320460504e0,
		1.27045825245236838258e0, 2.41780725177450611770e-1, 2.27238449892691845833e-2, 7.74545014278341407640e-4
	};
	static const double d[] = {
		1.0, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1,
		1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4, 1.05075007164441684324e-9
	};
	static const double e[] = {
		6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0, 2.96560571828504891230e-1,
		2.65321895265761230930e-2, 1.24266094738807843860e-3, 2.71155556874348757815e-5, 2.01033439929228813265e-7
	};
	static const double f[] = {
		1.0, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
		7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7, 2.04426310338993978564e-15
	};
	double		q = p - 0.5;
	double		r,
				z;

	if (fabs(q) <= 0.425)
	{
		r = 0.180625 - q * q;
		return q * polynomial(a, r) / polynomial(b, r);
	}
	r = sqrt(-tc_log(q < 0 ? p : 1 - p));
	z = r <= 5 ? polynomial(c, r - 1.6) / polynomial(d, r - 1.6) : polynomial(e, r - 5) / polynomial(f, r - 5);
	return q < 0 ? -z : z;
}

/*
 * The probability that a standard normal variable lies below z
 *
 * Hart's rational function 5666 with the tail as a continued fraction, as West
 * gives it (2005); error below 1e-14.
 */
double
tc_normal_below(double z)
{
	static const double a[] = {
		220.206867912376, 221.213596169931, 112.079291497871, 33.912866078383,
		6.37396220353165, 0.700383064443688, 3.52624965998911e-02, 0
	};
	static const double b[] = {
		440.413735824752, 793.826512519948, 637.333633378831, 296.564248779674,
		86.7807322029461, 16.064177579207, 1.75566716318264, 8.83883476483184e-02
	};
	double		x = fabs(z);
	double		tail = 0;

	if (x <= 37)
	{
		tail = tc_exp(-x * x / 2);
		if (x < 7.07106781186547)
			tail *= polynomial(a, x) / polynomial(b, x);
		else
			tail /= (x + 1 / (x + 2 / (x + 3 / (x + 4 / (x + 0.65))))) * 2.506628274631;
	}
	return z > 0 ? 1 - tail : tail;
}

/*
 * The points are Korobov's lattice, shifted: coordinate j of point i is
 *
 *     u = ((i a^j + (j + 1) b mod n) + 1/2) / n
 *
 * so each dimension takes the n values (k + 1/2) / n once each.  For n = 4096
 * a = 301 has the least error of all 1024 of full period at the 10th, 50th and
 * 90th percentiles of 60 random products of three to ten inputs, by the shares
 * that product_model.c tells.  It and the shift were then chosen of nine against
 * the drawn percentiles of the first 79 cases of bench/ranges, so that those are
 * no fresh cases; other seeds of bench/ranges are.  Without the shift the first point would lie in the
 * corner where every input is least, and weigh more than such a corner does.
 */
#define GENERATOR		301
#define SHIFT			1565

/* a^j mod n: by how many scores a dimension goes on from point to point */
unsigned
tc_lattice_step(int dimension)
{
	unsigned	step = 1;

	for (int j = 0; j < dimension; j++)
		step = step * GENERATOR % TC_POINTS;
	return step;
}

/* the score that a dimension has at the first point */
unsigned
tc_lattice_start(int dimension)
{
	return (dimension + 1) * SHIFT % TC_POINTS;
}

/* the n normal scores of a dimension, ascending */
void
tc_normal_scores(double *scores)
{
	for (int k = 0; k < TC_POINTS; k++)
		scores[k] = tc_inverse_normal((k + 0.5) / TC_POINTS);
}

/* ln(x / (1 - x)) */
static double
log_odds(double x)
{
	return tc_log(x / (1 - x));
}

/*
 * The spread of a number whose median is this, and which lies between low and
 * high unless it is below -z or above z standard deviations
 *
 * A share, whose domain ends at 1, is logit-normal, so that no draw leaves
 * (0, 1); any other number, and a share whose interval reaches 1 and so has no
 * odds, is log-normal, cut at the ends of its domain.  Each half has its own
 * sigma.  False where low is not above 0 or the median not between them.
 */
bool
tc_spread(Spread *spread, double median, double low, double high, double z, double min, double max)
{
	if (!(low > 0 && low <= median && median <= high && high <= max))
		return false;
	spread->median = median;
	spread->min = min;
	spread->max = max;
	spread->odds = max <= 1 && high < 1;
	if (spread->odds)
	{
		spread->sigma_low = (log_odds(median) - log_odds(low)) / z;
		spread->sigma_high = (log_odds(high) - log_odds(median)) / z;
	}
	else
	{
		spread->sigma_low = tc_log(median / low) / z;
		spread->sigma_high = tc_log(high / median) / z;
	}
	return true;
}

/* the median of an interval without one: the middle of the odds or of the logarithms */
double
tc_middle(double low, double high, double max)
{
	double		odds;

	if (!(max <= 1 && high < 1))
		return sqrt(low) * sqrt(high);
	odds = sqrt(low / (1 - low) * (high / (1 - high)));
	return odds / (1 + odds);
}

static inline double
in_domain(const Spread *spread, double x)
{
	return x < spread->min ? spread->min : x > spread->max ? spread->max : x;
}

/* the number whose median was multiplied by this */
static inline double
amount_at(const Spread *spread, double factor)
{
	return in_domain(spread, spread->median * factor);
}

/* the share whose median's odds were multiplied by this */
static inline double
share_at(const Spread *spread, double factor)
{
	return in_domain(spread, 1 / (1 + (1 - spread->median) / (spread->median * factor)));
}

/* the number at z standard deviations */
double
tc_draw(const Spread *spread, double z)
{
	double		factor = tc_exp(z * (z < 0 ? spread->sigma_low : spread->sigma_high));

	return spread->odds ? share_at(spread, factor) : amount_at(spread, factor);
}

/* the numbers at count ascending scores, as tc_draw gives them one by one */
void
tc_draw_all(const Spread *spread, const double *scores, int count, double *values)
{
	double		farthest = fmax(-scores[0] * spread->sigma_low, scores[count - 1] * spread->sigma_high);

	if (!(farthest < 700))
	{
		for (int i = 0; i < count; i++)
			values[i] = tc_draw(spread, scores[i]);
		return;
	}
	/* loops without a branch, of which a compiler works out two numbers at a time */
	for (int i = 0; i < count; i++)
	{
		int			k;
		double		significand = exp_parts(scores[i] * (scores[i] < 0 ? spread->sigma_low : spread->sigma_high), &k);

		/* one step: the same bits as tc_exp's two, where neither leaves a double's range */
		values[i] = significand * power_of_two(k);
	}
	if (spread->odds)
		for (int i = 0; i < count; i++)
			values[i] = share_at(spread, values[i]);
	else
		for (int i = 0; i < count; i++)
			values[i] = amount_at(spread, values[i]);
}

/* sort few values by insertion */
static void
sort_few(double *values, int count)
{
	for (int i = 1; i < count; i++)
	{
		double		value = values[i];
		int			place = i;

		for (; place > 0 && values[place - 1] > value; place--)
			values[place] = values[place - 1];
		values[place] = value;
	}
}

/* values are sampled this often to find a pivot near the rank */
#define SAMPLE	15

/* one of values[first .. last] that is probably near the rank-th smallest of them all */
static double
pivot_near(const double *values, int first, int last, int rank)
{
	double		sample[SAMPLE];
	int			count = last - first + 1;

	for (int i = 0; i < SAMPLE; i++)
		sample[i] = values[first + (int) ((int64_t) i * (count - 1) / (SAMPLE - 1))];
	sort_few(sample, SAMPLE);
	return sample[(int) ((int64_t) (rank - first) * SAMPLE / count)];
}

/*
 * Move the values below the pivot, or not above it, to the front of values[first
 * .. last]; the index behind them.  Without a branch, which could not be foretold
 * (Lomuto's partition).
 */
static int
partition(double *values, int first, int last, double pivot, bool pivot_too)
{
	int			end = first;

	if (pivot_too)
		for (int i = first; i <= last; i++)
		{
			double		value = values[i];

			values[i] = values[end];
			values[end] = value;
			end += value <= pivot;
		}
	else
		for (int i = first; i <= last; i++)
		{
			double		value = values[i];

			values[i] = values[end];
			values[end] = value;
			end += value < pivot;
		}
	return end;
}

/*
 * Put the rank-th smallest of values[first .. last] where a sort would put it,
 * none greater before it, none smaller behind it (Hoare's selection).
 */
static void
select_rank(double *values, int first, int last, int rank)
{
	while (last - first >= SAMPLE)
	{
		double		pivot = pivot_near(values, first, last, rank);
		int			less = partition(values, first, last, pivot, false);
		int			not_above;

		if (rank < less)
		{
			last = less - 1;
			continue;
		}
		not_above = partition(values, less, last, pivot, true);
		if (rank < not_above)
			return;
		first = not_above;
	}
	sort_few(values + first, last - first + 1);
}

/* the smallest of the values */
static double
smallest(const double *values, int count)
{
	double		least = values[0];

	for (int i = 1; i < count; i++)
		least = values[i] < least ? values[i] : least;
	return least;
}

/*
 * Quantiles at these shares, in ascending order, by linear interpolation at rank
 * p (n - 1); values are reordered.  NaN if a value is NaN or the quantile is not
 * finite.
 */
void
tc_quantiles(double *values, int count, const double *shares, int nshares, double *quantiles)
{
	int			first = 0;
	bool		unknown = false;
	bool		constant = true;

	for (int i = 0; i < count; i++)
	{
		unknown |= isnan(values[i]);
		constant &= values[i] == values[0];
	}
	for (int s = 0; s < nshares; s++)
	{
		double		position = shares[s] * (count - 1);
		int			rank = (int) position;
		double		lower,
					upper;

		quantiles[s] = NAN;
		if (unknown)
			continue;
		if (!constant)
			select_rank(values, first, count - 1, rank);
		lower = upper = values[rank];
		first = rank;
		if (!constant && rank + 1 < count)
			upper = smallest(values + rank + 1, count - rank - 1);
		/* where both are equal, or infinite, there is nothing between them */
		quantiles[s] = lower == upper ? lower : lower + (position - rank) * (upper - lower);
		if (!isfinite(quantiles[s]))
			quantiles[s] = NAN;
	}
}
