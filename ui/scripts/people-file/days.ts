// Days in workbooks are numbers, and only their format says that they are days.

/** The formats that every workbook knows: days, hours, and those of East Asia. */
const isKnown = (id: number) =>
  (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);

/** Whether numbers of a format are days. */
export function isDay(id: number, code: string | undefined): boolean {
  if (code === undefined) return isKnown(id);
  // What is literal, or a colour, a currency or a condition, does not count; nor what comes after the first form.
  const first = code.replace(/"[^"]*"|[\\_*]./g, "").split(";")[0] ?? "";
  return /\[[hms]+\]/i.test(first) || /[dmyhs]/i.test(first.replace(/\[[^\]]*\]|general/gi, ""));
}

/** A day as tables of text write it, with the hour where it has one. */
export function dayOf(value: number, from1904: boolean): string {
  // The first system has a 29 February 1900, which never was.
  const days = from1904 ? value + 1462 : value < 60 ? value + 1 : value;
  const seconds = Math.round((days - 25_569) * 86_400);
  const day = new Date(seconds * 1000);
  if (Number.isNaN(day.getTime())) return String(value);
  const [date, hour] = day.toISOString().split("T") as [string, string];
  return hour.startsWith("00:00:00") ? date : `${date} ${hour.slice(0, 8)}`;
}
