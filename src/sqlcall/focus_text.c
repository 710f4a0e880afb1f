/*
 * focus_text.c: texts in the forms that FOCUS demands
 *
 * A cost table has millions of them, and a pattern costs microseconds each.
 */
#include "postgres.h"

#include <ctype.h>

#include "fmgr.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/datetime.h"
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

/* moves past "key": value, where the value is no object and no array */
static bool
skip_pair(const char **at, const char *end)
{
	if (!skip_string(at, end))
		return false;
	skip_blanks(at, end);
	if (!skip_char(at, end, ':'))
		return false;
	skip_blanks(at, end);
	if (*at < end && **at == '"')
		return skip_string(at, end);
	return skip_word(at, end, "true") || skip_word(at, end, "false") || skip_word(at, end, "null") ||
		skip_number(at, end);
}

/* returns whether a text is a JSON object of strings, numbers, true, false and null */
PG_FUNCTION_INFO_V1(_is_flat_json);
Datum
_is_flat_json(PG_FUNCTION_ARGS)
{
	text	   *value = PG_GETARG_TEXT_PP(0);
	const char *at = VARDATA_ANY(value);
	const char *end = at + VARSIZE_ANY_EXHDR(value);

	skip_blanks(&at, end);
	if (!skip_char(&at, end, '{'))
		PG_RETURN_BOOL(false);
	skip_blanks(&at, end);
	if (at < end && *at != '}')
		for (;;)
		{
			if (!skip_pair(&at, end))
				PG_RETURN_BOOL(false);
			skip_blanks(&at, end);
			if (!skip_char(&at, end, ','))
				break;
			skip_blanks(&at, end);
		}
	if (!skip_char(&at, end, '}'))
		PG_RETURN_BOOL(false);
	skip_blanks(&at, end);
	PG_RETURN_BOOL(at == end);
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
read_time(text *value, Timestamp *time)
{
	static const int days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	const char *at = VARDATA_ANY(value);
	int			century;
	int			year;
	int			month;
	int			day;
	int			hour;
	int			minute;
	int			second;

	if (VARSIZE_ANY_EXHDR(value) != 20 || at[4] != '-' || at[7] != '-' || at[10] != 'T' ||
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

/* returns whether a text is a time of the calendar in UTC: 2026-09-01T00:00:00Z */
PG_FUNCTION_INFO_V1(_is_focus_time);
Datum
_is_focus_time(PG_FUNCTION_ARGS)
{
	Timestamp	time;

	PG_RETURN_BOOL(read_time(PG_GETARG_TEXT_PP(0), &time));
}

/* returns the time that a text is, in UTC; NULL if it is none: a cast would cost ten times as much */
PG_FUNCTION_INFO_V1(_focus_time);
Datum
_focus_time(PG_FUNCTION_ARGS)
{
	Timestamp	time;

	if (!read_time(PG_GETARG_TEXT_PP(0), &time))
		PG_RETURN_NULL();
	PG_RETURN_TIMESTAMP(time);
}

/* returns whether a text is a number as FOCUS writes one: no sign but -, mEn with n of two digits at most */
PG_FUNCTION_INFO_V1(_is_focus_number);
Datum
_is_focus_number(PG_FUNCTION_ARGS)
{
	text	   *value = PG_GETARG_TEXT_PP(0);
	const char *at = VARDATA_ANY(value);
	const char *end = at + VARSIZE_ANY_EXHDR(value);
	int			digits;

	skip_char(&at, end, '-');
	digits = skip_digits(&at, end);
	if (skip_char(&at, end, '.'))
		digits += skip_digits(&at, end);
	if (digits == 0)
		PG_RETURN_BOOL(false);
	if (skip_char(&at, end, 'e') || skip_char(&at, end, 'E'))
	{
		skip_char(&at, end, '-');
		digits = skip_digits(&at, end);
		if (digits == 0 || digits > 2)
			PG_RETURN_BOOL(false);
	}
	PG_RETURN_BOOL(at == end);
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

/* returns whether one of some texts is a word that people write where nothing is known */
PG_FUNCTION_INFO_V1(_has_placeholder);
Datum
_has_placeholder(PG_FUNCTION_ARGS)
{
	ArrayIterator iterator = array_create_iterator(PG_GETARG_ARRAYTYPE_P(0), 0, NULL);
	Datum		value;
	bool		isnull;

	while (array_iterate(iterator, &value, &isnull))
		if (!isnull)
		{
			text	   *word = DatumGetTextPP(value);

			if (is_placeholder(VARDATA_ANY(word), VARSIZE_ANY_EXHDR(word)))
				PG_RETURN_BOOL(true);
		}
	PG_RETURN_BOOL(false);
}
