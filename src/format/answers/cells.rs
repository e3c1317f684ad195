//! What stands in a cell, and what was meant: dates as people and spreadsheets write them, codes
//! and their labels.

use crate::domain::date::CalendarDate;
use crate::domain::folding::letters as plain;
use crate::domain::leaving::answering::AnswerField;

/// Days between a spreadsheet's first day and 1970-01-01.
const SERIAL_OF_1970: i64 = 25_569;

/// What a spreadsheet writes in place of what it could not compute or show.
pub(super) fn is_error(text: &str) -> bool {
    const ERRORS: [&str; 13] = [
        "#NOM?", "#NAME?", "#REF!", "#VALEUR!", "#VALUE!", "#N/A", "#DIV/0!", "#NUL!", "#NULL!",
        "#NOMBRE!", "#NUM!", "Err:509", "Err:508",
    ];
    let text = text.trim();
    ERRORS.contains(&text) || (text.len() > 1 && text.bytes().all(|byte| byte == b'#'))
}

/// The code that a cell says, by itself or by one of its labels.
pub(super) fn code(field: AnswerField, text: &str) -> Option<&'static str> {
    let meant = plain(text);
    let rows = field.codes()?;
    let by_code = rows.iter().find(|(code, ..)| plain(code) == meant);
    let said = by_code.or_else(|| {
        rows.iter().find(|(_, labels, _)| labels.iter().any(|label| plain(label) == meant))
    });
    said.map(|(code, ..)| *code)
}

/// The date that a cell says; `None` when it says none, or one that does not exist.
pub(super) fn date(text: &str) -> Option<CalendarDate> {
    let text = text.trim();
    // A time of day that a GIS or a spreadsheet added.
    let day = match text.split_once(['T', ' ']) {
        Some((day, time))
            if time.trim_start().starts_with(|c: char| c.is_ascii_digit())
                && time.contains(':') =>
        {
            day
        }
        _ => text,
    };
    serial(day).or_else(|| numbers(day)).or_else(|| words(day))
}

fn of_our_days(year: u32, month: u32, day: u32) -> Option<CalendarDate> {
    // Another century is a slip.
    let year = u16::try_from(year).ok().filter(|year| (1990..=2100).contains(year))?;
    CalendarDate::of(year, u8::try_from(month).ok()?, u8::try_from(day).ok()?)
}

/// `31/12/2026`, `2026-12-31`, `2026/12/31`, `31.12.26`, `20261231`.
fn numbers(text: &str) -> Option<CalendarDate> {
    if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        let part = |range: std::ops::Range<usize>| text.get(range)?.parse().ok();
        return of_our_days(part(0..4)?, part(4..6)?, part(6..8)?);
    }
    let separator = ['/', '-', '.'].into_iter().find(|mark| text.contains(*mark))?;
    let parts: Vec<&str> = text.split(separator).map(str::trim).collect();
    let [first, middle, last] = parts.as_slice() else { return None };
    let number = |part: &str| {
        (!part.is_empty() && part.len() <= 4 && part.bytes().all(|byte| byte.is_ascii_digit()))
            .then(|| part.parse::<u32>().ok())
            .flatten()
    };
    let (one, month, other) = (number(first)?, number(middle)?, number(last)?);
    match (first.len(), last.len()) {
        (4, 1 | 2) => of_our_days(one, month, other),
        (1 | 2, 4) => of_our_days(other, month, one),
        // Two figures with hyphens could be either way round.
        (1 | 2, 2) if separator != '-' => of_our_days(2000 + other, month, one),
        _ => None,
    }
}

/// `31 décembre 2026`, `1er mars 2026`, `31-déc-26`.
fn words(text: &str) -> Option<CalendarDate> {
    const MONTHS: [&str; 12] = [
        "janvier",
        "fevrier",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "aout",
        "septembre",
        "octobre",
        "novembre",
        "decembre",
    ];
    let parts: Vec<String> = text
        .split([' ', '-', '\u{a0}', '\u{202f}'])
        .map(plain)
        .filter(|part| !part.is_empty())
        .collect();
    // A day of the week may stand before.
    let [.., day, month, year] = parts.as_slice() else { return None };
    let day = day.strip_suffix("er").unwrap_or(day).parse().ok()?;
    let mut meant =
        (1..).zip(MONTHS).filter(|(_, name)| month.len() >= 3 && name.starts_with(month.as_str()));
    let (month, _) = meant.next()?;
    if meant.next().is_some() {
        return None;
    }
    let year: u32 = year.parse().ok()?;
    of_our_days(if year < 100 { 2000 + year } else { year }, month, day)
}

/// `46387`, a spreadsheet's count of days, with the part of a day after it.
fn serial(text: &str) -> Option<CalendarDate> {
    let whole = text.split(['.', ',']).next()?;
    if whole.len() != 5 || !text.bytes().all(|byte| byte.is_ascii_digit() || b".,".contains(&byte))
    {
        return None;
    }
    let days = whole.parse::<i64>().ok()? - SERIAL_OF_1970;
    let (year, month, day) = CalendarDate::of(1970, 1, 1)?.plus_days(days)?.year_month_day();
    of_our_days(u32::try_from(year).ok()?, month.into(), day.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_date_is_understood_as_it_was_meant() {
        for text in [
            "2026-12-31",
            "2026/12/31",
            "31/12/2026",
            "31/12/26",
            "31.12.2026",
            "31-12-2026",
            " 31/12/2026 ",
            "2026-12-31T00:00:00Z",
            "2026-12-31 00:00:00",
            "31/12/2026 00:00",
            "2026-12-31T00:00:00+01:00",
            "20261231",
            "46387",
            "46387.0",
            "46387,5",
            "31 décembre 2026",
            "31-déc.-26",
            "31 dec 2026",
            "jeudi 31 décembre 2026",
            "31 décembre 2026",
        ] {
            assert_eq!(date(text), CalendarDate::parse("2026-12-31"), "{text}");
        }
        assert_eq!(date("1/3/2026"), CalendarDate::parse("2026-03-01"), "the day comes first");
        assert_eq!(date("1er mars 2026"), CalendarDate::parse("2026-03-01"));
        assert_eq!(date("2026-8-5"), CalendarDate::parse("2026-08-05"));
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in [
            "31/02/2026",
            "12/31/2026",
            "2026-13-01",
            "bientôt",
            "2026",
            "12/2026",
            "0226-12-31",
            "31-12-26",
            "########",
            "29/02/2027",
            "ju 2026",
            "1 ju 2026",
            "31/12/1926",
            "99999",
        ] {
            assert_eq!(date(text), None, "{text}");
        }
    }

    #[test]
    fn a_code_may_be_said_in_words() {
        use AnswerField::{Cost, Horizon, Lead, Status};
        for (field, text, meant) in [
            (Status, "accepted", "accepted"),
            (Status, " Accepted ", "accepted"),
            (Status, "Accepté", "accepted"),
            (Status, "accepte en partie", "partly_accepted"),
            (Status, "A l'étude", "under_study"),
            (Status, "À l’étude", "under_study"),
            (Status, "Vérifié par les habitant·es", "verified"),
            (Horizon, "Court terme", "short"),
            (Cost, "Élevé", "high"),
            (Lead, "Médiation sociale", "mediation"),
            (Lead, "Landlord", "landlord"),
        ] {
            assert_eq!(code(field, text), Some(meant), "{text}");
        }
        assert_eq!(code(Status, "oui"), None);
        assert_eq!(code(AnswerField::Text, "accepted"), None);
    }

    proptest! {
        #[test]
        fn any_text_is_a_date_of_our_days_or_none(text in ".{0,24}") {
            let year = date(&text).map(|date| date.year_month_day().0);
            prop_assert!(year.is_none_or(|year| (1990..=2100).contains(&year)));
        }

        #[test]
        fn every_day_is_read_in_every_form(days in 10_957i64..30_000) {
            let stamp = crate::domain::stamp::Stamp { utc_ms: days * 86_400_000, offset_min: 0 };
            let (year, month, day) = stamp.year_month_day();
            let meant = stamp.date();
            for text in [
                format!("{day:02}/{month:02}/{year}"),
                format!("{day}/{month}/{:02}", year % 100),
                format!("{year}/{month:02}/{day:02}"),
                format!("{meant}T00:00:00Z"),
                (days + SERIAL_OF_1970).to_string(),
            ] {
                prop_assert_eq!(date(&text).map(|date| date.to_string()), Some(meant.clone()), "{}", text);
            }
        }
    }
}
