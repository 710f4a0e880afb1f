/*
 * fixed128.c: exact sums of doubles as 128-bit fixed-point integers
 */
#include "postgres.h"

#include <math.h>

#include "estimate/fixed128.h"

/* a magnitude times 2^bits; false if it leaves the 127 bits */
static bool
shift_left(Fixed128 *a, int bits)
{
	if (bits >= 64)
	{
		if (a->high != 0 || bits >= 127 || a->low >> (127 - bits) != 0)
			return false;
		a->high = (int64) (a->low << (bits - 64));
		a->low = 0;
		return true;
	}
	if (bits > 0)
	{
		if ((uint64) a->high >> (63 - bits) != 0)
			return false;
		a->high = (int64) (((uint64) a->high << bits) | (a->low >> (64 - bits)));
		a->low <<= bits;
	}
	return true;
}

/*
 * The product of a scale and a magnitude from 2^63 on, which is whole: 53 bits
 * and an exponent.  False where 128 bits do not hold the product.
 */
static bool
from_whole(double magnitude, uint32 scale, Fixed128 *result)
{
	uint64		bits;
	int			exponent;

	memcpy(&bits, &magnitude, sizeof(bits));
	exponent = (int) (bits >> 52 & 0x7ff) - 1075;
	*result = tc_fixed_multiply((bits & UINT64CONST(0xfffffffffffff)) | UINT64CONST(0x10000000000000), scale);
	return shift_left(result, exponent);
}

/* value x scale, its magnitude rounded as tc_fixed_word does */
bool
tc_fixed_from_double(double value, uint32 scale, Fixed128 *result)
{
	double		magnitude = fabs(value);

	if (!isfinite(value))
		return false;
	if (magnitude < 9223372036854775808.0)
	{
		uint64		whole = (uint64) (int64) magnitude;
		uint64		fraction = (uint64) (int64) ((magnitude - (double) whole) * scale + 0.5);

		*result = tc_fixed_multiply(whole, scale);
		result->low += fraction;
		result->high += result->low < fraction;
	}
	else if (!from_whole(magnitude, scale, result))
		return false;
	if (value < 0)
		*result = tc_fixed_negate(*result);
	return true;
}

/* divide a number of 32-bit limbs, most significant first, in place; the remainder */
static uint32
divide(uint32 *limbs, int count, uint32 divisor)
{
	uint64		remainder = 0;

	for (int i = 0; i < count; i++)
	{
		remainder = (remainder << 32) | limbs[i];
		limbs[i] = (uint32) (remainder / divisor);
		remainder %= divisor;
	}
	return (uint32) remainder;
}

static Fixed128
magnitude_of(Fixed128 value)
{
	return value.high < 0 ? tc_fixed_negate(value) : value;
}

static void
to_limbs(Fixed128 magnitude, uint32 *limbs)
{
	limbs[0] = (uint32) ((uint64) magnitude.high >> 32);
	limbs[1] = (uint32) magnitude.high;
	limbs[2] = (uint32) (magnitude.low >> 32);
	limbs[3] = (uint32) magnitude.low;
}

/*
 * value / scale as the nearest double.  The quotient gets 96 bits below the
 * point; its top 64 bits, with a sticky bit for all that follows, round once.
 */
double
tc_fixed_to_double(Fixed128 value, uint32 scale)
{
	uint32		limbs[9] = {0}; /* 4 of the value, 3 of fraction, 2 zeros to read past */
	int			first = 0;
	int			shift = 0;
	uint64		top;
	bool		sticky;
	double		result;

	to_limbs(magnitude_of(value), limbs);
	sticky = divide(limbs, 7, scale) != 0;
	while (first < 7 && limbs[first] == 0)
		first++;
	if (first == 7)
		return 0;
	while ((limbs[first] << shift & 0x80000000) == 0)
		shift++;

	top = ((uint64) limbs[first] << 32 | limbs[first + 1]) << shift;
	if (shift > 0)
		top |= limbs[first + 2] >> (32 - shift);
	sticky = sticky || (uint32) (limbs[first + 2] << shift) != 0;
	for (int i = first + 3; i < 7; i++)
		sticky = sticky || limbs[i] != 0;

	/* limb i counts 2^(32 (3 - i)), so the top 64 bits count this */
	result = ldexp((double) (top | sticky), 32 * (2 - first) - shift);
	return value.high < 0 ? -result : result;
}

/* the integer in decimal */
void
tc_fixed_append(StringInfo out, Fixed128 value)
{
	uint32		limbs[4];
	uint32		groups[5];		/* of nine digits, least significant first */
	int			count = 0;

	if (value.high < 0)
		appendStringInfoChar(out, '-');
	to_limbs(magnitude_of(value), limbs);
	do
		groups[count++] = divide(limbs, 4, 1000000000);
	while ((limbs[0] | limbs[1] | limbs[2] | limbs[3]) != 0);

	appendStringInfo(out, "%u", groups[--count]);
	while (count > 0)
		appendStringInfo(out, "%09u", groups[--count]);
}

/* ten times a magnitude and a digit more; false beyond 2^127 by more than its last digits */
static bool
append_digit(uint64 *high, uint64 *low, unsigned int digit)
{
	Fixed128	tenfold = tc_fixed_multiply(*low, 10);

	/* 2^63 / 10: the high word stays below 2^64, and the end is judged once */
	if (*high > UINT64CONST(922337203685477580))
		return false;
	*low = tenfold.low + digit;
	*high = *high * 10 + (uint64) tenfold.high + (*low < digit);
	return true;
}

/*
 * Read a decimal integer and move the cursor behind it; false: none, or out of
 * range.  The range is what tc_fixed_append writes, from -2^127 to 2^127 - 1.
 */
bool
tc_fixed_parse(const char **cursor, Fixed128 *result)
{
	const uint64 sign_bit = UINT64CONST(1) << 63;
	const char *c = *cursor;
	bool		negative = *c == '-';
	uint64		high = 0;
	uint64		low = 0;

	if (negative)
		c++;
	if (*c < '0' || *c > '9')
		return false;
	for (; *c >= '0' && *c <= '9'; c++)
		if (!append_digit(&high, &low, *c - '0'))
			return false;
	if (high >= sign_bit && !(negative && high == sign_bit && low == 0))
		return false;
	result->high = (int64) high;
	result->low = low;
	if (negative)
		*result = tc_fixed_negate(*result);
	*cursor = c;
	return true;
}
