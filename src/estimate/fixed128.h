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

extern bool tc_fixed_from_double(double value, uint32 scale, Fixed128 *result);
extern double tc_fixed_to_double(Fixed128 value, uint32 scale);
extern void tc_fixed_append(StringInfo out, Fixed128 value);
extern bool tc_fixed_parse(const char **cursor, Fixed128 *result);

#endif
