//! Whether everything arrived: the answer to a notebook that was handed over.

use super::ExchangeError;
use super::shelf::{Shelf, stored_lines};
use crate::domain::identity::WalkId;
use crate::format::v1;

/// Whether an answer is the one to what is stored of a walk now.
///
/// # Errors
/// When storage cannot be read whole.
pub async fn check_answer(
    shelf: &impl Shelf,
    walk: WalkId,
    answer: &str,
) -> Result<bool, ExchangeError> {
    let lines = stored_lines(shelf, walk).await.map_err(ExchangeError::Unreadable)?;
    if lines.is_empty() {
        return Err(ExchangeError::NotHere);
    }
    let read = lines.values().filter_map(|line| v1::read_line(line).ok());
    let digests: Vec<u64> = read.map(|read| read.record.digest).collect();
    let mut photos = Vec::new();
    for media in super::shelf::read_all(&lines).all_media() {
        if shelf.has_photo(media).await.map_err(ExchangeError::Unreadable)? {
            photos.push(media);
        }
    }
    Ok(crate::format::bundle::answer_code(digests, photos) == answer)
}
