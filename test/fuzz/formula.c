/*
 * formula.c: call every formula with random arguments
 *
 *     build/fuzz/formula CALLS SEED
 *
 * Built with the address and undefined-behaviour sanitizers, which end it at
 * the first fault.  Half of the calls pass any 64 bits, where the only promise
 * is to return; the other half pass what the SQL function would let through.
 * Then a result is finite, or the SQL function must be able to raise 22003: the
 * processor saw an overflow or underflow.  NaN without one is a wrong formula,
 * unless it means "never".
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <signal.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "fuzz/fuzz.h"

static uint64_t
next_bits(Source *s)
{
	/* splitmix64 */
	uint64_t	z = (s->state += UINT64_C(0x9e3779b97f4a7c15));

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

int
fuzz_draw_below(Source *s, int count)
{
	return (int) (next_bits(s) % (uint64_t) count);
}

static double
any_bits(Source *s)
{
	static const double ends[] = {
		0, -0.0, 1, -1, 0.5, 2, 3, 1e9, 1e12, DBL_MAX, -DBL_MAX, DBL_MIN, DBL_TRUE_MIN, -DBL_TRUE_MIN,
		DBL_EPSILON, 1 - DBL_EPSILON / 2, 1 + DBL_EPSILON, 9007199254740992.0, 9223372036854775808.0,
		-9223372036854775808.0, 4294967296.0, INFINITY, -INFINITY, NAN
	};
	uint64_t	bits = next_bits(s);
	double		value;

	if (fuzz_draw_below(s, 3) == 0)
		return ends[fuzz_draw_below(s, sizeof(ends) / sizeof(ends[0]))];
	memcpy(&value, &bits, sizeof(value));
	return value;
}

/* a value of the domain: an end, a number as people write it, or any magnitude */
static double
within(Source *s, const Range *range)
{
	double		value;

	switch (fuzz_draw_below(s, 8))
	{
		case 0:
			return range->min;
		case 1:
			return range->max;
		case 2:
			value = nextafter(range->min, range->max);
			break;
		case 3:
		case 4:
			value = fuzz_draw_below(s, 130);
			break;
		case 5:
			value = fuzz_draw_below(s, 1000) / 1000.0;
			break;
		case 6:
			value = pow(10, fuzz_draw_below(s, 28));
			break;
		default:
			value = fabs(any_bits(s));
	}
	if (range->whole)
		value = rint(value);
	if (!(value >= range->min && value <= range->max))
		return range->min + (range->max < 2 ? (range->max - range->min) / 3 : 1);
	return value;
}

double
fuzz_draw(Source *s, int domain)
{
	return s->raw ? any_bits(s) : within(s, &fuzz_ranges[domain]);
}

void
fuzz_keep(Outcome *out, double value)
{
	if (out->count == MAX_VALUES)
		abort();
	out->values[out->count++] = value;
}

/* what is wrong with a result, or NULL */
static const char *
fault(const Caller *caller, const Source *s, const Outcome *out, int exceptions)
{
	if (s->raw || out->refused || !caller->known_domains)
		return NULL;
	for (int i = 0; i < out->count; i++)
	{
		if (isnan(out->values[i]) && !out->never && (exceptions & (FE_OVERFLOW | FE_UNDERFLOW)) == 0)
			return "NaN without overflow";
		if (out->never && !isnan(out->values[i]))
			return "a number that should be NaN, for never";
		if (isinf(out->values[i]) && (exceptions & (FE_OVERFLOW | FE_UNDERFLOW | FE_DIVBYZERO)) == 0)
			return "infinity without overflow";
	}
	return NULL;
}

/* the formula that is being called, for the alarm */
static const Caller *current;

#define PATIENCE_SECONDS	20
#define CALLS_PER_ALARM		65536

static void
hangs(int signal)
{
	static const char message[] = "not ok - this formula does not return: ";

	(void) signal;
	if (write(1, message, sizeof(message) - 1) < 0 || write(1, current->name, strlen(current->name)) < 0 || write(1, "\n", 1) < 0)
		_exit(2);
	_exit(1);
}

int
main(int argc, char **argv)
{
	long		calls = argc > 1 ? atol(argv[1]) : 100000;
	uint64_t	seed = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
	Source		source = {seed, false};
	long		finite = 0,
				out_of_range = 0,
				refused = 0,
				never = 0,
				faults = 0;
	clock_t		begin = clock();

	signal(SIGALRM, hangs);
	for (long i = 0; i < calls; i++)
	{
		const Caller *caller = &fuzz_callers[fuzz_draw_below(&source, fuzz_caller_count)];
		Outcome		out = {0};
		Outcome		again = {0};
		Source		before;
		const char *why;
		bool		all_finite = true;

		current = caller;
		if (i % CALLS_PER_ALARM == 0)
			alarm(PATIENCE_SECONDS);
		source.raw = fuzz_draw_below(&source, 2) == 0;
		before = source;
		caller->call(&source, &out);
		why = fault(caller, &source, &out, fetestexcept(FE_ALL_EXCEPT));
		source = before;
		caller->call(&source, &again);
		if (memcmp(out.values, again.values, sizeof(out.values)) != 0)
			why = "another result the second time";
		if (why != NULL && faults++ < 20)
			printf("not ok - %s returned %s, %.17g: call %ld, seed %" PRIu64 "\n", caller->name, why, out.values[0], i, seed);
		for (int k = 0; k < out.count; k++)
			all_finite = all_finite && isfinite(out.values[k]);
		if (out.refused)
			refused++;
		else if (all_finite)
			finite++;
		else if (out.never)
			never++;
		else
			out_of_range++;
	}
	printf("%s - %ld calls of %d formulas, seed %" PRIu64 ": %ld finite, %ld out of range, %ld refused, %ld never; %.1f s\n",
		   faults == 0 ? "ok" : "not ok", calls, fuzz_caller_count, seed, finite, out_of_range, refused, never,
		   (double) (clock() - begin) / CLOCKS_PER_SEC);
	return faults != 0;
}
