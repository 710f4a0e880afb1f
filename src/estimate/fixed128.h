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

#include "common/int.h"
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

/* *sum += word; false on overflow.  Few words carry, so the high one is seldom touched */
static inline bool
tc_fixed_add_word(Fixed128 *sum, uint64 word)
{
	sum->low += word;
	return likely(sum->low >= word) || !pg_add_s64_overflow(sum->high, 1, &sum->high);
}

/* *sum -= word; false on overflow */
static inline bool
tc_fixed_subtract_word(Fixed128 *sum, uint64 word)
{
	bool		borrows = sum->low < word;

	sum->low -= word;
	return likely(!borrows) || !pg_sub_s64_overflow(sum->high, 1, &sum->high);
}

/*
 * value x scale, of a value above 0, rounded half up.  The whole part is exact;
 * only the fraction is rounded.  The product must be below 2^63.
 */
static inline uint64
tc_fixed_word(double value, uint32 scale)
{
	int64		whole = (int64) value;

	return (uint64) whole * scale + (uint64) (int64) ((value - (double) whole) * scale + 0.5);
}

/* a magnitude from 2^63 to 8e34 (below 2^116), which is whole: 53 bits, shifted by its exponent */
static inline Fixed128
tc_fixed_whole(double magnitude)
{
	const uint64 hidden = UINT64CONST(1) << 52;
	uint64		bits;
	int			shift;
	Fixed128	result;

	memcpy(&bits, &magnitude, sizeof(bits));
	shift = (int) (bits >> 52) - 1075;
	bits = (bits & (hidden - 1)) | hidden;
	result.low = bits << shift;
	result.high = (int64) (bits >> (64 - shift));
	return result;
}

/*
 * value * scale, rounded half away from zero, of any magnitude; false if the
 * value is not finite or 128 bits do not hold the product
 */
extern bool tc_fixed_from_double(double value, uint32 scale, Fixed128 *result);

extern double tc_fixed_to_double(Fixed128 value, uint32 scale);
extern void tc_fixed_append(StringInfo out, Fixed128 value);
extern bool tc_fixed_parse(const char **cursor, Fixed128 *result);

#endif
