# From the page to the body of a message: mail programs read no style sheet, show no
# drawing inside a message and fold nothing, so styles go into the tags and the charts
# stay in the attached page.
/^<style>$/,/^<\/style>/ {
    s/^<\/style><\/head><body>$/<\/head><body style="margin:12px;font:14px\/1.45 sans-serif">/
    t
    d
}
# one that has nothing to draw ends on its line, where a range would not
/<figure>.*<\/figure>/d
/<figure>/,/<\/figure>/d
/^<meta name="color-scheme"/d
/<td colspan="2">&nbsp;<\/td>/d
s/>NaN</>\&nbsp;</
s/<details><summary>[^<]*<\/summary>//g
s/<\/details>//g
s/<p class="notice within">/<p style="padding:8px 12px;border-left:4px solid #0072b2;font-weight:bold">/g
s/<p class="notice">/<p style="padding:8px 12px;border-left:4px solid #b04a00;font-weight:bold">/g
s/<p class="sign">/<p style="margin:20px 0">/g
s/<span><\/span>/______________________________/g
s/<div[^>]*>/<div style="overflow-x:auto">/g
s/<h1>/<h1 style="margin:0 0 4px;font-size:22px;line-height:1.2">/g
s/<h2>/<h2 style="margin:28px 0 4px;font-size:17px">/g
s/<p>/<p style="margin:0 0 10px">/g
s/<table[^>]*>/<table style="border-collapse:collapse;font-size:13px;margin:0 0 10px">/g
s/<th[^>]*>/<th style="padding:3px 10px 3px 0;border-bottom:1px solid #999;text-align:left;font-weight:bold">/g
s/<td align="right">/<td style="padding:3px 10px 3px 0;border-bottom:1px solid #ccc;text-align:right;white-space:nowrap">/g
s/<td[^>s][^>]*left[^>]*>/<td style="padding:3px 10px 3px 0;border-bottom:1px solid #ccc;text-align:left">/g
# a day or month is one word
s/text-align:left">\([0-9]\{4\}-[0-9-]*\)</text-align:left;white-space:nowrap">\1</g
s/<tr[^>]*>/<tr>/g
