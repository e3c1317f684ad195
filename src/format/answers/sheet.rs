//! A sheet as a spreadsheet saved it: semicolons, commas or tabs, RFC 4180 quotes.

use super::columns::is_id;
use super::{COLUMNS_MAX, FileRefused, ROWS_MAX, Row, SheetProblem, Table};
use crate::domain::folding::letters as plain;

/// How many rows may stand above the column names.
const ABOVE: usize = 20;

/// The cells of a sheet. The column names are in the first row that names the ids.
pub(super) fn table(text: &str) -> Result<Table, FileRefused> {
    // A line of its own that some spreadsheets write and read.
    let (said, rest) = match text.split_once('\n') {
        Some((first, rest)) if first.to_lowercase().starts_with("sep=") => {
            (first.trim_end().as_bytes().get(4).copied(), rest)
        }
        _ => (None, text),
    };
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(said.unwrap_or_else(|| delimiter(rest)))
        .has_headers(false)
        .flexible(true)
        .from_reader(rest.as_bytes());
    // It counts rows as the spreadsheet does: a cell of two lines is in one of them.
    let first = 1 + usize::from(said.is_some());
    let mut lines = (first..).zip(reader.records().filter_map(Result::ok));
    let mut above = Vec::new();
    let mut more = (0, 0);
    let names = loop {
        let Some((_, record)) = lines.next().filter(|_| above.len() < ABOVE) else {
            // No row has the ids: the first is what the person takes for the names.
            let names = above.into_iter().next().ok_or(FileRefused::Empty)?;
            return Ok(Table { names, rows: Vec::new(), problems: Vec::new() });
        };
        more.0 = record.len().saturating_sub(COLUMNS_MAX);
        let names: Vec<String> = record.iter().take(COLUMNS_MAX).map(str::to_owned).collect();
        if names.iter().any(|name| is_id(&plain(name))) {
            break names;
        }
        above.push(names);
    };
    let mut rows = Vec::new();
    let mut problems = Vec::new();
    let mut last_row = (false, false);
    for (line, record) in lines {
        if rows.len() == ROWS_MAX {
            more.1 += 1;
            continue;
        }
        let beyond = record.iter().skip(names.len() + more.0).any(|cell| !cell.trim().is_empty());
        if beyond {
            problems.push(SheetProblem::TooManyCells { line });
            continue;
        }
        let is_short = record.len() < names.len();
        let has_rest = record.iter().next_back().is_some_and(|cell| cell.contains('\n'));
        let cells = record.iter().take(names.len()).enumerate();
        let cells = cells.filter(|(_, cell)| !cell.is_empty());
        let cells = cells.map(|(at, cell)| (at, without_apostrophe(cell).to_owned())).collect();
        rows.push(Row { line, cells, position: None });
        last_row = (is_short, has_rest);
    }
    // A quote that is never closed holds everything to the end of the file; a row without its end
    // may have lost half of a text.
    let is_open = rest.bytes().filter(|byte| *byte == b'"').count() % 2 == 1;
    let last = rows.pop_if(|_: &mut Row| {
        let (is_short, has_rest) = last_row;
        (is_open && (is_short || has_rest)) || (is_short && !rest.ends_with(['\n', '\r']))
    });
    if more != (0, 0) {
        problems.push(SheetProblem::Beyond { columns: more.0, rows: more.1 });
    }
    problems.extend(last.map(|row| SheetProblem::CutShort { line: row.line }));
    if rows.is_empty() && !problems.is_empty() {
        // Named above, so that the person knows why none is left.
        rows.push(Row { line: 0, cells: Vec::new(), position: None });
    }
    Ok(Table { names, rows, problems })
}

/// What separates the cells: what the first lines have most of, outside quotes.
fn delimiter(text: &str) -> u8 {
    let mut counts = [(b';', 0usize), (b'\t', 0), (b',', 0)];
    let mut quoted = false;
    for byte in text.bytes().take(20_000) {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' | b'\r' if !quoted && counts.iter().any(|(_, count)| *count > 0) => break,
            _ if quoted => {}
            byte => {
                for (known, count) in &mut counts {
                    *count += usize::from(*known == byte);
                }
            }
        }
    }
    // The first of equals.
    let most = counts.iter().rev().max_by_key(|(_, count)| *count);
    most.map_or(b';', |(byte, _)| *byte)
}

/// A cell without the apostrophe that keeps a spreadsheet from computing it.
fn without_apostrophe(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@', '\t', '\r']) => rest,
        _ => cell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(text: &str) -> Vec<Vec<String>> {
        let cells = |row: Row| row.cells.into_iter().map(|(_, cell)| cell).collect();
        table(text).ok().unwrap().rows.into_iter().map(cells).collect()
    }

    #[test]
    fn each_separator_is_seen() {
        for separator in [";", ",", "\t"] {
            let text = ["preco_id", "statut", "rep_texte"].join(separator);
            let row = ["1", "done", "\"a;b,c\td\""].join(separator);
            assert_eq!(cells(&format!("{text}\r\n{row}\r\n")), [["1", "done", "a;b,c\td"]]);
        }
        assert_eq!(cells("sep=,\r\npreco_id,\"a;b;c;d\"\r\n1,2\r\n"), [["1", "2"]]);
    }

    #[test]
    fn a_file_that_is_cut_short_loses_its_last_row_only() {
        let whole = "preco_id;rep_texte;statut\n1;a;done\n2;\"b\nc\";done\n";
        for (end, rows) in [(whole.len(), 2), (whole.len() - 6, 1), (whole.len() - 8, 1)] {
            let table = table(&whole[..end]).ok().unwrap();
            assert_eq!(table.rows.len(), rows, "{end}");
            let cut = [SheetProblem::CutShort { line: 3 }];
            assert_eq!(table.problems == cut, rows == 1, "{end}");
        }
        assert_eq!(table("preco_id;statut\n1;\"a\n2;b\n").ok().unwrap().problems.len(), 1);
    }

    #[test]
    fn names_may_stand_below_a_title_and_cells_have_lines() {
        let table =
            table("Réponses 2026\n;;\npreco_id;rep_texte\n1;\"a\nb\"\n2;'=c\n").ok().unwrap();
        assert_eq!(table.names, ["preco_id", "rep_texte"]);
        let rows: Vec<_> =
            table.rows.iter().map(|row| (row.line, row.cells[1].1.as_str())).collect();
        assert_eq!(rows, [(4, "a\nb"), (5, "=c")]);
    }
}
