/*
 * focus_text.c: texts in the forms that FOCUS demands
 *
 * A cost table has millions of them, and a pattern costs microseconds each.
 */
#include "postgres.h"

#include <ctype.h>
#include <math.h>

#include "catalog/pg_type.h"
#include "fmgr.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/date.h"
#include "utils/datetime.h"
#include "utils/numeric.h"
#include "utils/timestamp.h"

#include "traincost.h"

/* moves past the digits at *at; returns how many there were */
static int
skip_digits(const char **at, const char *end)
{
	const char *start = *at;

	while (*at < end && isdigit((unsigned char) **at))
		(*at)++;
	return *at - start;
}

static void
skip_blanks(const char **at, const char *end)
{
	while (*at < end && strchr(" \t\r\n", **at) != NULL && **at != '\0')
		(*at)++;
}

/* moves past a character that must be there */
static bool
skip_char(const char **at, const char *end, char wanted)
{
	if (*at >= end || **at != wanted)
		return false;
	(*at)++;
	return true;
}

/* moves past a word that must be there */
static bool
skip_word(const char **at, const char *end, const char *wanted)
{
	size_t		length = strlen(wanted);

	if (end - *at < (ptrdiff_t) length || memcmp(*at, wanted, length) != 0)
		return false;
	*at += length;
	return true;
}

/* moves past an escape sequence after its backslash; the character 0 cannot be in a text */
static bool
skip_escape(const char **at, const char *end)
{
	const char *digits;

	if (*at >= end)
		return false;
	if (strchr("\"\\/bfnrt", **at) != NULL && **at != '\0')
	{
		(*at)++;
		return true;
	}
	if (!skip_char(at, end, 'u') || end - *at < 4)
		return false;
	digits = *at;
	for (int i = 0; i < 4; i++)
		if (!isxdigit((unsigned char) digits[i]))
			return false;
	*at += 4;
	return memcmp(digits, "0000", 4) != 0;
}

/* moves past a JSON string */
static bool
skip_string(const char **at, const char *end)
{
	if (!skip_char(at, end, '"'))
		return false;
	while (*at < end && **at != '"')
	{
		unsigned char c = **at;

		if (c < 0x20 || c == 0x7f)
			return false;
		(*at)++;
		if (c == '\\' && !skip_escape(at, end))
			return false;
	}
	return skip_char(at, end, '"');
}

/* moves past a JSON number */
static bool
skip_number(const char **at, const char *end)
{
	skip_char(at, end, '-');
	if (!skip_char(at, end, '0') && skip_digits(at, end) == 0)
		return false;
	if (skip_char(at, end, '.') && skip_digits(at, end) == 0)
		return false;
	if (skip_char(at, end, 'e') || skip_char(at, end, 'E'))
	{
		if (!skip_char(at, end, '+'))
			skip_char(at, end, '-');
		return skip_digits(at, end) > 0;
	}
	return true;
}

/* a key of an object, between its quotes */
typedef struct Key
{
	const char *at;
	int			length;
} Key;

/* the keys of an object; a few need no memory of their own */
typedef struct Keys
{
	int			count;
	int			room;
	Key		   *key;
	Key			few[16];
} Keys;

static void
note_key(Keys *keys, const char *at, int length)
{
	if (keys->count == keys->room)
	{
		Key		   *more = palloc(2 * keys->room * sizeof(Key));

		memcpy(more, keys->key, keys->count * sizeof(Key));
		keys->key = more;
		keys->room *= 2;
	}
	keys->key[keys->count].at = at;
	keys->key[keys->count].length = length;
	keys->count++;
}

static int
compare_keys(const void *left, const void *right)
{
	const Key  *a = left;
	const Key  *b = right;

	return a->length != b->length ? a->length - b->length : memcmp(a->at, b->at, a->length);
}

/* returns whether a key stands twice; it sorts the keys */
static bool
has_twins(Keys *keys)
{
	if (keys->count < 2)
		return false;
	qsort(keys->key, keys->count, sizeof(Key), compare_keys);
	for (int i = 1; i < keys->count; i++)
		if (compare_keys(&keys->key[i - 1], &keys->key[i]) == 0)
			return true;
	return false;
}

static bool skip_value(const char **at, const char *end);

/* moves past "key": value; keys NULL: the value may be an object or array */
static bool
skip_pair(const char **at, const char *end, Keys *keys)
{
	const char *key = *at + 1;

	if (!skip_string(at, end))
		return false;
	if (keys != NULL)
		note_key(keys, key, *at - 1 - key);
	skip_blanks(at, end);
	if (!skip_char(at, end, ':'))
		return false;
	skip_blanks(at, end);
	if (keys != NULL && *at < end && (**at == '{' || **at == '['))
		return false;
	return skip_value(at, end);
}

/* moves past what stands between brackets, with commas between: pairs of an object, or values */
static bool
skip_list(const char **at, const char *end, char open, Keys *keys)
{
	char		close = open == '{' ? '}' : ']';

	check_stack_depth();
	if (!skip_char(at, end, open))
		return false;
	skip_blanks(at, end);
	if (*at < end && **at != close)
		for (;;)
		{
			if (open == '{' ? !skip_pair(at, end, keys) : !skip_value(at, end))
				return false;
			skip_blanks(at, end);
			if (!skip_char(at, end, ','))
				break;
			skip_blanks(at, end);
		}
	return skip_char(at, end, close);
}

/* moves past a JSON value */
static bool
skip_value(const char **at, const char *end)
{
	if (*at >= end)
		return false;
	switch (**at)
	{
		case '"':
			return skip_string(at, end);
		case '{':
		case '[':
			return skip_list(at, end, **at, NULL);
		default:
			return skip_word(at, end, "true") || skip_word(at, end, "false") || skip_word(at, end, "null") ||
				skip_number(at, end);
	}
}

/* returns whether a text is a JSON object; keys not NULL: one without nesting, whose keys are noted */
static bool
is_object(const char *at, const char *end, Keys *keys)
{
	skip_blanks(&at, end);
	if (!skip_list(&at, end, '{', keys))
		return false;
	skip_blanks(&at, end);
	return at == end;
}

static void
start_keys(Keys *keys)
{
	keys->count = 0;
	keys->room = lengthof(keys->few);
	keys->key = keys->few;
}

/* returns whether a text is a JSON object of strings, numbers, true, false and null, each key once */
static bool
is_flat_json(const char *at, const char *end)
{
	Keys		keys;

	start_keys(&keys);
	return is_object(at, end, &keys) && !has_twins(&keys);
}

/*
 * returns whether a JSON object without nesting has a key that is none of some
 * names and does not begin with x_; false for what is no such object
 */
PG_FUNCTION_INFO_V1(_has_other_key);
Datum
_has_other_key(PG_FUNCTION_ARGS)
{
	text	   *value = PG_GETARG_TEXT_PP(0);
	const char *at = VARDATA_ANY(value);
	Keys		keys;
	Datum	   *names;
	bool	   *nulls;
	int			count;

	start_keys(&keys);
	if (!is_object(at, at + VARSIZE_ANY_EXHDR(value), &keys) || keys.count == 0)
		PG_RETURN_BOOL(false);
	deconstruct_array(PG_GETARG_ARRAYTYPE_P(1), TEXTOID, -1, false, TYPALIGN_INT, &names, &nulls, &count);
	for (int i = 0; i < keys.count; i++)
	{
		Key		   *key = &keys.key[i];
		bool		known = key->length >= 2 && memcmp(key->at, "x_", 2) == 0;

		for (int n = 0; n < count && !known; n++)
			known = !nulls[n] && (int) VARSIZE_ANY_EXHDR(DatumGetPointer(names[n])) == key->length &&
				memcmp(VARDATA_ANY(DatumGetPointer(names[n])), key->at, key->length) == 0;
		if (!known)
			PG_RETURN_BOOL(true);
	}
	PG_RETURN_BOOL(false);
}

/* the number that two digits are; -1 if they are none */
static int
two_digits(const char *at)
{
	if (!isdigit((unsigned char) at[0]) || !isdigit((unsigned char) at[1]))
		return -1;
	return (at[0] - '0') * 10 + at[1] - '0';
}

/* reads a time of the calendar in UTC, 2026-09-01T00:00:00Z; returns whether a text is one */
static bool
read_time(const char *at, int length, Timestamp *time)
{
	static const int days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	int			century;
	int			year;
	int			month;
	int			day;
	int			hour;
	int			minute;
	int			second;

	if (length != 20 || at[4] != '-' || at[7] != '-' || at[10] != 'T' ||
		at[13] != ':' || at[16] != ':' || at[19] != 'Z')
		return false;
	century = two_digits(at);
	year = two_digits(at + 2);
	month = two_digits(at + 5);
	day = two_digits(at + 8);
	hour = two_digits(at + 11);
	minute = two_digits(at + 14);
	second = two_digits(at + 17);
	if (century < 10 || century > 29 || year < 0 || month < 1 || month > 12 || day < 1 || day > days[month - 1])
		return false;
	year += 100 * century;
	if (month == 2 && day == 29 && (year % 4 != 0 || (year % 100 == 0 && year % 400 != 0)))
		return false;
	if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59)
		return false;
	*time = (date2j(year, month, day) - POSTGRES_EPOCH_JDATE) * USECS_PER_DAY +
		hour * USECS_PER_HOUR + minute * USECS_PER_MINUTE + second * USECS_PER_SEC;
	return true;
}

/* returns the time that a text is, in UTC; NULL if it is none: a cast would cost ten times as much */
PG_FUNCTION_INFO_V1(_focus_time);
Datum
_focus_time(PG_FUNCTION_ARGS)
{
	text	   *value = PG_GETARG_TEXT_PP(0);
	Timestamp	time;

	if (!read_time(VARDATA_ANY(value), VARSIZE_ANY_EXHDR(value), &time))
		PG_RETURN_NULL();
	PG_RETURN_TIMESTAMP(time);
}

/* moves past digits with at most one point; returns how many there were */
static int
skip_decimal(const char **at, const char *end)
{
	int			digits = skip_digits(at, end);

	if (skip_char(at, end, '.'))
		digits += skip_digits(at, end);
	return digits;
}

/* moves past an exponent, if there is one; returns false for one without a digit or with more than two */
static bool
skip_exponent(const char **at, const char *end, bool may_have_plus)
{
	int			digits;

	if (!skip_char(at, end, 'e') && !skip_char(at, end, 'E'))
		return true;
	if (!may_have_plus || !skip_char(at, end, '+'))
		skip_char(at, end, '-');
	digits = skip_digits(at, end);
	return digits == 1 || digits == 2;
}

/* returns whether a text is a number as FOCUS writes one: no sign but -, mEn with n of two digits at most */
static bool
is_focus_number(const char *at, const char *end)
{
	skip_char(&at, end, '-');
	if (skip_decimal(&at, end) == 0)
		return false;
	return skip_exponent(&at, end, false) && at == end;
}

/* returns whether a text is a number at all: with blanks around it or signs +, too */
static bool
is_number(const char *at, const char *end)
{
	while (skip_char(&at, end, ' '))
		;
	while (end > at && end[-1] == ' ')
		end--;
	if (at < end && *at == '+')
		at++;
	else
		skip_char(&at, end, '-');
	if (skip_decimal(&at, end) == 0)
		return false;
	return skip_exponent(&at, end, true) && at == end;
}

/* returns the number that a text is; NULL if it is none */
PG_FUNCTION_INFO_V1(_focus_number);
Datum
_focus_number(PG_FUNCTION_ARGS)
{
	text	   *value = PG_GETARG_TEXT_PP(0);
	const char *at = VARDATA_ANY(value);

	if (!is_number(at, at + VARSIZE_ANY_EXHDR(value)))
		PG_RETURN_NULL();
	PG_RETURN_DATUM(DirectFunctionCall3(numeric_in, CStringGetDatum(text_to_cstring(value)),
										ObjectIdGetDatum(InvalidOid), Int32GetDatum(-1)));
}

static bool
is_infinite_number(Numeric number)
{
	return numeric_is_nan(number) || numeric_is_inf(number);
}

/* returns a number, but NULL for NaN and infinity */
PG_FUNCTION_INFO_V1(_finite_number);
Datum
_finite_number(PG_FUNCTION_ARGS)
{
	Numeric		number = PG_GETARG_NUMERIC(0);

	if (is_infinite_number(number))
		PG_RETURN_NULL();
	PG_RETURN_NUMERIC(number);
}

/* returns whether a text is a word that people write where nothing is known */
static bool
is_placeholder(const char *text, int length)
{
	static const char *const words[] = {"null", "n/a", "none", "not applicable", "-"};

	if (length == 0 || strchr("nN-", text[0]) == NULL)
		return false;
	for (int i = 0; i < lengthof(words); i++)
		if ((size_t) length == strlen(words[i]) && pg_strncasecmp(text, words[i], length) == 0)
			return true;
	return false;
}

/* returns whether a text breaks a form; an empty text is none */
static bool
breaks_form(char form, const char *at, const char *end)
{
	Timestamp	time;

	switch (form)
	{
		case 'b':
			skip_blanks(&at, end);
			return at == end;
		case 'n':
			return !is_focus_number(at, end);
		case 'a':
			return !is_number(at, end);
		case 't':
			return !read_time(at, end - at, &time);
		case 'j':
			return !is_flat_json(at, end);
		case 'o':
			return !is_object(at, end, NULL);
		case 'p':
			return is_placeholder(at, end - at);
		default:
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("argument \"forms\" must be letters of b, n, a, t, j, o, p, e and f, not \"%c\"", form)));
	}
}

/* returns whether a number or time is NaN or infinite; no other type can be */
static bool
is_infinite(Oid type, Datum value)
{
	switch (type)
	{
		case NUMERICOID:
			{
				Numeric		number = DatumGetNumeric(value);
				bool		infinite = is_infinite_number(number);

				if ((Pointer) number != DatumGetPointer(value))
					pfree(number);
				return infinite;
			}
		case FLOAT8OID:
			return !isfinite(DatumGetFloat8(value));
		case FLOAT4OID:
			return !isfinite(DatumGetFloat4(value));
		case TIMESTAMPOID:
		case TIMESTAMPTZOID:
			return TIMESTAMP_NOT_FINITE(DatumGetTimestamp(value));
		case DATEOID:
			return DATE_NOT_FINITE(DatumGetDateADT(value));
		default:
			return false;
	}
}

/* returns whether a value of a row breaks its form; e asks for NULL and empty text, which break no other */
static bool
breaks(char form, Oid type, Datum value, bool isnull)
{
	if (isnull)
		return form == 'e';
	if (form == 'f')
		return is_infinite(type, value);
	if (type == TEXTOID)
	{
		text	   *word = DatumGetTextPP(value);
		const char *at = VARDATA_ANY(word);
		const char *end = at + VARSIZE_ANY_EXHDR(word);
		bool		broken = at == end ? form == 'e' : form != 'e' && breaks_form(form, at, end);

		if ((Pointer) word != DatumGetPointer(value))
			pfree(word);
		return broken;
	}
	if (form != 'e')
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("form \"%c\" is one of text, not of %s", form, format_type_be(type))));
	return false;
}

/* returns the types of a call's arguments, looked up once */
static Oid *
argument_types(FunctionCallInfo fcinfo)
{
	FmgrInfo   *call = fcinfo->flinfo;
	Oid		   *types = call->fn_extra;

	if (types == NULL)
	{
		types = MemoryContextAlloc(call->fn_mcxt, sizeof(Oid) * FUNC_MAX_ARGS);
		for (int i = 0; i < PG_NARGS(); i++)
			types[i] = get_fn_expr_argtype(call, i);
		call->fn_extra = types;
	}
	return types;
}

/*
 * returns which of some values break their forms, the first in the lowest bit
 *
 * forms has a letter for each value: b text of blanks alone, n no number as
 * FOCUS writes one, a no number at all, t no time as FOCUS writes one, j no
 * flat JSON, o no JSON object, p a word for nothing, e NULL or empty, f NaN or
 * infinite.  One call
 * for sixty values costs less than three expressions.
 */
PG_FUNCTION_INFO_V1(_focus_mask);
Datum
_focus_mask(PG_FUNCTION_ARGS)
{
	const Oid  *types = argument_types(fcinfo);
	text	   *forms;
	int64		mask = 0;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	forms = PG_GETARG_TEXT_PP(0);
	if (get_fn_expr_variadic(fcinfo->flinfo) || VARSIZE_ANY_EXHDR(forms) != (size_t) PG_NARGS() - 1 || PG_NARGS() > 64)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("argument \"forms\" must have a letter for each of at most 63 values")));
	for (int i = 1; i < PG_NARGS(); i++)
		if (breaks(VARDATA_ANY(forms)[i - 1], types[i], PG_GETARG_DATUM(i), PG_ARGISNULL(i)))
			mask |= INT64CONST(1) << (i - 1);
	PG_RETURN_INT64(mask);
}
