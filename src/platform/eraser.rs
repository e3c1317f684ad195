//! Taking records and photos out of the notebook on disk, in one durable transaction each.

use std::collections::BTreeSet;

use super::disk::Disk;
use super::indexed_db::{self, Asked};
use super::store::{MEDIA, RECORDS, of_walk, own, with_connection};
use crate::app::exchange::erasing;
use crate::app::exchange::shelf::Stored;
use crate::domain::identity::WalkId;
use crate::domain::observation::photo::MediaId;

/// Removes a walk, and every photo that no other one names.
///
/// # Errors
/// When storage cannot be read or written; then everything is still there.
pub async fn wipe(walk: WalkId) -> Stored<()> {
    erasing::wipe(&Disk, walk).await
}

/// The names of all photos and maps.
///
/// # Errors
/// When storage cannot be read.
pub(super) async fn all_media() -> Stored<Vec<MediaId>> {
    with_connection(|database| async move {
        let store = indexed_db::reading(&database, &[MEDIA])?.object_store(MEDIA)?;
        let keys = Asked::of(store.get_all_keys()?).texts().await?;
        Ok(keys.iter().filter_map(|key| MediaId::parse(key)).collect())
    })
    .await
}

/// Removes records by their keys, and photos.
///
/// # Errors
/// When nothing of it was removed.
pub(super) async fn delete(keys: &BTreeSet<String>, media: &[MediaId]) -> Stored<()> {
    with_connection(|database| async move {
        let transaction = indexed_db::writing(&database, &[RECORDS, MEDIA])?;
        let records = transaction.object_store(RECORDS)?;
        for key in keys {
            records.delete(&key.as_str().into())?;
        }
        let photos = transaction.object_store(MEDIA)?;
        for photo in media {
            photos.delete(&photo.to_string().into())?;
        }
        indexed_db::durable(&transaction).await
    })
    .await
}

/// Removes all records of a walk, and photos.
///
/// # Errors
/// As [`delete`].
pub(super) async fn clear(walk: WalkId, media: &[MediaId]) -> Stored<()> {
    with_connection(|database| async move {
        let transaction = indexed_db::writing(&database, &[RECORDS, MEDIA])?;
        transaction.object_store(RECORDS)?.delete(&of_walk(walk, None)?)?;
        transaction.object_store(RECORDS)?.delete(&own(walk)?)?;
        let photos = transaction.object_store(MEDIA)?;
        for photo in media {
            photos.delete(&photo.to_string().into())?;
        }
        indexed_db::durable(&transaction).await
    })
    .await
}
