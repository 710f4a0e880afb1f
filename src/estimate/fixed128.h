/*
 * fixed128.h: exact sums of doubles as 128-bit fixed-point integers
 *
 * A double is rounded once to the scale; from then on addition and subtraction
 * are exact, so the order of rows and the number of workers cannot matter.
 * Two 64-bit words instead of a compiler's int128: the same bits everywhere.
 */
#ifndef TC_FIXED128_H
#define TC_FIXED128_H

#include "postgres.h"

#include <math.h>

#include "lib/stringinfo.h"

/* two's complement: value = high x 2^64 + low */
typedef struct Fixed128
{
	int64		high;
	uint64		low;
} Fixed128;

static inline bool
tc_fixed_is_zero(Fixed128 a)
{
	return a.high == 0 && a.low == 0;
}

/* *sum += addend; false on overflow */
static inline bool
tc_fixed_add(Fixed128 *sum, Fixed128 addend)
{
	uint64		low = sum->low + addend.low;
	uint64		high = (uint64) sum->high + (uint64) addend.high + (low < addend.low);
	bool		overflow = ((sum->high ^ (int64) high) & (addend.high ^ (int64) high)) < 0;

	sum->high = (int64) high;
	sum->low = low;
	return !overflow;
}

static inline Fixed128
tc_fixed_negate(Fixed128 a)
{
	Fixed128	result;

	result.low = ~a.low + 1;
	result.high = (int64) (~(uint64) a.high + (result.low == 0));
	return result;
}

/* a x b without loss; b fits 32 bits, the product 96 */
static inline Fixed128
tc_fixed_multiply(uint64 a, uint32 b)
{
	uint64		low = (a & 0xffffffff) * b;
	uint64		middle = (a >> 32) * b;
	Fixed128	result;

	result.low = low + (middle << 32);
	result.high = (int64) ((middle >> 32) + (result.low < low));
	return result;
}

extern bool tc_fixed_from_large(double value, uint32 scale, Fixed128 *result);

/*
 * value x scale, rounded half away from zero; false if it is not finite or
 * leaves the range.  The whole part is exact; only the fraction is rounded.
 */
static inline bool
tc_fixed_from_double(double value, uint32 scale, Fixed128 *result)
{
	double		magnitude = fabs(value);
	int64		whole;
	uint64		fraction;

	/* 2^63, from which on a double has no fraction */
	if (unlikely(!(magnitude < 9223372036854775808.0)))
		return tc_fixed_from_large(value, scale, result);

	whole = (int64) magnitude;
	fraction = (uint64) (int64) ((magnitude - (double) whole) * scale + 0.5);
	if (likely(magnitude < 9e9))
	{
		/* the product of both fits one word: nearly every dollar and kWh */
		result->high = 0;
		result->low = (uint64) whole * scale + fraction;
	}
	else
	{
		*result = tc_fixed_multiply((uint64) whole, scale);
		result->low += fraction;
		result->high += result->low < fraction;
	}
	if (value < 0)
		*result = tc_fixed_negate(*result);
	return true;
}

extern double tc_fixed_to_double(Fixed128 value, uint32 scale);
extern void tc_fixed_append(StringInfo out, Fixed128 value);
extern bool tc_fixed_parse(const char **cursor, Fixed128 *result);

#endif
