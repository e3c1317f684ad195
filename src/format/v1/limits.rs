//! What a line may be at most, by its kind; what comes from elsewhere was written by anybody.

/// Lines of up to so many bytes are read whatever their kind: what they are in memory stays small.
pub(super) const ALWAYS_READ: usize = 16 << 10;
/// The most bytes that the values of one line may take in memory while it is read.
const TREE_MAX: usize = 32 << 20;
/// The first moment a clock that was never set shows, and the first beyond anybody's walk
/// (2100-01-01T00:00Z), ms.
pub(super) const STAMPS: std::ops::Range<i64> = 0..4_102_444_800_000;
/// The offsets of the time zones that there are, minutes.
pub(super) const OFFSETS: std::ops::RangeInclusive<i64> = -840..=840;
/// No thing is amended more often: a phone keeps a revision every two seconds while somebody types.
pub const REVISIONS_MAX: u32 = 100_000;
/// No list of codes is longer: there are fewer codes.
pub(super) const CODES_MAX: usize = 500;
/// So many remarks are kept of one line; the others are counted.
pub(super) const NOTES_MAX: usize = 8;

/// The most bytes of a line of a kind. Kinds of later versions may have what a notebook may carry.
pub fn line_max(kind: &str) -> usize {
    match kind {
        // Two texts of 1,500 characters together, and as much again of a later version.
        "observation" | "constat" | "preconisation" | "edit" | "answer" | "wording" => 64 << 10,
        // A few numbers and ids each.
        "photo" | "notice" | "basemap" | "membership" | "joined" | "reception" | "assignment"
        | "step" | "removal" | "comparison" | "feedback" | "check" | "ask" | "sighting" => 16 << 10,
        // Thirty voices with nine ratings each.
        "stop_form" => 32 << 10,
        // A route of 500 places, 120 stops, a notice of 3,000 characters; no link carries more.
        "walk" => 256 << 10,
        // Ids of up to some thousand things, 39 bytes each.
        "ballot" | "ranking" | "campaign" => 512 << 10,
        // Perimeters, 20,000 points of a layer, numbers of 10,000 observations.
        _ => crate::format::bundle::LINE_MAX,
    }
}

/// Whether the values of a line would take more memory than is given to it. Counted from its
/// brackets, commas and colons, of which those within texts are no harm.
pub(super) fn is_too_heavy(line: &str) -> bool {
    let weight = |byte: u8| match byte {
        b',' | b':' => 48,
        b'[' => 160,
        b'{' => 650,
        _ => 1,
    };
    line.bytes().map(weight).sum::<usize>() > TREE_MAX
}
