/*
 * fuzz.h: what the generated callers of formulas and their driver share
 */
#ifndef TC_FUZZ_H
#define TC_FUZZ_H

#include <fenv.h>
#include <stdint.h>

#include "formula/architecture.h"
#include "formula/formula.h"
#include "formula/memory.h"
#include "formula/memory_method.h"

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

#define MAX_VALUES	16

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

extern const Range tc_ranges[];
extern const Caller tc_callers[];
extern const int tc_caller_count;

extern double tc_draw(Source *s, int domain);
extern int	tc_draw_below(Source *s, int count);
extern void tc_keep(Outcome *out, double value);

#endif
