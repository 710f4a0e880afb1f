/*
 * fuzz.h: what the generated callers of formulas and their driver share
 */
#ifndef TC_FUZZ_H
#define TC_FUZZ_H

#include <fenv.h>
#include <stdint.h>

#include "formula/formula.h"

typedef struct Range
{
	double		min;
	double		max;
	bool		whole;
} Range;

/* a stream of random numbers; raw: any 64 bits, else of the argument's domain */
typedef struct Source
{
	uint64_t	state;
	bool		raw;
} Source;

#define MAX_VALUES	64

typedef struct Outcome
{
	bool		refused;		/* a check reported a Problem */
	bool		never;			/* the formula's own reason for NaN holds */
	int			count;
	double		values[MAX_VALUES];
} Outcome;

typedef struct Caller
{
	const char *name;
	void		(*call) (Source *s, Outcome *out);
	bool		known_domains;
} Caller;

extern const Range fuzz_ranges[];
extern const Caller fuzz_callers[];
extern const int fuzz_caller_count;

extern double fuzz_draw(Source *s, int domain);
extern int	fuzz_draw_below(Source *s, int count);
extern void fuzz_keep(Outcome *out, double value);

#endif
